#pragma once
// Errand: visits that ask the same address, so it is asked once and read once, and each visit gets its own record. What
// plan makes, a worker child runs, and a round hands out. Plain value.

#include <cstdint>
#include <vector>

#include "monitor/visit.h"

namespace huabiao::monitor {

struct Errand {
  std::uint64_t number = 0;   // of its round, from 1; what a record is matched by
  std::vector<Visit> visits;  // never empty; all with the same host, port, path, `only`, looks, attempt
};

}  // namespace huabiao::monitor
