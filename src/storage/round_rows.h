#pragma once
// RoundStore on rows. Internal to this room.

#include "monitor/keep/round_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class RoundRows final : public monitor::RoundStore {
 public:
  explicit RoundRows(Database& database) : database_(database) {}

  Result<monitor::RoundId> begin_round(monitor::RoundKind kind, std::span<const monitor::Target> targets,
                                       const std::string& by) override;
  Result<std::optional<monitor::Round>> unfinished_round() override;
  Result<std::vector<monitor::Round>> unfinished_watch_rounds() override;
  Result<std::vector<monitor::Target>> pending(monitor::RoundId round) override;
  Done save(monitor::RoundId round, std::span<const monitor::SiteRows> batch) override;
  Done finish_round(monitor::RoundId round, monitor::RoundState state) override;
  Result<std::optional<monitor::Round>> round(monitor::RoundId id) override;
  Result<std::vector<monitor::Round>> rounds(std::size_t limit) override;
  Result<monitor::RowPage> rows(monitor::RoundId round, const monitor::RoundRowQuery& query) override;
  Result<std::vector<monitor::RoundRow>> latest_rows(std::int64_t site) override;
  Result<std::vector<monitor::RoundRow>> history(std::int64_t site, std::size_t limit) override;

  Result<monitor::FindingPage> findings(const monitor::FindingQuery& query) override;
  Result<std::optional<monitor::KeptFinding>> finding(monitor::FindingId id) override;
  Result<std::vector<monitor::FindingNews>> news(const monitor::NewsQuery& query) override;
  Done move(monitor::FindingId id, const monitor::FindingEvent& event) override;
  Result<std::int64_t> unwatch_causes() override;
  Done told(monitor::FindingId id, const std::string& whom) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
