#pragma once
// Truth: what an honest checker must say of each host of an estate, derived from the fields the server serves from.
// Written as JSON Lines, one line per site and host (README.md). Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estate.h"

namespace huabiao::badweb {

struct ExpectedMark {
  std::string_view state;  // script, link, picture, error-image, malformed, not-seen, absent
  std::string id;
  std::string_view colour;  // "": the page does not say
};

struct ExpectedFinding {
  std::string_view category, severity;  // at least that severity
};

struct ExpectedValue {
  std::string raw;
  bool valid = true;
};

struct Expectation {
  // Outcomes any of which is right, by the words of src/monitor/outcome.h; empty: nothing is to be visited.
  std::vector<std::string_view> https, http;
  int status = 200;  // of the last answer, where one comes
  bool read = true;  // a page comes by at least one scheme, so the facts below hold
  ExpectedMark mark;
  std::optional<ExpectedValue> icp, police, site_code;
  std::string button_code;
  bool button = false;
  std::vector<ExpectedFinding> findings;    // each must be there
  std::vector<std::string_view> tolerated;  // categories that may be there; any other finding is a false accusation
  std::optional<Certificate> certificate;   // nullopt: no handshake
};

Expectation expect(const Site& site, const Host* host);

// One JSON object without line end. `host` null: a site that declares none.
std::string truth_line(const Estate& estate, const Site& site, const Host* host);
// All lines of the estate, each ended by \n.
std::string truth(const Estate& estate);

}  // namespace huabiao::badweb
