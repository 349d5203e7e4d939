#pragma once
// What intruders leave on a page, written for this server: no real brand, name or address.

#include <string>

#include "estate.h"

namespace huabiao::badweb {

// Put at the place a page's `injection` belongs; empty when the site's condition has none.
std::string injected_html(const Site& site, std::uint64_t seed);
// The whole page of a defaced site.
std::string defaced_page(const Site& site, std::uint64_t seed);
std::string hijacked_title(const Site& site, std::uint64_t seed);
// Hidden things that belong on an honest page.
std::string benign_hidden_html(const Site& site, std::uint64_t seed);
// Things of others that belong there too: a counter, a weather frame, share buttons, partners. All can be seen.
std::string benign_foreign_html(const Site& site, std::uint64_t seed);

}  // namespace huabiao::badweb
