#include "monitor/parse/tree_builder.h"

#include <algorithm>
#include <utility>

#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

std::uint32_t narrow(std::size_t offset) {
  return static_cast<std::uint32_t>(offset);
}

}  // namespace

TreeBuilder::TreeBuilder(std::string_view markup) : tokenizer_(markup) {
  tape_.nodes.reserve(markup.size() / 24 + 16);
  tape_.attributes.reserve(markup.size() / 48 + 16);
}

Tape TreeBuilder::run() {
  for (TokenKind kind = tokenizer_.next(); kind != TokenKind::End && !cut_; kind = tokenizer_.next()) {
    switch (kind) {
      case TokenKind::StartTag:
        start_tag();
        break;
      case TokenKind::EndTag:
        end_tag();
        break;
      case TokenKind::Characters:
        characters();
        break;
      case TokenKind::Comment:
        write_text(NodeKind::Comment, tokenizer_.span_of(tokenizer_.token().data), written(), Decode::RawText);
        break;
      case TokenKind::Doctype:
      case TokenKind::End:
        break;
    }
    tokenizer_.allow_cdata(open_.top().foreign);
  }
  pop_above(0);
  if (tokenizer_.attributes_dropped()) hit("attributes");
  return std::move(tape_);
}

void TreeBuilder::cut_off() {
  hit("tags");
  cut_ = true;
}

void TreeBuilder::hit(std::string_view limit) {
  if (std::ranges::find(tape_.limits_hit, limit) == tape_.limits_hit.end()) tape_.limits_hit.push_back(limit);
}

void TreeBuilder::start_tag() {
  spend();
  if (cut_) return;
  const Tag tag = tag_of(tokenizer_.token().name, tokenizer_.token().key);
  drop_newline_ = false;
  if (in_foreign())
    foreign_start_tag(tag);
  else
    html_start_tag(tag == Tag::Image ? Tag::Img : tag);
  fostering_ = false;
}

void TreeBuilder::html_start_tag(Tag tag) {
  if (!enters_page(tag) || !make_room(tag)) return;
  const bool hidden_field = tag == Tag::Input && std::ranges::any_of(tokenizer_.attributes(), [](const auto& one) {
                              return attribute_name_of(one.name, one.key) == AttributeName::Type &&
                                     one.value.size() == 6 && ascii::starts_with_nocase(one.value, "hidden");
                            });
  fostering_ = in_table_context() && !has(tag, trait::kTablePart) && tag != Tag::Script && tag != Tag::Style &&
               tag != Tag::Template && tag != Tag::Form && !hidden_field;
  if (!has(tag, trait::kNoReopen)) reopen_formatting();
  open_element(tag);
}

void TreeBuilder::open_element(Tag tag) {
  const bool foreign = tag == Tag::Svg || tag == Tag::Math;
  if (has(tag, trait::kFormatting)) return open_formatting(tag);
  if (has(tag, trait::kVoid) || (foreign && tokenizer_.token().self_closing) ||
      (tag == Tag::Form && in_table_context()))
    return leaf(tag, Attributes::OfToken, foreign);
  push(tag, Attributes::OfToken, foreign);
  tokenizer_.read_as(content_of(tag));
  drop_newline_ = tag == Tag::Textarea || tag == Tag::Pre || tag == Tag::Listing;
}

// What comes before the body, and the tags that are more than an element. False: nothing is left to do for this tag.
bool TreeBuilder::begins_part(Tag tag) {
  switch (tag) {
    case Tag::Html:
      if (open_.empty()) push(Tag::Html, Attributes::OfToken);
      return false;
    case Tag::Head:
      begin_html();
      if (!head_seen_ && !body_begun_) push(Tag::Head, Attributes::OfToken);
      head_seen_ = true;
      return false;
    case Tag::Body:
      begin_html();
      leave_head();
      if (!body_seen_ && !frameset_) push(Tag::Body, Attributes::OfToken);
      body_begun_ = body_seen_ = true;
      return false;
    case Tag::Frameset:
      begin_html();
      leave_head();
      if (!body_begun_ || top_is(Tag::Frameset)) push(Tag::Frameset, Attributes::OfToken);
      frameset_ = body_begun_ = top_is(Tag::Frameset) || body_begun_;
      return false;
    case Tag::Frame:
      if (top_is(Tag::Frameset)) leaf(Tag::Frame, Attributes::OfToken);
      return false;
    default:
      break;
  }
  begin_html();
  if (top_is(Tag::Frameset)) return tag == Tag::Noframes;
  if (!has(tag, trait::kInHead)) begin_body();
  return true;
}

void TreeBuilder::begin_html() {
  if (open_.empty()) push(Tag::Html, Attributes::None);
}

// Unless the head's noscript or template is open: what stands in there begins no body.
void TreeBuilder::begin_body() {
  if (body_begun_ || inert() != 0) return;
  leave_head();
  body_begun_ = true;
  push(Tag::Body, Attributes::None);
}

void TreeBuilder::leave_head() {
  if (const Place head = open_.last(Tag::Head); head > inert()) pop_to(head);
}

// The topmost element whose end tag alone ends it, because a browser reads its content as text or apart.
TreeBuilder::Place TreeBuilder::inert() const {
  return std::max(open_.last(Tag::Noscript), open_.last(Tag::Template));
}

// Is what stands in this element of SVG or MathML HTML again?
bool TreeBuilder::holds_html(const OpenElement& foreign) const {
  switch (foreign.tag) {
    case Tag::ForeignObject:
    case Tag::Desc:
    case Tag::Title:
    case Tag::Mi:
    case Tag::Mn:
    case Tag::Mo:
    case Tag::Ms:
    case Tag::Mtext:
      return true;
    case Tag::AnnotationXml: {
      const TapeNode& node = tape_.nodes[foreign.node];
      for (std::size_t i = 0; i < node.attribute_count; ++i) {
        const Attribute& one = tape_.attributes[node.first_attribute + i];
        if (one.name == AttributeName::Encoding) return ascii::find_nocase(one.value, "html") != std::string_view::npos;
      }
      return false;
    }
    default:
      return false;
  }
}

void TreeBuilder::foreign_start_tag(Tag tag) {
  const bool coloured =
      tag == Tag::Font && std::ranges::any_of(tokenizer_.attributes(), [](const auto& one) {
        const AttributeName name = attribute_name_of(one.name, one.key);
        return name == AttributeName::Color || name == AttributeName::Face || name == AttributeName::Size;
      });
  if (has(tag, trait::kBreaksOut) || coloured) {
    while (in_foreign()) pop_one({});
    return html_start_tag(tag == Tag::Image ? Tag::Img : tag);
  }
  if (tokenizer_.token().self_closing)
    leaf(tag, Attributes::OfToken, true);
  else
    push(tag, Attributes::OfToken, true);
}

bool TreeBuilder::foreign_end_tag() {
  const Tag tag = tag_of(tokenizer_.token().name, tokenizer_.token().key);
  if (tag == Tag::Br || tag == Tag::P) {
    while (in_foreign()) pop_one({});
    return false;
  }
  const Place place = open_.nearest_named(tokenizer_.token().key);
  if (place == 0 || !open_.at(place).foreign) return false;
  pop_to(place, written());
  return true;
}

void TreeBuilder::end_tag() {
  spend();
  if (cut_ || open_.empty() || (open_.top().foreign && foreign_end_tag())) return;
  html_end_tag(tag_of(tokenizer_.token().name, tokenizer_.token().key));
}

void TreeBuilder::characters() {
  const Token& token = tokenizer_.token();
  std::string_view text = token.data;
  if (drop_newline_)
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.starts_with('\n') || text.starts_with('\r'));
  drop_newline_ = false;
  if (text.empty()) return;
  bool blank = false;
  if (token.decode == Decode::Text) {
    blank = token.blank || (ascii::is_space(text.front()) && scan::is_blank(text, tokenizer_.end()));
    if (blank ? open_.empty() : top_is(Tag::Frameset)) return;
    if (!blank) {
      begin_html();
      begin_body();
    }
    fostering_ = !blank && in_table_context();
    if (!in_foreign() && (!blank || !in_table_context())) reopen_formatting();
  }
  const Tag tag = open_.top().tag;
  if (blank && tag != Tag::Script && tag != Tag::Title) {
    space_ = true;
    return;
  }
  const Decode decode = token.as_is ? Decode::AsIs : token.decode == Decode::Text ? Decode::Body : token.decode;
  const Span span = tokenizer_.span_of(text);
  write_text(NodeKind::Text, span, span, decode);
  fostering_ = false;
  if (tag == Tag::Style) tape_.styles.push_back(span);
  if (tag == Tag::Script) tape_.scripts.push_back(span);
}

// Where a new node stands for the reader: in what is open, or before the table that does not take it.
std::uint32_t TreeBuilder::foster_level() const {
  const Place table = in_table_context() ? open_.last(Tag::Table) : 0;
  if (table == 0) return level();
  return table == 1 ? 0 : open_.at(table - 1).level;
}

void TreeBuilder::write_text(NodeKind kind, Span text, Span whole, Decode decode) {
  TapeNode& node = append(kind);
  node.decode = decode;
  node.begin = narrow(whole.begin);
  node.end = narrow(whole.end);
  node.text_begin = narrow(text.begin);
  node.text_end = narrow(text.end);
}

void TreeBuilder::write_element(NodeKind kind, Tag tag, Attributes attributes, bool foreign) {
  TapeNode& node = append(kind);
  node.tag = tag;
  node.foreign = foreign;
  if (tag == Tag::A || tag == Tag::Area) ++tape_.links;
  if (attributes == Attributes::None) return;
  const Span span = written();
  node.begin = narrow(span.begin);
  node.end = narrow(span.end);
  write_attributes(node);
}

void TreeBuilder::write_attributes(TapeNode& node) {
  node.first_attribute = narrow(tape_.attributes.size());
  for (const RawAttribute& raw : tokenizer_.attributes()) {
    const AttributeName name = attribute_name_of(raw.name, raw.key);
    if (name == AttributeName::Other) continue;
    std::string_view value = raw.value;
    if (!raw.as_is) {
      value = decoded(value, Decode::Attribute, scratch_);
      if (value.data() == scratch_.data()) value = tape_.decoded.keep(value);
    }
    tape_.attributes.push_back({name, value});
    node.attribute_set |= attribute_bit(name);
  }
  node.attribute_count = static_cast<std::uint16_t>(tape_.attributes.size() - node.first_attribute);
}

void TreeBuilder::leaf(Tag tag, Attributes attributes, bool foreign) {
  write_element(NodeKind::Leaf, tag, attributes, foreign);
}

void TreeBuilder::push(Tag tag, Attributes attributes, bool foreign) {
  const bool shown = level() < ParseLimits::kDepth;
  if (!shown) hit("depth");
  write_element(shown ? NodeKind::Open : NodeKind::Leaf, tag, attributes, foreign);
  open_.push({.tag = tag,
              .foreign = foreign,
              .shown = shown,
              .ends_when_top = false,
              .node = narrow(tape_.nodes.size() - 1),
              .level = level() + (shown ? 1 : 0),
              .key = attributes == Attributes::None ? 0 : tokenizer_.token().key});
  if (!foreign && has(tag, trait::kMarker)) formatting_.emplace_back();
}

void TreeBuilder::push_again(const OpenElement& element) {
  spend();
  OpenElement again = element;
  again.shown = level() < ParseLimits::kDepth;
  TapeNode node = tape_.nodes[element.node];
  node.kind = again.shown ? NodeKind::Open : NodeKind::Leaf;
  node.again = !has(element.tag, trait::kFormatting);
  node.after_space = std::exchange(space_, false);
  node.parent_level = parent_level();
  tape_.nodes.push_back(node);
  again.node = narrow(tape_.nodes.size() - 1);
  again.level = level() + (again.shown ? 1 : 0);
  open_.push(again);
}

void TreeBuilder::pop_one(Span end_tag, bool goes_on) {
  const OpenElement element = open_.top();
  open_.pop();
  if (element.shown) {
    TapeNode& node = append(NodeKind::Close);
    node.begin = narrow(end_tag.begin);
    node.end = narrow(end_tag.end);
    node.again = goes_on;
  }
  if (!element.foreign && has(element.tag, trait::kMarker)) forget_formatting_to_marker();
}

void TreeBuilder::pop_to(Place place, Span end_tag) {
  while (open_.size() > place) pop_one({});
  pop_one(end_tag);
  if (open_.top().ends_when_top) pop_above(open_.size());
}

void TreeBuilder::pop_above(Place place) {
  while (open_.size() > place) pop_one({});
  while (!open_.empty() && open_.top().ends_when_top) pop_one({});
}

}  // namespace huabiao::monitor
