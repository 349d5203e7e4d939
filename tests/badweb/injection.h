#pragma once
// What intruders leave on a page, written for this server: no real brand, name or address.

#include <string>

#include "estate.h"

namespace huabiao::badweb {

// Most planted links and frames are the work of one of two gangs, which leave their own host on every site they hit.
// That host's bought name; empty: nobody's, or nobody else's.
std::string gang_of(const Site& site, std::uint64_t seed);
// Empty when the site's condition has none.
std::string injected_html(const Site& site, std::uint64_t seed);
// It stands behind </html>, else right after <body> or before the foot.
bool injected_behind_end(const Site& site);
// The whole page of a defaced site.
std::string defaced_page(const Site& site, std::uint64_t seed);
std::string hijacked_title(const Site& site, std::uint64_t seed);
// Hidden things that belong on an honest page.
std::string benign_hidden_html(const Site& site, std::uint64_t seed);
// Things of others that belong there too: a counter with its frame, a weather frame, share buttons, partners.
std::string benign_foreign_html(const Site& site, std::uint64_t seed);

}  // namespace huabiao::badweb
