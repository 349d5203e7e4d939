#include "deliver/address_gate.h"

#include <algorithm>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>

#include "web/ip_range.h"
#include "web/socket_address.h"

namespace huabiao::deliver {
namespace {

bool may_connect(const std::string& address, bool private_too) {
  switch (web::reach_of(address)) {
    case web::Reach::Public:
      return true;
    case web::Reach::Loopback:
    case web::Reach::Private:
    case web::Reach::Shared:
    case web::Reach::LinkLocal:
      return private_too;
    default:
      return false;
  }
}

Result<std::vector<std::string>> resolve(const std::string& host, std::size_t most) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) return fail(Kind::Unavailable, "deliver.no_such_name", host + ": " + gai_strerror(code));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(found, &freeaddrinfo);
  std::vector<std::string> addresses;
  for (const addrinfo* one = found; one != nullptr && addresses.size() < most; one = one->ai_next) {
    if (one->ai_family != AF_INET && one->ai_family != AF_INET6) continue;
    std::string address = web::address_text(*one->ai_addr);
    if (!address.empty() && std::ranges::find(addresses, address) == addresses.end())
      addresses.push_back(std::move(address));
  }
  if (addresses.empty()) return fail(Kind::Unavailable, "deliver.no_such_name", host);
  return addresses;
}

}  // namespace

Done check_addresses(const std::vector<std::string>& addresses, const std::optional<PrivateAddresses>& allowed) {
  for (const std::string& address : addresses)
    if (!may_connect(address, allowed.has_value()))
      return fail(Kind::Denied, "deliver.refused_address",
                  address + " (" + std::string(web::to_string(web::reach_of(address))) + ")");
  return {};
}

Result<std::vector<std::string>> addresses_of(const std::string& host, const std::optional<PrivateAddresses>& allowed,
                                              const DeliverLimits& limits) {
  std::vector<std::string> addresses;
  if (auto literal = web::canonical_ip(host)) {
    addresses.push_back(*std::move(literal));
  } else {
    auto resolved = resolve(host, limits.addresses);
    if (!resolved) return fail(std::move(resolved));
    addresses = *std::move(resolved);
  }
  if (auto good = check_addresses(addresses, allowed); !good) return fail(std::move(good));
  return addresses;
}

}  // namespace huabiao::deliver
