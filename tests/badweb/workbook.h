#pragma once
// The estate as its owners would have declared it: the notice's annex 3 (summary of a province) and annex 2 (the
// notice's own example), as .xlsx.

#include <string>

#include "base/result.h"
#include "estate.h"

namespace huabiao::badweb {

// All drawn sites. Fails: badweb.cannot_write.
Done write_annex3(const Estate& estate, const std::string& path);
// The notice's own rows. Requires: estate.options().annex. Fails: badweb.cannot_write.
Done write_annex2(const Estate& estate, const std::string& path);

}  // namespace huabiao::badweb
