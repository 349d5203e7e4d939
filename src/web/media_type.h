#pragma once
// MediaType: what a Content-Type header says, read as browsers read it (WHATWG MIME Sniffing 4.4). Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::web {

struct MediaType {
  std::string type, subtype;  // lower case; both empty when the header says nothing usable
  std::string charset;        // label as written, quotes off; empty when none
  [[nodiscard]] bool empty() const { return type.empty(); }
  [[nodiscard]] std::string essence() const { return empty() ? std::string() : type + "/" + subtype; }
  [[nodiscard]] bool is_html() const;  // text/html, application/xhtml+xml
};

// Never fails: an unreadable type gives an empty one, its charset is still read.
MediaType parse_media_type(std::string_view header);

}  // namespace huabiao::web
