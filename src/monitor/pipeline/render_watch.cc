#include "monitor/pipeline/render_watch.h"

#include <algorithm>
#include <fmt/format.h>

#include "monitor/judge/rendered.h"

namespace huabiao::monitor {
namespace {

bool is_alert(const Finding& finding) {
  return is_attack(finding.category) && finding.severity >= Severity::Medium;
}

// Something a browser could settle, or show.
bool leaves_open(const VisitRecord& record) {
  return is_undecided(record) || std::ranges::any_of(record.findings, [](const Finding& one) {
           return is_alert(one) || one.category == Category::ConditionalContent;
         });
}

}  // namespace

std::string RenderWatch::place_of(const Visit& visit) {
  return fmt::format("{} {}", visit.site, visit.host);
}

bool RenderWatch::take_look(Visit& visit) {
  if (!visit.looks.has(monitor::Look::Render)) return false;
  Looks others;
  for (const monitor::Look look : kLooks)
    if (look != monitor::Look::Render && visit.looks.has(look)) others.add(look);
  visit.looks = others;
  due_.insert(visit.id.value);
  return true;
}

bool RenderWatch::to_draw(const VisitRecord& record, TimePoint now) const {
  if (every_ <= Millis(0) || !leaves_open(record)) return false;
  if (due_.contains(record.visit.id.value)) return true;
  // A new accusation does not wait for its picture until tomorrow.
  const auto drawn = drawn_.find(place_of(record.visit));
  const bool lately = drawn != drawn_.end() && now >= drawn->second && now - drawn->second < every_;
  return !lately && std::ranges::any_of(record.findings, is_alert);
}

Result<RenderWatch::Look> RenderWatch::take(VisitRecord& record, TimePoint now) {
  const bool due = due_.erase(record.visit.id.value) > 0;
  if (every_ <= Millis(0) || !record.facts) return Look::AsWanted;
  const std::string place = place_of(record.visit);
  if (record.rendered) {
    if (drawn_.size() >= kRemembered) drawn_.clear();
    drawn_.insert_or_assign(place, now);
    if (!record.rendered->facts) return Look::AsWanted;  // drawn, and it gave nothing: not again at once
    if (views_.size() >= kRemembered) views_.clear();
    RenderedView view = *record.rendered;
    view.picture.reset();
    views_.insert_or_assign(place, std::move(view));
    return Look::AsWanted;
  }
  if (!is_undecided(record)) return Look::AsWanted;
  auto known = views_.find(place);
  if (known == views_.end() && store_ != nullptr) {
    auto kept = store_->rendered_of(record.visit.site, record.visit.host);
    if (!kept) return fail(std::move(kept));
    if (*kept) known = views_.insert_or_assign(place, **std::move(kept)).first;
  }
  if (known != views_.end() && now - known->second.at < kBelieved * every_) settle(record, known->second);
  return due ? Look::Missed : Look::AsWanted;
}

}  // namespace huabiao::monitor
