#pragma once
// The cell a worker child locks itself into before it reads its first hostile byte (docs/security.md). After
// that it can use the descriptors it has and open network sockets: no file, no program, no other process.

#include <cstdint>

#include "dispatch/worker_settings.h"

namespace huabiao::dispatch {

struct CellLimits {
  std::uint64_t address_space = 4ULL << 30U;  // bytes; 8 MiB bodies and their trees, many at once
  std::uint64_t open_files = 1024;            // sockets
  std::uint64_t cpu_seconds = 3'600;          // a child is replaced long before (PoolLimits::errands_per_child)
};

// Cannot be undone. What the kernel refuses is a fact in the answer, not a failure. Thread: the only one.
SandboxFacts lock_in(const CellLimits& limits);

// Tries what a taken-over child would try.
ProbeAnswer try_to_break_out();

}  // namespace huabiao::dispatch
