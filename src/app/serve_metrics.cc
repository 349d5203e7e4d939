#include "app/serve_metrics.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace huabiao::app {
namespace {

// How long what waits longest has waited; 0: nothing waits.
double oldest_waiting_seconds(notice::Outbox& outbox, const Clock& clock) {
  constexpr double kMillis = 1'000;
  double most = 0;
  if (const auto use = outbox.use())
    for (const notice::ChannelUse& one : *use)
      if (one.oldest_waiting)
        most = std::max(most, static_cast<double>((clock.now() - *one.oldest_waiting).count()) / kMillis);
  return most;
}

std::string label(std::string_view channel) {
  return fmt::format("channel=\"{}\"", channel);
}

}  // namespace

std::vector<http::Metrics::Gauge> gauges(Desks& desks, const Clock& clock) {
  const desk::RoundDesk& rounds = desks.rounds;
  const desk::WatchDesk& watch = desks.watch;
  const auto kept = [&watch](auto of) {
    return [&watch, of] {
      const auto before = watch.state().status.before;
      return before ? static_cast<double>(of(*before)) : 0.0;
    };
  };
  constexpr double kMillis = 1'000;
  const auto progress = [&rounds](auto of) {
    return [&rounds, of] {
      const auto live = rounds.live();
      return live ? static_cast<double>(of(*live)) : 0.0;
    };
  };
  return {
      {"round_running", "A round runs now.", progress([](const desk::Live& live) { return live.ended ? 0 : 1; })},
      {"round_rows_total", "Rows of the latest round.",
       progress([](const desk::Live& live) { return live.progress.total; })},
      {"round_rows_done", "Rows done of the latest round.",
       progress([](const desk::Live& live) { return live.progress.done; })},
      {"watch_running", "The watch runs now.", [&watch] { return watch.state().running ? 1.0 : 0.0; }},
      {"watch_silent_seconds", "Since the watch last gave a sign of life; it does every second. The dead man's switch.",
       [&watch, &clock] {
         const desk::WatchDesk::State state = watch.state();
         const TimePoint since = state.heard.value_or(watch.began());
         return watch.every() == Millis(0) ? 0.0 : std::chrono::duration<double>(clock.now() - since).count();
       }},
      {"watch_line_suspected",
       "Many sites fell silent at once: our own line is suspected, they are not believed to be down.",
       [&watch] { return watch.state().status.line_suspected ? 1.0 : 0.0; }},
      {"watch_resolvers_silent", "Our own resolvers answer for no name: no host that needs one is visited.",
       [&watch] { return watch.state().status.resolvers_silent ? 1.0 : 0.0; }},
      {"watch_rows", "Rows of the latest whole period of the watch.",
       kept([](const monitor::WatchPeriod& period) { return period.done; })},
      {"watch_rows_not_visited", "Rows of it that say a host was not visited.",
       kept([](const monitor::WatchPeriod& period) { return period.not_visited; })},
      {"watch_rows_left_alone", "Rows of it left out by the order their site is under.",
       kept([](const monitor::WatchPeriod& period) { return period.left_alone; })},
      {"watch_late_seconds_p99", "How late its visits began, all but one in a hundred.",
       kept([](const monitor::WatchPeriod& period) { return static_cast<double>(period.late_p99.count()) / kMillis; })},
      {"watch_late_seconds_most", "How late the latest of its visits began.",
       kept(
           [](const monitor::WatchPeriod& period) { return static_cast<double>(period.late_most.count()) / kMillis; })},
      {"delivery_oldest_waiting_seconds", "How long the message that waits longest has waited.",
       [&teller = desks.teller, &clock] { return oldest_waiting_seconds(teller.outbox(), clock); }},
      {"vantage_points_present", "Vantage points heard lately.",
       [&hall = desks.hall] {
         return static_cast<double>(std::ranges::count_if(hall.seen(), [](const auto& one) { return one.present; }));
       }},
  };
}

std::vector<http::Metrics::Family> families(const Desks& desks) {
  const desk::Teller& teller = desks.teller;
  const desk::WatchDesk& watch = desks.watch;
  using Values = std::vector<std::pair<std::string, double>>;
  const auto results = [&teller] {
    Values values;
    for (const desk::TellerChannel& one : teller.channels()) {
      const desk::Teller::Told told = teller.told(one.channel.name);
      for (const auto& [result, count] :
           {std::pair("sent", told.sent), std::pair("failed", told.failed), std::pair("given_up", told.given_up)})
        values.emplace_back(fmt::format("{},result=\"{}\"", label(one.channel.name), result), count);
    }
    return values;
  };
  const auto registrations = [&watch](std::int64_t monitor::RegistryLoad::* figure) {
    return [&watch, figure] {
      Values values;
      for (const monitor::RegistryLoad& load : watch.state().status.registrations)
        values.emplace_back(fmt::format("registry=\"{}\"", load.registry), static_cast<double>(load.*figure));
      return values;
    };
  };
  const auto waiting = [&teller] {
    Values values;
    if (const auto use = teller.outbox().use())
      for (const notice::ChannelUse& one : *use) values.emplace_back(label(one.channel), one.waiting);
    return values;
  };
  return {{"deliveries_total", "Messages told or not, by attempt, since the start.", "counter", results},
          {"deliveries_waiting", "Messages that wait to be told.", "gauge", waiting},
          {"watch_registrations", "Domains whose registry the watch asks.", "gauge",
           registrations(&monitor::RegistryLoad::domains)},
          {"watch_registrations_overdue", "Those of them due for a look for a day, or never asked for.", "gauge",
           registrations(&monitor::RegistryLoad::overdue)}};
}

}  // namespace huabiao::app
