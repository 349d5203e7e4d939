#pragma once
// EvidenceStore: bodies kept as evidence, addressed by their digest, for as long as retention and quota allow.
// Thread: any. Fails (all calls): Environment storage.disk_full, storage.read_only, storage.io.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace huabiao::monitor {

struct EvidenceLimits {
  std::int64_t retention_days = 180;                    // from the last time a body was put
  std::int64_t quota_bytes = 2LL * 1024 * 1024 * 1024;  // on disk, compressed; beyond it the oldest go first
  std::int64_t max_body_bytes = 8LL * 1024 * 1024;      // the fetch limit; a longer body is not kept
};

// NoRoom: the body alone is beyond a limit; nothing was changed.
enum class Kept { Yes, NoRoom };

struct EvidenceUse {
  std::int64_t bodies = 0, stored_bytes = 0;
};

class EvidenceStore {
 public:
  virtual ~EvidenceStore() = default;
  // Keeps `body` under its SHA-256; a body kept already is kept longer. On disk when it returns.
  // Fails: Invalid evidence.wrong_digest when `sha256` is not that of `body`.
  virtual Result<Kept> put(std::string_view sha256, std::string_view body) = 0;
  // nullopt: never kept, or gone by retention or quota. Fails: Unreadable evidence.damaged when the file no longer has
  // its digest.
  virtual Result<std::optional<std::string>> get(std::string_view sha256) = 0;
  // Drops what is past retention or beyond the quota, and files of no row. The number of bodies dropped.
  virtual Result<std::int64_t> sweep() = 0;
  virtual Result<EvidenceUse> use() = 0;
};

}  // namespace huabiao::monitor
