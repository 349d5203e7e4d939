#include "monitor/parse/page_builder.h"

#include <algorithm>
#include <bit>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kMarkSpan = "_ideConac";

}  // namespace

PageBuilder::PageBuilder(Page& page, BuildContext context)
    : page_(page), context_(std::move(context)), sights_(context_.rules) {
  levels_.reserve(64);
}

const PageBuilder::Level PageBuilder::kNoLevel;

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
  const Level& parent = level_at(element.parent_level);
  Sight sight = sights_.of(element, parent.sight);
  if (cover_ && sight.hidden == Hidden::None)
    sight = sights_.hidden_by(cover_->kind, "written by a script: " + cover_->why, sight);
  const bool heading = parent.is_heading || (element.tag >= Tag::H1 && element.tag <= Tag::H3);
  Level& level = levels_.emplace_back();
  level.sight = sight;
  level.begin = static_cast<std::uint32_t>(element.start_tag.begin);
  level.end = static_cast<std::uint32_t>(element.start_tag.end);
  level.tag = element.tag;
  level.is_raw = has(element.tag, trait::kNoText);
  level.is_heading = heading;
  if (element.again) return;
  ++page_.elements;
  if (has(element.tag, trait::kLine | trait::kCell)) separate(element.tag);
  if (element.has(AttributeName::Id) || element.has(AttributeName::Class)) mind_mark_span(element);
  if (!server_comment_) open_items(element, level);
}

void PageBuilder::mind_mark_span(const Element& element) {
  for (const Attribute& one : element.attributes)
    if (one.value.size() >= kMarkSpan.size() &&
        (one.name == AttributeName::Id
             ? one.value == kMarkSpan
             : one.name == AttributeName::Class && one.value.find(kMarkSpan) != std::string_view::npos))
      page_.has_mark_span = true;
}

void PageBuilder::open_items(const Element& element, Level& level) {
  if (element.has(AttributeName::Handler) || is_script_link(element)) read_handlers(element);
  switch (element.tag) {
    case Tag::A:
    case Tag::Area:
      return open_link(element, level);
    case Tag::Iframe:
    case Tag::Frame:
      return open_frame(element, level);
    case Tag::Script:
      return open_script(element, level);
    case Tag::Meta:
      return open_meta(element);
    case Tag::Title:
      level.is_title = !element.foreign && page_.title.empty();
      return;
    case Tag::Img:
    case Tag::Input:
    case Tag::Source:
    case Tag::Embed:
    case Tag::Audio:
    case Tag::Video:
    case Tag::Link:
    case Tag::Object:
      return open_resource(element, level);
    case Tag::Base:
      if (element.has(AttributeName::Href))
        if (auto base = web::parse_url(address(element.attribute(AttributeName::Href)).url))
          context_.base.emplace(*std::move(base));
      return;
    default:
      return;
  }
}

void PageBuilder::close(Span end_tag, bool goes_on) {
  const Level& top = levels_.back();
  const Tag tag = top.tag;
  const bool heading = top.is_heading;
  if (top.made != Made::Nothing)
    close_items(Level(top), end_tag);
  else
    levels_.pop_back();
  if (goes_on) return;
  if (heading && (levels_.empty() || !levels_.back().is_heading) && !page_.headings.ends_with('\n'))
    page_.headings += '\n';
  if (has(tag, trait::kLine | trait::kCell)) separate(tag);
}

// Takes the element off and finishes what it made.
void PageBuilder::close_items(const Level& level, Span end_tag) {
  levels_.pop_back();
  const Place whole = place({level.begin, std::max<std::size_t>(level.end, end_tag.end)});
  if (level.made == Made::Link) {
    page_.links[level.item].place = whole;
    close_link(level);
  } else if (level.made == Made::Frame) {
    page_.frames[level.item].place = whole;
  } else {
    page_.scripts[level.item].place = whole;
    close_script(level);
  }
}

// Requires: a tag of a line or a cell.
void PageBuilder::separate(Tag tag) {
  const bool line = has(tag, trait::kLine);
  for (PageText* out : {&page_.visible, &page_.hidden}) {
    if (out->text.empty() || out->text.ends_with('\n')) continue;
    if (line && out->text.ends_with(' '))
      out->text.back() = '\n';
    else if (!out->text.ends_with(' '))
      out->text += line ? '\n' : ' ';
  }
}

void PageBuilder::text(std::string_view decoded, Span written, std::uint32_t parent_level) {
  const Level& level = level_at(parent_level);
  if (level.made == Made::Script) {
    Script& script = page_.scripts[level.item];
    if (script.body.size() + decoded.size() > ParseLimits::kScriptBytes) hit("script");
    script.body +=
        utf8::cut(decoded, ParseLimits::kScriptBytes - std::min(script.body.size(), ParseLimits::kScriptBytes));
    return;
  }
  if (level.is_title) {
    utf8::append_squeezed(page_.title, utf8::cut(decoded, ParseLimits::kCommentBytes));
    page_.title_source +=
        context_.markup.substr(written.begin, std::min(written.end - written.begin, ParseLimits::kCommentBytes));
    page_.title_place = place(written);
    return;
  }
  if (level.is_raw || level.tag == Tag::Title) return;
  mind_server_comment(decoded);
  const bool hidden = unseen(level.sight.hidden);
  if (!open_links_.empty()) {
    std::string& anchor = page_.links[open_links_.back()].text;
    const std::size_t before = anchor.size();
    utf8::append_squeezed(anchor, utf8::cut(decoded, 1024));
    const bool words = anchor.size() > before;
    if (before >= 512) anchor.resize(before);
    if (words && !hidden) link_text_seen_ = true;
    if (words && hidden) link_inner_ = level.sight;
  }
  if (level.is_heading && !hidden && page_.headings.size() < ParseLimits::kCommentBytes)
    utf8::append_squeezed(page_.headings, utf8::cut(decoded, 1024));
  add_text(hidden ? page_.hidden : page_.visible, decoded, written);
}

void PageBuilder::space() {
  const Level& level = level_at(levels_.size());
  if (!level.is_raw && level.tag != Tag::Title) part(unseen(level.sight.hidden) ? page_.hidden : page_.visible);
}

// A template's own comment, served as it is: what stands inside was commented out by the site.
void PageBuilder::mind_server_comment(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return;
  const auto opens = text.rfind("<%--"), closes = text.rfind("--%>");
  if (opens != std::string_view::npos && (closes == std::string_view::npos || closes < opens))
    server_comment_ = true;
  else if (closes != std::string_view::npos)
    server_comment_ = false;
}

namespace {

// Where the piece of text at `at` ends: a single blank inside a sentence does not end it.
const char* piece_end(const char* at, const char* end, const char* limit) {
  if (at == end) return end;
  const char* const last = ascii::is_space(end[-1]) ? end - 1 : end;  // a blank there ends it
#ifdef __SSE2__
  for (; at < last && limit - at > 16; at += 16) {
    const unsigned spaces = scan::hits_at<' ', '\t', '\n', '\f', '\r'>(at), blanks = scan::hits_at<' '>(at);
    if (spaces == 0) continue;
    const unsigned followed = spaces >> 1 | (ascii::is_space(at[16]) ? 0x8000U : 0);
    if (const unsigned ends = spaces & (~blanks | followed); ends != 0)
      return std::min(at + std::countr_zero(ends), last);
  }
#endif
  for (; at < last; ++at)
    if (ascii::is_space(*at) && (*at != ' ' || ascii::is_space(at[1]))) return at;
  return last;
}

}  // namespace

// Parts what follows from what stands there.
void PageBuilder::part(PageText& out) {
  if (!out.text.empty() && out.text.back() != '\n' && out.text.back() != ' ') out.text += ' ';
}

void PageBuilder::add_text(PageText& out, std::string_view decoded, Span written) {
  const std::string_view source = context_.markup.substr(written.begin, written.end - written.begin);
  const bool same = source.data() == decoded.data() || source == decoded;
  const char *const begin = decoded.data(), *const end = begin + decoded.size();
  const char* const limit = source.data() == begin ? context_.markup.data() + context_.markup.size() : end;
  bool first = true;
  for (const char* at = begin; at != end;) {
    const char* const piece = scan::skip_space(at, end, limit);
    if (piece > at) part(out);
    at = piece_end(piece, end, limit);
    if (at == piece) break;
    const auto length = static_cast<std::size_t>(at - piece),
               from = written.begin + static_cast<std::size_t>(piece - begin);
    if (out.text.size() + length > ParseLimits::kTextBytes) return hit("text");
    if (same || first) out.runs.push_back({out.text.size(), place(same ? Span{from, from + length} : written)});
    first = false;
    out.text.append(piece, length);
  }
}

void PageBuilder::comment(std::string_view text, Span written) {
  if (page_.comments.size() >= ParseLimits::kComments) return hit("comments");
  page_.comments.push_back({std::string(utf8::cut(text, ParseLimits::kCommentBytes)), place(written)});
}

}  // namespace huabiao::monitor
