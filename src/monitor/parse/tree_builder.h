#pragma once
// TreeBuilder: tokens -> Tape, the HTML standard's tree construction as far as it decides what contains what: elements
// implied and closed by others, formatting opened again, tables that throw out what is no part of them, SVG and
// MathML. No node is moved afterwards: where the standard would move one (the adoption agency), what is still open is
// closed and goes on elsewhere. Time is linear: every search is answered by OpenElements, every element opened again is
// paid from the limit on tags. Thread: one.

#include <optional>
#include <vector>

#include "monitor/parse/open_elements.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/tape.h"
#include "monitor/parse/tokenizer.h"

namespace huabiao::monitor {

class TreeBuilder {
 public:
  // Lifetime: the tape's attribute values may be views of `markup`.
  explicit TreeBuilder(std::string_view markup);
  Tape run();

 private:
  using Place = OpenElements::Place;
  enum class Attributes : bool { None, OfToken };
  struct Formatting {
    Tag tag = Tag::Unknown;    // Unknown: a marker, what stands below is not opened again above it
    std::uint32_t node = 0;    // on the tape, with the attributes
    Place place = 0;           // where it was opened last
    std::uint32_t opened = 0;  // the node of that
  };

  // Tokens (tree_builder.cc).
  void start_tag();
  void end_tag();
  void characters();
  void comment();
  void html_start_tag(Tag tag);
  void open_element(Tag tag);
  void foreign_start_tag(Tag tag);
  bool foreign_end_tag();
  bool enters_page(Tag tag) {  // in most of a page there is nothing to ask
    return (body_begun_ && !frameset_ && !has(tag, trait::kPage)) || begins_part(tag);
  }
  bool begins_part(Tag tag);
  void begin_html();
  void begin_body();
  void leave_head();

  // Start and end tags that imply others (tree_nesting.cc).
  bool make_room(Tag tag);
  bool make_room_in_select(Tag tag, Place select);
  bool make_room_in_table(Tag tag);
  void close_item(Tag tag);
  void close_ruby(Tag tag);
  void html_end_tag(Tag tag);
  void end_table_part(Tag tag);
  void end_form();
  void end_other(Tag tag, Span end_tag);
  [[nodiscard]] Place paragraph() const;

  // Formatting (tree_formatting.cc).
  void open_formatting(Tag tag);
  void reopen_formatting() {  // mostly what was opened last is open
    if (!formatting_.empty() && formatting_.back().tag != Tag::Unknown && !is_open(formatting_.back())) open_again();
  }
  void open_again();
  void end_formatting(Tag tag, Span end_tag);
  void lift_out_of(const Formatting& entry, Span end_tag);
  [[nodiscard]] std::size_t remembered(Tag tag) const;
  [[nodiscard]] bool is_open(const Formatting& entry) const {
    return entry.place != 0 && entry.place <= open_.size() && open_.at(entry.place).node == entry.opened;
  }
  void forget_formatting_to_marker();

  // The stack and the tape (tree_builder.cc).
  void push(Tag tag, Attributes attributes, bool foreign = false);
  void push_again(const OpenElement& element);  // formatting: a new element; others go on
  void leaf(Tag tag, Attributes attributes, bool foreign = false);
  void pop_one(Span end_tag, bool goes_on = false);
  void pop_to(Place place, Span end_tag = {});  // with the element there
  void pop_above(Place place);
  void write_text(NodeKind kind, Span text, Span whole, Decode decode);
  void write_attributes(TapeNode& node);
  void write_element(NodeKind kind, Tag tag, Attributes attributes, bool foreign);
  TapeNode& append(NodeKind kind) {  // valid until the next one
    TapeNode& node = tape_.nodes.emplace_back();
    node.kind = kind;
    node.after_space = space_;
    space_ = false;
    node.parent_level = parent_level();
    return node;
  }
  [[nodiscard]] std::uint32_t level() const { return open_.top().level; }
  [[nodiscard]] std::uint32_t parent_level() const { return fostering_ ? foster_level() : level(); }
  [[nodiscard]] std::uint32_t foster_level() const;
  [[nodiscard]] bool top_is(Tag tag) const { return open_.top().tag == tag && !open_.top().foreign; }
  [[nodiscard]] bool in_foreign() const { return open_.top().foreign && !holds_html(open_.top()); }
  [[nodiscard]] bool holds_html(const OpenElement& foreign) const;
  [[nodiscard]] bool in_table_context() const {
    return has(open_.top().tag, trait::kTableContext) && !open_.top().foreign;
  }
  [[nodiscard]] Place inert() const;
  void spend() {
    if (++tags_ > ParseLimits::kTags) cut_off();
  }
  void cut_off();
  void hit(std::string_view limit);
  [[nodiscard]] Span written() const { return tokenizer_.span_of(tokenizer_.token().written); }

  Tokenizer tokenizer_;
  Tape tape_;
  std::string scratch_;
  OpenElements open_;
  std::vector<Formatting> formatting_;
  std::size_t tags_ = 0;
  bool html_seen_ = false, head_seen_ = false, body_begun_ = false, body_seen_ = false, frameset_ = false;
  bool form_open_ = false, fostering_ = false, cut_ = false, drop_newline_ = false;
  bool space_ = false;  // white space was read that no node tells of yet
};

}  // namespace huabiao::monitor
