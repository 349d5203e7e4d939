#include "monitor/judge/cause_book.h"

#include <algorithm>
#include <set>

#include "web/host.h"

namespace huabiao::monitor {
namespace {

constexpr auto kNamesRules =
    std::to_array<std::string_view>({"availability.dns-failure", "availability.dns-no-such-name",
                                     "availability.dns-no-address", "dns.name-servers-silent"});
constexpr auto kMachineRules = std::to_array<std::string_view>(
    {"availability.connect-refused", "availability.connect-timeout", "availability.timeout", "availability.reset",
     "availability.tls-failure", "availability.http-error"});
// What every visit sees of the certificate itself; which versions of TLS a host accepts is the host's own.
constexpr auto kCertificateRules =
    std::to_array<std::string_view>({"certificate.expired", "certificate.not-yet-valid", "certificate.expiring",
                                     "certificate.self-signed", "certificate.untrusted", "certificate.name-mismatch"});
constexpr std::string_view kSilent = "dns.name-servers-silent";

bool among(std::span<const std::string_view> rules, std::string_view rule) {
  return std::ranges::find(rules, rule) != rules.end();
}

Bilingual words_of(CauseKind kind, const std::string& value, std::size_t sites, std::size_t hosts) {
  const std::string zh_count = "，影响 " + std::to_string(sites) + " 个网站（依靠它的 " + std::to_string(hosts) +
                               " 个域名中的大多数），是它们共同的原因";
  const std::string en_count = ", the common cause of what " + std::to_string(sites) +
                               " sites suffer from (most of the " + std::to_string(hosts) + " hosts that hang on it)";
  switch (kind) {
    case CauseKind::NameServer:
      return {"域名服务器 " + value + " 上的域名无法解析" + zh_count,
              "names served by " + value + " do not resolve" + en_count};
    case CauseKind::Domain:
      return {"域名 " + web::to_unicode(value) + " 之下无法解析" + zh_count,
              "names under " + web::to_unicode(value) + " do not resolve" + en_count};
    case CauseKind::Machine:
      return {"服务器 " + value + " 上的网站打不开" + zh_count, "sites at " + value + " do not open" + en_count};
    case CauseKind::Certificate:
      return {"证书 " + value.substr(0, 16) + "… 有问题" + zh_count,
              "the certificate " + value.substr(0, 16) + "… is at fault" + en_count};
  }
  return {};
}

}  // namespace

std::optional<CauseBook::Sickness> CauseBook::sickness_of(const Finding& finding) {
  if (among(kNamesRules, finding.rule)) return Sickness::Names;
  // An error of the page itself (404) is the site's own.
  if (among(kMachineRules, finding.rule) && finding.severity >= Severity::High) return Sickness::Machine;
  if (among(kCertificateRules, finding.rule)) return Sickness::Certificate;
  return std::nullopt;
}

CauseBook::Sickness CauseBook::sickness_on(CauseKind kind) {
  switch (kind) {
    case CauseKind::NameServer:
    case CauseKind::Domain:
      return Sickness::Names;
    case CauseKind::Machine:
      return Sickness::Machine;
    case CauseKind::Certificate:
      break;
  }
  return Sickness::Certificate;
}

CauseBook::Ground& CauseBook::ground(CauseKind kind, const std::string& value) {
  Ground& found = grounds_[{kind, value}];
  found.kind = kind;
  found.value = value;
  return found;
}

void CauseBook::leave(const HostKey& key, Footing& footing) {
  for (Ground* const ground : footing.grounds) {
    --ground->hosts;
    if (!footing.sick[static_cast<std::size_t>(sickness_on(ground->kind))]) continue;
    --ground->sick_hosts;
    const auto site = ground->sick.find(key.first);
    std::erase(site->second, key.second);
    if (site->second.empty()) ground->sick.erase(site);
  }
}

void CauseBook::stand(const HostKey& key, Footing& footing) {
  const std::vector<Ground*> before = std::move(footing.grounds);
  footing.grounds.clear();
  const auto on = [&](CauseKind kind, const std::string& value) {
    if (!value.empty()) footing.grounds.push_back(&ground(kind, value));
  };
  for (const std::string& server : footing.servers) on(CauseKind::NameServer, server);
  on(CauseKind::Domain, web::registrable_domain(key.second));
  on(CauseKind::Machine, footing.machine);
  on(CauseKind::Certificate, footing.certificate);
  for (Ground* const ground : footing.grounds) {
    ++ground->hosts;
    const auto& sick = footing.sick[static_cast<std::size_t>(sickness_on(ground->kind))];
    if (!sick) continue;
    ++ground->sick_hosts;
    ground->sick[key.first].push_back(key.second);
    ground->worst = ground->sick_hosts == 1 ? *sick : std::max(ground->worst, *sick);
  }
  for (Ground* const ground : footing.grounds) weigh(*ground);
  for (Ground* const ground : before)
    if (std::ranges::find(footing.grounds, ground) == footing.grounds.end()) weigh(*ground);
}

// What stands, stands until few are left, so that a recovery is one as well. What nothing stands on is forgotten.
void CauseBook::weigh(Ground& ground) {
  const bool many = ground.sick.size() >= CauseLimits::kSites;
  const bool stood = ground.stands;
  ground.stands = many && (stood || ground.sick_hosts * 10 >= ground.hosts * CauseLimits::kSickOfTen);
  if (ground.stands != stood) ++version_;
  if (ground.hosts == 0) grounds_.erase({ground.kind, ground.value});
}

void CauseBook::learn(Footing& footing, const VisitRecord& row, const SiteVerdict& verdict) {
  footing.sick = {};
  if (row.names) footing.silent.reset();  // else what the last look found holds
  for (const Finding& finding : verdict.findings) {
    const auto sickness = sickness_of(finding);
    if (!sickness || finding.subject != row.visit.host) continue;
    if (finding.rule == kSilent) footing.silent = finding.severity;
    auto& slot = footing.sick.at(static_cast<std::size_t>(*sickness));
    slot = std::max(slot, std::optional(finding.severity));
  }
  auto& names = footing.sick.at(static_cast<std::size_t>(Sickness::Names));
  names = std::max(names, footing.silent);
  if (!row.attempts.empty() && !row.attempts.back().address.empty()) footing.machine = row.attempts.back().address;
  if (row.fetch.tls && !row.fetch.tls->chain.empty()) footing.certificate = row.fetch.tls->chain.front().sha256;
  if (!row.names) return;
  for (const NameAnswer& answer : row.names->answers)
    if (!answer.servers.empty()) footing.servers = answer.servers;
}

void CauseBook::keep_only(const std::function<bool(std::int64_t, const std::string&)>& there) {
  for (auto at = footings_.begin(); at != footings_.end();) {
    if (there(at->first.first, at->first.second)) {
      ++at;
      continue;
    }
    leave(at->first, at->second);
    for (Ground* const ground : at->second.grounds) weigh(*ground);
    at = footings_.erase(at);
  }
}

void CauseBook::take(std::span<const VisitRecord> rows, SiteVerdict& verdict) {
  for (const VisitRecord& row : rows) {
    const Outcome outcome = row.fetch.outcome;
    if (row.visit.host.empty() || outcome == Outcome::NotVisited || outcome == Outcome::Blocked) continue;
    const HostKey key(row.visit.site, row.visit.host);
    Footing& footing = footings_[key];
    leave(key, footing);
    learn(footing, row, verdict);
    stand(key, footing);
  }
  if (!complete_) return;
  for (Finding& finding : verdict.findings) {
    finding.cause = std::string();
    const auto sickness = sickness_of(finding);
    const auto row = std::ranges::find(rows, finding.subject, [](const VisitRecord& one) { return one.visit.host; });
    if (!sickness || row == rows.end()) continue;
    const auto footing = footings_.find({row->visit.site, row->visit.host});
    if (footing == footings_.end()) continue;
    if (const Ground* const cause = cause_of(footing->second, *sickness))
      finding.cause = fingerprint(std::to_string(kEstate), finding_of(*cause));
  }
}

const CauseBook::Ground* CauseBook::cause_of(const Footing& footing, Sickness sickness) const {
  const Ground* best = nullptr;
  for (const Ground* const ground : footing.grounds)
    if (ground->stands && sickness_on(ground->kind) == sickness &&
        (best == nullptr || ground->sick_hosts > best->sick_hosts))
      best = ground;
  return best;
}

Finding CauseBook::finding_of(const Ground& ground) {
  Finding finding;
  finding.rule = kCauseRules[static_cast<std::size_t>(ground.kind)];
  finding.category = ground.kind == CauseKind::Machine       ? Category::Availability
                     : ground.kind == CauseKind::Certificate ? Category::Certificate
                                                             : Category::Dns;
  finding.severity = ground.worst;
  finding.subject = ground.value;
  finding.explanation = words_of(ground.kind, ground.value, ground.sick.size(), ground.hosts);
  std::string hosts;
  std::size_t named = 0;
  for (const auto& [site, sick] : ground.sick)
    for (const std::string& host : sick)
      if (++named <= CauseLimits::kNamed && hosts.size() + host.size() < kSnippetBytes) hosts += host + "\n";
  finding.evidence.push_back({.offset = -1,
                              .length = 0,
                              .snippet = std::move(hosts),
                              .decoded = {},
                              .why = std::to_string(ground.sick_hosts) + "/" + std::to_string(ground.hosts)});
  return finding;
}

std::optional<std::vector<Finding>> CauseBook::standing() const {
  if (!complete_) return std::nullopt;
  // What explains someone: a domain all of whose hosts a name server explains as well is not told beside it.
  std::set<const Ground*> causes;
  for (const auto& [key, ground] : grounds_) {
    if (!ground.stands) continue;
    for (const auto& [site, hosts] : ground.sick)
      for (const std::string& host : hosts)
        if (const auto footing = footings_.find({site, host}); footing != footings_.end())
          causes.insert(cause_of(footing->second, sickness_on(ground.kind)));
  }
  std::vector<Finding> findings;
  for (const auto& [key, ground] : grounds_)
    if (causes.contains(&ground)) findings.push_back(finding_of(ground));
  return findings;
}

}  // namespace huabiao::monitor
