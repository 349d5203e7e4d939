#pragma once
// A-labels of host names whose labels need no mapping (Han letters, digits, a-z): RFC 3492 without IDNA's tables.
// The product's own IDNA lives in web; the estate must not depend on what it tests.

#include <string>
#include <string_view>

namespace huabiao::badweb {

// "晨州市.政务" -> "xn--....xn--zfr164b". ASCII labels stay as they are.
std::string to_a_labels(std::string_view host);

}  // namespace huabiao::badweb
