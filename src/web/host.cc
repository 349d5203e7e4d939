#include "web/host.h"

#include <algorithm>

#include "base/utf8.h"
#include "web/idna.h"
#include "web/ip_address.h"
#include "web/plain_name.h"

namespace huabiao::web {
namespace {

constexpr std::string_view kExpected = "a host name such as www.example.gov.cn, or an IP address";

std::unexpected<Error> refuse(std::string_view text) {
  return fail(Kind::Invalid, "web.bad_host", utf8::scrub(utf8::cut(text, 256)), std::string(kExpected));
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// WHATWG "forbidden domain code point": no browser looks such a name up.
bool forbidden_in_links(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7F ||
         std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

bool is_ldh(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// A label of plain ASCII in the register: letters, digits and inner hyphens, none at places 3 and 4 (those mark
// A-labels).
bool keeps_ldh_rule(std::string_view label) {
  if (label.front() == '-' || label.back() == '-') return false;
  if (label.size() >= 4 && label.substr(2, 2) == "--" && !label.starts_with("xn--")) return false;
  return std::ranges::all_of(label, is_ldh);
}

Done check_labels(std::string_view name, HostRules rules) {
  if (name.size() > HostLimits::kNameBytes)
    return fail(Kind::Invalid, "web.host_too_long", std::string(name.substr(0, 256)), "at most 253 characters");
  std::string_view rest = name;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string_view label = rest.substr(0, dot);
    if (label.empty()) return refuse(name);
    if (label.size() > HostLimits::kLabelBytes)
      return fail(Kind::Invalid, "web.host_too_long", std::string(label), "at most 63 characters between two dots");
    if (rules == HostRules::Register ? !keeps_ldh_rule(label) : std::ranges::any_of(label, forbidden_in_links))
      return refuse(name);
    if (dot == std::string_view::npos) return {};
    rest.remove_prefix(dot + 1);
  }
}

std::unexpected<Error> bad_ip(std::string_view text) {
  return fail(Kind::Invalid, "web.bad_ip_address", utf8::scrub(utf8::cut(text, 256)),
              "four numbers from 0 to 255 with dots, or an IPv6 address");
}

Host address_host(const IpAddress& address) {
  const std::string text = to_string(address);
  return {.ascii = text, .unicode = text, .is_ip = true};
}

Result<Host> read_v6_host(std::string_view text) {
  std::string_view inner = text;
  if (inner.starts_with('[')) {
    if (!inner.ends_with(']')) return bad_ip(text);
    inner = inner.substr(1, inner.size() - 2);
  }
  const auto address = read_ipv6(inner);
  if (!address) return bad_ip(text);
  return address_host(*address);
}

// Names in A-labels, by IDNA where it has a say.
Result<std::string> ascii_name(std::string_view text, HostRules rules) {
  const bool ascii = is_ascii(text);
  if (!ascii || has_a_label(text)) {
    auto name = name_to_ascii(text);
    if (name || !ascii || rules == HostRules::Register) return name;
    // DNS resolves an ill-formed xn-- label like any other, so a link to it leads somewhere.
  }
  std::string name(text);
  std::ranges::transform(name, name.begin(), lower);
  if (name.ends_with('.')) name.pop_back();
  return name;
}

}  // namespace

Result<Host> parse_host(std::string_view raw, HostRules rules) {
  if (raw.size() > HostLimits::kInputBytes)
    return fail(Kind::Invalid, "web.host_too_long", utf8::scrub(utf8::cut(raw, 256)), "at most 253 characters");
  const std::string folded = is_ascii(raw) ? std::string() : utf8::trim(raw);
  std::string_view text = folded.empty() ? raw : std::string_view(folded);
  while (!text.empty() && utf8::is_space(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (text.empty()) return refuse(raw);
  if (text.front() == '[' || text.find(':') != std::string_view::npos) return read_v6_host(text);

  if (!is_ascii(text))
    if (auto plain = plain_name_to_ascii(text);
        plain && !ends_in_number(*plain) && plain->size() <= HostLimits::kNameBytes)
      return Host{.ascii = *std::move(plain), .unicode = std::string(text)};
  if (has_a_label(text)) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), lower);
    if (auto plain = plain_name_to_unicode(lowered); plain && !ends_in_number(lowered))
      return Host{.ascii = std::move(lowered), .unicode = *std::move(plain)};
  }
  auto name = ascii_name(text, rules);
  if (!name) return fail(std::move(name));
  if (ends_in_number(*name)) {
    const auto address = rules == HostRules::Register ? read_ipv4(*name) : read_ipv4_loosely(*name);
    if (!address) return bad_ip(text);
    return address_host(*address);
  }
  if (auto checked = check_labels(*name, rules); !checked) return fail(std::move(checked));
  std::string unicode = has_a_label(*name) ? name_to_unicode(*name) : *name;
  return Host{.ascii = std::move(*name), .unicode = std::move(unicode)};
}

std::string to_unicode(std::string_view ascii) {
  return name_to_unicode(ascii);
}

bool same_or_under(std::string_view host, std::string_view domain) {
  if (domain.empty() || !host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace huabiao::web
