#pragma once
// DnsResolver asks the system's name servers, or those the operator named, on an EventLoop, by c-ares. It says what
// they said; whether an address may be connected to is FetchMachine's business. /etc/hosts is not read: a visit is
// about what the public sees.
//
// A name that gets no answer may be sick, or our resolvers are. Unless another question was answered meanwhile, a
// control question, the name servers of the name's top level domain, tells the two apart.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "loop/event_loop.h"
#include "monitor/fetch/fetch_machine.h"
#include "monitor/fetch/resolver_address.h"

namespace huabiao::monitor::fetch {

struct DnsLimits {
  Millis answer{8'000};           // one question, retries included
  Millis keep{60'000};            // an answer serves again so long: https and http of one host, then gone
  Millis control{3'000};          // the control question
  Millis control_keep{5'000};     // what it showed holds so long
  std::size_t kept_names = 4096;  // answers kept
  std::size_t addresses = 32;     // of one answer looked at
};

class DnsResolver {
 public:
  // No `servers`: the system's. Reads its resolver configuration, so before a sandbox closes. Fails: fetch.no_dns.
  static Result<std::unique_ptr<DnsResolver>> create(loop::EventLoop& loop, const DnsLimits& limits = {},
                                                     const std::vector<ResolverAddress>& servers = {});
  ~DnsResolver();
  DnsResolver(const DnsResolver&) = delete;
  DnsResolver& operator=(const DnsResolver&) = delete;

  // `done` runs on the loop's thread, exactly once, maybe before this returns. Not after the resolver is gone.
  void resolve(const std::string& host, std::function<void(const Resolved&)> done);

 private:
  struct State;
  explicit DnsResolver(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::monitor::fetch
