#include "monitor/parse/parse.h"

#include "monitor/parse/ascii.h"
#include "monitor/parse/bound.h"
#include "monitor/parse/page_builder.h"
#include "monitor/parse/script_strings.h"
#include "web/charset.h"
#include "web/media_type.h"

namespace huabiao::monitor {
namespace {

// Style elements, and ids that scripts hide, wherever they stand: a rule at the end hides what comes before it.
class StyleCollector final : public TreeVisitor {
 public:
  StyleCollector(StyleRules& rules, Page& page) : rules_(rules), page_(page) {}
  void open(const Element& element) override {
    if (element.tag == "style" || element.tag == "script") tag_ = element.tag;
  }
  void close(const Element& /*element*/, Span /*end_tag*/) override { tag_ = {}; }
  void comment(std::string_view /*text*/, Span /*written*/) override {}
  void text(std::string_view decoded, Span /*written*/) override {
    if (tag_ == "style" && !rules_.add(decoded)) page_.limits_hit.emplace_back("style");
    if (tag_ != "script") return;
    for (const std::string& id : ids_hidden_by(decoded)) rules_.hide_id(id, "display:none");
  }

 private:
  StyleRules& rules_;
  Page& page_;
  std::string_view tag_;
};

bool is_script(std::string_view content_type) {
  const web::MediaType type = web::parse_media_type(content_type);
  return type.subtype == "javascript" || type.subtype == "x-javascript" || type.subtype == "ecmascript";
}

Page script_page(std::string_view text, const BuildContext& context, Page page) {
  PageBuilder builder(page, context);
  Script script;
  script.strings = builder.read_script_source(text, {0, page.bytes});
  script.body = text.substr(0, ParseLimits::kScriptBytes);
  script.place = {0, page.bytes};
  page.scripts.push_back(std::move(script));
  return page;
}

}  // namespace

Page parse(std::string_view body, const ParseInput& input) {
  Page page;
  page.bytes = static_cast<std::int64_t>(body.size());
  if (body.size() > ParseLimits::kBodyBytes) {
    body = body.substr(0, ParseLimits::kBodyBytes);
    page.limits_hit.emplace_back("body");
  }
  const web::DecodedText decoded = web::decode(body, input.content_type);
  const web::CharsetChoice& charset = decoded.charset();
  page.charset = {charset.used, charset.declared, std::string(to_string(charset.source)), charset.lying};

  const Bounded bounded = bound(decoded.text());
  page.limits_hit.insert(page.limits_hit.end(), bounded.limits_hit.begin(), bounded.limits_hit.end());
  StyleRules rules;
  WrittenBudget budget;
  const auto place_of = [&decoded](Span span) {
    const auto begin = static_cast<std::int64_t>(decoded.raw_offset(span.begin));
    const auto end = static_cast<std::int64_t>(decoded.raw_offset(std::max(span.begin, span.end)));
    return Place{begin, end - begin};
  };
  auto base = web::parse_url(input.url);
  BuildContext context{.place_of = place_of,
                       .markup = bounded.markup,
                       .rules = rules,
                       .base = base ? std::optional(std::move(*base)) : std::nullopt,
                       .script_written = false,
                       .depth = 0,
                       .budget = budget};
  if (is_script(input.content_type)) return script_page(decoded.text(), context, std::move(page));
  const Tree tree(bounded.markup);
  StyleCollector styles(rules, page);
  tree.walk(styles);
  PageBuilder builder(page, std::move(context));
  tree.walk(builder);
  return page;
}

}  // namespace huabiao::monitor
