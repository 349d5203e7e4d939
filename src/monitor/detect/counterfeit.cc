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
#include "web/url.h"

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
  ClaimReader(const DetectInput& input, const PageFacts& facts) : input_(input), facts_(facts) {}

  std::map<const KnownSite*, Claim> read() {
    const KnownSites& known = *input_.known;
    for (const FooterValue& code : facts_.site_code)
      add(known.by_code(code.normal), 3, "site code " + code.normal, code.place);
    if (facts_.site_code.empty())
      add(known.by_code(facts_.error_report_code), 3, "site code " + facts_.error_report_code, {});
    add(known.by_mark(facts_.mark.id), 3, "mark " + facts_.mark.id, facts_.mark.place);
    for (const Meta& meta : input_.page.metas)
      if (meta.name == "sitedomain") {
        const auto url = web::parse_address(utf8::trim(meta.content));
        if (url) add(known.by_host(url->host), 3, "SiteDomain " + url->host, meta.place);
      }
    for (const FooterValue& number : facts_.police)
      add(known.by_police(number.normal), 2, "police filing " + number.normal, number.place);
    for (const FooterValue& number : facts_.icp)
      if (number.valid) {
        const std::string main = filing::read_icp(number.normal).main;
        add(known.by_icp(main), 1, "ICP filing " + main, number.place);
      }
    for (auto& [site, claim] : claims_) names(*site, claim);
    return std::move(claims_);
  }

 private:
  void add(const KnownSites::Sites& sites, int points, const std::string& what, const Place& place) {
    for (const KnownSite* site : sites) {
      Claim& claim = claims_[site];
      if (claim.what.find(what) != std::string::npos) continue;
      claim.points += points;
      claim.what.append(claim.what.empty() ? "" : ", ").append(what);
      claim.evidence.push_back(place.length > 0 ? evidence_at(input_, place, what) : evidence_of(what, what));
    }
  }

  void names(const KnownSite& site, Claim& claim) const {
    const auto titled = [&](const std::string& name) {
      return name.size() >= kName && input_.page.title.find(name) != std::string::npos;
    };
    if (!titled(site.unit) && !titled(site.name)) return;
    claim.points += 1;
    claim.what.append(", its name in the title");
  }

  const DetectInput& input_;
  const PageFacts& facts_;
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
  return std::ranges::any_of(site.hosts, [&](const std::string& own) { return bought_name(own) == bought_name(host); });
}

Finding finding_of(const DetectInput& input, const KnownSite& site, Claim claim) {
  const std::string& name = !site.unit.empty() ? site.unit : !site.name.empty() ? site.name : site.hosts.front();
  const bool near = same_domain(site, input.page_host);
  Finding finding;
  finding.rule = "counterfeit.claims-unit";
  finding.category = Category::Counterfeit;
  // A name below the unit's own bought domain can hardly be a stranger's, but it is not registered either.
  finding.severity = near ? Severity::Medium : input.page.has_password_field ? Severity::Critical : Severity::High;
  finding.confidence = near ? 0.5 : claim.points > kAccused ? 0.95 : 0.85;
  finding.subject = name;
  finding.explanation = {
      "页面自称是“" + name + "”的网站（" + claim.what + "），但主机 " + input.page_host + " 不在其登记之列",
      "The page says it is " + name + "'s (" + claim.what + "), but the host " + input.page_host +
          " is not registered for it"};
  finding.evidence = std::move(claim.evidence);
  return finding;
}

}  // namespace

std::vector<Finding> counterfeit_findings(const DetectInput& input, const PageFacts& facts) {
  if (input.known == nullptr || input.known->empty() || input.page_host.empty()) return {};
  std::map<const KnownSite*, Claim> claims = ClaimReader(input, facts).read();
  const KnownSites::Sites here = input.known->by_host(input.page_host);
  const KnownSite* accused = nullptr;
  for (const auto& [site, claim] : claims) {
    if (has_host(here, site)) return {};  // it is whose it says it is; what else it shows is its footer's business
    const bool shared = std::ranges::any_of(here, [&](const KnownSite* own) { return share_owner(*own, *site); });
    if (shared || claim.points < kAccused || site->hosts.empty()) continue;
    if (accused == nullptr || claim.points > claims[accused].points) accused = site;
  }
  if (accused == nullptr) return {};
  std::vector<Finding> findings;
  findings.push_back(finding_of(input, *accused, std::move(claims[accused])));
  return findings;
}

}  // namespace huabiao::monitor
