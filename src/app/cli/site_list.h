#pragma once
// The site list of `inspect --registry`: a table (csv or xlsx) whose first row names its columns, each further row one
// registered site: site, unit, hosts, site_code, icp, police, mark. Columns in any order; others are passed over.

#include <string>
#include <vector>

#include "base/result.h"
#include "monitor/known_sites.h"

namespace huabiao::app {

struct SiteListLimits {
  static constexpr std::size_t kSites = 500'000;
  static constexpr std::size_t kHosts = 64;  // of one site
};

// Hosts are separated by spaces, commas, semicolons or line ends and may be written as addresses; numbers may be in any
// of their written forms, the mark also as its script or link. A host that cannot be read is left out.
// Fails: the file's fault ("office."), inspect.bad_registry (no header row, or a row too many).
Result<std::vector<monitor::KnownSite>> read_site_list(const std::string& path);

}  // namespace huabiao::app
