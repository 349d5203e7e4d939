#pragma once
// TlsLook tries which versions of TLS the host of a visit accepts, inside a worker child, at the very address its page
// was asked at. Inner to this room. Thread: the loop's.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "monitor/fetch/lab_allowance.h"
#include "monitor/fetch/tls_probe.h"
#include "monitor/tls_set.h"
#include "monitor/visit.h"

namespace huabiao::monitor {

class TlsLook {
 public:
  using OnDone = std::function<void(std::optional<TlsSet>)>;

  // Reads certificates, so before a sandbox closes. Fails: as TlsProbe::create.
  static Result<std::unique_ptr<TlsLook>> create(loop::EventLoop& loop, const dispatch::WorkerSettings& settings,
                                                 std::optional<fetch::LabAllowance> lab);

  // `https`: how asking it by https ended, redirects included, and the address last connected to. Nothing is tried, and
  // nothing told, where the host never took a connection, and behind a proxy. `done` runs exactly once, maybe before
  // this returns. The look outlives it.
  void look(const Visit& visit, const FetchOutcome& https, const std::string& address, const OnDone& done);

 private:
  TlsLook(std::unique_ptr<fetch::TlsProbe> probe, std::optional<fetch::LabAllowance> lab, bool proxied)
      : probe_(std::move(probe)), lab_(std::move(lab)), proxied_(proxied) {}

  const std::unique_ptr<fetch::TlsProbe> probe_;
  const std::optional<fetch::LabAllowance> lab_;
  const bool proxied_;
};

// The address the asked host itself was connected to; empty: none.
std::string first_address(const FetchOutcome& fetch, const std::string& last);

}  // namespace huabiao::monitor
