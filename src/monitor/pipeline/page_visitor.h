#pragma once
// PageVisitor does an errand from end to end: https first, http when that gave no page, what came is parsed and
// detected in, for each of the errand's sites by what is declared of it. Runs inside a worker child; the other half of
// a round (order, second attempts, judging, keeping) is round.h's in the parent.

#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/child.h"
#include "dispatch/worker_settings.h"
#include "loop/event_loop.h"

namespace huabiao::monitor {

// Everything that opens files happens here, so before a sandbox closes. All references outlive the visitor.
// Fails: as fetch::CurlFetcher::create, rules::all_packs, rules::RuleSet::build; fetch.bad_lab.
Result<std::unique_ptr<dispatch::Visitor>> make_page_visitor(loop::EventLoop& loop, const Clock& clock,
                                                             const dispatch::WorkerSettings& settings,
                                                             dispatch::Marker& marker);

}  // namespace huabiao::monitor
