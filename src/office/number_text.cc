#include "office/number_text.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace huabiao::office {
namespace {

constexpr double kExactInteger = 9007199254740992.0;  // 2^53: beyond it a double skips integers
constexpr double kLastSerial = 2958466.0;             // 9999-12-31 and a day

// Serial day 1 is 1900-01-01; day 60 is the 29 February 1900 that never was, kept by every program for its ancestors.
std::string date_text(double serial, NumberLook::What what) {
  const auto seconds = static_cast<std::int64_t>(std::llround(serial * 86400.0));
  const std::int64_t day = seconds / 86400, second = seconds % 86400;
  std::string time = fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (what == NumberLook::What::Time && day == 0) return time;
  const std::chrono::sys_days base = std::chrono::year(1899) / 12 / (day < 60 ? 31 : 30);
  const std::chrono::year_month_day ymd(base + std::chrono::days(day));
  std::string date = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                 static_cast<unsigned>(ymd.day()));
  return second == 0 ? date : date + " " + time;
}

// The shortest decimal that means the same double, never with an exponent.
std::string plain_decimal(double value) {
  char room[400];
  const auto written = std::to_chars(room, room + sizeof room, value, std::chars_format::fixed);
  return {room, written.ptr};
}

}  // namespace

bool is_plain_integer(std::string_view stored) {
  if (stored.empty() || stored.size() > 15 || (stored[0] == '0' && stored.size() > 1)) return false;
  for (const char c : stored)
    if (c < '0' || c > '9') return false;
  return true;
}

NumberLook look_of_builtin(std::uint32_t id) {
  using enum NumberLook::What;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return {Date};
  if (id == 22) return {DateTime};
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return {Time};
  return {};
}

NumberLook look_of_code(std::string_view code) {
  bool date = false, time = false, only_zeros = !code.empty() && code.size() <= 30;
  for (const char c : code) only_zeros = only_zeros && c == '0';
  if (only_zeros && code.size() > 1) return {NumberLook::What::Padded, static_cast<std::uint8_t>(code.size())};
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;  // the first section decides
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"' || c == '[') {
      const std::size_t close = code.find(c == '"' ? '"' : ']', i + 1);
      if (close == std::string_view::npos) break;
      const char first = i + 1 < close ? static_cast<char>(code[i + 1] | 0x20) : ' ';
      if (c == '[' && close == i + 2 && (first == 'h' || first == 'm' || first == 's')) time = true;
      i = close;
    } else {
      const char lower = static_cast<char>(c | 0x20);
      date = date || lower == 'y' || lower == 'd';
      time = time || lower == 'h' || lower == 's';
    }
  }
  using enum NumberLook::What;
  if (date && time) return {DateTime};
  if (date) return {Date};
  return {time ? Time : Plain};
}

std::string number_text(std::string_view stored, NumberLook look) {
  double value = 0;
  const auto read = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (read.ec != std::errc() || read.ptr != stored.data() + stored.size() || !std::isfinite(value))
    return std::string(stored);
  using enum NumberLook::What;
  if (look.what == Padded && value >= 0 && value < kExactInteger && value == std::floor(value))
    return fmt::format("{:0{}}", static_cast<std::int64_t>(value), look.digits);
  if (look.what != Plain && look.what != Padded && value >= 0 && value < kLastSerial)
    return date_text(value, look.what);
  if (is_plain_integer(stored)) return std::string(stored);
  if (value == 0) return "0";  // also -0
  return plain_decimal(value);
}

}  // namespace huabiao::office
