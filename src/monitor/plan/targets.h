#pragma once
// targets: which hosts of a site are asked, and what the register says about it for comparison. Pure; any thread.

#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/keep/round_store.h"
#include "monitor/visit.h"
#include "registry/store.h"

namespace huabiao::monitor {

// One per declared name, ASCII ones first, none twice; a Chinese name is asked by its A-labels. One with an empty host
// when nothing is declared: the site still gets its row.
std::vector<Target> targets_of(const registry::SiteTarget& site);

Declared declared_of(const registry::SiteTarget& site);

// What a person typed as an address, as a visit that is kept nowhere. With a scheme only that is asked; without, https
// and then http. Fails: as web::parse_address.
Result<Visit> visit_of_address(std::string_view text);

}  // namespace huabiao::monitor
