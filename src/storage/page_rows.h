#pragma once
// PageStore on a database of its own, pages.db, which may be lost without harm to the register and is as large as its
// quota. Bodies are deflated. Internal to this room.

#include <mutex>

#include "monitor/keep/page_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class PageRows final : public monitor::PageStore {
 public:
  static constexpr std::int64_t kRowsPerStep = 50;  // dropped in one transaction

  PageRows(const DatabaseAddress& address, const Clock& clock, const monitor::PageLimits& limits)
      : database_(address, clock, pages_schema()), limits_(limits) {}

  void guard(const std::string& purpose, std::int64_t fence) { database_.guard(purpose, fence); }

  Result<std::optional<monitor::KeptPage>> newest(const monitor::PagePlace& place) override;
  Done put(std::span<const monitor::ReadPage> pages) override;
  Done put_picture(const monitor::PagePlace& place, const std::string& content_key, const monitor::PagePicture& picture,
                   std::string_view png) override;
  Result<std::vector<monitor::PageChange>> changes(const monitor::PagePlace& place, TimePoint from, TimePoint to,
                                                   std::size_t limit) override;
  Result<std::optional<monitor::PageChange>> change(monitor::KeptPageId after) override;
  Result<std::optional<std::string>> body(monitor::KeptPageId page) override;
  Result<std::optional<std::string>> picture(monitor::KeptPageId page) override;
  Result<std::int64_t> sweep() override;
  Result<monitor::PageUse> use() override;

 private:
  std::int64_t drop_past();
  std::int64_t drop_beyond_quota();

  Database database_;
  const monitor::PageLimits limits_;
  std::mutex sweeping_;
};

}  // namespace huabiao::storage
