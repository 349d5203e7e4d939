#pragma once
// What commands write to standard output. Thread: one.

#include <string_view>

namespace huabiao::app {

// --format jsonl, or none given and nobody at a terminal reads.
bool as_lines(std::string_view format);
// false: it cannot be written (a full disk, a closed pipe).
bool put(std::string_view text);

}  // namespace huabiao::app
