#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "web/host.h"
#include "web/ip_range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::web;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)reach_of(text);
  (void)to_unicode(text);
  for (const HostRules rules : {HostRules::Register, HostRules::Link}) {
    const auto host = parse_host(text, rules);
    if (!host) continue;
    const auto again = parse_host(host->ascii, rules);
    if (!again || again->ascii != host->ascii) std::abort();
    if (!same_or_under(host->ascii, registrable_domain(host->ascii)) && !registrable_domain(host->ascii).empty())
      std::abort();
  }
  return 0;
}
