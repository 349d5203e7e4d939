#pragma once
// IpRange: from where on the net an address can be reached. Decides whether a visit may connect. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao::web {

enum class Reach {
  Public,
  Unspecified,    // 0.0.0.0/8, ::
  Loopback,       // 127/8, ::1
  Private,        // RFC 1918, fc00::/7, fec0::/10
  Shared,         // 100.64/10: carrier-grade NAT
  LinkLocal,      // 169.254/16, fe80::/10
  Metadata,       // a cloud's address for its own machines, e.g. 169.254.169.254
  Multicast,      // 224/4, ff00::/8
  Documentation,  // 192.0.2/24, 198.51.100/24, 203.0.113/24, 2001:db8::/32, 3fff::/20
  Reserved,       // benchmark, protocol assignments, 240/4, discard, everything outside 2000::/3
  NotAnAddress,   // the text is no IP address
};
std::string_view to_string(Reach reach);

// IPv4 in dotted form, IPv6 with or without brackets; a zone ("%eth0") makes it LinkLocal at best. An IPv6 address that
// carries an IPv4 one (mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP) is no more public than what it
// carries.
Reach reach_of(std::string_view ip_text);
inline bool is_public(std::string_view ip_text) {
  return reach_of(ip_text) == Reach::Public;
}

// Canonical text (RFC 5952 for IPv6, dotted for IPv4). Strict: four decimal parts without leading zeros.
// Nothing when the text is no address.
std::optional<std::string> canonical_ip(std::string_view ip_text);

}  // namespace huabiao::web
