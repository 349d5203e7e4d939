#pragma once
// EvidenceStore: ages and sizes of bodies in a table, once for bodies of pages and once for pictures; their bytes,
// deflated, on a shelf. A row without its body counts as gone. Internal to this room.

#include <filesystem>
#include <memory>
#include <mutex>

#include "monitor/keep/evidence_store.h"
#include "storage/body_shelf.h"
#include "storage/database.h"

namespace huabiao::storage {

class EvidenceRows final : public monitor::EvidenceStore {
 public:
  // `table`: "evidence" or "picture".
  EvidenceRows(Database& database, const std::string& table, const std::filesystem::path& directory,
               const monitor::EvidenceLimits& limits)
      : database_(database), table_(table), shelf_(BodyShelf::of(database, table, directory)), limits_(limits) {}

  Result<monitor::Kept> put(std::string_view sha256, std::string_view body) override;
  Result<std::optional<std::string>> get(std::string_view sha256) override;
  Result<std::int64_t> sweep() override;
  Result<monitor::EvidenceUse> use() override;

 private:
  bool put_again(std::string_view sha256);
  std::int64_t drop_past(TimePoint before);
  std::int64_t drop_oldest_beyond(std::int64_t bytes);
  std::int64_t drop(const std::vector<std::string>& digests);

  [[nodiscard]] std::int64_t stored_bytes(Connection& connection) const;

  Database& database_;
  const std::string table_;
  const std::unique_ptr<BodyShelf> shelf_;
  monitor::EvidenceLimits limits_;
  std::mutex changing_;  // a body is put or dropped, not both at a time
};

}  // namespace huabiao::storage
