#pragma once
// Page: the HTML of a site, seven layouts, UTF-8 inside and in the site's own encoding outside. Pure and repeatable:
// the same seed, site and path give the same bytes.

#include <string>
#include <string_view>

#include "estate.h"

namespace huabiao::badweb {

// The front page, in UTF-8. `newest`: the day it shows as that of its last change, of front pages and lists; empty:
// none beside those drawn.
std::string home_page(const Site& site, std::uint64_t seed, std::string_view newest = {});
// An inner page, in UTF-8: an article for /art/..., a list of articles otherwise.
std::string inner_page(const Site& site, std::uint64_t seed, std::string_view path, std::string_view newest = {});
std::uint64_t hash_of(std::string_view path);
// Error pages that servers and content systems send.
std::string not_found_page();                       // of the server itself
std::string soft_not_found_page(const Site& site);  // of a content system, sent with 200
std::string firewall_page(const Site& site);
std::string server_error_page(int status);

// UTF-8 to the site's encoding.
std::string encoded(std::string utf8, Encoding encoding);

}  // namespace huabiao::badweb
