#pragma once
// Tree: markup -> what stands in it, as a browser would nest it, handed out as events in document order. Whoever reads
// the markup (a library's tree builder today) stays behind this file. Thread: one Tree, one thread.

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "monitor/parse/tokenizer.h"

namespace huabiao::monitor {

struct Attribute {
  std::string_view name, value;  // name lower case, references decoded in the value
};

struct Element {
  std::string_view tag;  // lower case; empty for a name HTML does not know
  std::span<const Attribute> attributes;
  Span start_tag;        // empty for an element nobody wrote
  bool foreign = false;  // SVG or MathML
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
};

class TreeVisitor {
 public:
  virtual ~TreeVisitor() = default;
  // Views live as long as the Tree.
  virtual void open(const Element& element) = 0;
  virtual void close(const Element& element, Span end_tag) = 0;  // end_tag empty when there is none
  virtual void text(std::string_view decoded, Span written) = 0;
  virtual void comment(std::string_view text, Span written) = 0;
};

class Tree {
 public:
  // Lifetime: `markup` outlives the Tree. Requires: bounded markup (bound.h).
  explicit Tree(std::string_view markup);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  void walk(TreeVisitor& visitor) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace huabiao::monitor
