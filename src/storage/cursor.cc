#include "storage/cursor.h"

#include <charconv>

#include "base/digest.h"
#include "storage/connection.h"

namespace huabiao::storage {
namespace {

// Hex keeps any name safe in a URL; a cursor is short-lived, so its length does not matter.
bool unhex(std::string_view text, std::string& out) {
  if (text.size() % 2) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (error != std::errc() || end != text.data() + i + 2) return false;
    out += static_cast<char>(value);
  }
  return true;
}

}  // namespace

std::string Cursor::write(std::string_view order) const {
  return hex(std::string(order) + "\n" + std::to_string(id) + "\n" + value);
}

Cursor Cursor::read(std::string_view text, std::string_view order, std::string_view code) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const auto refuse = [&] { return Failure({Kind::Invalid, std::string(code), std::string(text.substr(0, 80)), {}}); };
  std::string plain;
  if (text.size() > 16'384 || !unhex(text, plain)) throw refuse();
  const std::size_t first = plain.find('\n');
  const std::size_t second = first == std::string::npos ? first : plain.find('\n', first + 1);
  if (second == std::string::npos || plain.substr(0, first) != order) throw refuse();
  const auto [end, error] = std::from_chars(plain.data() + first + 1, plain.data() + second, cursor.id);
  if (error != std::errc() || end != plain.data() + second) throw refuse();
  cursor.value = plain.substr(second + 1);
  cursor.set = true;
  return cursor;
}

}  // namespace huabiao::storage
