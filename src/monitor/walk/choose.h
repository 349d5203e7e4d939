#pragma once
// Which inner pages a walk asks for: those accused before, then columns, which show what is new, then others by turns,
// so that in the course of days each gets its turn. Pure; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/page.h"
#include "monitor/walk.h"
#include "monitor/walk/robots.h"

namespace huabiao::monitor {

struct Way {
  std::string url;   // without fragment
  std::string name;  // of the link, at most a line
  Column column = Column::None;
};

// The inner addresses a page links in plain sight, on its own host and scheme, each once: no downloads, no sign-out.
// `home`: the page's own address.
std::vector<Way> ways_on(const Page& page, std::string_view home);

// What a link of that name and address leads to.
Column column_of(std::string_view name, std::string_view url);

struct Chosen {
  std::vector<Way> ways;     // at most WalkLimits::kPages
  std::int64_t refused = 0;  // by robots.txt, of all
};
// `again`: addresses accused before; those on another host are left out. The same every time on the same day, so that
// what was found is looked at again.
Chosen choose(std::vector<Way> ways, std::span<const std::string> again, const Robots& robots, std::string_view home,
              std::int64_t today);

}  // namespace huabiao::monitor
