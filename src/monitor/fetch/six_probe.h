#pragma once
// SixProbe: does a host take a connection over IPv6? A connection is made and closed, nothing is sent. By the same rule
// as a fetch: to public addresses only, all of a name's; with a lab to the lab alone.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "loop/event_loop.h"
#include "monitor/fetch/lab_allowance.h"
#include "monitor/names.h"

namespace huabiao::monitor::fetch {

struct SixLimits {
  Millis connect{2'500};  // one try
};

class SixProbe {
 public:
  using OnDone = std::function<void(SixReach)>;
  SixProbe(loop::EventLoop& loop, std::optional<LabAllowance> lab, const SixLimits& limits = {})
      : loop_(loop), lab_(std::move(lab)), limits_(limits) {}

  // `addresses`: what the name has, IPv4 ones passed over. `port` 0: 443, then 80. Unreachable is said after a second
  // try. `done` runs on the loop's thread, exactly once, maybe before this returns. The probe outlives it.
  void probe(const std::vector<std::string>& addresses, std::uint16_t port, OnDone done);

 private:
  struct Trying;
  void try_next(const std::shared_ptr<Trying>& trying);

  loop::EventLoop& loop_;
  const std::optional<LabAllowance> lab_;
  const SixLimits limits_;
};

}  // namespace huabiao::monitor::fetch
