#include "desk/teller.h"

#include <algorithm>
#include <spdlog/spdlog.h>

#include "base/digest.h"
#include "notice/telling.h"

namespace huabiao::desk {

Teller::Teller(notice::Outbox& outbox, std::vector<TellerChannel> channels, const Clock& clock, std::string console,
               const TellerPace& pace, Duty duty)
    : outbox_(outbox), clock_(clock), console_(std::move(console)), pace_(pace) {
  for (TellerChannel& channel : channels) {
    plans_for_.push_back(channel.channel);
    lines_.push_back(std::make_unique<Line>(std::move(channel)));
  }
  if (duty == Duty::Elsewhere) return;
  for (const auto& line : lines_)
    line->thread = std::jthread([this, &line = *line](const std::stop_token& stop) { tell(line, stop); });
  planner_ = std::jthread([this](const std::stop_token& stop) { plan(stop); });
}

Teller::~Teller() {
  stop();
}

void Teller::stop() {
  trials_.request_stop();
  planner_.request_stop();
  for (const auto& line : lines_) line->thread.request_stop();
  if (planner_.joinable()) planner_.join();
  for (const auto& line : lines_)
    if (line->thread.joinable()) line->thread.join();
}

std::vector<std::reference_wrapper<const TellerChannel>> Teller::channels() const {
  std::vector<std::reference_wrapper<const TellerChannel>> all;
  all.reserve(lines_.size());
  for (const auto& line : lines_) all.emplace_back(line->of);
  return all;
}

Teller::Told Teller::told(const std::string& channel) const {
  for (const auto& line : lines_)
    if (line->of.channel.name == channel) return line->told.with([](const Told& told) { return told; });
  return {};
}

Done Teller::test(const std::string& channel) {
  for (const auto& line : lines_)
    if (line->of.channel.name == channel) {
      constexpr std::size_t kKeyBytes = 16;
      return line->of.send(notice::trial(random_hex(kKeyBytes), clock_.now(), console_), trials_.get_token());
    }
  return fail(Kind::NotFound, "notice.no_such_channel", channel);
}

void Teller::wake() {
  notify(&Teller::asked_);
}

void Teller::notify(std::uint64_t Teller::* counter) {
  {
    const std::scoped_lock lock(mutex_);
    ++(this->*counter);
  }
  woken_.notify_all();
}

// Until the time is over, what may end it happens, or it is to stop.
void Teller::wait(Millis time, EndsBy end, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, stop, time, [this, end, asked = asked_, planned = planned_] {
    return (end >= EndsBy::Asked && asked_ != asked) || (end >= EndsBy::News && planned_ != planned);
  });
}

void Teller::plan(const std::stop_token& stop) {
  auto swept = std::chrono::steady_clock::now() - pace_.prune;
  while (!stop.stop_requested()) {
    plan_all(stop);
    if (std::chrono::steady_clock::now() - swept >= pace_.prune) {
      swept = std::chrono::steady_clock::now();
      for (bool more = true; more && !stop.stop_requested();) {
        const auto pruned = outbox_.prune();
        if (!pruned) spdlog::error("notice: {} {}", pruned.error().code, pruned.error().detail);
        more = pruned && *pruned;
      }
    }
    wait(pace_.tick, EndsBy::Time, stop);
  }
}

void Teller::plan_all(const std::stop_token& stop) {
  for (bool more = true; more && !stop.stop_requested();) {
    const auto planned = outbox_.plan(plans_for_);
    if (!planned) spdlog::error("notice: {} {}", planned.error().code, planned.error().detail);
    more = planned && planned->more;
    if (planned && planned->deliveries > 0) notify(&Teller::planned_);
  }
}

void Teller::tell(Line& line, const std::stop_token& stop) {
  int failures = 0;
  while (!stop.stop_requested()) {
    const auto due = outbox_.due(line.of.channel.name, pace_.batch);
    if (!due) spdlog::error("notice: {} {}", due.error().code, due.error().detail);
    Went went = Went::Well;
    if (due)
      for (const notice::DueDelivery& one : *due) {
        went = tell_one(line, one, stop);
        if (went != Went::Well) break;
        failures = 0;
        if (line.of.gap > Millis(0)) wait(line.of.gap, EndsBy::Time, stop);
      }
    if (went == Went::Badly) {
      constexpr int kMostDoublings = 20;
      const Millis pause = pace_.first_pause * (1LL << std::min(failures++, kMostDoublings));
      wait(std::min(pause, pace_.longest_pause), EndsBy::Asked, stop);
    } else if (went == Went::Well && (!due || due->size() < pace_.batch)) {
      wait(pace_.tick, EndsBy::News, stop);
    }
  }
}

Teller::Went Teller::tell_one(Line& line, const notice::DueDelivery& due, const std::stop_token& stop) {
  if (stop.stop_requested()) return Went::Stopped;
  const notice::Delivery& delivery = due.delivery;
  const auto count = [&line](std::int64_t Told::* which, std::optional<Error> failure) {
    line.told.with([&](Told& told) {
      ++(told.*which);
      told.failure = std::move(failure);
    });
  };
  const auto kept = [](const auto& result) {
    if (!result) spdlog::error("notice: {} {}", result.error().code, result.error().detail);
    return result.has_value();
  };
  if (!notice::ends(delivery.what) && notice::set_aside(due.finding.life, clock_.now()))
    return kept(outbox_.give_up(delivery.id, {Kind::Conflict, "notice.set_aside", {}, {}})) ? Went::Well : Went::Badly;
  const notice::Message message =
      notice::compose({.key = delivery.key, .what = delivery.what, .severity = delivery.severity, .at = delivery.at},
                      due.finding, console_);
  const auto sent = line.of.send(message, stop);
  if (sent) {
    count(&Told::sent, std::nullopt);
    // Not kept: it is told again, with the same key.
    return kept(outbox_.sent(delivery.id)) ? Went::Well : Went::Badly;
  }
  if (stop.stop_requested()) return Went::Stopped;
  spdlog::warn("notice: channel {}, delivery {}: {} {}", line.of.channel.name, delivery.id.value, sent.error().code,
               sent.error().detail);
  const auto state = outbox_.failed(delivery.id, sent.error());
  count(&Told::failed, sent.error());
  if (kept(state) && *state == notice::DeliveryState::GivenUp) count(&Told::given_up, sent.error());
  return Went::Badly;
}

}  // namespace huabiao::desk
