#pragma once
// Which addresses a delivery may connect to: every address of the name must be public, or the operator allowed others.
// Who connects takes these and no other, so a name that changes its answer meanwhile gains nothing.

#include <string>
#include <vector>

#include "base/result.h"
#include "deliver/destination.h"
#include "deliver/limits.h"

namespace huabiao::deliver {

// Blocks on the system's resolver. Canonical addresses, at least one. Fails: Unavailable deliver.no_such_name; Denied
// deliver.refused_address.
Result<std::vector<std::string>> addresses_of(const std::string& host, const std::optional<PrivateAddresses>& allowed,
                                              const DeliverLimits& limits = {});

// Fails: Denied deliver.refused_address when any of them may not be connected to. Pure.
Done check_addresses(const std::vector<std::string>& addresses, const std::optional<PrivateAddresses>& allowed);

}  // namespace huabiao::deliver
