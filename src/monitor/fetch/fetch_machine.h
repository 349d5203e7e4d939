#pragma once
// FetchMachine decides what a fetch does next; a driver (curl_fetcher) obeys and tells it what happened. Pure: no
// socket, no clock, no randomness, so every rule about addresses, redirects and time is tested without a net.
//
//   begin -> Resolve -> on(Resolved) -> Transfer -> on(TransferEnd) -> Follow -> follow() -> Resolve ... -> Done
//
// Which addresses may be connected to is decided here, again at each redirect: every address of a name must be public,
// or the whole fetch ends as refused_address. The only exception is a LabAllowance. The driver must connect to
// Transfer::address and to nothing else, so a name that changes its answer meanwhile gains nothing.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "monitor/fetch/lab_allowance.h"
#include "monitor/fetch/limits.h"
#include "monitor/visit.h"
#include "web/url.h"

namespace huabiao::monitor::fetch {

// Who turns names into addresses. A proxy does it out of our sight: then only addresses written as such are checked,
// and what the proxy may reach is its operator's to bound. Nobody: in a lab, where every name stands at one address;
// where its operator names resolvers they are asked all the same.
enum class NamesBy { Us, Proxy, Nobody };

// --- what the driver is to do ---
struct Resolve {
  std::string host;
};
struct Transfer {
  web::Url url;
  std::string address;     // connect here, to nothing else; empty: the proxy decides
  std::uint16_t port = 0;  // at `address`
  Millis time_left{};      // for all of this transfer
  Millis connect_time{};   // until TCP stands
};
struct Follow {  // release the connection, then call follow()
  std::string url;
};
struct Finished {
  Outcome outcome = Outcome::NotVisited;
  std::string reason;
};
using FetchStep = std::variant<Resolve, Transfer, Follow, Finished>;

// --- what happened ---
struct Resolved {
  // Failure: of this name. Silent: the resolvers answer nobody, so nothing is known of this name.
  enum class What { Addresses, NoSuchName, NoAddress, Failure, Silent } what = What::Failure;
  std::vector<std::string> addresses;
  std::string detail;
  bool kept = false;  // from an answer of before: nobody was asked
};

enum class Ending {
  Complete,
  BodyLimit,       // the body was cut at body_bytes; what came is kept
  BrokenEncoding,  // Content-Encoding could not be undone
  HeaderLimit,
  ConnectRefused,
  Unreachable,  // no route
  ConnectTimeout,
  TlsFailure,
  Timeout,
  Reset,  // cut off before the end
  NotHttp,
  WrongAddress,  // the connection would have gone elsewhere than told
  Failure,       // anything else; `detail` says what
};
struct TransferEnd {
  Ending ending = Ending::Failure;
  int status = 0;           // 0: no status line came
  std::string location;     // of the answer; empty: none
  bool body_empty = false;  // not one byte came
  std::string detail;       // for the reason
};

class FetchMachine {
 public:
  FetchMachine(const FetchLimits& limits, std::optional<LabAllowance> lab, NamesBy names_by);

  // `elapsed`: since begin. Each call is answered by exactly one step; after Finished nothing may be called.
  FetchStep begin(std::string_view url);
  FetchStep on(const Resolved& answer, Millis elapsed);
  FetchStep on(const TransferEnd& end, Millis elapsed);
  FetchStep follow(Millis elapsed);

  // What is known so far; complete once Finished was given.
  [[nodiscard]] const std::vector<Hop>& chain() const { return chain_; }  // every answer
  [[nodiscard]] const std::string& address() const { return address_; }   // last connected to or tried
  [[nodiscard]] const std::string& asked_url() const { return asked_; }
  [[nodiscard]] const web::Url& url() const { return url_; }  // being asked now, or last

 private:
  FetchStep enter();  // the address of url_: given, known, or to be resolved
  FetchStep transfer();
  FetchStep after_failure(const TransferEnd& end);
  FetchStep redirect(std::string_view location);
  [[nodiscard]] Finished finish(const TransferEnd& end) const;

  const FetchLimits limits_;
  const std::optional<LabAllowance> lab_;
  const NamesBy names_by_;
  std::string asked_, address_;
  web::Url url_;
  std::vector<Hop> chain_;
  std::vector<std::string> seen_;       // URLs asked, without fragment
  std::vector<std::string> addresses_;  // of url_.host, still to be tried
  Millis elapsed_{};
};

}  // namespace huabiao::monitor::fetch
