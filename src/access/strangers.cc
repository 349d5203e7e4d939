#include "access/strangers.h"

#include <algorithm>

#include "base/digest.h"

namespace huabiao::access {

Account Strangers::named(std::string_view name) {
  Account nobody;
  attempts_.with([&](auto& all) {
    const auto found = all.find(sha256_hex(name));
    if (found == all.end()) return;
    nobody.failures = found->second.failures;
    nobody.last_failure = found->second.last;
  });
  return nobody;
}

void Strangers::refused(std::string_view name, TimePoint at) {
  attempts_.with([&](auto& all) {
    if (all.size() >= kMost)
      all.erase(std::ranges::min_element(all, {}, [](const auto& entry) { return entry.second.last; }));
    Attempts& one = all[sha256_hex(name)];
    ++one.failures;
    one.last = at;
  });
}

}  // namespace huabiao::access
