#pragma once
// PageBuilder: the events of a Tree -> Page. Also reads what scripts would write, by a Tree and a PageBuilder of their
// own. Thread: one.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "monitor/page.h"
#include "monitor/parse/script_strings.h"
#include "monitor/parse/sight.h"
#include "monitor/parse/tree.h"
#include "web/resolver.h"

namespace huabiao::monitor {

// What the page's scripts may still be read for, over all depths.
struct WrittenBudget {
  std::size_t strings = 0, bytes = 0;
};

struct BuildContext {
  std::function<Place(Span)> place_of;  // the raw bytes of a span of the markup
  std::string_view markup;
  const StyleRules& rules;
  std::optional<web::Resolver> base;  // of the page; unset: not known
  bool script_written = false;
  int depth = 0;
  WrittenBudget& budget;
};

class PageBuilder final : public TreeVisitor {
 public:
  PageBuilder(Page& page, BuildContext context);

  void open(const Element& element) override;
  void close(Span end_tag, bool goes_on) override;
  void text(std::string_view decoded, Span written, std::uint32_t parent_level) override;
  void space() override;
  void comment(std::string_view text, Span written) override;

  // Reads what a script's source would write; gives the strings worth keeping (Script::strings).
  std::vector<std::string> read_script_source(std::string_view source, Place place);

 private:
  enum class Made : std::uint8_t { Nothing, Link, Frame, Script };
  struct Level {  // small: every element has one
    Sight sight;
    std::uint32_t begin = 0, end = 0;  // of the start tag
    std::uint32_t item = 0;            // the place of what this element made
    Made made = Made::Nothing;
    Tag tag = Tag::Unknown;
    bool is_title = false, is_heading = false, is_raw = false;
    void make(Made what, std::size_t place) {
      made = what;
      item = static_cast<std::uint32_t>(place);
    }
  };
  static const Level kNoLevel;

  void mind_mark_span(const Element& element);
  void open_items(const Element& element, Level& level);
  void close_items(const Level& level, Span end_tag);
  void open_link(const Element& element, Level& level);
  void open_resource(const Element& element, const Level& level);
  void open_frame(const Element& element, Level& level);
  void open_script(const Element& element, Level& level);
  void open_meta(const Element& element);
  [[nodiscard]] static bool is_script_link(const Element& element);
  void read_handlers(const Element& element);
  void close_link(const Level& level);
  void close_script(const Level& level);
  void read_written(std::string html, bool by_sink, Place place);
  void merge_written(Page&& sub);

  void mind_server_comment(std::string_view text);
  static void part(PageText& out);
  void add_text(PageText& out, std::string_view decoded, Span written);
  void separate(Tag tag);
  void hit(std::string_view limit);
  [[nodiscard]] bool full(std::size_t count);
  [[nodiscard]] Place place(Span span) const;
  struct Address {
    KeptText written, url, host;
  };
  [[nodiscard]] Address address(std::string_view reference);
  [[nodiscard]] const Sight& sight() const { return level_at(levels_.size()).sight; }
  // From 1; none: an open one.
  [[nodiscard]] const Level& level_at(std::size_t level) const {
    return level == 0 || level > levels_.size() ? kNoLevel : levels_[level - 1];
  }

  Page& page_;
  BuildContext context_;
  SightReader sights_;
  std::vector<Level> levels_;
  std::vector<std::size_t> open_links_;
  web::Resolved resolved_;  // the last address, and its host as it was kept
  KeptText host_;
  bool server_comment_ = false;  // between <%-- and --%>
  bool link_text_seen_ = false;  // the open link holds text or a picture a reader can see
  Sight link_inner_;             // what hides the text inside the open link
  std::optional<Hiding> cover_;  // a script has opened a hiding element that a later one closes
};

}  // namespace huabiao::monitor
