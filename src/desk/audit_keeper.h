#pragma once
// AuditKeeper: the upkeep of the audit while the server runs, on a thread of its own: what was refused beyond the bound
// is written a minute later, what an earlier server left open is concluded, the chain's head is signed every hour and
// kept for each day, entries older than the retention go. What fails is logged and tried again a minute later.

#include <filesystem>
#include <thread>
#include <vector>

#include "access/audit_log.h"
#include "base/clock.h"
#include "base/signing_key.h"
#include "desk/audit_file.h"

namespace huabiao::desk {

// The key that signs heads; made, for its owner alone, where there is none. Its public half lies beside it as NAME.pub.
// Fails: Environment audit.bad_key (not a key, or readable by others), storage.read_only.
Result<SigningKey> audit_key(const std::filesystem::path& file, SignatureKind kind);

// The heads in a folder, by day. Fails: Unreadable audit.bad_head.
Result<std::vector<HeadFile>> heads_in(const std::filesystem::path& folder);

struct AuditUpkeep {
  std::filesystem::path heads;  // folder: YYYY-MM-DD.json, one a day
  int days = 365;               // retention
  Millis every = std::chrono::minutes(1);
  Millis head_every = std::chrono::hours(1);
  Millis left_open = std::chrono::minutes(15);  // older than this, no server works on it any more
};

class AuditKeeper {
 public:
  // Lifetime: log and clock outlive the keeper.
  AuditKeeper(access::AuditLog& log, const Clock& clock, SigningKey key, AuditUpkeep upkeep);
  // Ends the thread, writes what is still counted and signs a last head.
  ~AuditKeeper();
  AuditKeeper(const AuditKeeper&) = delete;
  AuditKeeper& operator=(const AuditKeeper&) = delete;

  // One turn. Fails: as the store; Environment storage.read_only.
  Done keep();
  // Signs where the chain stands now, into the day's file. Fails: as keep().
  Result<HeadFile> sign();

 private:
  access::AuditLog& log_;
  const Clock& clock_;
  SigningKey key_;
  AuditUpkeep upkeep_;
  TimePoint signed_at_{};  // the thread's; after it the destructor's
  std::jthread thread_;
};

}  // namespace huabiao::desk
