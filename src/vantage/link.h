#pragma once
// Link: a vantage point's way to its server: HTTPS outward, one request at a time for each Link, under its token. What
// comes back is read as strictly as what a stranger says: whoever speaks for the server may have been taken over.

#include <cstddef>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/vantage_message.h"

namespace huabiao::vantage {

struct LinkLimits {
  Millis connect{10'000};
  Millis lease{45'000};                    // the server holds it back for 20 s when there is nothing to do
  Millis delivery{120'000};                // a result has up to 64 MiB
  std::size_t problem_bytes = 64U << 10U;  // of an answer that is no lease
};

// Is it an address a Link may be made for: https, or http where that is allowed or leads to this machine?
enum class PlainHttp : bool { Refused, Allowed };

struct LinkSettings {
  std::string server;   // "https://huabiao.example.gov.cn"
  std::string token;    // of the vantage point
  std::string ca_file;  // trusted beside the system's for the server alone; empty: none
  std::string version;  // of this program
  PlainHttp plain_http = PlainHttp::Refused;
  LinkLimits limits;
};
// Fails: Invalid vantage.bad_server.
Result<LinkSettings> checked(LinkSettings settings);

// How the server took a result.
enum class Taken { Accepted, Known, Refused };
struct Delivery {
  Taken taken = Taken::Accepted;
  std::string code;  // of the refusal
};

// Thread: any; each call blocks until it is done, or `stop` asks for its end.
class Link {
 public:
  // Requires: checked settings.
  explicit Link(LinkSettings settings) : settings_(std::move(settings)) {}

  // At most `room` errands; waits for some on the server. room 0: says that we live, and waits for nothing.
  // Fails: Unauthenticated vantage.bad_token; Unavailable vantage.unreachable, vantage.refused; Unreadable
  // vantage.bad_answer.
  [[nodiscard]] Result<dispatch::Lease> lease(std::size_t room, const std::stop_token& stop) const;
  // One result as dispatch::write_result makes it. A refusal is no failure: telling it again would change nothing.
  // Fails: as above; the same result may be told again later.
  [[nodiscard]] Result<Delivery> deliver(const std::string& result, const std::stop_token& stop) const;

 private:
  LinkSettings settings_;
};

}  // namespace huabiao::vantage
