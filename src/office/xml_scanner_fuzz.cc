// Feeds arbitrary bytes to the sheet reader as a sheet's XML, and to the shared strings.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "office/shared_strings.h"
#include "office/sheet_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const office::ReadLimits limits;
  office::MemorySource strings_source(bytes), sheet_source(bytes), merged_source(bytes);
  const auto strings = office::SharedStrings::read(strings_source, limits).value_or(office::SharedStrings());
  const office::NumberLook looks[] = {{}, {office::NumberLook::What::DateTime}};
  std::uint32_t last = 0;
  (void)office::SheetReader(sheet_source, strings, looks, limits).read([&](const table::Row& row) {
    if (row.number <= last) std::abort();
    last = row.number;
    return table::Go::On;
  });
  (void)office::read_merged(merged_source, limits);
  return 0;
}
