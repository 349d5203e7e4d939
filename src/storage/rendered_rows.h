#pragma once
// RenderedStore on rows, and which picture belongs to which finding. Internal to this room.

#include "monitor/keep/kept_finding.h"
#include "monitor/keep/rendered_store.h"
#include "monitor/verdict.h"
#include "storage/database.h"

namespace huabiao::storage {

// Keeps what a browser showed in a visit as the newest of its host, where it was looked at.
void put_rendered(Connection& connection, const monitor::VisitRecord& record);

// The picture of `record` as that of a finding on its page, where there is one.
void put_finding_picture(Connection& connection, const monitor::KeptFinding& finding,
                         const monitor::VisitRecord& record);
std::optional<monitor::KeptPicture> finding_picture(Connection& connection, monitor::FindingId finding);

class RenderedRows final : public monitor::RenderedStore {
 public:
  explicit RenderedRows(Database& database) : database_(database) {}
  Result<std::optional<monitor::RenderedView>> rendered_of(std::int64_t site, const std::string& host) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
