#pragma once
// AuditLog: what writes the audit. Changes are announced before they are made and concluded after; refused attempts
// are written one by one up to a bound and then counted, so that nobody fills the disk by being refused.
// Thread: any; each call blocks on the store: work pool only.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "access/audit_store.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"

namespace huabiao::access {

struct RefusalLimits {
  std::int64_t each = 10;      // entries a minute for one account or address
  std::int64_t in_all = 300;   // a minute
  std::size_t sources = 4096;  // told apart; what comes from more is counted together
  Millis minute = std::chrono::minutes(1);
};

class AuditLog {
 public:
  // Lifetime: store and clock outlive it.
  AuditLog(AuditStore& store, const Clock& clock, DigestKind algorithm, const RefusalLimits& limits = {});

  // Fails: as the store; nothing is to happen then.
  Result<std::int64_t> write(AuditEntry entry);
  // How an announced change ended, or that a server ended before it was known. Fails: as write().
  Done conclude(AuditEntry entry, std::int64_t intent);
  // Concludes what another server announced and never concluded: its end is not known.
  Done conclude_left_open(Millis older_than);
  // A refused attempt.
  Done refused(AuditEntry entry);
  // Writes one entry for each account or address whose further attempts were counted; `all`: also those of the minute
  // under way, as when the server stops.
  Done flush(bool all = false);

  [[nodiscard]] AuditStore& store() const { return store_; }

 private:
  struct Tally {
    std::int64_t written = 0, counted = 0;
    AuditEntry latest;  // of those counted
  };
  struct Minute {
    TimePoint began{};
    std::int64_t written = 0;
    std::map<std::string, Tally, std::less<>> by_source;
  };
  static std::vector<AuditEntry> counted(const Minute& minute);
  // Whether this attempt is written; otherwise it was counted.
  bool admit(Minute& minute, const AuditEntry& entry) const;
  Done write_all(const std::vector<AuditEntry>& entries);

  AuditStore& store_;
  const Clock& clock_;
  DigestKind algorithm_;
  RefusalLimits limits_;
  Guarded<Minute> minute_;
};

}  // namespace huabiao::access
