#pragma once
// EvidenceStore: bodies as files below a folder, their ages and sizes in a table of the database, once for bodies of
// pages and once for pictures. A file without its row (a kill
// between the two) is harmless and goes with the next sweep; a row without its file counts as gone. Internal to this
// room.

#include <filesystem>
#include <mutex>

#include "monitor/keep/evidence_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class EvidenceFiles final : public monitor::EvidenceStore {
 public:
  // `table`: "evidence" or "picture"; ours, so it may stand in statements.
  EvidenceFiles(Database& database, std::string table, std::filesystem::path directory,
                const monitor::EvidenceLimits& limits)
      : database_(database), table_(std::move(table)), directory_(std::move(directory)), limits_(limits) {}

  Result<monitor::Kept> put(std::string_view sha256, std::string_view body) override;
  Result<std::optional<std::string>> get(std::string_view sha256) override;
  Result<std::int64_t> sweep() override;
  Result<monitor::EvidenceUse> use() override;

 private:
  [[nodiscard]] std::filesystem::path file_of(std::string_view sha256) const;
  std::int64_t drop_past(TimePoint before);
  std::int64_t drop_oldest_beyond(std::int64_t bytes);
  std::int64_t drop(const std::vector<std::string>& digests);
  void remove_strays();

  [[nodiscard]] std::int64_t stored_bytes(Connection& connection) const;

  Database& database_;
  const std::string table_;
  std::filesystem::path directory_;
  monitor::EvidenceLimits limits_;
  std::mutex changing_;  // a body is put or dropped, not both at a time
};

}  // namespace huabiao::storage
