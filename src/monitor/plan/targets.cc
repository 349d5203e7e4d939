#include "monitor/plan/targets.h"

#include <algorithm>

#include "base/utf8.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {

std::vector<Target> targets_of(const registry::SiteTarget& site) {
  std::vector<Target> targets;
  for (const registry::DeclaredName& name : site.names) {
    Target target{.site = site.site.id.value, .host = name.ascii, .port = name.port};
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) targets.push_back(std::move(target));
  }
  if (targets.empty()) targets.push_back({.site = site.site.id.value});
  return targets;
}

Declared declared_of(const registry::SiteTarget& site) {
  Declared declared;
  declared.site_name = site.site.name;
  declared.organisation = site.organisation;
  for (const registry::DeclaredName& name : site.names) declared.hosts.push_back(name.ascii);
  declared.mark_hung = site.mark_hung;
  declared.site_code = site.site.site_code;
  declared.icp = site.site.icp;
  declared.police = site.site.police;
  return declared;
}

Result<Visit> visit_of_address(std::string_view text) {
  const std::string written = utf8::trim(text);
  auto url = web::parse_address(written);
  if (!url) return fail(std::move(url));
  Visit visit;
  visit.host = url->host;
  visit.path = url->path_and_query();
  const bool names_scheme = written.find("://") != std::string::npos;
  visit.port = url->port;
  if (names_scheme) visit.only = url->scheme == "https" ? Scheme::Https : Scheme::Http;
  return visit;
}

}  // namespace huabiao::monitor
