// Feeds arbitrary bytes to the reader of separated text, in every coding.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "office/csv_reader.h"
#include "office/text_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao;
  if (size == 0) return 0;
  const auto coding = static_cast<office::TextCoding>(data[0] % 4);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto text = office::as_utf8(std::make_unique<office::MemorySource>(bytes), coding);
  std::uint32_t last = 0;
  (void)office::read_csv(*text, office::guess_separator(bytes), [&](const table::Row& row) {
    if (row.number <= last) __builtin_trap();
    last = row.number;
    return table::Go::On;
  });
  return 0;
}
