#pragma once
// NameAsker asks several resolvers, each by itself, what they say of a host: A, AAAA with the aliases on the way, and
// the name servers of its zone. It says what they said; what is to be thought of it is judge/names.h's.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "loop/event_loop.h"
#include "monitor/fetch/resolver_address.h"
#include "monitor/names.h"

namespace huabiao::monitor::fetch {

struct NameAskLimits {
  Millis answer{8'000};     // all questions about one host; what is open then has timed out
  Millis first_try{2'500};  // of one question; the second, last try gets twice that
};

class NameAsker {
 public:
  // No resolvers given: the system's, each by itself. Reads its configuration, so before a sandbox closes.
  // Fails: fetch.no_dns.
  static Result<std::unique_ptr<NameAsker>> create(loop::EventLoop& loop, std::vector<ResolverAddress> resolvers,
                                                   const NameAskLimits& limits = {});
  ~NameAsker();
  NameAsker(const NameAsker&) = delete;
  NameAsker& operator=(const NameAsker&) = delete;

  // `zone`: whose name servers; empty: not asked for. `done` runs on the loop's thread, exactly once, maybe before this
  // returns. Not after the asker is gone. `six` of the facts is not decided here.
  void ask(const std::string& host, const std::string& zone, std::function<void(NameFacts)> done);

 private:
  struct State;
  explicit NameAsker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::monitor::fetch
