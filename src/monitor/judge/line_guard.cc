#include "monitor/judge/line_guard.h"

#include <set>
#include <string_view>
#include <utility>

namespace huabiao::monitor {

bool unheard(const VisitRecord& row) {
  switch (row.fetch.outcome) {
    case Outcome::DnsFailure:
    case Outcome::ConnectTimeout:
      return true;
    case Outcome::Timeout:
      return row.fetch.timing.connected < 0;
    default:
      return false;
  }
}

bool LineGuard::doubts(const VisitRecord& row, TimePoint now) {
  if (row.fetch.outcome == Outcome::NotVisited || row.fetch.outcome == Outcome::NoAddress) return false;
  const bool silent = unheard(row);
  if (const auto known = heard_.find(row.visit.host); known != heard_.end()) {
    window_.push_back({now, silent, silent ? known->second : std::string()});
    judge(now);
  }
  if (!silent) {
    if (heard_.size() >= LineLimits::kKnown) heard_.clear();
    heard_.insert_or_assign(row.visit.host, row.attempts.empty() ? std::string() : row.attempts.back().address);
    return false;
  }
  if (since_) return heard_.contains(row.visit.host);
  heard_.erase(row.visit.host);  // believed: from now on it is a host that was silent the last time
  return false;
}

void LineGuard::judge(TimePoint now) {
  // A clock that was set leaves nothing to compare.
  while (!window_.empty() && (window_.size() > LineLimits::kLast || window_.front().at + LineLimits::kWindow < now ||
                              window_.front().at > now))
    window_.pop_front();
  std::size_t silent = 0;
  std::set<std::string_view> machines;
  for (const Seen& seen : window_)
    if (seen.silent) {
      ++silent;
      machines.insert(seen.address);
    }
  const bool mostly_silent = silent * 10 >= window_.size() * LineLimits::kSilentOfTen;
  if (!since_) {
    if (mostly_silent && window_.size() >= LineLimits::kHosts && machines.size() >= LineLimits::kMachines) since_ = now;
  } else if (!mostly_silent && window_.size() >= LineLimits::kCleared) {
    since_.reset();
  } else if (now - *since_ > LineLimits::kPatience) {
    since_.reset();
    window_.clear();
    heard_.clear();
  }
}

}  // namespace huabiao::monitor
