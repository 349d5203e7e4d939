#pragma once
// Page: what a body says when read as HTML, seen and unseen. parse makes it, detect reads it. Plain values.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/kept_text.h"

namespace huabiao::monitor {

struct CharsetFacts {
  std::string used;      // WHATWG name: "UTF-8", "GB18030", "GBK", "Big5", "UTF-16LE", ...
  std::string declared;  // label as written in header or meta; empty when none
  std::string source;    // "bom" | "header" | "meta" | "detected" | "default"
  bool lying = false;    // the declared label does not explain the bytes, another encoding does
};

// Why a reader cannot see an element; None: visible as far as static reading tells. ScriptWritten: only a string of a
// script holds it, so a browser may show it, but the source does not.
enum class Hidden {
  None,
  InlineStyle,
  StyleRule,
  HiddenAttribute,
  ZeroBox,
  OffScreen,
  BackgroundColour,
  Marquee,
  ZeroFont,
  Clipped,
  Noscript,
  Comment,
  ScriptWritten,
};
constexpr std::string_view to_string(Hidden hidden) {
  constexpr std::string_view kNames[] = {
      "none",    "inline-style", "style-rule", "hidden-attribute", "zero-box", "off-screen",    "background-colour",
      "marquee", "zero-font",    "clipped",    "noscript",         "comment",  "script-written"};
  return kNames[static_cast<std::size_t>(hidden)];
}
// Hidden from a reader with an ordinary browser.
constexpr bool unseen(Hidden hidden) {
  return hidden != Hidden::None && hidden != Hidden::ScriptWritten;
}

struct Place {  // in the raw body, before charset decoding
  std::int64_t offset = 0, length = 0;
};

// Text taken off a page, with the way back to the bytes it came from.
struct PageText {
  struct Run {
    std::size_t at;  // where in `text` the run begins
    Place place;     // the bytes it was made from
  };
  std::string text;       // UTF-8, blocks separated by \n
  std::vector<Run> runs;  // ascending `at`
  // Where text[at, at + length) stands in the body; exact where a run was copied byte for byte, else the whole run.
  [[nodiscard]] Place place_of(std::size_t at, std::size_t length) const;
};

struct Link {
  KeptText href;     // as written, entities decoded
  KeptText url;      // resolved against the page; empty when it cannot be
  KeptText host;     // of url, A-labels; empty for none
  std::string text;  // anchor text, or alt and title of the picture inside
  KeptText image;    // src of the first picture inside, as written; empty when none
  Hidden hidden = Hidden::None;
  std::string why;  // the declaration that hides it
  bool script_written = false;
  Place place;
};

struct Resource {  // img, link, source, embed, object
  KeptText tag, url, host, written;
  KeptText id;
  Hidden hidden = Hidden::None;
  std::string why;
  bool script_written = false;
  Place place;
};

struct Frame {
  KeptText url, host, written;
  Hidden hidden = Hidden::None;
  std::string why;
  bool script_written = false;
  Place place;
};

// What a script does only where a condition on the visitor holds. Bits of `asks` and `does`.
struct Guard {
  enum Asks : unsigned { UserAgent = 1, Referrer = 2, Cookie = 4, Time = 8, Region = 16 };
  enum Does : unsigned { Redirect = 1, Write = 2, Title = 4 };
  unsigned asks = 0, does = 0;
  std::string condition;  // as written, at most 300 bytes
  std::string target;     // the first address that stands in what is done; empty: none
};
std::string asked_of(unsigned asks);  // "referrer, cookie"

struct Script {
  KeptText url, host, written;  // of src; empty for inline
  std::string body;             // inline source, at most the limit
  // Attributes a reader of marks and buttons needs.
  std::string id, sitecode;
  std::vector<std::string> strings;  // of its strings, decoded, those that were encoded or are addresses; bounded
  std::vector<Guard> guards;         // of the inline source
  bool script_written = false;
  Place place;
};

// An address in an event handler (onclick="window.open('...')"): not a link, but where a click may lead.
struct HandlerAddress {
  std::string written, code;  // the address; the handler it stands in
  Place place;
};

// What a script's string would write into the page: unescape("%3C...") decoded and parsed again as HTML.
struct Written {
  std::string html;
  std::string text;      // what a reader would see of it
  bool by_sink = false;  // handed to document.write or innerHTML; otherwise only a string that looks like HTML
  Place place;           // of the script text it came from
};

struct Meta {
  std::string name, content;  // name: the name, property or http-equiv, lower case
  Place place;
};

struct Comment {
  std::string text;
  Place place;
};

struct Page {
  std::shared_ptr<PageMemory> memory =
      std::make_shared<PageMemory>();  // of its KeptText; whoever copies some shares it
  CharsetFacts charset;
  std::int64_t bytes = 0;
  std::string title;
  std::string title_source;  // as written, before character references are decoded
  Place title_place;
  std::vector<Meta> metas;
  PageText visible, hidden;
  std::string headings;  // text of h1..h3, one a line
  std::vector<Link> links;
  std::vector<Resource> resources;
  std::vector<Frame> frames;
  std::vector<Script> scripts;
  std::vector<HandlerAddress> handlers;
  std::vector<Written> written;
  std::vector<Comment> comments;
  std::int64_t elements = 0;
  bool has_password_field = false;
  bool has_mark_span = false;           // an element with the id or class _ideConac: where the mark's script draws
  std::vector<std::string> limits_hit;  // names of limits that cut something off
};

}  // namespace huabiao::monitor
