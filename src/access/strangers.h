#pragma once
// Strangers: refused attempts at names no account has, so that they are answered and locked out like the others. In
// memory, bounded; a restart forgets them. Thread: any.

#include <map>
#include <string>
#include <string_view>

#include "access/account.h"
#include "base/clock.h"
#include "base/guarded.h"

namespace huabiao::access {

class Strangers {
 public:
  static constexpr std::size_t kMost = 4'096;  // the longest silent go first

  // As an account nobody has; its refusals are told.
  Account named(std::string_view name);
  void refused(std::string_view name, TimePoint at);

 private:
  struct Attempts {
    std::int64_t failures = 0;
    TimePoint last{};
  };
  Guarded<std::map<std::string, Attempts, std::less<>>> attempts_;  // by the name's digest
};

}  // namespace huabiao::access
