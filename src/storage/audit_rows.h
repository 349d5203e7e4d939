#pragma once
// AuditStore on a database of its own. Each append reads the last link in its own transaction, so that several
// processes may write one chain. Internal to this room.

#include "access/audit_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class AuditRows final : public access::AuditStore {
 public:
  AuditRows(const DatabaseAddress& address, const Clock& clock) : database_(address, clock, audit_schema()) {}

  Result<access::AuditLink> append(access::AuditEntry entry) override;
  Result<access::AuditPage> list(const access::AuditQuery& query) override;
  Result<std::optional<access::AuditEntry>> entry(std::int64_t sequence) override;
  Result<std::vector<access::AuditEntry>> after(std::int64_t sequence, std::size_t limit) override;
  Result<std::vector<access::AuditEntry>> open_intents(TimePoint than) override;
  Result<access::AuditLink> last() override;
  Result<access::AuditLink> anchor() override;
  Result<std::int64_t> drop_older(TimePoint than) override;

  // For tests: as on a full disk.
  void cap_pages(std::int64_t pages) { database_.cap_pages(pages); }

 private:
  Database database_;
};

}  // namespace huabiao::storage
