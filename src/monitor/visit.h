#pragma once
// Visit: one address to be asked once. FetchOutcome: what the net gave. Plain values that travel between the stages.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "monitor/outcome.h"

namespace huabiao::monitor {

using VisitId = Id<struct VisitTag>;

enum class Scheme { Https, Http };
constexpr std::string_view to_string(Scheme scheme) {
  return scheme == Scheme::Https ? "https" : "http";
}

// What the registry declares about the site of a visit, so that detect can compare; all may be empty.
struct Declared {
  std::string site_name;
  std::string organisation;
  std::vector<std::string> hosts;  // A-labels, lower case
  std::optional<bool> mark_hung;
  std::string site_code, icp, police;  // normal forms
};

struct Visit {
  VisitId id;
  std::int64_t round = 0;
  std::int64_t site = 0;   // 0: an address given by hand, never stored as a site
  std::string host;        // A-labels, lower case; empty: nothing declared
  std::uint16_t port = 0;  // 0: the scheme's own
  std::string path = "/";  // path and query
  Scheme scheme = Scheme::Https;
  int attempt = 1;
  Declared declared;
};

// Milliseconds since the visit began; -1: never got there.
struct Timing {
  std::int64_t resolved = -1, connected = -1, secured = -1, first_byte = -1, total = -1;
};

struct Certificate {
  std::string subject, issuer;  // one line, RFC 2253
  std::string sha256;           // of the DER, hex
  TimePoint not_before{}, not_after{};
  std::vector<std::string> names;  // DNS subject alternative names
};

struct TlsFacts {
  std::string protocol, cipher;
  std::vector<Certificate> chain;  // as served, leaf first
  bool trusted = false;            // chain, time and name all hold
  bool expired = false, self_signed = false, name_mismatch = false;
  std::string verify_error;  // the library's word, empty when trusted
};

struct Hop {
  std::string url;
  int status = 0;
  std::string address;  // the IP it was asked at
};

struct FetchOutcome {
  Outcome outcome = Outcome::NotVisited;
  std::string reason;  // for the log and the site's owner; never empty unless outcome is Ok
  std::string asked_url, final_url;
  std::vector<Hop> chain;  // every answer, the last included
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // of the last answer, names lower case
  std::string body;                                          // Content-Encoding undone, at most the byte limit
  bool truncated = false;
  std::optional<TlsFacts> tls;
  Timing timing;
  TimePoint at{};  // when the visit began
};

}  // namespace huabiao::monitor
