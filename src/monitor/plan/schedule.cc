#include "monitor/plan/schedule.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace huabiao::monitor {
namespace {

// The same every time for the same errand, so a round can be repeated; spread over the whole span.
Millis spread(std::uint64_t number, Millis span) {
  std::uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
  mixed ^= mixed >> 31U;
  return span.count() <= 0 ? Millis(0)
                           : Millis(static_cast<std::int64_t>(mixed % static_cast<std::uint64_t>(span.count())));
}

}  // namespace

std::vector<Errand> errands_of(std::vector<Visit> visits, std::size_t most, std::uint64_t first_number) {
  using Address = std::tuple<std::string, std::uint16_t, std::string, std::optional<Scheme>, Looks>;
  std::map<Address, std::size_t> open;  // where the errand of an address stands
  std::vector<Errand> errands;
  for (Visit& visit : visits) {
    const auto [place, fresh] =
        open.try_emplace(Address(visit.host, visit.port, visit.path, visit.only, visit.looks), errands.size());
    if (fresh || errands[place->second].visits.size() >= most) {
      place->second = errands.size();
      errands.push_back({.number = first_number + errands.size(), .visits = {}});
    }
    errands[place->second].visits.push_back(std::move(visit));
  }
  return errands;
}

void Schedule::again(std::vector<Visit> visits, std::uint64_t number, Millis now) {
  for (Visit& visit : visits) {
    visit.attempt = 2;
    visit.again.clear();
  }
  second_.emplace(now + pace_.retry_pause + spread(number, pace_.retry_pause), Errand{number, std::move(visits)});
}

std::optional<Errand> Schedule::give(Errand errand, Millis now) {
  const std::string& host = errand.visits.front().host;
  if (!busy_.insert(host).second) {
    parked_[host].push_back(std::move(errand));
    return std::nullopt;
  }
  if (pace_.rate > 0) next_allowed_ = std::max(next_allowed_, static_cast<double>(now.count())) + 1000.0 / pace_.rate;
  return errand;
}

std::optional<Errand> Schedule::next(Millis now) {
  if (pace_.rate > 0 && static_cast<double>(now.count()) < next_allowed_) return std::nullopt;
  while (true) {
    Errand errand;
    if (!second_.empty() && second_.begin()->first <= now) {
      errand = std::move(second_.extract(second_.begin()).mapped());
    } else if (auto* from = !ready_.empty() ? &ready_ : &fresh_; !from->empty()) {
      errand = std::move(from->front());
      from->pop_front();
    } else {
      return std::nullopt;
    }
    if (auto given = give(std::move(errand), now)) return given;
  }
}

std::optional<Millis> Schedule::wait(Millis now) const {
  std::optional<Millis> until;
  if (!ready_.empty() || !fresh_.empty()) until = now;
  if (!until && !second_.empty()) until = second_.begin()->first;
  if (!until) return std::nullopt;
  if (pace_.rate > 0) until = std::max(*until, Millis(static_cast<std::int64_t>(next_allowed_) + 1));
  return std::max(*until - now, Millis(0));
}

void Schedule::finished(const std::string& host) {
  busy_.erase(host);
  const auto parked = parked_.find(host);
  if (parked == parked_.end()) return;
  ready_.push_back(std::move(parked->second.front()));
  parked->second.pop_front();
  if (parked->second.empty()) parked_.erase(parked);
}

std::vector<Errand> Schedule::drain() {
  std::vector<Errand> left;
  for (auto* from : {&ready_, &fresh_}) {
    std::move(from->begin(), from->end(), std::back_inserter(left));
    from->clear();
  }
  for (auto& [host, errands] : parked_) std::move(errands.begin(), errands.end(), std::back_inserter(left));
  parked_.clear();
  for (auto& [due, errand] : second_) left.push_back(std::move(errand));
  second_.clear();
  return left;
}

}  // namespace huabiao::monitor
