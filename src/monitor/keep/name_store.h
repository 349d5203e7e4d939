#pragma once
// NameStore: what the DNS said of each host at the last look, what was learnt of it (judge/names.h), and what people
// expect, with who said so and when: all of that stays on record. A port: storage/ implements it. Thread: any; readers
// do not wait. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/names.h"

namespace huabiao::monitor {

struct HostNames {
  std::int64_t site = 0;
  std::string host;
  NameFacts facts;  // of the last look
  KnownNames known;
  TimePoint at{};
};

struct GivenExpectation {
  std::int64_t site = 0;
  std::string host;
  ExpectedNames expected;  // no entries: nothing is expected from then on
  std::string by;          // account
  TimePoint at{};
};

class NameStore {
 public:
  virtual ~NameStore() = default;
  virtual Result<std::optional<HostNames>> names(std::int64_t site, std::string_view host) = 0;
  virtual Result<std::vector<HostNames>> names_of(std::int64_t site) = 0;  // by host
  // All or nothing; each takes the place of what was kept of its host.
  virtual Done keep(std::span<const HostNames> batch) = 0;

  // The newest of every host that has one.
  virtual Result<std::vector<GivenExpectation>> expectations() = 0;
  virtual Result<std::vector<GivenExpectation>> expectations_of(std::int64_t site) = 0;  // newest first
  // Holds from the watch's next period on. On disk when it returns.
  virtual Done expect(std::int64_t site, const std::string& host, const ExpectedNames& expected,
                      const std::string& by) = 0;
};

}  // namespace huabiao::monitor
