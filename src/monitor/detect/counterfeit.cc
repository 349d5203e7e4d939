// counterfeit: the page says it is a registered unit's (by site code, mark, site domain, filing numbers, name), and the
// host it came from is not that unit's. One filing number alone says little: an owner's sites share it, and parent and
// sibling sites often do.

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "filing/icp.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "monitor/known_sites.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

constexpr int kAccused = 3;        // points: one number of the unit's own, or two that may be shared
constexpr std::size_t kName = 12;  // bytes; shorter names are everybody's

struct Claim {
  int points = 0;
  std::string what;
  std::vector<Evidence> evidence;
};

class ClaimReader {
 public:
  ClaimReader(const PageFacts& facts, const KnownSites& known) : facts_(facts), known_(known) {}

  std::map<const KnownSite*, Claim> read() {
    const KnownSites& known = known_;
    for (const FooterValue& code : facts_.site_code)
      add(known.by_code(code.normal), 3, "site code " + code.normal, code.raw, code.place);
    const std::string& button = facts_.error_report_code;
    if (facts_.site_code.empty()) add(known.by_code(button), 3, "site code " + button, button, {});
    add(known.by_mark(facts_.mark.id), 3, "mark " + facts_.mark.id, facts_.mark.id, facts_.mark.place);
    const std::string& domain = facts_.site_domain;
    if (!domain.empty()) add(known.by_host(domain), 3, "SiteDomain " + domain, domain, {});
    for (const FooterValue& number : facts_.police)
      add(known.by_police(number.normal), 2, "police filing " + number.normal, number.raw, number.place);
    for (const FooterValue& number : facts_.icp)
      if (number.valid) {
        const std::string main = filing::read_icp(number.normal).main;
        add(known.by_icp(main), 1, "ICP filing " + main, number.raw, number.place);
      }
    for (auto& [site, claim] : claims_) names(*site, claim);
    return std::move(claims_);
  }

 private:
  void add(const KnownSites::Sites& sites, int points, const std::string& what, const std::string& raw,
           const Place& place) {
    for (const KnownSite* site : sites) {
      Claim& claim = claims_[site];
      if (claim.what.find(what) != std::string::npos) continue;
      claim.points += points;
      claim.what.append(claim.what.empty() ? "" : ", ").append(what);
      claim.evidence.push_back({place.length > 0 ? place.offset : -1, place.length, raw, {}, what});
    }
  }

  void names(const KnownSite& site, Claim& claim) const {
    const auto titled = [&](const std::string& name) {
      return name.size() >= kName && facts_.title.find(name) != std::string::npos;
    };
    if (!titled(site.unit) && !titled(site.name)) return;
    claim.points += 1;
    claim.what.append(", its name in the title");
  }

  const PageFacts& facts_;
  const KnownSites& known_;
  std::map<const KnownSite*, Claim> claims_;
};

bool has_host(const KnownSites::Sites& sites, const KnownSite* site) {
  return std::ranges::find(sites, site) != sites.end();
}

// Does the register say that a site on this host and the claimed one have one owner?
bool share_owner(const KnownSite& one, const KnownSite& other) {
  const auto same = [](const std::string& a, const std::string& b) { return !a.empty() && a == b; };
  return same(one.unit, other.unit) || same(one.site_code, other.site_code) || same(one.mark, other.mark);
}

bool same_domain(const KnownSite& site, std::string_view host) {
  return std::ranges::any_of(site.hosts,
                             [&](const std::string& own) { return web::bought_name(own) == web::bought_name(host); });
}

Finding finding_of(const PageFacts& facts, std::string_view host, const KnownSite& site, Claim claim) {
  const std::string& name = !site.unit.empty() ? site.unit : !site.name.empty() ? site.name : site.hosts.front();
  const bool near = same_domain(site, host);
  // A name below the unit's own bought domain can hardly be a stranger's, but it is not registered either.
  const Severity severity = near ? Severity::Medium : facts.password_field ? Severity::Critical : Severity::High;
  const double confidence = near ? 0.5 : claim.points > kAccused ? 0.95 : 0.85;
  const std::string where(host);
  Finding finding = accusation(
      Category::Counterfeit, "counterfeit.claims-unit", severity, confidence,
      {"页面自称是“" + name + "”的网站（" + claim.what + "），但主机 " + where + " 不在其登记之列",
       "The page says it is " + name + "'s (" + claim.what + "), but the host " + where + " is not registered for it"},
      name);
  finding.evidence = std::move(claim.evidence);
  return finding;
}

}  // namespace

std::vector<Finding> counterfeit_findings(const PageFacts& facts, std::string_view host, const KnownSites& known) {
  if (known.empty() || host.empty()) return {};
  std::map<const KnownSite*, Claim> claims = ClaimReader(facts, known).read();
  const KnownSites::Sites here = known.by_host(host);
  const KnownSite* accused = nullptr;
  for (const auto& [site, claim] : claims) {
    if (has_host(here, site)) return {};  // it is whose it says it is; what else it shows is its footer's business
    const bool shared = std::ranges::any_of(here, [&](const KnownSite* own) { return share_owner(*own, *site); });
    if (shared || claim.points < kAccused || site->hosts.empty()) continue;
    if (accused == nullptr || claim.points > claims[accused].points) accused = site;
  }
  if (accused == nullptr) return {};
  std::vector<Finding> findings;
  findings.push_back(finding_of(facts, host, *accused, std::move(claims[accused])));
  return findings;
}

}  // namespace huabiao::monitor
