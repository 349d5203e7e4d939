#pragma once
// Numbers of a workbook as the person who typed them would write them. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::office {

// What a cell's number format makes of a number, as far as it changes what people read.
struct NumberLook {
  enum class What : std::uint8_t { Plain, Date, Time, DateTime, Padded };
  What what = What::Plain;
  std::uint8_t digits = 0;  // Padded: "00000000000" shows at least that many
  bool operator==(const NumberLook&) const = default;
};

NumberLook look_of_builtin(std::uint32_t format_id);    // ECMA-376 18.8.30, with the Chinese and Japanese ones
NumberLook look_of_code(std::string_view format_code);  // "yyyy\-mm\-dd", "00000000000", ...

// "1.38E+10" -> "13800000000", "0.10000000000000001" -> "0.1", 42318 as Date -> "2015-11-10".
// Text that is no number comes back as it is.
std::string number_text(std::string_view stored, NumberLook look);
// The stored text is what number_text would give: digits only, few enough to be exact.
bool is_plain_integer(std::string_view stored);

}  // namespace huabiao::office
