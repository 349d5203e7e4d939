#pragma once
// CurlFetcher carries out what FetchMachine decides: it resolves, connects to the address it was told and to no other,
// and reads the answer, many at a time on one EventLoop, by libcurl's multi-socket interface.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "loop/event_loop.h"
#include "monitor/fetch/lab_allowance.h"
#include "monitor/fetch/limits.h"
#include "monitor/fetch/resolver_address.h"
#include "monitor/view.h"
#include "monitor/visit.h"

namespace huabiao::monitor::fetch {

struct FetchSettings {
  FetchLimits limits;
  std::optional<LabAllowance> lab;
  std::string user_agent;
  std::vector<std::string> headers;        // "Name: value", sent with every request
  std::vector<ResolverAddress> resolvers;  // none: the system's; in a lab nobody
  std::string proxy;    // "http://host:port", "socks5h://host:port"; empty: none. Never the environment's.
  std::string ca_file;  // PEM, trusted beside the system's authorities
};

// Is it a header line, and one that may be sent to every site asked? Fails: fetch.bad_header; fetch.secret_header for
// Cookie, Authorization and the like, which redirects would carry to strangers.
Done check_header(std::string_view line);

class CurlFetcher {
 public:
  using OnDone = std::function<void(FetchOutcome outcome, std::string address)>;

  // Reads certificates and resolver configuration now, so before a sandbox closes. `loop` and `clock` outlive it.
  // Fails: fetch.bad_header, fetch.secret_header, fetch.bad_ca_file, fetch.no_authorities, fetch.no_dns,
  // fetch.bad_proxy.
  static Result<std::unique_ptr<CurlFetcher>> create(loop::EventLoop& loop, const Clock& clock, FetchSettings settings);
  ~CurlFetcher();  // fetches under way are dropped without a word
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;

  // Begins at once, as this visitor; what `as` views lives for ever. `done` runs on the loop's thread, exactly once,
  // maybe before this returns, and may start others.
  void fetch(const std::string& url, OnDone done, const View& as = {});
  [[nodiscard]] std::size_t in_flight() const;

 private:
  struct State;
  explicit CurlFetcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::monitor::fetch
