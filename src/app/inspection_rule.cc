#include "app/inspection_rule.h"

#include <fmt/format.h>

namespace huabiao::app {

Result<monitor::InspectionRule> inspection_rule(std::span<const rules::Pack> packs, std::string_view day) {
  constexpr std::string_view kMeasure = "inspection.site-cannot-be-opened";
  const rules::Measure* measure = rules::measure_on(packs, kMeasure, day);
  if (measure == nullptr) return fail(Kind::Invalid, "rules.no_measure", fmt::format("{} on {}", kMeasure, day));
  std::string missing;
  const auto number = [&](const std::string& name) -> std::int64_t {
    const auto found = measure->numbers.find(name);
    if (found != measure->numbers.end() && found->second > 0) return found->second;
    missing = name;
    return 0;
  };
  monitor::InspectionRule rule{.availability = {.days = number("days"),
                                                .visits_per_day = number("visits-per-day"),
                                                .seconds = number("seconds"),
                                                .failed_percent = static_cast<double>(number("failed-percent"))},
                               .basis = measure->basis,
                               .from = measure->from,
                               .explanation = measure->explanation};
  constexpr std::int64_t kMostDays = 31;
  if (rule.availability.days > kMostDays) missing = "days";
  if (!missing.empty())
    return fail(Kind::Invalid, "rules.no_measure", fmt::format("{}: {}", kMeasure, missing), "a number above 0");
  return rule;
}

}  // namespace huabiao::app
