#pragma once
// RegistrationStore: what registries said of domains, as intervals, and when each is asked again. A domain is kept once
// however many sites lie under it. A port: storage/ implements it. Thread: any; readers do not wait. Fails (all calls):
// as RegistryStore.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

// The last look at a domain, answered or not.
struct DomainLook {
  RegistrationFacts facts;
  KnownRegistration known;
  TimePoint at{};
  // As plan/registration_plan.h wants them back.
  TimePoint due{};
  int failures = 0, accusing = 0;
};

// From the first look to the last that was answered with this. `changed` of what was said is the last one's.
struct RegistrationInterval {
  TimePoint from{}, to{};
  RegistrationFacts facts;
};

class RegistrationStore {
 public:
  static constexpr std::size_t kMostIntervals = 100;  // given out of one domain, the newest

  virtual ~RegistrationStore() = default;
  virtual Result<std::vector<DomainLook>> looks() = 0;  // of all domains
  virtual Result<std::optional<DomainLook>> look(std::string_view domain) = 0;
  virtual Result<std::vector<RegistrationInterval>> intervals(std::string_view domain) = 0;  // newest first
  // All or nothing. An answer like the one before makes its interval longer, another begins a new one; what is no
  // answer leaves them as they are.
  virtual Done keep(std::span<const DomainLook> batch) = 0;
};

}  // namespace huabiao::monitor
