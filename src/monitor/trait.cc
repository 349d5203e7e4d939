#include "monitor/trait.h"

#include "base/digest.h"

namespace huabiao::monitor {

std::string trait_id(const Trait& trait) {
  std::string text(to_string(trait.kind));
  text += '\n';
  text += trait.value;
  return sha256_hex(text).substr(0, 16);
}

}  // namespace huabiao::monitor
