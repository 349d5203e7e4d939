#include "monitor/pipeline/tls_look.h"

#include <algorithm>
#include <utility>

#include "web/ip_range.h"

namespace huabiao::monitor {

Result<std::unique_ptr<TlsLook>> TlsLook::create(loop::EventLoop& loop, const dispatch::WorkerSettings& settings,
                                                 std::optional<fetch::LabAllowance> lab) {
  fetch::TlsProbeLimits limits;
  limits.handshake = std::min(limits.handshake, settings.timeout);
  auto probe = fetch::TlsProbe::create(loop, settings.ca_file, settings.host_gap, limits);
  if (!probe) return fail(std::move(probe));
  return std::unique_ptr<TlsLook>(new TlsLook(*std::move(probe), std::move(lab), !settings.proxy.empty()));
}

void TlsLook::look(const Visit& visit, const FetchOutcome& https, const std::string& address, const OnDone& done) {
  constexpr std::uint16_t kHttps = 443;
  const std::string first = first_address(https, address);
  // A fetch connects to nothing else; held against it once more, since this connection is not made by its machine.
  const bool allowed = lab_ ? first == lab_->address() : web::is_public(first);
  if (proxied_ || !allowed) return done(std::nullopt);
  const std::uint16_t port = lab_ ? lab_->tls_port() : visit.port != 0 ? visit.port : kHttps;
  probe_->probe(first, port, visit.host, [done](TlsSet set) { done(std::move(set)); });
}

std::string first_address(const FetchOutcome& fetch, const std::string& last) {
  if (!fetch.chain.empty()) return fetch.chain.front().address;
  return fetch.timing.connected >= 0 ? last : std::string();
}

}  // namespace huabiao::monitor
