#include "monitor/pipeline/round_engine.h"

#include <algorithm>
#include <utility>

#include "dispatch/frame.h"
#include "monitor/judge/judge.h"
#include "monitor/plan/attempts.h"

namespace huabiao::monitor {
namespace {

constexpr Looks kNamesAlone = [] {
  Looks looks;
  looks.add(Look::Names);
  return looks;
}();

}  // namespace

RoundEngine::RoundEngine(const RoundSettings& settings, const Clock& clock, Hooks hooks, RoundProgress begin,
                         dispatch::VantageHall* vantages)
    : settings_(settings),
      clock_(clock),
      hooks_(std::move(hooks)),
      vantages_(vantages),
      progress_(begin),
      done_before_(begin.done),
      schedule_({.rate = settings.rate, .retry_pause = settings.retry_pause}, Millis(0)) {}

Millis RoundEngine::now() const {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began_);
}

// Until the loop must turn although nothing came.
Millis RoundEngine::pause(const dispatch::WorkerPool& pool) const {
  const Millis turn = std::min(settings_.progress_every, settings_.batch_age);
  if (pool.room() == 0) return turn;  // only an answer makes room, and it wakes the loop
  return std::min(turn, schedule_.wait(now()).value_or(turn));
}

void RoundEngine::plan(std::vector<Planned> planned) {
  progress_.total += static_cast<std::int64_t>(planned.size());
  std::vector<VisitRecord> known;
  std::vector<Visit> asked;
  for (Planned& one : planned) {
    one.visit.id = {++last_visit_};
    Unit& unit = units_[one.unit];
    ++unit.open;
    unit.key = one.key.empty() ? one.unit : std::move(one.key);
    unit_of_.emplace(last_visit_, std::move(one.unit));
    if (one.known) {
      one.known->visit = std::move(one.visit);
      one.known->vantage = settings_.vantage;
      if (hooks_.declare) hooks_.declare(one.known->visit);  // a round broken off declares nothing
      known.push_back(*std::move(one.known));
    } else {
      asked.push_back(std::move(one.visit));
    }
  }
  for (Errand& errand : errands_of(std::move(asked), dispatch::FrameLimits::kVisitsPerErrand, last_errand_ + 1)) {
    last_errand_ = errand.number;
    schedule_.add(std::move(errand));
  }
  for (VisitRecord& record : known) complete(std::move(record));
}

Result<RoundState> RoundEngine::run(std::vector<Planned> planned, const std::stop_token& stop) {
  progress_.total = done_before_;
  plan(std::move(planned));
  loop::EventLoop loop;
  const std::stop_callback wake(stop, [&loop] { loop.wake(); });
  std::unique_ptr<dispatch::WorkerPool> pool;
  if (goes_on()) {
    auto started = dispatch::WorkerPool::start(
        loop, settings_.pool,
        [this](std::uint64_t errand, std::vector<VisitRecord> records) {
          take(errand, std::move(records), settings_.vantage);
        },
        [this](Error error) { failure_ = std::move(error); });
    if (!started) return fail(std::move(started));
    pool = *std::move(started);
    pool_ = pool.get();
  }
  if (settings_.render && pool)
    drawing_.emplace(loop, *settings_.render, hooks_.drawn, [this](VisitRecord record) { judged(std::move(record)); });
  std::optional<dispatch::VantageSeat> seat;  // gone before the loop that it wakes
  if (vantages_ != nullptr && pool) seat.emplace(*vantages_, settings_.pool.worker, [&loop] { loop.wake(); });
  while (!failure_ && !stop.stop_requested() && goes_on()) {
    if (hooks_.feed) {
      auto due = hooks_.feed(now());
      if (!due) return fail(std::move(due));
      plan(*std::move(due));
    }
    hand_out(*pool, seat ? &*seat : nullptr);
    loop.run_once(pause(*pool));
    if (seat) take_back(*pool, *seat);
    if (auto ticked = hooks_.tick(); !ticked) failure_ = ticked.error();
    tell(false);
  }
  if (drawing_) {
    if (drawing_->failure()) render_failure_ = drawing_->failure();
    drawing_->give_up();
    drawing_.reset();  // before the loop
  }
  pool_ = nullptr;
  if (failure_) return std::unexpected<Error>(*failure_);
  tell(true);
  return units_.empty() ? RoundState::Finished : RoundState::Stopped;
}

void RoundEngine::renew(const RoundSettings& settings) {
  if (pool_ != nullptr) pool_->renew(settings.pool.worker);
  if (drawing_ && settings.render) drawing_->renew(settings.render->worker);
}

VisitRecord RoundEngine::not_visited(Visit visit, const std::string& reason) const {
  VisitRecord record;
  record.visit = std::move(visit);
  record.vantage = settings_.vantage;
  record.fetch.outcome = Outcome::NotVisited;
  record.fetch.reason = reason;
  return record;
}

void RoundEngine::hand_out(dispatch::WorkerPool& pool, dispatch::VantageSeat* seat) {
  std::vector<Errand> errands;
  for (std::size_t room = pool.room(); room > 0; --room) {
    auto errand = schedule_.next(now());
    if (!errand) break;
    out_.emplace(errand->number, errand->visits);
    for (Visit& visit : errand->visits) hooks_.declare(visit);
    // An outage is to be seen by somebody else before it is believed; where nobody is, by us once more.
    if (seat != nullptr && errand->visits.front().attempt > 1 && seat->offer(*errand)) continue;
    errands.push_back(*std::move(errand));
  }
  pool.submit(std::move(errands));
}

void RoundEngine::take_back(dispatch::WorkerPool& pool, dispatch::VantageSeat& seat) {
  std::vector<Errand> undone;
  for (dispatch::VantageSeat::Back& back : seat.take_back()) {
    if (back.records.empty())
      undone.push_back(std::move(back.errand));
    else
      take(back.errand.number, std::move(back.records), back.vantage);
  }
  pool.submit(std::move(undone));
}

void RoundEngine::take(std::uint64_t errand, std::vector<VisitRecord> records, const std::string& vantage) {
  const auto asked = out_.extract(errand);
  if (asked.empty()) return;
  schedule_.finished(asked.mapped().front().host);
  std::vector<Visit> again;
  for (std::size_t i = 0; i < records.size(); ++i) {
    VisitRecord& record = records[i];
    if (record.fetch.at == TimePoint{}) record.fetch.at = clock_.now();
    record.vantage = vantage;
    for (Attempt& attempt : record.attempts) attempt.vantage = vantage;
    const bool names = doubted(record);
    if (names || owed_second_attempt(record)) {
      again.push_back(asked.mapped()[i]);
      // Is it there at all, and does it lead where it should? Nothing else is looked at, wherever it is asked from.
      again.back().looks = names ? kNamesAlone : Looks();
      first_.insert_or_assign(record.visit.id.value, std::move(record));
      continue;
    }
    const auto first = first_.extract(record.visit.id.value);
    complete(first.empty() ? std::move(record) : whole(std::move(first.mapped()), std::move(record)));
  }
  if (!again.empty()) schedule_.again(std::move(again), errand, now());
  progress_.waiting_second = static_cast<std::int64_t>(schedule_.waiting_second());
}

bool RoundEngine::doubted(const VisitRecord& record) const {
  return record.visit.attempt == 1 && record.names && hooks_.doubt_names && hooks_.doubt_names(record);
}

// The row of a visit asked twice: for an outage, or for its names alone.
VisitRecord RoundEngine::whole(VisitRecord first, VisitRecord second) {
  if (first.names && second.names)
    second_names_.insert_or_assign(first.visit.id.value, SecondView{second.vantage, second.vantage != settings_.vantage,
                                                                    *std::move(second.names)});
  second.names.reset();
  return owed_second_attempt(first) ? joined(std::move(first), std::move(second)) : std::move(first);
}

void RoundEngine::complete(VisitRecord record) {
  if (record.fetch.at == TimePoint{}) record.fetch.at = clock_.now();
  if (drawing_ && hooks_.to_draw && hooks_.to_draw(record) && drawing_->takes(record))
    return drawing_->add(std::move(record));
  judged(std::move(record));
}

void RoundEngine::judged(VisitRecord record) {
  if (hooks_.look) hooks_.look(record);
  ++progress_.done;
  ++progress_.by_outcome[static_cast<std::size_t>(record.fetch.outcome)];
  const auto unit = units_.find(unit_of_.extract(record.visit.id.value).mapped());
  if (auto second = second_names_.extract(record.visit.id.value); !second.empty())
    unit->second.second_names.insert(std::move(second));
  unit->second.rows.push_back(std::move(record));
  if (--unit->second.open > 0) return;
  SiteDone site{std::move(unit->second.key), std::move(unit->second.rows), {}, std::move(unit->second.second_names)};
  units_.erase(unit);
  std::sort(site.rows.begin(), site.rows.end(),
            [](const VisitRecord& a, const VisitRecord& b) { return a.visit.id < b.visit.id; });
  site.verdict = judge({.site_key = site.key, .rows = site.rows, .now = clock_.now()});
  if (auto kept = hooks_.site_done(std::move(site)); !kept && !failure_) failure_ = kept.error();
}

void RoundEngine::tell(bool at_once) {
  if (!hooks_.on_progress) return;
  progress_.elapsed = now();
  if (!at_once && told_ >= Millis(0) && progress_.elapsed - told_ < settings_.progress_every) return;
  told_ = progress_.elapsed;
  const double seconds = std::max(static_cast<double>(progress_.elapsed.count()), 1.0) / 1000.0;
  progress_.per_second = static_cast<double>(progress_.done - done_before_) / seconds;
  hooks_.on_progress(progress_);
}

Done RoundEngine::give_up_rest(const std::string& reason) {
  std::vector<Visit> rest;
  for (Errand& errand : schedule_.drain())
    std::move(errand.visits.begin(), errand.visits.end(), std::back_inserter(rest));
  for (auto& [number, visits] : out_) std::move(visits.begin(), visits.end(), std::back_inserter(rest));
  out_.clear();
  std::sort(rest.begin(), rest.end(), [](const Visit& a, const Visit& b) { return a.id < b.id; });
  for (Visit& visit : rest) {
    const auto first = first_.extract(visit.id.value);
    complete(first.empty() ? not_visited(std::move(visit), reason) : std::move(first.mapped()));
  }
  tell(true);
  if (failure_) return std::unexpected<Error>(*failure_);
  return {};
}

}  // namespace huabiao::monitor
