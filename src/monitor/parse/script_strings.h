#pragma once
// The strings of a script, read without running it: escapes undone (\x, \u, octal), unescape() and fromCharCode()
// applied, literals joined over '+'. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::monitor {

struct ScriptString {
  std::string text;             // UTF-8, decoded
  std::size_t at = 0, end = 0;  // in the source, quotes included
  bool by_sink = false;         // handed to document.write, innerHTML and the like
  bool encoded = false;         // escapes had to be undone to read it
};

struct ScriptStringLimits {
  static constexpr std::size_t kStrings = 5'000;
  static constexpr std::size_t kTextBytes = 1u << 20;  // of all strings together
};

std::vector<ScriptString> read_strings(std::string_view source);

// %XX as Latin-1 or UTF-8 (whichever the bytes are) and %uXXXX, as unescape() and decodeURIComponent() do.
std::string unescape_percent(std::string_view text);

// The ids of elements a script hides: getElementById("x").style.display = "none".
std::vector<std::string> ids_hidden_by(std::string_view source);

}  // namespace huabiao::monitor
