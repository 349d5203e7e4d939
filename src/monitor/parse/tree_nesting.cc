// Which tags end what is open: the standard's "in body", "in table" and "in select" insertion modes.

#include <algorithm>

#include "monitor/parse/tree_builder.h"

namespace huabiao::monitor {

// The open paragraph in the standard's button scope.
TreeBuilder::Place TreeBuilder::paragraph() const {
  const Place place = open_.in_scope(Tag::P);
  return place > open_.last(Tag::Button) ? place : 0;
}

// Ends what the start tag ends. False: the tag is ignored.
bool TreeBuilder::make_room(Tag tag) {
  if (const Place select = open_.in_scope(Tag::Select); select != 0) {
    if (!make_room_in_select(tag, select)) return false;
    if (open_.last(Tag::Select) >= select) return true;
  }
  if (has(tag, trait::kTablePart)) return make_room_in_table(tag);
  switch (tag) {
    case Tag::Li:
    case Tag::Dd:
    case Tag::Dt:
      close_item(tag);
      break;
    case Tag::Form:
      if (form_open_) return false;
      form_open_ = true;
      break;
    case Tag::Button:
      if (const Place button = open_.in_scope(Tag::Button); button != 0) pop_to(button);
      break;
    case Tag::Option:
    case Tag::Optgroup:
      if (top_is(Tag::Option)) pop_above(open_.size() - 1);
      break;
    case Tag::Rb:
    case Tag::Rp:
    case Tag::Rt:
    case Tag::Rtc:
      close_ruby(tag);
      break;
    case Tag::A:
      if (remembered(Tag::A) != 0) end_formatting(Tag::A, {});
      break;
    case Tag::Nobr:
      if (open_.in_scope(Tag::Nobr) != 0) end_formatting(Tag::Nobr, {});
      break;
    case Tag::Table:
      if (in_table_context() && open_.last(Tag::Table) > inert()) pop_to(open_.last(Tag::Table));
      break;
    default:
      break;
  }
  if (!has(tag, trait::kClosesP)) return true;
  if (const Place p = paragraph(); p != 0) pop_to(p);
  if (has(tag, trait::kHeading) && !open_.empty() && has(open_.top().tag, trait::kHeading)) pop_above(open_.size() - 1);
  return true;
}

// A list box holds options alone; some tags end it, the others are ignored.
bool TreeBuilder::make_room_in_select(Tag tag, Place select) {
  switch (tag) {
    case Tag::Option:
    case Tag::Optgroup:
    case Tag::Hr:
      if (top_is(Tag::Option)) pop_above(open_.size() - 1);
      if (tag != Tag::Option && top_is(Tag::Optgroup)) pop_above(open_.size() - 1);
      return true;
    case Tag::Script:
    case Tag::Template:
      return true;
    case Tag::Select:
      pop_to(select);
      return false;
    case Tag::Input:
    case Tag::Keygen:
    case Tag::Textarea:
      pop_to(select);
      return true;
    default:
      break;
  }
  if (!has(tag, trait::kTablePart) || open_.last(Tag::Table) <= inert()) return false;
  pop_to(select);
  return true;
}

bool TreeBuilder::make_room_in_table(Tag tag) {
  const Place table = open_.last(Tag::Table);
  if (table <= inert()) return open_.last(Tag::Template) > open_.last(Tag::Noscript);
  const Place section = std::max({table, open_.last(Tag::Tbody), open_.last(Tag::Thead), open_.last(Tag::Tfoot)});
  const Place row = open_.last(Tag::Tr);
  switch (tag) {
    case Tag::Tr:
      pop_above(section);
      break;
    case Tag::Td:
    case Tag::Th:
      pop_above(row > table ? row : section);
      if (row < table) push(Tag::Tr, Attributes::None);
      break;
    case Tag::Col:
      pop_above(std::max(table, open_.last(Tag::Colgroup)));
      break;
    default:
      pop_above(table);
      break;
  }
  return true;
}

void TreeBuilder::close_item(Tag tag) {
  const Place item = tag == Tag::Li ? open_.last(Tag::Li) : std::max(open_.last(Tag::Dd), open_.last(Tag::Dt));
  if (item > open_.item_barrier()) pop_to(item);
}

void TreeBuilder::close_ruby(Tag tag) {
  if (open_.in_scope(Tag::Ruby) == 0) return;
  const bool within = tag == Tag::Rt || tag == Tag::Rp;
  while (top_is(Tag::Rb) || top_is(Tag::Rp) || top_is(Tag::Rt) || (top_is(Tag::Rtc) && !within))
    pop_above(open_.size() - 1);
}

void TreeBuilder::html_end_tag(Tag tag) {
  Place place = open_.in_scope(tag);
  switch (tag) {
    case Tag::Html:
    case Tag::Body:
      return;
    case Tag::Head:
      return leave_head();
    case Tag::Br:
      return leaf(tag, Attributes::None);
    case Tag::P:
      place = paragraph();
      if (place == 0) return leaf(tag, Attributes::None);
      break;
    case Tag::Li:
      place = place > std::max(open_.last(Tag::Ol), open_.last(Tag::Ul)) ? place : 0;
      break;
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
      for (const Tag other : {Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6})
        place = std::max(place, open_.in_scope(other));
      break;
    case Tag::Noscript:
    case Tag::Template:
      place = open_.last(tag);
      break;
    case Tag::Form:
      return end_form();
    case Tag::Option:
    case Tag::Script:
    case Tag::Style:
    case Tag::Title:
    case Tag::Textarea:
    case Tag::Xmp:
    case Tag::Iframe:
    case Tag::Noembed:
    case Tag::Noframes:
    case Tag::Frameset:
      place = top_is(tag) ? open_.size() : 0;
      break;
    case Tag::Dd:
    case Tag::Dt:
    case Tag::Select:
      break;
    case Tag::Optgroup:
      place = place == open_.size() || (top_is(Tag::Option) && place + 1 == open_.size()) ? place : 0;
      break;
    default:
      if (tag == Tag::Table || has(tag, trait::kTablePart)) return end_table_part(tag);
      if (has(tag, trait::kFormatting)) return end_formatting(tag, written());
      if (!has(tag, trait::kBlock)) return end_other(tag, written());
  }
  if (place != 0) pop_to(place, written());
}

void TreeBuilder::end_table_part(Tag tag) {
  const Place place = open_.last(tag);
  const Place barrier = tag == Tag::Table ? inert() : std::max(inert(), open_.last(Tag::Table));
  if (place > barrier) pop_to(place, written());
}

// A form that is left while something inside is open ends with that.
void TreeBuilder::end_form() {
  form_open_ = false;
  const Place form = open_.in_scope(Tag::Form);
  if (form == 0) return;
  while (open_.size() > form && has(open_.top().tag, trait::kImplied)) pop_above(open_.size() - 1);
  if (open_.size() < form) return;
  if (open_.size() == form) return pop_to(form, written());
  open_.at(form).ends_when_top = true;
}

void TreeBuilder::end_other(Tag tag, Span end_tag) {
  const Place place = tag == Tag::Unknown ? open_.nearest_named(tokenizer_.token().key) : open_.last(tag);
  if (place != 0 && place >= open_.special()) pop_to(place, end_tag);
}

}  // namespace huabiao::monitor
