#pragma once
// Page: what a body says when read as HTML, seen and unseen. parse makes it, detect reads it. Plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace huabiao::monitor {

struct CharsetFacts {
  std::string used;      // WHATWG name: "UTF-8", "GB18030", "GBK", "Big5", "UTF-16LE", ...
  std::string declared;  // label as written in header or meta; empty when none
  std::string source;    // "bom" | "header" | "meta" | "detected" | "default"
  bool lying = false;    // the declared label does not decode the bytes, or plainly contradicts them
};

// Why a reader cannot see an element; None: visible as far as static reading tells.
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

struct Place {  // in the raw body
  std::int64_t offset = 0, length = 0;
};

struct Link {
  std::string href;  // as written, entities decoded
  std::string url;   // resolved against the page; empty when it cannot be
  std::string host;  // of url, A-labels; empty for none
  std::string text;  // anchor text, or alt of the picture inside
  Hidden hidden = Hidden::None;
  std::string why;  // the declaration that hides it
  Place place;
};

struct Resource {  // img, link, source, embed, object
  std::string tag, url, host, written;
  Hidden hidden = Hidden::None;
  std::string why;
  Place place;
};

struct Frame {
  std::string url, host, written;
  Hidden hidden = Hidden::None;
  std::string why;
  Place place;
};

struct Script {
  std::string url, host, written;  // of src; empty for inline
  std::string body;                // inline source, at most the limit
  // Attributes a reader of marks and buttons needs.
  std::string id, sitecode;
  std::string sha256;  // of the inline source
  Place place;
};

// What a script's string would write into the page: unescape("%3C...") decoded and parsed again as HTML.
struct Written {
  std::string html;
  Place place;  // of the script text it came from
};

struct Meta {
  std::string name, content;  // name: the name, property or http-equiv, lower case
  Place place;
};

struct Page {
  CharsetFacts charset;
  std::int64_t bytes = 0;
  std::string title;
  Place title_place;
  std::vector<Meta> metas;
  std::string visible_text;  // UTF-8, blocks separated by \n
  std::string hidden_text;
  std::vector<Link> links;
  std::vector<Resource> resources;
  std::vector<Frame> frames;
  std::vector<Script> scripts;
  std::vector<Written> written;
  std::vector<std::string> comments;  // text of comments, bounded
  std::int64_t elements = 0;
  bool has_password_field = false;
  std::vector<std::string> limits_hit;  // names of limits that cut something off
};

}  // namespace huabiao::monitor
