#pragma once
// Layouts: the bodies of front pages, one function each; page.cc puts head and foot around them. They append until the
// page has about the size the site asks for.

#include <string>

#include "estate.h"
#include "random.h"

namespace huabiao::badweb {

// The style sheet of a layout, hidden drop-down menus included.
std::string_view style_of(Layout layout);
void append_layout(std::string& out, const Site& site, Random& random);

}  // namespace huabiao::badweb
