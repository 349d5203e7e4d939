#include "desk/round_desk.h"

#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/utf8.h"

namespace huabiao::desk {
namespace {

TickerRow ticker_row(const monitor::VisitRecord& record) {
  TickerRow row{.site = record.visit.site,
                .site_name = record.visit.declared.site_name,
                .host = record.visit.host,
                .title = {},
                .outcome = record.fetch.outcome,
                .status = record.fetch.status,
                .total_ms = record.fetch.timing.total,
                .mark = {},
                .worst = {}};
  if (record.facts) {
    row.title = std::string(utf8::cut(record.facts->title, DeskLimits::kTitleBytes));
    row.mark = record.facts->mark.state;
  }
  for (const monitor::Finding& finding : record.findings)
    row.worst = std::max(row.worst.value_or(finding.severity), finding.severity);
  return row;
}

}  // namespace

RoundDesk::RoundDesk(monitor::RoundPorts ports, Settings settings, Acquire acquire)
    : ports_(ports), settings_(std::move(settings)), acquire_(std::move(acquire)) {}

RoundDesk::~RoundDesk() {
  stop();
}

Result<monitor::RoundId> RoundDesk::start(std::span<const registry::SiteId> selection, const std::string& by) {
  const bool busy = state_.with([](State& state) { return std::exchange(state.running, true); });
  if (busy) return fail(Kind::Conflict, "desk.round_running");
  const auto give_up = [&] { state_.with([](State& state) { state.running = false; }); };
  auto right = acquire_();
  if (!right) {
    give_up();
    return fail(std::move(right));
  }
  auto unfinished = ports_.rounds.unfinished_round();
  auto round = !unfinished   ? Result<monitor::RoundId>(fail(std::move(unfinished)))
               : *unfinished ? Result<monitor::RoundId>((*unfinished)->id)
                             : monitor::begin_round(ports_, selection, by);
  if (!round) {
    give_up();
    return round;
  }
  launch(*round, std::move(*right));
  return round;
}

Result<std::optional<monitor::RoundId>> RoundDesk::resume() {
  auto unfinished = ports_.rounds.unfinished_round();
  if (!unfinished) return fail(std::move(unfinished));
  if (!*unfinished) return std::nullopt;
  const bool busy = state_.with([](State& state) { return std::exchange(state.running, true); });
  if (busy) return std::nullopt;
  auto right = acquire_();
  if (!right) {
    state_.with([](State& state) { state.running = false; });
    return fail(std::move(right));
  }
  const monitor::RoundId round = (*unfinished)->id;
  launch(round, std::move(*right));
  return std::optional(round);
}

void RoundDesk::launch(monitor::RoundId round, std::shared_ptr<void> right) {
  auto kept = ports_.rounds.round(round);
  Live live;
  live.progress.round = round;
  if (kept && *kept) {
    live.progress.total = (*kept)->targets;
    live.progress.done = (*kept)->done;
  }
  state_.with([&](State& state) {
    live.version = state.live ? state.live->version + 1 : 1;
    state.live = std::move(live);
    state.cancelled_by.reset();
    state.pace.clear();
  });
  // The thread of the round before has ended its work: running was false.
  thread_.with([&](std::jthread& thread) {
    thread = std::jthread([this, round, right = std::move(right)](const std::stop_token& stop) { run(round, stop); });
  });
}

void RoundDesk::run(monitor::RoundId round, const std::stop_token& stop) {
  auto summary = monitor::run_round(
      ports_, round, settings_(), [this](const monitor::RoundProgress& progress) { on_progress(progress); },
      [this](std::span<const monitor::VisitRecord> rows, const monitor::SiteVerdict& verdict) {
        on_site(rows, verdict);
      },
      stop);
  const auto cancelled = state_.with([](State& state) { return state.cancelled_by; });
  auto ended = monitor::RoundState::Running;
  if (!summary) {
    spdlog::error("round {}: {} {}", round.value, summary.error().code, summary.error().detail);
  } else {
    on_progress(summary->progress);
    if (summary->state == monitor::RoundState::Finished) ended = monitor::RoundState::Finished;
  }
  if (cancelled && ended != monitor::RoundState::Finished) {
    if (auto done = write_off(round, *cancelled); !done)
      spdlog::error("round {}: {} {}", round.value, done.error().code, done.error().detail);
    ended = monitor::RoundState::Stopped;
  }
  state_.with([&](State& state) {
    state.live->state = ended == monitor::RoundState::Running ? monitor::RoundState::Stopped : ended;
    state.live->ended = true;
    ++state.live->version;
    state.running = false;
  });
}

Done RoundDesk::write_off(monitor::RoundId round, const std::string& by) {
  return monitor::abandon_round(ports_, round, fmt::format("round broken off by {}", by));
}

Done RoundDesk::cancel(monitor::RoundId round, const std::string& by) {
  const bool ours = state_.with([&](State& state) {
    if (!state.running || !state.live || state.live->progress.round != round || state.live->ended) return false;
    state.cancelled_by = by;
    return true;
  });
  if (!ours) return cancel_unfinished(round, by);
  thread_.with([](std::jthread& thread) {
    thread.request_stop();
    if (thread.joinable()) thread.join();
  });
  return {};
}

Done RoundDesk::cancel_unfinished(monitor::RoundId round, const std::string& by) {
  auto unfinished = ports_.rounds.unfinished_round();
  if (!unfinished) return fail(std::move(unfinished));
  if (!*unfinished || (*unfinished)->id != round)
    return fail(Kind::Conflict, "desk.not_running", fmt::format("round {}", round.value));
  auto right = acquire_();
  if (!right) return fail(std::move(right));
  return write_off(round, by);
}

std::optional<Live> RoundDesk::live() const {
  return state_.with([](const State& state) { return state.live; });
}

void RoundDesk::stop() {
  thread_.with([](std::jthread& thread) {
    thread.request_stop();
    if (thread.joinable()) thread.join();
  });
}

void RoundDesk::on_progress(const monitor::RoundProgress& progress) {
  state_.with([&](State& state) {
    state.pace.emplace_back(progress.elapsed, progress.done);
    while (state.pace.size() > 2 && progress.elapsed - state.pace.front().first > DeskLimits::kRateWindow)
      state.pace.pop_front();
    const auto [since, done] = state.pace.front();
    const auto window = static_cast<double>((progress.elapsed - since).count()) / 1000;
    state.live->rate = window > 0 ? static_cast<double>(progress.done - done) / window : progress.per_second;
    state.live->progress = progress;
    ++state.live->version;
  });
}

void RoundDesk::on_site(std::span<const monitor::VisitRecord> rows, const monitor::SiteVerdict& verdict) {
  std::vector<TickerRow> fresh;
  for (const monitor::VisitRecord& record : rows) fresh.push_back(ticker_row(record));
  state_.with([&](State& state) {
    state.live->findings += static_cast<std::int64_t>(verdict.findings.size());
    for (TickerRow& row : fresh) state.live->last.push_back(std::move(row));
    while (state.live->last.size() > DeskLimits::kLastRows) state.live->last.pop_front();
    ++state.live->version;
  });
}

}  // namespace huabiao::desk
