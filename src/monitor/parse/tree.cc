#include "monitor/parse/tree.h"

#include "monitor/parse/tree_builder.h"

namespace huabiao::monitor {

Tree::Tree(std::string_view markup) : markup_(markup), tape_(TreeBuilder(markup).run()) {}

void Tree::walk(TreeVisitor& visitor) const {
  std::string scratch;
  const auto text_of = [this, &scratch](const TapeNode& node) {
    const std::string_view text = markup_.substr(node.text_begin, node.text_end - node.text_begin);
    return node.decode == Decode::AsIs ? text : decoded(text, node.decode, scratch);
  };
  for (const TapeNode& node : tape_.nodes) {
    const Span span{node.begin, node.end};
    if (node.after_space) visitor.space();
    switch (node.kind) {
      case NodeKind::Open:
      case NodeKind::Leaf:
        visitor.open({.tag = node.tag,
                      .attributes = std::span(tape_.attributes).subspan(node.first_attribute, node.attribute_count),
                      .start_tag = span,
                      .foreign = node.foreign,
                      .again = node.again,
                      .parent_level = node.parent_level,
                      .attribute_set = node.attribute_set});
        if (node.kind == NodeKind::Leaf) visitor.close({}, false);
        break;
      case NodeKind::Close:
        visitor.close(span, node.again);
        break;
      case NodeKind::Text:
        visitor.text(text_of(node), span, node.parent_level);
        break;
      case NodeKind::Comment:
        visitor.comment(text_of(node), span);
        break;
    }
  }
}

}  // namespace huabiao::monitor
