#pragma once
// Content key: a digest of what a reader of changes sees of a page: its shapes, in whatever order they stand
// (change/shape.h). Two looks that `compare` calls the same have the same key. Pure, linear; any thread.

#include <string>

#include "monitor/page.h"

namespace huabiao::monitor {

// 32 hex digits.
std::string content_key(const Page& page);

}  // namespace huabiao::monitor
