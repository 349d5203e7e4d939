#pragma once
// LeasePatience: when somebody who stands by may take a lease. Pure: what was seen and the time of seeing come in. Only
// the watcher's own steady time counts, and of that only what it spent looking: neither a wall clock that is set nor a
// machine that was suspended makes a holder look silent. Internal to this room.

#include <algorithm>
#include <chrono>
#include <optional>

#include "storage/lease_rows.h"

namespace huabiao::storage {

class LeasePatience {
 public:
  enum class Next { Take, LookAgain };

  Next see(const LeaseState& lease, HolderState holder, std::chrono::steady_clock::time_point now) {
    if (holder == HolderState::Gone) return Next::Take;
    if (!seen_ || seen_->fence != lease.fence || seen_->beat != lease.beat) {
      renewed_ = seen_.has_value();
      seen_ = lease;
      silent_ = {};
    } else {
      silent_ += std::min(std::chrono::duration_cast<Millis>(now - looked_), kMostPerLook);
    }
    looked_ = now;
    return silent_ >= LeaseLimits::kTerm ? Next::Take : Next::LookAgain;
  }
  // It was renewed while it was watched.
  [[nodiscard]] bool renewed() const { return renewed_; }

 private:
  static constexpr Millis kMostPerLook = 2 * LeaseLimits::kLookEvery;
  std::optional<LeaseState> seen_;
  std::chrono::steady_clock::time_point looked_;
  Millis silent_{};
  bool renewed_ = false;
};

}  // namespace huabiao::storage
