#include "monitor/plan/attempts.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace huabiao::monitor {
namespace {

// Did the visit end before any server could be asked?
bool name_leads_nowhere(Outcome outcome) {
  return outcome == Outcome::NotVisited || outcome == Outcome::DnsNoSuchName || outcome == Outcome::DnsNoAddress ||
         outcome == Outcome::DnsFailure || outcome == Outcome::BadUrl;
}

int rank(const FetchOutcome& fetch) {
  if (page_read(fetch.outcome)) return 3;
  switch (fetch.outcome) {
    case Outcome::HttpError:
    case Outcome::Empty:
    case Outcome::SoftNotFound:
    case Outcome::Blocked:
    case Outcome::RedirectLoop:
    case Outcome::TooManyRedirects:
      return 2;  // somebody answered
    case Outcome::NotVisited:
      return 0;
    default:
      return 1;
  }
}

}  // namespace

std::string url_of(const Visit& visit, Scheme scheme) {
  const bool six = visit.host.find(':') != std::string::npos;
  const std::string port = visit.port == 0 ? "" : fmt::format(":{}", visit.port);
  return fmt::format("{}://{}{}{}{}{}", to_string(scheme), six ? "[" : "", visit.host, six ? "]" : "", port,
                     visit.path);
}

std::optional<Scheme> next_scheme(const Visit& visit, std::span<const Attempt> so_far) {
  if (visit.only) return so_far.empty() ? visit.only : std::nullopt;
  if (so_far.empty()) return Scheme::Https;
  if (so_far.size() > 1 || page_read(so_far[0].outcome)) return std::nullopt;
  // Where an answer came, a name was found; what leads nowhere then is a redirect, and http may redirect elsewhere.
  if (name_leads_nowhere(so_far[0].outcome) && so_far[0].status == 0) return std::nullopt;
  return Scheme::Http;
}

bool counts_instead(const FetchOutcome& later, const FetchOutcome& earlier) {
  return rank(later) > rank(earlier);
}

bool owed_second_attempt(const VisitRecord& record) {
  return record.visit.attempt == 1 && !page_read(record.fetch.outcome) &&
         std::any_of(record.attempts.begin(), record.attempts.end(),
                     [](const Attempt& attempt) { return retryable(attempt.outcome, attempt.status); });
}

VisitRecord joined(VisitRecord first, VisitRecord second) {
  // The second look is the newer truth, unless it was never made.
  const bool made = second.fetch.outcome != Outcome::NotVisited;
  std::vector<Attempt> attempts = std::move(first.attempts);
  std::move(second.attempts.begin(), second.attempts.end(), std::back_inserter(attempts));
  VisitRecord& counts = made ? second : first;
  if (made && !second.fetch.tls) second.fetch.tls = std::move(first.fetch.tls);
  if (made && !second.names) second.names = std::move(first.names);
  if (made && !second.registration) second.registration = std::move(first.registration);
  if (made && !second.tls_set) second.tls_set = std::move(first.tls_set);
  const int attempt = made ? second.visit.attempt : first.visit.attempt;
  counts.attempts = std::move(attempts);
  counts.visit.attempt = attempt;
  return std::move(counts);
}

}  // namespace huabiao::monitor
