#include "app/cli/page_reading.h"

#include <algorithm>
#include <iterator>

#include "monitor/change/change.h"
#include "monitor/correlate/traits.h"
#include "monitor/parse/parse.h"

namespace huabiao::app {

PageReading read_saved(SourcePage saved, const rules::RuleSet& rules, const monitor::KnownSites* known) {
  monitor::ParseInput parse;
  parse.content_type = saved.content_type;
  if (!saved.host.empty()) parse.url = "https://" + saved.host + "/";
  PageReading reading;
  reading.fetch.outcome = monitor::Outcome::Ok;
  reading.fetch.body = std::move(saved.saved.body);
  reading.page = monitor::parse(reading.fetch.body, parse);
  const monitor::Declared nothing;
  const monitor::DetectInput input{reading.page, reading.fetch, nothing, saved.host, rules};
  reading.detected = monitor::detect(input);
  const auto take = [&](std::vector<monitor::Finding> found) {
    std::ranges::move(found, std::back_inserter(reading.detected.findings));
  };
  if (known != nullptr) take(monitor::counterfeit_findings(reading.detected.facts, saved.host, *known));
  take(monitor::technology_findings(input));
  monitor::add_traits({reading.page, reading.fetch.body, saved.host, {}, rules}, reading.detected.findings);
  reading.detected.facts.bytes = saved.saved.bytes;
  return reading;
}

monitor::ChangeReport compare_readings(const PageReading& before, const PageReading& after, const Circumstances& known,
                                       const rules::RuleSet& rules) {
  const monitor::Page added = monitor::what_was_added(before.page, after.page);
  const monitor::Declared nothing;
  const monitor::Detected judged = monitor::detect({added, after.fetch, nothing, known.host, rules});
  return monitor::compare({.before = {before.page, before.detected.findings},
                           .after = {after.page, after.detected.findings},
                           .added = judged.findings,
                           .host = known.host,
                           .own = {},
                           .habits = known.habits,
                           .approved = known.approved});
}

}  // namespace huabiao::app
