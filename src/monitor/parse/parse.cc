#include "monitor/parse/parse.h"

#include <algorithm>
#include <functional>

#include "monitor/parse/ascii.h"
#include "monitor/parse/page_builder.h"
#include "monitor/parse/script_guards.h"
#include "monitor/parse/script_strings.h"
#include "web/charset.h"
#include "web/media_type.h"

namespace huabiao::monitor {
namespace {

// A rule at the end of the page hides what comes before it, so these are read first.
void collect_styles(const Tree& tree, std::string_view markup, StyleRules& rules, Page& page) {
  const auto source = [&](Span span) { return markup.substr(span.begin, span.end - span.begin); };
  for (const Span span : tree.styles())
    if (!rules.add(source(span))) page.limits_hit.emplace_back("style");
  for (const Span span : tree.scripts())
    for (const std::string& id : ids_hidden_by(source(span))) rules.hide_id(id);
}

bool is_script(std::string_view content_type) {
  const web::MediaType type = web::parse_media_type(content_type);
  return type.subtype == "javascript" || type.subtype == "x-javascript" || type.subtype == "ecmascript";
}

Page script_page(std::string_view text, const BuildContext& context, Page page) {
  PageBuilder builder(page, context);
  Script script;
  script.strings = builder.read_script_source(text, {0, page.bytes});
  script.body = text.substr(0, ParseLimits::kScriptBytes);
  script.guards = read_guards(script.body);
  script.place = {0, page.bytes};
  page.scripts.push_back(std::move(script));
  return page;
}

Page read_text(std::string_view text, const ParseInput& input, Page page, std::function<Place(Span)> place_of) {
  StyleRules rules;
  WrittenBudget budget;
  auto base = web::parse_url(input.url);
  BuildContext context{.place_of = std::move(place_of),
                       .markup = text,
                       .rules = rules,
                       .base = base ? std::optional<web::Resolver>(*std::move(base)) : std::nullopt,
                       .script_written = false,
                       .depth = 0,
                       .budget = budget};
  if (is_script(input.content_type)) return script_page(text, context, std::move(page));
  const Tree tree(text);
  page.limits_hit.insert(page.limits_hit.end(), tree.limits_hit().begin(), tree.limits_hit().end());
  collect_styles(tree, text, rules, page);
  PageBuilder builder(page, std::move(context));
  page.links.reserve(std::min(tree.links() + tree.scripts().size(), ParseLimits::kLinks));
  tree.walk(builder);
  return page;
}

Page page_of(std::string_view& body) {
  Page page;
  page.bytes = static_cast<std::int64_t>(body.size());
  if (body.size() > ParseLimits::kBodyBytes) {
    body = body.substr(0, ParseLimits::kBodyBytes);
    page.limits_hit.emplace_back("body");
  }
  return page;
}

}  // namespace

Page parse(std::string_view body, const ParseInput& input) {
  Page page = page_of(body);
  const web::DecodedText decoded = web::decode(body, input.content_type);
  const web::CharsetChoice& charset = decoded.charset();
  page.charset = {charset.used, charset.declared, std::string(to_string(charset.source)), charset.lying};
  return read_text(decoded.text(), input, std::move(page), [&decoded](Span span) {
    const auto begin = static_cast<std::int64_t>(decoded.raw_offset(span.begin));
    const auto end = static_cast<std::int64_t>(decoded.raw_offset(std::max(span.begin, span.end)));
    return Place{begin, end - begin};
  });
}

Page parse_text(std::string_view text, const ParseInput& input) {
  Page page = page_of(text);
  page.charset = {.used = "UTF-8", .declared = {}, .source = "default"};
  return read_text(text, input, std::move(page), [](Span span) {
    const auto begin = static_cast<std::int64_t>(span.begin);
    return Place{begin, static_cast<std::int64_t>(std::max(span.begin, span.end)) - begin};
  });
}

}  // namespace huabiao::monitor
