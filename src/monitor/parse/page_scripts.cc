// What scripts would write into the page: their strings, parsed again as HTML.

#include <algorithm>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/cover.h"
#include "monitor/parse/page_builder.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/script_guards.h"

namespace huabiao::monitor {
namespace {

bool looks_like_html(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos && at + 2 < text.size();
       at = text.find('<', at + 1)) {
    const bool tag = ascii::is_alpha(text[at + 1]) || (text[at + 1] == '/' && ascii::is_alpha(text[at + 2]));
    if (tag && text.find('>', at) != std::string_view::npos) return true;
  }
  return false;
}

// A script as markup; what would end the element early is written as a script itself writes it.
std::string as_element(std::string_view source) {
  std::string html = "<script>";
  for (std::size_t at = 0; at < source.size(); ++at) {
    html += source[at];
    if (source[at] == '<' && at + 1 < source.size() && source[at + 1] == '/') html += '\\';
  }
  return html += "</script>";
}

template <class T>
void append(std::vector<T>& out, std::vector<T>& more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

void PageBuilder::close_script(const Level& level) {
  const std::size_t index = level.item;
  Script& script = page_.scripts[index];
  if (!script.written.empty() || script.body.empty()) return;
  script.guards = read_guards(script.body);
  std::string source = std::move(script.body);  // what it writes may add scripts and move this one
  const Place where = script.place;
  page_.scripts[index].strings = read_script_source(source, where);
  page_.scripts[index].body = std::move(source);
}

std::vector<std::string> PageBuilder::read_script_source(std::string_view source, Place where) {
  if (context_.depth >= ParseLimits::kWrittenDepth) return {};
  std::size_t first = 0;
  while (first < source.size() && ascii::is_space(source[first]) && source[first] != '\f') ++first;
  if (first < source.size() && source[first] == '<' && !source.substr(first).starts_with("<!--")) {
    read_written(std::string(source.substr(0, ParseLimits::kWrittenBytes)), false, where);  // a template
    return {};
  }
  std::string stream;  // all that goes through a sink is one text to the browser
  std::vector<std::string> others, kept;
  ScriptReading reading = read_script(source, ScriptStrings::Telling);
  if (reading.cut) hit("script-values");
  for (ScriptString& string : reading.strings) {
    const bool address = string.text.starts_with("http") || string.text.starts_with("//");
    if ((string.encoded || address) && kept.size() < ParseLimits::kScriptStrings)
      kept.emplace_back(utf8::cut(string.text, ParseLimits::kAttributeBytes));
    if (string.by_sink)
      stream += string.text;
    else if (looks_like_html(string.text))
      others.push_back(std::move(string.text));
  }
  if (looks_like_html(stream)) {
    Cover cover = cover_of(stream);
    if (cover.closed && !cover.opened) cover_.reset();
    if (cover.opened) cover_ = std::move(cover.opened);
    read_written(std::move(stream), true, where);
  }
  for (std::string& html : others) read_written(std::move(html), false, where);
  for (const std::string& unpacked : reading.sources) read_written(as_element(unpacked), true, where);
  return kept;
}

void PageBuilder::read_written(std::string html, bool by_sink, Place where) {
  WrittenBudget& budget = context_.budget;
  if (budget.strings >= ParseLimits::kWritten || budget.bytes + html.size() > ParseLimits::kWrittenBytes)
    return hit("written");
  ++budget.strings;
  budget.bytes += html.size();
  Page sub{.memory = page_.memory};
  {
    const Tree tree(html);
    for (const std::string_view limit : tree.limits_hit()) hit(limit);
    PageBuilder builder(sub, {.place_of = [where](Span) { return where; },
                              .markup = html,
                              .rules = context_.rules,
                              .base = context_.base,
                              .script_written = true,
                              .depth = context_.depth + 1,
                              .budget = budget});
    const Sight& around = sight();
    if (unseen(around.hidden)) builder.cover_ = Hiding{around.hidden, *around.why, false};
    tree.walk(builder);
  }
  Written written;
  written.text = sub.visible.text;
  written.html = std::move(html);
  written.by_sink = by_sink;
  written.place = where;
  page_.written.push_back(std::move(written));
  merge_written(std::move(sub));
}

void PageBuilder::merge_written(Page&& sub) {
  append(page_.links, sub.links);
  append(page_.resources, sub.resources);
  append(page_.frames, sub.frames);
  append(page_.scripts, sub.scripts);
  append(page_.handlers, sub.handlers);
  append(page_.written, sub.written);
  page_.has_mark_span |= sub.has_mark_span;
  page_.has_password_field |= sub.has_password_field;
  for (const std::string& limit : sub.limits_hit) hit(limit);
}

}  // namespace huabiao::monitor
