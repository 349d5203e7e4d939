#pragma once
// The strings of a script, read without running it: escapes undone (\x, \u, octal), what is computed from constants
// computed (script_values.h), literals joined over '+' even where something unknown stands between. Pure; any thread.

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
  static constexpr std::size_t kTextBytes = 1u << 20;  // of all strings and sources together
  static constexpr std::size_t kSources = 50;
};

struct ScriptReading {
  std::vector<ScriptString> strings;
  std::vector<std::string> sources;  // scripts it would run: what it hands to eval() and the like, what it unpacks
  bool cut = false;                  // it computes more than is read (ScriptValueLimits)
};
// Telling: a literal that is plain, no address, holds no '<' and is handed to no sink is read, but not given.
enum class ScriptStrings : bool { Telling, All };
// `source`: UTF-8, as pages are once decoded.
ScriptReading read_script(std::string_view source, ScriptStrings which = ScriptStrings::All);

// The ids of elements a script hides: getElementById("x").style.display = "none".
std::vector<std::string> ids_hidden_by(std::string_view source);

}  // namespace huabiao::monitor
