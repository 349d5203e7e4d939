// Fuzzes what an export or a head from anywhere may hold.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "desk/audit_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace huabiao;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto entry = desk::read_audit_line(text)) {
    const auto again = desk::read_audit_line(desk::audit_line(*entry));
    if (!again || access::chained_hash("", *again) != access::chained_hash("", *entry)) __builtin_trap();
  }
  if (const auto head = desk::read_head(text))
    if (!desk::read_head(desk::head_document(*head))) __builtin_trap();
  return 0;
}
