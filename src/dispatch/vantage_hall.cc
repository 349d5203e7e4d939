#include "dispatch/vantage_hall.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/digest.h"
#include "base/guarded.h"
#include "dispatch/answers.h"

namespace huabiao::dispatch {
namespace {

using loop::SteadyPoint;
using monitor::VisitRecord;

struct Offer {
  std::uint64_t seat = 0;
  monitor::Errand errand;
  SteadyPoint until{};  // waiting: to be picked up; on lease: to be answered
  std::string holder;   // on lease: whose
  TimePoint leased{};
};

struct Seated {
  VantageSettings settings;
  std::function<void()> wake;
  std::vector<VantageSeat::Back> back;
};

struct Point {
  std::string version;
  SteadyPoint heard{};
  TimePoint heard_at{};
  std::int64_t out = 0, done = 0, lapsed = 0, refused = 0;
};

struct Room {
  std::uint64_t seats_made = 0;
  std::map<std::uint64_t, Seated> seats;
  std::deque<Offer> waiting;                   // in the order they were offered, so also of `until`
  std::unordered_map<std::string, Offer> out;  // by lease
  std::map<std::string, Point> points;
  std::unordered_map<std::string, std::string> answered;  // lease -> who answered it
  std::deque<std::string> answered_order;
  SteadyPoint next_look{};
};

// Would an honest worker make this of that visit? What the round and the store rely on is asked here.
bool believable(const VisitRecord& record, const monitor::Visit& visit) {
  return answers(record, visit) && !record.as_known && record.attempts.size() <= VantageLimits::kAttempts &&
         (record.facts.has_value() || !monitor::page_read(record.fetch.outcome));
}

// Evidence is kept under its digest: a body that has another would end the round.
bool bodies_hold(const std::vector<VisitRecord>& records) {
  return std::ranges::all_of(records, [](const VisitRecord& one) {
    return one.fetch.body.empty() || sha256_hex(one.fetch.body) == one.body_sha256;
  });
}

// Another machine's clock may be wrong: what it says happened lies within its lease.
void hold_within(VisitRecord& record, TimePoint from, TimePoint to) {
  const auto hold = [&](TimePoint& at) { at = std::clamp(at, from, std::max(from, to)); };
  hold(record.fetch.at);
  for (monitor::Attempt& attempt : record.attempts) hold(attempt.at);
}

bool unvisited(const std::vector<VisitRecord>& records) {
  return std::ranges::any_of(records,
                             [](const VisitRecord& one) { return one.fetch.outcome == monitor::Outcome::NotVisited; });
}

}  // namespace

struct VantageHall::State {
  State(const Clock& on, const HallLimits& with, Steady by) : clock(on), limits(with), steady(std::move(by)) {}
  const Clock& clock;
  const HallLimits limits;
  const Steady steady;
  Guarded<Room> room;

  [[nodiscard]] bool present(const Point& point) const { return steady() - point.heard < limits.presence; }
  [[nodiscard]] bool anybody(const Room& in) const {
    return std::ranges::any_of(in.points, [this](const auto& one) { return present(one.second); });
  }

  // Back to its seat, answered or not. The seat may be gone.
  static void give_back(Room& in, Offer offer, std::string vantage, std::vector<VisitRecord> records) {
    const auto seat = in.seats.find(offer.seat);
    if (seat == in.seats.end()) return;
    seat->second.back.push_back({std::move(offer.errand), std::move(vantage), std::move(records)});
    seat->second.wake();
  }

  static void lapse(Room& in, Offer offer) {
    const auto point = in.points.find(offer.holder);
    if (point != in.points.end()) {
      --point->second.out;
      ++point->second.lapsed;
    }
    give_back(in, std::move(offer), {}, {});
  }

  void look(Room& in) const {
    const SteadyPoint now = steady();
    if (now < in.next_look) return;
    in.next_look = now + limits.look;
    const bool nobody = !anybody(in);
    while (!in.waiting.empty() && (nobody || in.waiting.front().until <= now)) {
      Offer offer = std::move(in.waiting.front());
      in.waiting.pop_front();
      give_back(in, std::move(offer), {}, {});
    }
    for (auto one = in.out.begin(); one != in.out.end();) {
      if (one->second.until > now) {
        ++one;
        continue;
      }
      Offer offer = std::move(one->second);
      one = in.out.erase(one);
      lapse(in, std::move(offer));
    }
  }

  void remember(Room& in, const std::string& lease, const std::string& name) const {
    in.answered.insert_or_assign(lease, name);
    in.answered_order.push_back(lease);
    while (in.answered_order.size() > limits.answered) {
      in.answered.erase(in.answered_order.front());
      in.answered_order.pop_front();
    }
  }

  // How long an errand may take: https and http, each up to the fetch limit.
  [[nodiscard]] Millis span(const VantageSettings& settings) const {
    return 2 * settings.timeout + settings.host_gap + limits.grace;
  }
};

VantageHall::VantageHall(const Clock& clock, const HallLimits& limits, Steady steady)
    : state_(std::make_unique<State>(clock, limits, std::move(steady))) {}
VantageHall::~VantageHall() = default;

void VantageHall::heard(const std::string& name, const std::string& version) {
  state_->room.with([&](Room& in) {
    Point& point = in.points[name];
    point.heard = state_->steady();
    point.heard_at = state_->clock.now();
    if (!version.empty()) point.version = version;
  });
}

Lease VantageHall::nothing() {
  return {.settings = vantage_settings(WorkerSettings{}), .errands = {}};
}

std::optional<Lease> VantageHall::lease(const std::string& name, std::size_t room) {
  return state_->room.with([&](Room& in) -> std::optional<Lease> {
    state_->look(in);
    const std::size_t most = std::min(room, VantageLimits::kErrandsPerLease);
    const auto point = in.points.find(name);
    if (most == 0 || in.waiting.empty() || point == in.points.end()) return std::nullopt;
    const std::uint64_t seat = in.waiting.front().seat;
    Lease lease{.settings = in.seats.at(seat).settings, .errands = {}};
    const Millis span = state_->span(lease.settings);
    std::deque<Offer> kept;
    for (Offer& offer : in.waiting) {
      if (offer.seat != seat || lease.errands.size() == most) {
        kept.push_back(std::move(offer));
        continue;
      }
      std::string id = random_hex(VantageLimits::kLeaseIdBytes / 2);
      lease.errands.push_back({id, span, offer.errand});
      offer.holder = name;
      offer.until = state_->steady() + span;
      offer.leased = state_->clock.now();
      ++point->second.out;
      in.out.emplace(std::move(id), std::move(offer));
    }
    in.waiting = std::move(kept);
    return lease;
  });
}

Result<VantageHall::Accepted> VantageHall::take(const std::string& name, VantageResult result) {
  const bool held = bodies_hold(result.records);  // slow: not with the lock
  return state_->room.with([&](Room& in) -> Result<Accepted> {
    state_->look(in);
    Point& point = in.points[name];
    const auto known = in.answered.find(result.lease);
    if (known != in.answered.end() && known->second == name) return Accepted::Known;
    const auto found = in.out.find(result.lease);
    if (found == in.out.end() || found->second.holder != name) {
      ++point.refused;
      return fail(Kind::NotFound, "vantage.no_such_lease", result.lease);
    }
    Offer offer = std::move(found->second);
    in.out.erase(found);
    const auto& visits = offer.errand.visits;
    bool good = held && result.errand == offer.errand.number && result.records.size() == visits.size();
    for (std::size_t i = 0; good && i < visits.size(); ++i) good = believable(result.records[i], visits[i]);
    if (!good) {
      ++point.refused;
      State::lapse(in, std::move(offer));
      return fail(Kind::Conflict, "vantage.other_visits", result.lease);
    }
    --point.out;
    ++point.done;
    state_->remember(in, result.lease, name);
    if (unvisited(result.records)) result.records.clear();  // it could not do it: that is no second view
    for (std::size_t i = 0; i < result.records.size(); ++i) {
      VisitRecord& record = result.records[i];
      record.visit = visits[i];  // ours is the word on what was asked
      record.page_key.clear();   // read by its rules, which need not be ours
      hold_within(record, offer.leased, state_->clock.now());
    }
    State::give_back(in, std::move(offer), name, std::move(result.records));
    return Accepted::New;
  });
}

void VantageHall::forget(const std::string& name) {
  state_->room.with([&](Room& in) {
    for (auto one = in.out.begin(); one != in.out.end();) {
      if (one->second.holder != name) {
        ++one;
        continue;
      }
      Offer offer = std::move(one->second);
      one = in.out.erase(one);
      State::lapse(in, std::move(offer));
    }
    in.points.erase(name);
  });
}

std::vector<VantageSeen> VantageHall::seen() const {
  return state_->room.with([&](Room& in) {
    state_->look(in);
    std::vector<VantageSeen> all;
    all.reserve(in.points.size());
    for (const auto& [name, point] : in.points)
      all.push_back({.name = name,
                     .version = point.version,
                     .heard = point.heard_at,
                     .present = state_->present(point),
                     .out = point.out,
                     .done = point.done,
                     .lapsed = point.lapsed,
                     .refused = point.refused});
    return all;
  });
}

VantageSeat::VantageSeat(VantageHall& hall, const WorkerSettings& worker, std::function<void()> wake) : hall_(hall) {
  hall_.state_->room.with([&](Room& in) {
    number_ = ++in.seats_made;
    in.seats.emplace(number_, Seated{vantage_settings(worker), std::move(wake), {}});
  });
}

VantageSeat::~VantageSeat() {
  hall_.state_->room.with([&](Room& in) {
    in.seats.erase(number_);
    std::erase_if(in.waiting, [&](const Offer& offer) { return offer.seat == number_; });
    std::erase_if(in.out, [&](const auto& one) {
      if (one.second.seat != number_) return false;
      if (const auto point = in.points.find(one.second.holder); point != in.points.end()) --point->second.out;
      return true;
    });
  });
}

bool VantageSeat::offer(const monitor::Errand& errand) {
  VantageHall::State& state = *hall_.state_;
  return state.room.with([&](Room& in) {
    if (in.waiting.size() + in.out.size() >= state.limits.offered || !state.anybody(in)) return false;
    Offer offer{
        .seat = number_, .errand = errand, .until = state.steady() + state.limits.pick_up, .holder = {}, .leased = {}};
    // What is known of the page was read by our rules.
    for (monitor::Visit& visit : offer.errand.visits) {
      visit.known_page.clear();
      visit.kept_page.reset();  // pages are kept as they are seen from here
      visit.send_page = false;
    }
    in.waiting.push_back(std::move(offer));
    return true;
  });
}

std::vector<VantageSeat::Back> VantageSeat::take_back() {
  return hall_.state_->room.with([&](Room& in) {
    hall_.state_->look(in);
    return std::exchange(in.seats.at(number_).back, {});
  });
}

}  // namespace huabiao::dispatch
