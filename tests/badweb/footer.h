#pragma once
// The foot of a page: organiser, numbers, report button and the mark, in the forms real footers take.

#include <string>

#include "estate.h"

namespace huabiao::badweb {

void append_mark(std::string& out, const Site& site);
void append_footer(std::string& out, const Site& site);  // mark included
// What /js/foot.js of the scripted-footer layout writes.
std::string footer_script(const Site& site);

}  // namespace huabiao::badweb
