#pragma once
// Literals of a script: their escapes undone, their UTF-16 made UTF-8. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace huabiao::monitor {

// UTF-16 code units, one after the other, as UTF-8: surrogates are joined, lone ones replaced.
class CodeUnits {
 public:
  explicit CodeUnits(std::string& out) : out_(out) {}
  void put(char32_t unit);
  void flush();  // before anything else is appended to `out`, and at the end

 private:
  std::string& out_;
  char32_t high_ = 0;
};

// Reads the literal whose quote stands at `at` and moves `at` behind it (or to the end of the line it does not end on).
// True: escapes were undone.
bool read_literal(std::string_view source, std::size_t& at, std::string& out);

// The same, without a copy where nothing is escaped; lifetime: as long as `source` and `storage`.
struct ReadLiteral {
  std::string_view text;
  bool escaped = false;
};
ReadLiteral read_literal_view(std::string_view source, std::size_t& at, std::string& storage);

// Where read_literal() would leave `at`.
std::size_t literal_end(std::string_view source, std::size_t at);

// %XX as Latin-1 or UTF-8 (whichever the bytes are) and %uXXXX, as unescape() and decodeURIComponent() do.
std::string unescape_percent(std::string_view text);

}  // namespace huabiao::monitor
