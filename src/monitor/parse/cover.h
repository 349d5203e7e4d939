#pragma once
// cover: document.write('<div style="display:none">') in one script and '</div>' in a later one hide all that stands
// between, though no tag of the page says so. Pure; any thread.

#include <optional>
#include <string_view>

#include "monitor/parse/style.h"

namespace huabiao::monitor {

struct Cover {
  std::optional<Hiding> opened;  // a hiding element is left open
  bool closed = false;           // more elements are closed than opened
};

Cover cover_of(std::string_view written_html);

}  // namespace huabiao::monitor
