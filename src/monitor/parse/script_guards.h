#pragma once
// Guards of a script: what it does only for some visitors. A condition on who asks, where from, what they carry, when
// or where they are, over a redirect, a write or a change of the title. Read from the tokens in one pass: if and else,
// ?: and &&, functions that answer such a question, an early return. Pure; any thread.

#include <cstddef>
#include <string_view>
#include <vector>

#include "monitor/page.h"

namespace huabiao::monitor {

struct ScriptGuardLimits {
  static constexpr std::size_t kGuards = 64;             // kept of one script
  static constexpr std::size_t kOpen = 24;               // conditions inside each other
  static constexpr std::size_t kNames = 256;             // names that hold an answer
  static constexpr std::size_t kConditionBytes = 2'000;  // looked at of one condition
};

// In the order of the source; only those that both ask and do.
std::vector<Guard> read_guards(std::string_view source);

}  // namespace huabiao::monitor
