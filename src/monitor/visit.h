#pragma once
// Visit: one site and host to be looked at in one round. Attempt: one address asked once on its behalf.
// FetchOutcome: what the net gave. Plain values that travel between the stages.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "monitor/look.h"
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

// The unit handed out. https is asked first, http when https gave no page; both are kept as attempts. An outage is
// believed only after a second try some time later, which is the same Visit with attempt = 2.
struct Visit {
  VisitId id;
  std::int64_t round = 0;
  std::int64_t site = 0;       // 0: an address given by hand, never stored as a site
  std::string host;            // A-labels, lower case; empty: nothing declared
  std::uint16_t port = 0;      // 0: the scheme's own
  std::string path = "/";      // path and query
  std::optional<Scheme> only;  // set when the address itself names its scheme: nothing else is asked then
  int attempt = 1;             // 1, or 2 when an outage is asked again
  Looks looks;                 // what is looked at as well
  std::string known_page;      // key of the page as last read (VisitRecord::page_key); empty: it is to be read
  // How the page read when it was last kept (VisitRecord::content_key), empty for never: the child says how it reads
  // now, and with send_page sends it where that differs. nullopt: nobody asks.
  std::optional<std::string> kept_page;
  bool send_page = false;
  std::vector<std::string> again;  // inner pages accused before, for a walk to look at again
  Declared declared;
};

// Milliseconds since the attempt began; -1: never got there.
struct Timing {
  std::int64_t resolved = -1, connected = -1, secured = -1, first_byte = -1, total = -1;
};

// Why a host was not visited although it was its turn: whoever we ask for addresses answers for no name at all.
inline constexpr std::string_view kResolversSilent = "our own resolvers answer for no name";

// One address asked once, redirects included, and how it ended. Kept for every attempt, also those that gave no page.
struct Attempt {
  Scheme scheme = Scheme::Https;
  int number = 1;  // of the Visit's attempt
  std::string asked_url;
  Outcome outcome = Outcome::NotVisited;
  int status = 0;       // of the last answer; 0: none
  std::string reason;   // never empty unless outcome is Ok
  std::string address;  // the IP last connected to or tried; empty: none
  Timing timing;
  TimePoint at{};                 // when it began
  std::string vantage = "local";  // who asked
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
  // When the first certificate of the chain as verified ends; unset: none was verified. It may be another than served.
  std::optional<TimePoint> verified_until;
  bool trusted = false;  // chain, time and name all hold
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
  // Of the last handshake with the asked host; when http gave the page, what https showed before that.
  std::optional<TlsFacts> tls;
  Timing timing;
  TimePoint at{};  // when the attempt began
};

// The header of that name, "" where there is none.
inline std::string_view content_type_of(const FetchOutcome& fetch) {
  for (const auto& [name, value] : fetch.headers)
    if (name == "content-type") return value;
  return {};
}

}  // namespace huabiao::monitor
