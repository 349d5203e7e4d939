#pragma once
// Host: the name or address of a server, in the form DNS carries and the form people read. Names obey UTS 46
// (non-transitional, STD3) and IDNA2008; addresses are canonical. Pure but for the public suffix list, read once from
// the system; any thread.

#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::web {

struct Host {
  std::string ascii;    // lower case, A-labels, no trailing dot; an IPv4 or IPv6 address without brackets
  std::string unicode;  // U-labels; equal to ascii for plain names and addresses
  bool is_ip = false;
  bool operator==(const Host&) const = default;
};

struct HostLimits {
  static constexpr std::size_t kLabelBytes = 63;    // RFC 1035 2.3.4
  static constexpr std::size_t kNameBytes = 253;    // what fits a DNS message without the root dot
  static constexpr std::size_t kInputBytes = 2048;  // longer input is refused before anything is computed on it
};

enum class HostRules {
  Register,  // what may stand in the register: STD3, so no underscore
  Link,      // what browsers follow: an ASCII name may hold any character WHATWG does not forbid
};

// Full-width forms and 。．｡ count as dots; one trailing dot is dropped; [::1] and ::1 are the same.
// Fails: web.bad_host (empty, forbidden character, refused by IDNA), web.host_too_long, web.bad_ip_address.
Result<Host> parse_host(std::string_view text, HostRules rules = HostRules::Register);

// The form people read. A label that is no valid A-label stays as it is.
std::string to_unicode(std::string_view ascii);

// By the public suffix list of the system. Names in A-labels, lower case. The suffix of "www.hebei.gov.cn" is "gov.cn";
// of an address there is none. A top level the list does not know is a suffix by itself.
std::string public_suffix(std::string_view ascii_host);
// Does the list know the name's last label? Tells "www.example.gov.cn" from "readme.txt"; true when there is no list.
bool has_known_suffix(std::string_view ascii_host);
// Suffix and one label: "hebei.gov.cn". Empty when the host is itself a suffix, or an address.
std::string registrable_domain(std::string_view ascii_host);
// The part of a host that somebody bought: its registrable domain, or the host itself where there is none.
std::string bought_name(std::string_view ascii_host);

// The file of the system's list; empty when libpsl knows of none.
std::string suffix_list_file();

// Is `host` equal to `domain`, or below it? Both in A-labels, lower case. An empty domain holds nothing.
bool same_or_under(std::string_view host, std::string_view domain);

}  // namespace huabiao::web
