#include "monitor/known_sites.h"

#include <algorithm>

namespace huabiao::monitor {
namespace {

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

}  // namespace

KnownSites::KnownSites(std::vector<KnownSite> sites) : sites_(std::move(sites)) {
  const auto add = [&](const char* kind, std::string_view value, std::size_t at) {
    if (!value.empty()) index_.emplace(std::string(kind).append(value), at);
  };
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    const KnownSite& site = sites_[i];
    add("code ", site.site_code, i);
    add("icp ", site.icp, i);
    add("police ", site.police, i);
    add("mark ", site.mark, i);
    for (const std::string& host : site.hosts) add("host ", without_www(host), i);
  }
}

KnownSites::Sites KnownSites::find(std::string_view kind, std::string_view value) const {
  Sites sites;
  if (value.empty()) return sites;
  const auto [begin, end] = index_.equal_range(std::string(kind).append(value));
  for (auto it = begin; it != end && sites.size() < kMatches; ++it) sites.push_back(&sites_[it->second]);
  return sites;
}

KnownSites::Sites KnownSites::by_host(std::string_view host) const {
  Sites sites;
  for (std::string_view name = host; !name.empty();) {
    for (const KnownSite* site : find("host ", name))
      if (std::ranges::find(sites, site) == sites.end()) sites.push_back(site);
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) break;
    name.remove_prefix(dot + 1);
  }
  return sites;
}

}  // namespace huabiao::monitor
