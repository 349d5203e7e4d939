#pragma once
// Domain: a name in the DNS that units declare. An immutable value: the same name is the same Domain for ever.

#include <compare>
#include <cstdint>
#include <string>

#include "base/id.h"

namespace huabiao::registry {

using DomainId = Id<struct DomainTag>;

// Which column of the form it stands in: 英文域名 or 中文域名. A Chinese name below .政务 or .公益 is Chinese also when
// a form gives it by its A-labels.
enum class DomainKind { Ascii, Chinese };

struct Domain {
  DomainId id;          // 0: not stored yet
  std::string ascii;    // A-labels, lower case, no trailing dot; what is asked on the net
  std::string unicode;  // as people read it
  DomainKind kind = DomainKind::Ascii;
};

// A name one declaration gives, with the port it is served on. 0: the scheme's own.
struct DeclaredName {
  std::string ascii, unicode;
  std::uint16_t port = 0;
  auto operator<=>(const DeclaredName&) const = default;
};

}  // namespace huabiao::registry
