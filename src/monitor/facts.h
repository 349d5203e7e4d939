#pragma once
// PageFacts: what a home page says of itself, each value as read and in its normal form. detect makes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "monitor/page.h"

namespace huabiao::monitor {

// As a page shows the official mark (docs/formats/inspect.md). NotSeen: the static page shows none, but something on it
// could write one. Absent: nothing on the page could write one, or a rendered view showed none.
enum class MarkState { Script, Link, Picture, ErrorImage, Malformed, NotSeen, Absent };
constexpr std::string_view to_string(MarkState state) {
  constexpr std::string_view kNames[] = {"script", "link", "picture", "error-image", "malformed", "not-seen", "absent"};
  return kNames[static_cast<std::size_t>(state)];
}

struct MarkFact {
  MarkState state = MarkState::Absent;
  std::string id;      // "CA330000000604258890010" of a script, the 32 hex digits of a link; empty when none
  std::string colour;  // "red" | "blue" | ""
  std::string reason;  // why malformed
  Place place;
};

// A filing number or code in the footer. An ill-formed value is kept with its reason, never dropped.
struct FooterValue {
  std::string raw;     // as read
  std::string normal;  // normal form; empty when invalid
  bool valid = false;
  std::string reason;  // why not valid
  std::string link;    // where it points, empty when nowhere
  Place place;
};

struct LinkCounts {
  std::int64_t internal = 0, external = 0, hidden_external = 0;
};

struct PageFacts {
  CharsetFacts charset;
  std::int64_t bytes = 0;
  std::string title;
  MarkFact mark;
  std::vector<FooterValue> icp, police, site_code;
  bool error_report_button = false;
  std::string error_report_code;  // the site code the button names
  std::string organiser, contact;
  std::string site_domain;      // the host the meta SiteDomain names, A-labels; empty: none
  bool password_field = false;  // the page asks for one
  LinkCounts links;
  std::vector<std::string> limits_hit;
};

}  // namespace huabiao::monitor
