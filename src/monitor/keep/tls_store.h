#pragma once
// TlsStore: which versions of TLS each host accepted when it was last tried, and the chain it showed. RoundStore::save
// keeps it; what it accuses is kept as findings. Thread: any. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/tls_set.h"

namespace huabiao::monitor {

struct KeptTlsSet {
  std::int64_t site = 0;
  std::string host;
  TimePoint at{};  // when its visit began
  TlsSet set;
};

class TlsStore {
 public:
  virtual ~TlsStore() = default;
  virtual Result<std::vector<KeptTlsSet>> tls_sets_of(std::int64_t site) = 0;  // by host
};

}  // namespace huabiao::monitor
