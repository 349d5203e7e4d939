#pragma once
// PageReading: a saved page parsed and judged, as `inspect` and `compare` need it. Pure; any thread.

#include <string>

#include "app/cli/saved_pages.h"
#include "monitor/detect/detect.h"

namespace huabiao::app {

struct PageReading {
  monitor::FetchOutcome fetch;
  monitor::Page page;
  monitor::Detected detected;
};

// `host`: A-labels, where the page came from; empty: not known. A path that ends in .js is read as a script.
// `known`: the register to look claims up in; nullptr: none.
PageReading read_saved(const std::string& path, const std::string& host, SavedPage saved,
                       const monitor::KnownSites* known = nullptr);

}  // namespace huabiao::app
