#pragma once
// LeaseHolder: a process, recognisable on its own machine: no other process there ever has the same number and start.
// Internal to this room.

#include <cstdint>
#include <string>

namespace huabiao::storage {

struct LeaseHolder {
  std::int64_t pid = 0;      // 0: nobody
  std::int64_t started = 0;  // ticks since the machine's start
  std::string machine;       // its name, this start of it, and which process numbers are meant
  bool operator==(const LeaseHolder&) const = default;
};

LeaseHolder process(std::int64_t pid);  // one of this machine, as it is now
LeaseHolder this_process();

// Gone: ended, or its machine was started anew. Stopped: by a signal; it does nothing until another one. Elsewhere: on
// another machine, or among other process numbers (a container), where nothing can be said.
enum class HolderState { Running, Stopped, Gone, Elsewhere };
HolderState state_of(const LeaseHolder& holder);

// Ends a process that is stopped. False: it is not, or may not be ended by us.
bool end_if_stopped(const LeaseHolder& holder);

}  // namespace huabiao::storage
