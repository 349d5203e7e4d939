#pragma once
// Internationalised names: the step from what is typed to A-labels, and back. UTS 46 non-transitional with STD3 rules,
// within IDNA2008. Pure; any thread.

#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::web {

// Maps, normalises and encodes a whole name; every rule is checked: STD3, hyphens, joiners, leading marks, direction of
// writing (RFC 5893, over the whole name). One trailing dot is dropped. Lengths are the caller's business, but for
// those of a label that only its encoding shows. Fails: web.bad_host, web.host_too_long.
Result<std::string> name_to_ascii(std::string_view utf8_name);

// U-labels of a name in A-labels; labels that do not decode stay.
std::string name_to_unicode(std::string_view ascii_name);

// Does a label of the name begin with "xn--"? Any case.
bool has_a_label(std::string_view ascii_name);

}  // namespace huabiao::web
