#pragma once
// Bounds: does a record lie in a reach? The one question behind every access to a single record. A port: storage/
// implements it. Thread: any. Fails: as AccountStore.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "registry/reach.h"

namespace huabiao::access {

// A declaration or a contact lies where its site lies, or, about no site, where its unit does.
enum class RecordKind : std::uint8_t { Site, Organisation, Declaration, Contact, Finding };

// All that lies in a reach; sorted.
struct Held {
  std::vector<std::int64_t> sites, organisations;
};

class Bounds {
 public:
  virtual ~Bounds() = default;
  // false also for what does not exist: the two look the same from outside.
  virtual Result<bool> holds(const registry::Reach& reach, RecordKind kind, std::int64_t id) = 0;
  // For a reach that is not everywhere.
  virtual Result<Held> held(const registry::Reach& reach) = 0;
  // A kept body, when a finding that shows it lies there.
  virtual Result<bool> holds_body(const registry::Reach& reach, std::string_view sha256) = 0;
};

}  // namespace huabiao::access
