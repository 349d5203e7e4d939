#pragma once
// The visitor of a child that draws pages: a browser on one side, our own fetcher on the other, and in between what the
// drawn page shows of mark and footer.

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/child.h"

namespace huabiao::monitor {

// Becomes the user the settings name, starts the browser and waits for its first word; so before the cell closes. A
// record it gives back carries `rendered`, nothing else of the visit. Requires: settings.browser.program.
// Fails: as render::become and render::Browser::start, rules and fetcher.
Result<std::unique_ptr<dispatch::Visitor>> make_render_visitor(loop::EventLoop& loop, const Clock& clock,
                                                               const dispatch::WorkerSettings& settings,
                                                               dispatch::Marker& marker);

}  // namespace huabiao::monitor
