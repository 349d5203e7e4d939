#include "monitor/parse/cover.h"

#include <vector>

#include "monitor/parse/ascii.h"

namespace huabiao::monitor {
namespace {

bool is_container(std::string_view name) {
  return name == "div" || name == "span" || name == "p" || name == "ul" || name == "table" || name == "marquee" ||
         name == "font" || name == "section";
}

// Hiding by the style attribute or the marquee's size of one start tag.
std::optional<Hiding> hiding_of_tag(std::string_view tag) {
  const auto style = ascii::find_nocase(tag, "style");
  if (style != std::string_view::npos) {
    const auto equals = tag.find('=', style);
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view value = tag.substr(equals + 1);
    while (!value.empty() && (ascii::is_space(value.front()) || value.front() == '"' || value.front() == '\''))
      value.remove_prefix(1);
    std::vector<Declaration> declarations;
    (void)read_declarations(value.substr(0, value.find_first_of("\"'>")), declarations);
    DeclaredStyle declared;
    declared.apply(declarations);
    return hiding_of(declared, false);
  }
  if (ascii::starts_with_nocase(tag, "<marquee") &&
      (tag.find("=1 ") != std::string_view::npos || tag.find("=\"1\"") != std::string_view::npos ||
       tag.find("='1'") != std::string_view::npos))
    return Hiding{Hidden::Marquee, std::string(tag.substr(0, 80)), false};
  return std::nullopt;
}

}  // namespace

Cover cover_of(std::string_view html) {
  std::vector<std::optional<Hiding>> open;
  Cover cover;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool end_tag = html.substr(at).starts_with("</");
    std::string name;
    for (std::size_t i = at + (end_tag ? 2 : 1); i < html.size() && ascii::is_alnum(html[i]) && name.size() < 10; ++i)
      name += ascii::lower(html[i]);
    if (!is_container(name)) continue;
    const auto close = html.substr(at, 1000).find('>');
    if (!end_tag)
      open.push_back(hiding_of_tag(html.substr(at, close == std::string_view::npos ? 1000 : close)));
    else if (open.empty())
      cover.closed = true;
    else
      open.pop_back();
  }
  for (auto& hiding : open)
    if (hiding) {
      cover.opened = std::move(hiding);
      break;
    }
  return cover;
}

}  // namespace huabiao::monitor
