// Any bytes as a style sheet and as a style attribute: they are read, and what hides says why.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "monitor/parse/style.h"
#include "monitor/parse/style_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::monitor;
  const std::string_view css(reinterpret_cast<const char*>(data), size);
  StyleRules rules;
  (void)rules.add(css);
  rules.hide_id(css.substr(0, 40));
  DeclaredStyle declared;
  for (const Tag tag : {Tag::Div, Tag::A}) rules.apply({tag, css.substr(0, 8), css.substr(0, 64)}, declared);
  (void)hiding_of(declared, true);
  std::vector<Declaration> own;
  (void)read_declarations(css, own);
  declared.apply(own);
  if (const auto hiding = hiding_of(declared, false); hiding && hiding->why.empty()) std::abort();
  (void)shows_again(declared);
  (void)read_colour(css);
  return 0;
}
