#include "monitor/parse/page_builder.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"

namespace huabiao::monitor {
namespace {

constexpr std::array<std::string_view, 36> kBlocks = {
    "div",     "p",   "li",         "ul",     "ol",      "tr",     "table",    "h1",      "h2",
    "h3",      "h4",  "h5",         "h6",     "br",      "hr",     "form",     "dl",      "dt",
    "dd",      "pre", "blockquote", "center", "body",    "head",   "footer",   "header",  "section",
    "article", "nav", "aside",      "main",   "marquee", "option", "fieldset", "address", "title"};
constexpr std::array<std::string_view, 3> kCells = {"td", "th", "button"};
// Their text is no text of the page.
constexpr std::array<std::string_view, 6> kRaw = {"script", "style", "iframe", "noframes", "noembed", "xmp"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

PageBuilder::PageBuilder(Page& page, BuildContext context) : page_(page), context_(std::move(context)) {}

const Sight& PageBuilder::sight() const {
  static const Sight kOpen;
  return levels_.empty() ? kOpen : levels_.back().sight;
}

void PageBuilder::hit(std::string_view limit) {
  if (std::ranges::find(page_.limits_hit, limit) == page_.limits_hit.end()) page_.limits_hit.emplace_back(limit);
}

bool PageBuilder::full(std::size_t count) {
  if (count < ParseLimits::kLinks) return false;
  hit("links");
  return true;
}

Place PageBuilder::place(Span span) const {
  return context_.place_of(span);
}

void PageBuilder::open(const Element& element) {
  ++page_.elements;
  Level level;
  level.tag = element.tag;
  level.start = element.start_tag;
  level.sight = sight_of(element, sight(), context_.rules);
  if (cover_ && level.sight.hidden == Hidden::None) {
    level.sight.hidden = cover_->kind;
    level.sight.why = "written by a script: " + cover_->why;
  }
  level.is_raw = is_one_of(element.tag, kRaw);
  level.is_heading = element.tag == "h1" || element.tag == "h2" || element.tag == "h3" ||
                     (!levels_.empty() && levels_.back().is_heading);
  separate(element.tag);
  if (element.attribute("id") == "_ideConac" || element.attribute("class").find("_ideConac") != std::string_view::npos)
    page_.has_mark_span = true;
  if (server_comment_) {
    levels_.push_back(std::move(level));
    return;
  }
  read_handlers(element);
  if (element.tag == "a" || element.tag == "area")
    open_link(element, level);
  else if (element.tag == "iframe" || element.tag == "frame")
    open_frame(element, level);
  else if (element.tag == "script")
    open_script(element, level);
  else if (element.tag == "meta")
    open_meta(element);
  else if (element.tag == "title" && !element.foreign)
    level.is_title = page_.title.empty();
  else if (element.tag == "base" && element.has("href"))
    context_.base = web::parse_url(address(element.attribute("href")).url).value_or(context_.base.value_or(web::Url{}));
  else
    open_resource(element, level);
  levels_.push_back(std::move(level));
}

void PageBuilder::close(const Element& element, Span end_tag) {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  const Span whole{level.start.begin, std::max(level.start.end, end_tag.end)};
  if (level.link >= 0) {
    page_.links[static_cast<std::size_t>(level.link)].place = place(whole);
    close_link(level);
  }
  if (level.frame >= 0) page_.frames[static_cast<std::size_t>(level.frame)].place = place(whole);
  if (level.script >= 0) {
    page_.scripts[static_cast<std::size_t>(level.script)].place = place(whole);
    close_script(level);
  }
  if (level.is_heading && (levels_.empty() || !levels_.back().is_heading) && !page_.headings.ends_with('\n'))
    page_.headings += '\n';
  separate(element.tag);
}

void PageBuilder::separate(std::string_view tag) {
  const bool block = is_one_of(tag, kBlocks);
  if (!block && !is_one_of(tag, kCells)) return;
  for (PageText* out : {&page_.visible, &page_.hidden}) {
    if (out->text.empty() || out->text.ends_with('\n')) continue;
    if (block && out->text.ends_with(' '))
      out->text.back() = '\n';
    else if (!out->text.ends_with(' '))
      out->text += block ? '\n' : ' ';
  }
}

void PageBuilder::text(std::string_view decoded, Span written) {
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (level.script >= 0) {
    Script& script = page_.scripts[static_cast<std::size_t>(level.script)];
    if (script.body.size() + decoded.size() > ParseLimits::kScriptBytes) hit("script");
    script.body +=
        utf8::cut(decoded, ParseLimits::kScriptBytes - std::min(script.body.size(), ParseLimits::kScriptBytes));
    return;
  }
  if (level.is_title) {
    page_.title += utf8::squeeze(utf8::cut(decoded, ParseLimits::kCommentBytes));
    page_.title_source +=
        context_.markup.substr(written.begin, std::min(written.end - written.begin, ParseLimits::kCommentBytes));
    page_.title_place = place(written);
    return;
  }
  if (level.is_raw || level.tag == "title") return;
  // A template's own comment, served as it is: what stands inside was commented out by the site.
  const auto opens = decoded.rfind("<%--"), closes = decoded.rfind("--%>");
  if (opens != std::string_view::npos && (closes == std::string_view::npos || closes < opens))
    server_comment_ = true;
  else if (closes != std::string_view::npos)
    server_comment_ = false;
  const bool hidden = unseen(level.sight.hidden);
  if (!open_links_.empty()) {
    std::string& anchor = page_.links[static_cast<std::size_t>(open_links_.back())].text;
    const std::string words = utf8::squeeze(utf8::cut(decoded, 1024));
    if (!words.empty() && anchor.size() < 512) anchor += words;
    if (!words.empty() && !hidden) link_text_seen_ = true;
    if (!words.empty() && hidden) link_inner_ = level.sight;
  }
  if (level.is_heading && !hidden && page_.headings.size() < ParseLimits::kCommentBytes)
    page_.headings += utf8::squeeze(utf8::cut(decoded, 1024));
  add_text(hidden ? page_.hidden : page_.visible, decoded, written);
}

void PageBuilder::add_text(PageText& out, std::string_view decoded, Span written) {
  const std::string_view source = context_.markup.substr(written.begin, written.end - written.begin);
  const bool same = source == decoded;
  bool first = true;
  for (std::size_t at = 0; at < decoded.size();) {
    const std::size_t blank = at;
    while (at < decoded.size() && ascii::is_space(decoded[at])) ++at;
    if (at > blank && !out.text.empty() && !out.text.ends_with('\n') && !out.text.ends_with(' ')) out.text += ' ';
    // A single blank inside a sentence does not end the piece.
    std::size_t end = at;
    while (end < decoded.size() &&
           (!ascii::is_space(decoded[end]) ||
            (decoded[end] == ' ' && end + 1 < decoded.size() && !ascii::is_space(decoded[end + 1]))))
      ++end;
    if (end == at) break;
    if (out.text.size() + (end - at) > ParseLimits::kTextBytes) return hit("text");
    if (same || first)
      out.runs.push_back({out.text.size(), place(same ? Span{written.begin + at, written.begin + end} : written)});
    first = false;
    out.text += decoded.substr(at, end - at);
    at = end;
  }
}

void PageBuilder::comment(std::string_view text, Span written) {
  if (page_.comments.size() >= ParseLimits::kComments) return hit("comments");
  page_.comments.push_back({std::string(utf8::cut(text, ParseLimits::kCommentBytes)), place(written)});
}

}  // namespace huabiao::monitor
