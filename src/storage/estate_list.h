#pragma once
// Estate on SQLite: lists and counts over site_summary. Internal to this room.

#include <mutex>
#include <string>

#include "monitor/keep/estate.h"
#include "storage/database.h"

namespace huabiao::storage {

class EstateList final : public monitor::Estate {
 public:
  explicit EstateList(Database& database) : database_(database) {}

  Result<registry::Page<monitor::SiteSummary>> list_sites(const monitor::SiteQuery& query) override;
  Result<std::optional<monitor::SiteSummary>> summary(registry::SiteId site) override;
  Result<monitor::Overview> overview(std::string_view region, const registry::Reach& reach) override;
  Result<std::vector<monitor::RegionState>> region_states(std::string_view region,
                                                          const registry::Reach& reach) override;

 private:
  // Facts dated ahead come true without anyone writing: their sites are made anew before they are listed.
  void catch_up();

  Database& database_;
};

}  // namespace huabiao::storage
