#pragma once
// Outcome: what one visit of one address ended as. The closed list every round's rows are drawn from
// (docs/formats/check.md). Values; any thread.

#include <array>
#include <optional>
#include <string_view>

namespace huabiao::monitor {

enum class Outcome {
  Ok,
  OkWithFaults,  // page read; certificate, truncation or charset faults are facts beside it
  HttpError,
  Empty,
  SoftNotFound,
  Blocked,  // a firewall's page
  DnsNoSuchName,
  DnsNoAddress,
  DnsFailure,
  ConnectRefused,
  ConnectTimeout,
  TlsFailure,  // no handshake at all
  Timeout,
  Reset,
  RedirectLoop,
  TooManyRedirects,
  RefusedAddress,  // private or loopback
  BadUrl,
  NotVisited,  // with the reason
  NoAddress,   // nothing declared
};

inline constexpr std::array<std::string_view, 20> kOutcomeNames = {"ok",
                                                                   "ok_with_faults",
                                                                   "http_error",
                                                                   "empty",
                                                                   "soft_not_found",
                                                                   "blocked",
                                                                   "dns_no_such_name",
                                                                   "dns_no_address",
                                                                   "dns_failure",
                                                                   "connect_refused",
                                                                   "connect_timeout",
                                                                   "tls_failure",
                                                                   "timeout",
                                                                   "reset",
                                                                   "redirect_loop",
                                                                   "too_many_redirects",
                                                                   "refused_address",
                                                                   "bad_url",
                                                                   "not_visited",
                                                                   "no_address"};

constexpr std::string_view to_string(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}
constexpr std::optional<Outcome> outcome_from(std::string_view name) {
  for (std::size_t i = 0; i < kOutcomeNames.size(); ++i)
    if (kOutcomeNames[i] == name) return static_cast<Outcome>(i);
  return std::nullopt;
}

// A page was read and may be judged.
constexpr bool page_read(Outcome outcome) {
  return outcome == Outcome::Ok || outcome == Outcome::OkWithFaults;
}

// Worth a second try before it is believed. `status` is the HTTP status of an HttpError, else 0.
constexpr bool retryable(Outcome outcome, int status) {
  switch (outcome) {
    case Outcome::DnsFailure:
    case Outcome::ConnectRefused:
    case Outcome::ConnectTimeout:
    case Outcome::TlsFailure:
    case Outcome::Timeout:
    case Outcome::Reset:
      return true;
    case Outcome::HttpError:
      return status >= 500 || status == 429;
    default:
      return false;
  }
}

}  // namespace huabiao::monitor
