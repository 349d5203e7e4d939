#include "monitor/pipeline/page_watch.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace huabiao::monitor {
namespace {

PagePlace place_in(const Visit& visit) {
  return {visit.host, visit.port, visit.path};
}

}  // namespace

bool is_sent(const VisitRecord& record) {
  const Visit& visit = record.visit;
  return visit.send_page && visit.kept_page && !record.content_key.empty() && *visit.kept_page != record.content_key &&
         record.facts && record.facts->bytes <= PageLimits::kBodyBytes && !record.fetch.truncated;
}

std::string PageWatch::name_of(const Visit& visit) {
  return fmt::format("{}:{}{}", visit.host, visit.port, visit.path);
}

Result<PageWatch::Place*> PageWatch::place_of(const Visit& visit, TimePoint now) {
  const auto [found, fresh] = places_.try_emplace(name_of(visit));
  Place& place = found->second;
  if (!fresh) return &place;
  auto newest = store_->newest(place_in(visit));
  if (!newest) {
    places_.erase(found);
    return fail(std::move(newest));
  }
  // Half of the burst, so that a server started anew every hour keeps no more than others.
  place.allowed = *newest ? PageWatchLimits::kBurst / 2.0 : PageWatchLimits::kBurst;
  place.counted = now;
  if (*newest) {
    place.kept = place.seen = (*newest)->content_key;
    place.accused = (*newest)->accused;
    place.pictured = (*newest)->picture.has_value();
  }
  return &place;
}

void PageWatch::refill(Place& place, TimePoint now) {
  const double gained =
      static_cast<double>((now - place.counted).count()) / static_cast<double>(PageWatchLimits::kRefill.count());
  place.counted = now;
  place.allowed = std::clamp(place.allowed + gained, 0.0, static_cast<double>(PageWatchLimits::kBurst));
}

Result<PageWatch::Page> PageWatch::ask(Visit& visit, TimePoint now) {
  if (store_ == nullptr || visit.host.empty()) return Page::AsItComes;
  auto place = place_of(visit, now);
  if (!place) return fail(std::move(place));
  refill(**place, now);
  visit.kept_page = (*place)->kept;
  const std::int64_t second = now.time_since_epoch() / std::chrono::seconds(1);
  if (second != std::exchange(second_, second)) sent_ = 0;
  visit.send_page = (*place)->allowed >= 1 && sent_ < PageWatchLimits::kPerSecond;
  const bool waiting = (*place)->kept.empty() || (*place)->seen != (*place)->kept;
  if (waiting && visit.send_page) ++sent_;
  return waiting && visit.send_page ? Page::ToRead : Page::AsItComes;
}

void PageWatch::take(VisitRecord& record, TimePoint now) {
  if (store_ == nullptr || record.visit.host.empty()) return;
  const auto found = places_.find(name_of(record.visit));
  if (found == places_.end()) return;
  if (!record.content_key.empty()) take_page(record, found->second, now);
  take_picture(record, found->second);
  if (!is_accused(record)) record.fetch.body.clear();
}

void PageWatch::take_page(VisitRecord& record, Place& place, TimePoint now) {
  const bool changed = record.content_key != place.seen;
  place.seen = record.content_key;
  // An accusation that comes is kept whatever was kept before it; the body is evidence in any case.
  const bool accused = is_accused(record);
  const bool was_accused = std::exchange(place.accused, accused);
  const bool newly_accused = accused && !was_accused;
  if (place.seen == place.kept) return;
  const bool too_long = record.facts && record.facts->bytes > PageLimits::kBodyBytes;
  const bool wanted = record.visit.send_page || newly_accused;
  if (!wanted || (record.fetch.body.empty() && !too_long)) {
    place.unkept += changed ? 1 : 0;
    return;
  }
  refill(place, now);
  place.allowed = std::max(place.allowed - 1, 0.0);
  if (pages_.empty() && drawn_.empty()) oldest_ = std::chrono::steady_clock::now();
  pages_.push_back({.place = place_in(record.visit),
                    .at = record.fetch.at,
                    .content_key = record.content_key,
                    .url = record.fetch.final_url,
                    .content_type = std::string(content_type_of(record.fetch)),
                    .body = too_long ? std::string() : record.fetch.body,
                    .bytes = record.facts ? record.facts->bytes : 0,
                    .accused = accused,
                    .unkept = std::max<std::int64_t>(std::exchange(place.unkept, 0) - (changed ? 0 : 1), 0)});
  bytes_ += pages_.back().body.size();
  place.kept = place.seen;
  place.pictured = false;
}

void PageWatch::take_picture(const VisitRecord& record, Place& place) {
  if (!record.rendered || !record.rendered->picture || place.pictured || place.kept.empty()) return;
  const Picture& picture = *record.rendered->picture;
  const bool fits = !picture.png.empty() && picture.png.size() <= static_cast<std::size_t>(PageLimits::kPictureBytes);
  if (!fits || record.content_key != place.kept) return;
  if (pages_.empty() && drawn_.empty()) oldest_ = std::chrono::steady_clock::now();
  drawn_.push_back(
      {place_in(record.visit), place.kept, {picture.width, picture.height, record.rendered->at}, picture.png});
  bytes_ += picture.png.size();
  place.pictured = true;
}

bool PageWatch::wants_picture(const VisitRecord& record) const {
  const auto found = places_.find(name_of(record.visit));
  if (store_ == nullptr || found == places_.end() || record.content_key.empty()) return false;
  return !found->second.pictured || record.content_key != found->second.kept;
}

Done PageWatch::flush_if_older(Millis age) {
  if (pages_.empty() && drawn_.empty()) return {};
  const bool full =
      pages_.size() + drawn_.size() >= PageWatchLimits::kBatchPages || bytes_ >= PageWatchLimits::kBatchBytes;
  return full || std::chrono::steady_clock::now() - oldest_ >= age ? flush() : Done();
}

Done PageWatch::flush() {
  if (store_ == nullptr || (pages_.empty() && drawn_.empty())) return {};
  if (auto put = store_->put(pages_); !put) return put;
  pages_.clear();
  for (const Drawn& one : drawn_)
    if (auto put = store_->put_picture(one.place, one.content_key, one.picture, one.png); !put) return put;
  drawn_.clear();
  bytes_ = 0;
  return {};
}

}  // namespace huabiao::monitor
