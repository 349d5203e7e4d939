#pragma once
// VantagePoint: a worker on another machine that looks at sites for this server. It has a name, and a token by which it
// is known; of the token only a digest is kept. VantageStore keeps them: a port, storage/ implements it. Thread: any.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

struct VantagePoint {
  std::string name;        // 1 to 40 lower-case letters, digits and '-'; never "local"
  std::string token_hash;  // SHA-256 of its token, hex
  TimePoint added{};
  std::string added_by;
  std::optional<TimePoint> heard;  // to a minute; unset: never
  std::string version;             // of the huabiao it runs; empty: never heard
};

class VantageStore {
 public:
  virtual ~VantageStore() = default;
  // Fails (all calls): Environment storage.*, Unavailable storage.locked.
  virtual Result<std::vector<VantagePoint>> vantages() = 0;  // by name
  virtual Result<std::optional<VantagePoint>> vantage_of(std::string_view token_hash) = 0;
  // At most `most` are kept. On disk when it returns. Fails: Conflict vantage.name_taken, vantage.too_many.
  virtual Done add(const VantagePoint& vantage, std::size_t most) = 0;
  // False: there is none of that name. On disk when it returns.
  virtual Result<bool> remove(std::string_view name) = 0;
  // May be left out while the store is busy.
  virtual Done heard(std::string_view name, std::string_view version, TimePoint at) = 0;
};

}  // namespace huabiao::access
