#pragma once
// Tree: markup -> what stands in it, as a browser would nest it, handed out as events in document order. Read from the
// tokens in one pass (tree_builder.h); a browser's tree differs only where mis-nested formatting moves nodes in ways
// that change neither what is seen nor what is linked. Thread: one Tree, one thread.

#include <span>
#include <string_view>
#include <vector>

#include "monitor/parse/tape.h"

namespace huabiao::monitor {

struct Element {
  Tag tag = Tag::Unknown;
  std::span<const Attribute> attributes;
  Span start_tag;                   // empty for an element nobody wrote
  bool foreign = false;             // SVG or MathML
  bool again = false;               // an element the page closed too early goes on
  std::uint32_t parent_level = 0;   // open elements it stands in; fewer than are open when it is shown elsewhere
  std::uint32_t attribute_set = 0;  // the bits of their names
  [[nodiscard]] bool has(AttributeName name) const { return (attribute_set & attribute_bit(name)) != 0; }
  [[nodiscard]] std::string_view attribute(AttributeName name) const {
    if (has(name))
      for (const Attribute& one : attributes)
        if (one.name == name) return one.value;
    return {};
  }
};

class TreeVisitor {
 public:
  virtual ~TreeVisitor() = default;
  // Views of attributes live as long as the Tree, those of text until the call returns.
  virtual void open(const Element& element) = 0;
  // The element opened last; end_tag empty when there is none. `goes_on`: it is opened again elsewhere at once.
  virtual void close(Span end_tag, bool goes_on) = 0;
  virtual void text(std::string_view decoded, Span written, std::uint32_t parent_level) = 0;
  // White space alone between tags, in the element opened last (of a script or a title it comes as text).
  virtual void space() = 0;
  virtual void comment(std::string_view text, Span written) = 0;
};

class Tree {
 public:
  // Lifetime: `markup` outlives the Tree.
  explicit Tree(std::string_view markup);

  void walk(TreeVisitor& visitor) const;
  [[nodiscard]] const std::vector<std::string_view>& limits_hit() const { return tape_.limits_hit; }
  // How many a and area elements it has, roughly: room for what is made of them.
  [[nodiscard]] std::size_t links() const { return tape_.links; }
  // Sources of style and script elements, as written.
  [[nodiscard]] const std::vector<Span>& styles() const { return tape_.styles; }
  [[nodiscard]] const std::vector<Span>& scripts() const { return tape_.scripts; }

 private:
  std::string_view markup_;
  Tape tape_;
};

}  // namespace huabiao::monitor
