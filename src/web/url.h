#pragma once
// Url: where a page, link or script lies. Read as browsers read it (WHATWG URL), http and https only. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::web {

struct Url {
  std::string scheme;      // "http" or "https"
  std::string host;        // as Host::ascii: lower case, A-labels; IPv6 without brackets
  std::string path = "/";  // begins with '/', dot segments removed, percent-encoded
  std::string query;       // without '?'
  std::string fragment;    // without '#'
  std::uint16_t port = 0;  // 0: the scheme's own
  std::string userinfo;    // as written, without '@'

  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] std::uint16_t effective_port() const;  // 80 or 443 when port is 0
  [[nodiscard]] std::string path_and_query() const;    // what a request line carries
  bool operator==(const Url&) const = default;
};

struct UrlLimits {
  static constexpr std::size_t kInputBytes = 65536;  // longer references are refused: no browser follows them
};

// An absolute URL. White space around and tabs and line ends inside are dropped, backslashes are slashes, full-width
// forms are folded, characters outside ASCII are percent-encoded as UTF-8.
// Fails: web.not_http (another scheme), web.bad_url (no scheme, too long, bad port), and parse_host's errors.
Result<Url> parse_url(std::string_view text);

// The host of an absolute URL; empty where it is none.
std::string host_in(std::string_view url);

// A reference on a page against the page's address (or its <base>): absolute, //host, /path, path, ?query, #fragment.
// Fails: as parse_url; javascript:, data:, mailto: and the like give web.not_http.
Result<Url> resolve(const Url& base, std::string_view reference);

// May the address a reference leads to hold `word` (lower case ASCII)? A cheap look before resolve(): never false where
// it does, true as well where only reading the reference would tell (escapes, white space inside, characters beyond
// ASCII).
bool may_hold(std::string_view reference, std::string_view word);

// What a person types as an address: a URL, or a host with or without port and path. The scheme defaults to https.
Result<Url> parse_address(std::string_view text);

// Undoes %XX, leaving ill-formed escapes as they are. The bytes need not be UTF-8.
std::string percent_decode(std::string_view text);
// %XX for all but the unreserved characters (RFC 3986, 2.3): fit for any part of an address and for a form.
std::string percent_encode(std::string_view text);

}  // namespace huabiao::web
