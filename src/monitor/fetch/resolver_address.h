#pragma once
// ResolverAddress: a name server to ask, as the operator writes it. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/fetch/lab_allowance.h"

namespace huabiao::monitor::fetch {

struct ResolverAddress {
  std::string address;  // canonical
  std::uint16_t port = 53;

  // "192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:5353". One on this machine is what the system's
  // configuration may name; written down it needs a lab. Fails: fetch.bad_resolver, fetch.resolver_needs_lab.
  static Result<ResolverAddress> parse(std::string_view text, const std::optional<LabAllowance>& lab);
  static Result<std::vector<ResolverAddress>> parse_all(const std::vector<std::string>& texts,
                                                        const std::optional<LabAllowance>& lab);
  [[nodiscard]] std::string name() const;      // the port only where it is not 53
  [[nodiscard]] std::string endpoint() const;  // "192.0.2.53:53", "[2001:db8::53]:53"
};

}  // namespace huabiao::monitor::fetch
