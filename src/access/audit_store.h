#pragma once
// AuditStore: keeps the audit chain; nothing in it is ever changed. A port: storage/ implements it. Thread: any.
// Fails (all calls): Environment storage.*, Unavailable storage.locked.

#include <optional>
#include <string>
#include <vector>

#include "access/audit.h"
#include "base/result.h"

namespace huabiao::access {

struct AuditQuery {
  std::string who;                  // exactly; empty: anybody
  std::string object;               // what it begins with; empty: anything
  std::optional<AuditStage> stage;  // nullopt: all but intents
  std::optional<TimePoint> from, until;
  std::string cursor;  // of the page before; empty: the first
  std::size_t limit = 50;
};
inline constexpr std::size_t kAuditPage = 200;

struct AuditPage {
  std::vector<AuditEntry> rows;  // newest first
  std::string next;              // cursor; empty: the last page
};

class AuditStore {
 public:
  virtual ~AuditStore() = default;
  // Durable when it returns. Fills in sequence and hash.
  virtual Result<AuditLink> append(AuditEntry entry) = 0;
  // Fails: Invalid audit.bad_cursor.
  virtual Result<AuditPage> list(const AuditQuery& query) = 0;
  virtual Result<std::optional<AuditEntry>> entry(std::int64_t sequence) = 0;
  // In order, those after `sequence`, at most `limit`.
  virtual Result<std::vector<AuditEntry>> after(std::int64_t sequence, std::size_t limit) = 0;
  // Intents from before `than` that no entry concluded, oldest first: what was under way when a server ended. Looks at
  // the latest 100,000 entries.
  virtual Result<std::vector<AuditEntry>> open_intents(TimePoint than) = 0;
  virtual Result<AuditLink> last() = 0;
  // The link before the oldest entry that is kept: what was dropped ended there.
  virtual Result<AuditLink> anchor() = 0;
  // Drops entries from before `than`, oldest first, a bounded number at a time; how many.
  virtual Result<std::int64_t> drop_older(TimePoint than) = 0;
};

}  // namespace huabiao::access
