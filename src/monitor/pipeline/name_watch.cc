#include "monitor/pipeline/name_watch.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace huabiao::monitor {

Done NameWatch::begin_period() {
  if (store_ == nullptr) return {};
  auto given = store_->expectations();
  if (!given) return fail(std::move(given));
  expected_.clear();
  for (GivenExpectation& one : *given)
    expected_.emplace(HostKey(one.site, std::move(one.host)), std::move(one.expected));
  return {};
}

NamesInput NameWatch::input_of(const VisitRecord& row, KnownNames known, TimePoint now) const {
  const auto expected = expected_.find({row.visit.site, row.visit.host});
  return {.host = row.visit.host,
          .facts = *row.names,
          .known = std::move(known),
          .expected = expected == expected_.end() ? std::nullopt : std::optional(expected->second),
          .others_answered = others_answered(*row.names),
          .now = now};
}

bool NameWatch::suspects(const VisitRecord& row, TimePoint now) {
  if (store_ == nullptr || !row.names) return false;
  auto known = past(row.visit.site, row.visit.host);
  // A store that fails now fails again when the row is judged, and is told then.
  return known &&
         std::ranges::any_of(judge_names(input_of(row, std::move(known->known), now)).findings, suspects_hijack);
}

Done NameWatch::judge(SiteDone& site, TimePoint now) {
  if (store_ == nullptr) return {};
  std::set<std::string_view> judged;  // two ports of one host were asked the same
  for (const VisitRecord& row : site.rows) {
    if (!row.names || !judged.insert(row.visit.host).second) continue;
    auto known = past(row.visit.site, row.visit.host);
    if (!known) return fail(std::move(known));
    feel(*row.names, now);
    const NamesInput input = input_of(row, std::move(known->known), now);
    NamesVerdict verdict = judge_names(input);
    const auto second = site.second_names.find(row.visit.id.value);
    hold_against(verdict, input, second == site.second_names.end() ? std::nullopt : std::optional(second->second));
    std::ranges::move(verdict.findings, std::back_inserter(site.verdict.findings));
    if (learnt_.empty()) oldest_ = std::chrono::steady_clock::now();
    learnt_.insert_or_assign(HostKey(row.visit.site, row.visit.host), HostNames{.site = row.visit.site,
                                                                                .host = row.visit.host,
                                                                                .facts = *row.names,
                                                                                .known = std::move(verdict.known),
                                                                                .at = now});
  }
  return {};
}

Done NameWatch::flush_if_older(Millis age) {
  const bool old = !learnt_.empty() && std::chrono::steady_clock::now() - oldest_ >= age;
  return old ? flush() : Done{};
}

Done NameWatch::flush() {
  if (learnt_.empty()) return {};
  std::vector<HostNames> batch;
  batch.reserve(learnt_.size());
  for (const auto& [key, names] : learnt_) batch.push_back(names);
  if (auto kept = store_->keep(batch); !kept) return kept;
  learnt_.clear();
  return {};
}

void NameWatch::feel(const NameFacts& facts, TimePoint now) {
  for (const NameAnswer& answer : facts.answers) {
    if (!is_answer(answer.four) && !is_answer(answer.six)) continue;
    Pulse& pulse = pulses_[answer.resolver];
    if (pulse.zone != facts.zone) pulse.other_at = pulse.at;
    pulse.zone = facts.zone;
    pulse.at = now;
  }
}

std::optional<TimePoint> NameWatch::others_answered(const NameFacts& facts) const {
  std::optional<TimePoint> latest;
  for (const NameAnswer& answer : facts.answers) {
    const auto pulse = pulses_.find(answer.resolver);
    if (pulse == pulses_.end()) continue;
    const TimePoint at = pulse->second.zone == facts.zone ? pulse->second.other_at : pulse->second.at;
    latest = std::max(latest.value_or(at), at);
  }
  return latest;
}

Result<HostNames> NameWatch::past(std::int64_t site, const std::string& host) {
  if (const auto fresh = learnt_.find({site, host}); fresh != learnt_.end()) return fresh->second;
  auto kept = store_->names(site, host);
  if (!kept) return fail(std::move(kept));
  return kept->value_or(HostNames{});
}

}  // namespace huabiao::monitor
