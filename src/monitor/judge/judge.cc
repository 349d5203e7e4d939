#include "monitor/judge/judge.h"

#include <algorithm>
#include <set>

#include "monitor/judge/availability.h"
#include "monitor/judge/certificate.h"
#include "monitor/judge/tls_set.h"

namespace huabiao::monitor {
namespace {

enum class HostState { Up, Answers, Silent, Unknown };

// Did anything answer, though not with a page?
bool answered(Outcome outcome) {
  switch (outcome) {
    case Outcome::HttpError:
    case Outcome::Empty:
    case Outcome::SoftNotFound:
    case Outcome::RedirectLoop:
    case Outcome::TooManyRedirects:
      return true;
    default:
      return false;
  }
}

HostState state_of(const VisitRecord& row, bool believed) {
  const Outcome outcome = row.fetch.outcome;
  if (page_read(outcome)) return HostState::Up;
  // A firewall kept us out; a page may well be there for others.
  if (outcome == Outcome::Blocked || outcome == Outcome::NotVisited || !believed) return HostState::Unknown;
  return answered(outcome) ? HostState::Answers : HostState::Silent;
}

struct Tally {
  int up = 0, answers = 0, silent = 0, unknown = 0;
};

SiteState roll_up(const Tally& tally) {
  if (tally.answers + tally.silent > 0)
    return tally.up == 0 && tally.answers == 0 && tally.unknown == 0 ? SiteState::Down : SiteState::Faulty;
  return tally.up > 0 ? SiteState::Up : SiteState::Unknown;
}

// One finding per fingerprint; the weightier one stays.
void merge(std::vector<Finding>& into, std::string_view site_key, std::vector<Finding> more) {
  for (Finding& finding : more) {
    const std::string print = fingerprint(site_key, finding);
    const auto same =
        std::ranges::find_if(into, [&](const Finding& other) { return fingerprint(site_key, other) == print; });
    if (same == into.end())
      into.push_back(std::move(finding));
    else if (std::pair(finding.severity, finding.confidence) > std::pair(same->severity, same->confidence))
      *same = std::move(finding);
  }
}

}  // namespace

const VisitRecord* deciding_row(std::span<const VisitRecord> rows, std::string_view host) {
  const VisitRecord* decides = nullptr;
  for (const VisitRecord& row : rows)
    if (row.visit.host == host &&
        (decides == nullptr || page_read(row.fetch.outcome) || !page_read(decides->fetch.outcome)))
      decides = &row;
  return decides;
}

bool outage_believed(std::span<const VisitRecord> rows, std::string_view host) {
  const VisitRecord* const decides = deciding_row(rows, host);
  if (decides == nullptr) return false;
  if (!retryable(decides->fetch.outcome, decides->fetch.status)) return true;
  return std::ranges::any_of(rows, [&](const VisitRecord& row) {
    return row.visit.host == host &&
           (row.visit.attempt >= 2 ||
            std::ranges::any_of(row.attempts, [](const Attempt& one) { return one.number >= 2; }));
  });
}

SiteVerdict judge(const JudgeInput& input) {
  SiteVerdict verdict;
  Tally tally;
  const VisitRecord* first_up = nullptr;
  const VisitRecord* first_bad = nullptr;
  const VisitRecord* first_unknown = nullptr;
  std::set<std::string_view> seen;
  for (const VisitRecord& any : input.rows) {
    const std::string_view host = any.visit.host;
    if (!seen.insert(host).second) continue;
    const VisitRecord& row = *deciding_row(input.rows, host);
    if (row.fetch.outcome == Outcome::NoAddress) continue;
    const bool believed = outage_believed(input.rows, host);
    const HostState state = state_of(row, believed);
    (state == HostState::Up        ? tally.up
     : state == HostState::Answers ? tally.answers
     : state == HostState::Silent  ? tally.silent
                                   : tally.unknown)++;
    const VisitRecord*& slot = state == HostState::Up        ? first_up
                               : state == HostState::Unknown ? first_unknown
                                                             : first_bad;
    if (slot == nullptr) slot = &row;
    if (state == HostState::Answers || state == HostState::Silent)
      merge(verdict.findings, input.site_key, {outage_finding(row)});
    if (page_read(row.fetch.outcome)) merge(verdict.findings, input.site_key, way_findings(row));
    merge(verdict.findings, input.site_key, certificate_findings(row, input.now));
    if (row.tls_set) merge(verdict.findings, input.site_key, tls_set_findings(*row.tls_set, row.visit.host));
    merge(verdict.findings, input.site_key, row.findings);
    if (row.walk) merge(verdict.findings, input.site_key, row.walk->findings);
  }
  if (first_up == nullptr && first_bad == nullptr && first_unknown == nullptr) {
    verdict.state = input.rows.empty() ? SiteState::Unknown : SiteState::NoAddress;
    verdict.outcome = input.rows.empty() ? Outcome::NotVisited : Outcome::NoAddress;
    return verdict;
  }
  verdict.state = roll_up(tally);
  const VisitRecord* const decides = first_bad != nullptr ? first_bad : first_up != nullptr ? first_up : first_unknown;
  verdict.outcome = decides->fetch.outcome;
  return verdict;
}

}  // namespace huabiao::monitor
