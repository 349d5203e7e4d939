#pragma once
// RegistrationLook asks a domain's registry, inside a worker child: by RDAP where it has it, else, and where that gives
// no answer, by WHOIS. Inner to this room. Thread: the loop's.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "loop/event_loop.h"
#include "monitor/fetch/curl_fetcher.h"
#include "monitor/fetch/lab_allowance.h"
#include "monitor/fetch/line_client.h"
#include "monitor/registration.h"
#include "monitor/registration/registries.h"

namespace huabiao::monitor {

class RegistrationLook {
 public:
  using OnDone = std::function<void(RegistrationFacts)>;

  // `net`: by which RDAP is asked outside a lab; it, loop and clock outlive this. Opens what it needs, so before a
  // sandbox closes. Fails: as Registries::create, LineClient::create, CurlFetcher::create.
  static Result<std::unique_ptr<RegistrationLook>> create(loop::EventLoop& loop, const Clock& clock,
                                                          const dispatch::WorkerSettings& settings, bool lab,
                                                          std::span<const rules::Pack> packs, fetch::CurlFetcher& net);

  // `done` runs exactly once, maybe before this returns. The look outlives it. `domain`: registrable, A-labels.
  void ask(const std::string& domain, OnDone done);

 private:
  struct Asking;
  RegistrationLook(Registries registries, fetch::CurlFetcher& net, bool proxied)
      : registries_(std::move(registries)), net_(net), proxied_(proxied) {}
  void take_rdap(const std::shared_ptr<Asking>& asking, const FetchOutcome& fetch);
  void ask_whois(const std::shared_ptr<Asking>& asking);

  Registries registries_;
  fetch::CurlFetcher& net_;
  const bool proxied_;
  std::unique_ptr<fetch::LineClient> whois_;
  // A lab's registry: the base URL it is asked by, and its own client.
  struct LabDoor {
    std::string base;
    std::unique_ptr<fetch::CurlFetcher> fetcher;
  };
  std::map<std::string, LabDoor> lab_rdap_;  // by base URL as named
};

}  // namespace huabiao::monitor
