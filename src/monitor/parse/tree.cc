#include "monitor/parse/tree.h"

#include <gumbo.h>
#include <vector>

namespace huabiao::monitor {

struct Tree::Impl {
  std::string_view markup;
  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output = nullptr;

  [[nodiscard]] Span span_of(const GumboStringPiece& piece) const {
    if (piece.data == nullptr || piece.length == 0) return {};
    const auto begin = static_cast<std::size_t>(piece.data - markup.data());
    return {begin, begin + piece.length};
  }
};

std::string_view Element::attribute(std::string_view name) const {
  for (const Attribute& one : attributes)
    if (one.name == name) return one.value;
  return {};
}

bool Element::has(std::string_view name) const {
  for (const Attribute& one : attributes)
    if (one.name == name) return true;
  return false;
}

Tree::Tree(std::string_view markup) : impl_(std::make_unique<Impl>()) {
  impl_->markup = markup;
  impl_->options.max_errors = 0;
  impl_->output = gumbo_parse_with_options(&impl_->options, markup.data(), markup.size());
}

Tree::~Tree() {
  gumbo_destroy_output(&impl_->options, impl_->output);
}

namespace {

std::vector<Attribute> attributes_of(const GumboElement& element) {
  std::vector<Attribute> attributes;
  attributes.reserve(element.attributes.length);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    attributes.push_back({attribute->name, attribute->value});
  }
  return attributes;
}

struct Level {
  const GumboNode* node;
  unsigned next = 0;
};

}  // namespace

void Tree::walk(TreeVisitor& visitor) const {
  const Impl& impl = *impl_;
  const auto element_of = [&](const GumboNode& node, const std::vector<Attribute>& attributes) {
    const GumboElement& element = node.v.element;
    return Element{gumbo_normalized_tagname(element.tag), attributes, impl.span_of(element.original_tag),
                   element.tag_namespace != GUMBO_NAMESPACE_HTML};
  };
  const auto leaf = [&](const GumboNode& node) {
    const GumboText& text = node.v.text;
    if (node.type == GUMBO_NODE_COMMENT)
      visitor.comment(text.text, impl.span_of(text.original_text));
    else
      visitor.text(text.text, impl.span_of(text.original_text));
  };
  std::vector<Level> stack = {{impl.output->document}};
  while (!stack.empty()) {
    Level& level = stack.back();
    const bool is_document = level.node->type == GUMBO_NODE_DOCUMENT;
    const GumboVector& children = is_document ? level.node->v.document.children : level.node->v.element.children;
    if (level.next < children.length) {
      const auto* child = static_cast<const GumboNode*>(children.data[level.next++]);
      if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) {
        visitor.open(element_of(*child, attributes_of(child->v.element)));
        stack.push_back({child});
      } else {
        leaf(*child);
      }
      continue;
    }
    if (!is_document)
      visitor.close(element_of(*level.node, attributes_of(level.node->v.element)),
                    impl.span_of(level.node->v.element.original_end_tag));
    stack.pop_back();
  }
}

}  // namespace huabiao::monitor
