#pragma once
// Tape: a page's elements and texts in document order, flat: what tree construction writes and Tree plays back.

#include <cstdint>
#include <string_view>
#include <vector>

#include "monitor/kept_text.h"
#include "monitor/parse/tags.h"

namespace huabiao::monitor {

struct Attribute {
  AttributeName name = AttributeName::Other;
  std::string_view value;  // references decoded
};

enum class NodeKind : std::uint8_t { Open, Leaf, Close, Text, Comment };

struct TapeNode {
  NodeKind kind = NodeKind::Open;
  Tag tag = Tag::Unknown;    // Open, Leaf
  bool foreign = false;      // Open, Leaf
  bool again = false;        // Open: goes on with an element that was closed only to be opened here; Close: so it is
  bool after_space = false;  // white space that is no text of its own stands before it, in what is open there
  Decode decode = Decode::Text;
  std::uint16_t attribute_count = 0;
  std::uint32_t first_attribute = 0;
  std::uint32_t attribute_set = 0;   // the bits of their names
  std::uint32_t begin = 0, end = 0;  // of the start tag, the end tag, the text, the comment; empty: not written
  std::uint32_t text_begin = 0, text_end = 0;  // Text, Comment: without "<!--" and the like
  std::uint32_t parent_level = 0;              // Open, Leaf, Text: levels open around it
};

struct Tape {
  std::vector<TapeNode> nodes;
  std::vector<Attribute> attributes;  // those that have a name here
  PageMemory decoded;                 // what attribute values say where they do not say it themselves
  std::vector<Span> styles, scripts;  // the sources of these elements, as written
  std::size_t links = 0;              // a and area elements, roughly
  std::vector<std::string_view> limits_hit;
};

}  // namespace huabiao::monitor
