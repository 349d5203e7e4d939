#include "monitor/inspection/rule.h"

#include <fmt/format.h>

namespace huabiao::monitor {
namespace {

// The measures of one inspection item, by name. What is missing is remembered.
class Reading {
 public:
  Reading(std::span<const rules::Pack> packs, std::string_view day) : packs_(packs), day_(day) {}

  Regulation basis(std::string_view measure) {
    measure_ = rules::measure_on(packs_, measure, day_);
    id_ = measure;
    if (measure_ == nullptr) {
      miss(fmt::format("{} on {}", measure, day_));
      return {};
    }
    return {measure_->basis, measure_->from, measure_->explanation};
  }
  // Of the measure whose basis was read last.
  std::int64_t number(const std::string& name, std::int64_t most) {
    if (measure_ == nullptr) return 0;
    const auto found = measure_->numbers.find(name);
    if (found != measure_->numbers.end() && found->second > 0 && found->second <= most) return found->second;
    miss(fmt::format("{}: {}", id_, name));
    return 0;
  }
  [[nodiscard]] const std::string& missing() const { return missing_; }

 private:
  void miss(std::string what) {
    if (missing_.empty()) missing_ = std::move(what);
  }
  std::span<const rules::Pack> packs_;
  std::string_view day_, id_;
  const rules::Measure* measure_ = nullptr;
  std::string missing_;
};

}  // namespace

Result<InspectionRules> inspection_rules(std::span<const rules::Pack> packs, std::string_view day) {
  constexpr std::int64_t kMostDays = 31, kMostIdle = 3'650, kMost = 1'000'000;
  Reading reading(packs, day);
  InspectionRules rules;
  rules.availability_basis = reading.basis("inspection.site-cannot-be-opened");
  rules.availability = {.days = reading.number("days", kMostDays),
                        .visits_per_day = reading.number("visits-per-day", kMost),
                        .seconds = reading.number("seconds", kMost),
                        .failed_percent = static_cast<double>(reading.number("failed-percent", 100))};
  rules.home_basis = reading.basis("inspection.home-not-updated");
  rules.freshness.home_days = reading.number("days", kMostIdle);
  rules.columns_basis = reading.basis("inspection.columns-not-updated");
  rules.freshness.news_days = reading.number("news-days", kMostIdle);
  rules.freshness.notice_days = reading.number("notice-days", kMostIdle);
  rules.idle_columns = reading.number("idle-columns", kMost);
  if (!reading.missing().empty())
    return fail(Kind::Invalid, "rules.no_measure", reading.missing(), "a number above 0 and within its limit");
  return rules;
}

}  // namespace huabiao::monitor
