#include "notice/outbox.h"

#include <algorithm>
#include <cmath>

namespace huabiao::notice {

Millis wait_after(std::int64_t attempts, double chance, const OutboxLimits& limits) {
  constexpr std::int64_t kMostDoublings = 40;
  const auto doublings = static_cast<double>(std::clamp<std::int64_t>(attempts - 1, 0, kMostDoublings));
  const double longest = static_cast<double>(limits.longest_wait.count());
  const double wait = std::min(static_cast<double>(limits.first_wait.count()) * std::exp2(doublings), longest);
  const double swing = 1 + limits.jitter * (2 * std::clamp(chance, 0.0, 1.0) - 1);
  return Millis(static_cast<std::int64_t>(wait * swing));
}

}  // namespace huabiao::notice
