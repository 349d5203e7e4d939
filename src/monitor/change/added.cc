// What the page after has and the page before had not.

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "monitor/change/change.h"
#include "monitor/change/shape.h"

namespace huabiao::monitor {
namespace {

using Shapes = std::unordered_set<std::string>;

template <typename Take>
void each_line(std::string_view text, const Take& take) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    take(at, text.substr(at, end - at));
    at = end + 1;
  }
}

Shapes line_shapes(std::string_view text) {
  Shapes shapes;
  each_line(text, [&](std::size_t, std::string_view line) { shapes.insert(text_shape(line)); });
  return shapes;
}

PageText added_text(const PageText& before, const PageText& after) {
  const Shapes known = line_shapes(before.text);
  PageText out;
  each_line(after.text, [&](std::size_t at, std::string_view line) {
    if (line.empty() || known.contains(text_shape(line))) return;
    out.runs.push_back({out.text.size(), after.place_of(at, line.size())});
    out.text.append(line).append("\n");
  });
  return out;
}

// Of `after`, those whose shape `before` does not hold.
template <typename Item, typename Shape>
std::vector<Item> added_items(const std::vector<Item>& before, const std::vector<Item>& after, const Shape& shape) {
  Shapes known;
  for (const Item& item : before) known.insert(shape(item));
  std::vector<Item> out;
  for (const Item& item : after)
    if (!known.contains(shape(item))) out.push_back(item);
  return out;
}

}  // namespace

Page what_was_added(const Page& before, const Page& after) {
  Page page{.memory = after.memory};
  page.charset = after.charset;
  page.bytes = after.bytes;
  page.limits_hit = after.limits_hit;
  if (text_shape(before.title) != text_shape(after.title)) {
    page.title = after.title;
    page.title_source = after.title_source;
    page.title_place = after.title_place;
  }
  page.metas = added_items(before.metas, after.metas,
                           [](const Meta& meta) { return meta.name + "\n" + text_shape(meta.content); });
  page.visible = added_text(before.visible, after.visible);
  page.hidden = added_text(before.hidden, after.hidden);
  const Shapes headings = line_shapes(before.headings);
  each_line(after.headings, [&](std::size_t, std::string_view line) {
    if (!headings.contains(text_shape(line))) page.headings.append(line).append("\n");
  });
  page.links = added_items(before.links, after.links, [](const Link& link) {
    return link.host + "\n" + file_shape(link.href) + "\n" + text_shape(link.text) + (unseen(link.hidden) ? "-" : "+");
  });
  page.resources = added_items(before.resources, after.resources, [](const Resource& resource) {
    return resource.tag + resource.host + "\n" + file_shape(resource.written);
  });
  page.frames = added_items(before.frames, after.frames,
                            [](const Frame& frame) { return frame.host + "\n" + file_shape(frame.written); });
  page.scripts = added_items(before.scripts, after.scripts, [](const Script& script) {
    return script.host + "\n" + file_shape(script.written) + "\n" + text_shape(script.body);
  });
  page.handlers = added_items(before.handlers, after.handlers,
                              [](const HandlerAddress& handler) { return address_shape(handler.written); });
  page.written =
      added_items(before.written, after.written, [](const Written& written) { return text_shape(written.html); });
  page.comments =
      added_items(before.comments, after.comments, [](const Comment& comment) { return text_shape(comment.text); });
  page.elements = std::max<std::int64_t>(0, after.elements - before.elements);
  page.has_password_field = after.has_password_field && !before.has_password_field;
  page.has_mark_span = after.has_mark_span && !before.has_mark_span;
  return page;
}

ChangedLines changed_lines(const Page& before, const Page& after) {
  ChangedLines lines;
  const auto take = [&](const std::string& text, std::vector<std::string>& into) {
    each_line(text, [&](std::size_t, std::string_view line) {
      if (line.empty()) return;
      if (into.size() == ChangedLines::kLines)
        lines.cut = true;
      else
        into.emplace_back(utf8::cut(line, ChangedLines::kLineBytes));
    });
  };
  take(added_text(after.visible, before.visible).text, lines.gone);
  take(added_text(before.visible, after.visible).text, lines.come);
  return lines;
}

}  // namespace huabiao::monitor
