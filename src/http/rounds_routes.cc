#include "http/rounds_routes.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <unordered_map>

#include "base/guarded.h"
#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::size_t kMostRounds = 1000;  // ever listed
constexpr std::size_t kTrendRounds = 12;

using Counts = std::array<std::int64_t, monitor::kOutcomeNames.size()>;

json::array counts_document(const Counts& counts) {
  json::array out;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) out.push_back({{"key", monitor::kOutcomeNames[i]}, {"count", counts[i]}});
  return out;
}

json::array counts_document(const std::map<std::string, std::int64_t>& counts) {
  json::array out;
  for (const auto& [key, count] : counts) out.push_back({{"key", text(key)}, {"count", count}});
  return out;
}

// Rows by outcome of rounds that have ended: counted once, since they never change again.
class EndedCounts {
 public:
  Result<Counts> of(monitor::RoundStore& store, const monitor::Round& round) {
    const bool ended = round.state != monitor::RoundState::Running;
    if (ended)
      if (const auto known = kept_.with([&](const auto& all) -> std::optional<Counts> {
            const auto found = all.find(round.id.value);
            return found == all.end() ? std::nullopt : std::optional(found->second);
          }))
        return *known;
    Counts counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
      auto page = store.rows(round.id, {.outcome = static_cast<monitor::Outcome>(i), .limit = 1});
      if (!page) return fail(std::move(page));
      counts[i] = page->total;
    }
    if (ended) kept_.with([&](auto& all) { all[round.id.value] = counts; });
    return counts;
  }

 private:
  Guarded<std::unordered_map<std::int64_t, Counts>> kept_;
};

struct RoundPorts {
  SitePorts sites;
  desk::RoundDesk& desk;
  std::shared_ptr<EndedCounts> counts;
};

// Of the whole estate's rounds a limited reach sees those the caller began, and of their rows those that lie in it.
bool may_see(const monitor::Round& round, const Request& request) {
  return request.reach.everywhere || round.by == request.caller->account.name;
}

// Fails: NotFound http.no_such_resource.
Result<monitor::Round> find(const RoundPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto round = ports.sites.rounds.round({*id});
  if (!round) return fail(std::move(round));
  if (!*round || !may_see(**round, request)) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  return std::move(**round);
}

// The live figures of a round, when this server runs it or ran it last.
std::optional<desk::Live> live_of(const RoundPorts& ports, monitor::RoundId id) {
  auto live = ports.desk.live();
  if (live && live->progress.round == id) return live;
  return std::nullopt;
}

Answer list_rounds(const RoundPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  // the cursor is the last id shown
  if (!cursor.empty()) {
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    if (error != std::errc{} || end != cursor.data() + cursor.size())
      return fail(Kind::Invalid, "registry.bad_cursor", cursor);
  }
  auto rounds = ports.sites.rounds.rounds(kMostRounds);
  if (!rounds) return fail(std::move(rounds));
  std::erase_if(*rounds, [&](const monitor::Round& round) { return !may_see(round, request); });
  json::array items;
  std::string next;
  std::int64_t last = 0;
  for (const monitor::Round& round : *rounds) {
    if (round.id.value >= before) continue;
    if (items.size() == limit) {
      next = std::to_string(last);
      break;
    }
    last = round.id.value;
    items.push_back(round_document(round));
  }
  return json_answer(page_document(std::move(items), next, static_cast<std::int64_t>(rounds->size())));
}

Answer start_round(const RoundPorts& ports, const Request& request) {
  auto sites = read_body(request, kDepth, [](ObjectReader& in) { return in.ids("sites", 1000); });
  if (!sites) return std::unexpected(std::move(sites).error());
  std::vector<registry::SiteId> selection;
  if (sites->value)
    for (const std::int64_t id : *sites->value) selection.push_back({id});
  if (selection.empty() && !request.reach.everywhere) return fail(Kind::Denied, "http.beyond_reach", {}, "sites");
  for (const registry::SiteId site : selection)
    if (auto held = must_hold(ports.sites.bounds, request.reach, access::RecordKind::Site, site.value); !held)
      return fail(std::move(held));
  auto id = ports.desk.start(selection, request.caller->account.name);
  if (!id) return fail(std::move(id));
  auto round = ports.sites.rounds.round(*id);
  if (!round) return fail(std::move(round));
  if (!*round) return fail(Kind::Internal, "internal", "the round just begun is not there");
  Response response = json_answer(round_document(**round), 201);
  response.with("Location", fmt::format("/api/v1/rounds/{}", id->value));
  return response;
}

Answer get_round(const RoundPorts& ports, const Request& request) {
  auto round = find(ports, request);
  if (!round) return fail(std::move(round));
  json::object out = round_document(*round);
  const auto live = live_of(ports, round->id);
  if (live && !live->ended) {
    out["done"] = live->progress.done;
    out["by_outcome"] = counts_document(live->progress.by_outcome);
  } else {
    auto counts = ports.counts->of(ports.sites.rounds, *round);
    if (!counts) return fail(std::move(counts));
    out["by_outcome"] = counts_document(*counts);
  }
  return json_answer(std::move(out));
}

Answer cancel_round(const RoundPorts& ports, const Request& request) {
  auto round = find(ports, request);
  if (!round) return fail(std::move(round));
  if (auto done = ports.desk.cancel(round->id, request.caller->account.name); !done) return fail(std::move(done));
  auto after = find(ports, request);
  if (!after) return fail(std::move(after));
  return json_answer(round_document(*after));
}

// Names of sites, asked for once each.
class SiteNames {
 public:
  explicit SiteNames(const SitePorts& ports) : ports_(ports), now_(registry::AsOf::at(ports.clock.now())) {}
  const std::string& of(std::int64_t id) {
    const auto [at, fresh] = names_.try_emplace(id);
    if (fresh && id != 0)
      if (auto site = ports_.registry.site({id}, now_); site && *site) at->second = (*site)->value.name;
    return at->second;
  }

 private:
  const SitePorts& ports_;
  registry::AsOf now_;
  std::unordered_map<std::int64_t, std::string> names_;
};

Answer list_rows(const RoundPorts& ports, const Request& request) {
  QueryReader in(request);
  monitor::RoundRowQuery query{.reach = request.reach};
  if (const auto at = in.choice("outcome", monitor::kOutcomeNames)) query.outcome = static_cast<monitor::Outcome>(*at);
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto round = find(ports, request);
  if (!round) return fail(std::move(round));
  auto page = ports.sites.rounds.rows(round->id, query);
  if (!page) return fail(std::move(page));
  SiteNames names(ports.sites);
  json::array items;
  for (const monitor::RoundRow& row : page->rows) items.push_back(host_row(row, names.of(row.record.visit.site)));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

json::object progress_document(const desk::Live& live) {
  json::array last;
  for (const desk::TickerRow& row : live.last)
    last.push_back({{"site", named(row.site, row.site_name)},
                    {"host", text(row.host)},
                    {"outcome", monitor::to_string(row.outcome)},
                    {"status", row.status},
                    {"total_ms", row.total_ms < 0 ? json::value(nullptr) : json::value(row.total_ms)},
                    {"title", text(row.title)},
                    {"mark", mark_or_null(row.mark)},
                    {"worst_severity", severity_or_null(row.worst)}});
  const monitor::RoundProgress& progress = live.progress;
  const std::int64_t left = progress.total - progress.done;
  json::value eta(nullptr);
  if (live.ended || left <= 0)
    eta = 0.0;
  else if (live.rate > 0)
    eta = static_cast<double>(left) / live.rate;
  return {{"round", progress.round.value},
          {"state", monitor::to_string(live.state)},
          {"total", progress.total},
          {"done", progress.done},
          {"by_outcome", counts_document(progress.by_outcome)},
          {"findings", live.findings},
          {"rate", live.rate},
          {"eta_seconds", std::move(eta)},
          {"elapsed_seconds", static_cast<double>(progress.elapsed.count()) / 1000},
          {"last_rows", std::move(last)}};
}

std::string frame(std::string_view event, const json::object& data) {
  return fmt::format("event: {}\ndata: {}\n\n", event, json::serialize(data));
}

// Tells the newest figures whenever they changed; the last frame is "end". A round this server does not run is told
// once, as it is kept.
class RoundEvents final : public EventSource {
 public:
  RoundEvents(RoundPorts ports, monitor::Round round) : ports_(std::move(ports)), round_(std::move(round)) {}

  Said next() override {
    const auto live = live_of(ports_, round_.id);
    if (!live) return {frame("end", progress_document(as_kept())), true};
    if (live->version == told_) return {};
    told_ = live->version;
    return {frame(live->ended ? "end" : "progress", progress_document(*live)), live->ended};
  }

 private:
  desk::Live as_kept() {
    desk::Live live;
    live.progress.round = round_.id;
    live.progress.total = round_.targets;
    live.progress.done = round_.done;
    if (auto counts = ports_.counts->of(ports_.sites.rounds, round_)) live.progress.by_outcome = *counts;
    if (round_.ended) live.progress.elapsed = *round_.ended - round_.started;
    live.state = round_.state;
    live.ended = true;
    return live;
  }
  RoundPorts ports_;
  monitor::Round round_;
  std::uint64_t told_ = 0;
};

Answer watch_round(const RoundPorts& ports, const Request& request) {
  auto round = find(ports, request);
  if (!round) return fail(std::move(round));
  Response response;
  response.with("Content-Type", "text/event-stream; charset=utf-8").with("X-Accel-Buffering", "no");
  response.events = std::make_shared<RoundEvents>(ports, std::move(*round));
  return response;
}

json::array trend(const RoundPorts& ports, const std::vector<monitor::Round>& rounds) {
  json::array out;
  for (const monitor::Round& round : rounds) {
    if (out.size() == kTrendRounds) break;
    if (round.kind != monitor::RoundKind::Estate || round.state != monitor::RoundState::Finished) continue;
    auto counts = ports.counts->of(ports.sites.rounds, round);
    if (!counts) continue;
    std::int64_t rows = 0;
    for (const std::int64_t count : *counts) rows += count;
    const auto of = [&](monitor::Outcome outcome) { return (*counts)[static_cast<std::size_t>(outcome)]; };
    out.push_back({{"round", round.id.value},
                   {"ended_at", instant(round.ended.value_or(round.started))},
                   {"rows", rows},
                   {"ok", of(monitor::Outcome::Ok) + of(monitor::Outcome::OkWithFaults)}});
  }
  std::ranges::reverse(out);
  return out;
}

Answer overview(const RoundPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string region = in.region();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto counts = ports.sites.estate.overview(region, request.reach);
  if (!counts) return fail(std::move(counts));
  auto rounds = ports.sites.rounds.rounds(kMostRounds);
  if (!rounds) return fail(std::move(rounds));
  std::erase_if(*rounds, [&](const monitor::Round& round) { return !may_see(round, request); });
  RegionNames regions(ports.sites.registry);
  json::array by_region;
  for (const auto& one : counts->by_region)
    by_region.push_back({{"region", regions.ref(one.region)},
                         {"sites", one.sites},
                         {"down", one.down},
                         {"with_alerts", one.with_alerts}});
  json::value latest(nullptr), running(nullptr);
  for (const monitor::Round& round : *rounds) {
    if (round.kind == monitor::RoundKind::Addresses) continue;
    if (round.state == monitor::RoundState::Running && running.is_null()) running = round_document(round);
    if (round.state != monitor::RoundState::Running && latest.is_null()) latest = round_document(round);
  }
  return json_answer(json::object{{"sites", counts->sites},
                                  {"organisations", counts->organisations},
                                  {"declarations", counts->declarations},
                                  {"by_life", counts_document(counts->by_life)},
                                  {"by_state", counts_document(counts->by_state)},
                                  {"by_outcome", counts_document(counts->by_outcome)},
                                  {"by_mark", counts_document(counts->by_mark)},
                                  {"marks_declared", counts_document(counts->marks_declared)},
                                  {"marks_declared_not_seen", counts->marks_declared_not_seen},
                                  {"findings_by_category", counts_document(counts->findings_by_category)},
                                  {"findings_by_severity", counts_document(counts->findings_by_severity)},
                                  {"by_region", std::move(by_region)},
                                  {"latest_round", std::move(latest)},
                                  {"running_round", std::move(running)},
                                  {"trend", trend(ports, *rounds)}});
}

}  // namespace

Routes rounds_routes(const SitePorts& sites, desk::RoundDesk& desk) {
  const RoundPorts ports{sites, desk, std::make_shared<EndedCounts>()};
  const auto with = [ports](Answer (*handler)(const RoundPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/overview", Wants::See, Over::Reach, TakesBody::No, with(overview)},
      {Method::Get, "/api/v1/rounds", Wants::See, Over::Reach, TakesBody::No, with(list_rounds)},
      {Method::Post, "/api/v1/rounds", Wants::RunRounds, Over::Reach, TakesBody::InMemory, with(start_round)},
      {Method::Get, "/api/v1/rounds/{}", Wants::See, Over::Reach, TakesBody::No, with(get_round)},
      {Method::Post, "/api/v1/rounds/{}/cancel", Wants::RunRounds, Over::Reach, TakesBody::No, with(cancel_round)},
      {Method::Get, "/api/v1/rounds/{}/rows", Wants::See, Over::Reach, TakesBody::No, with(list_rows)},
      {Method::Get, "/api/v1/rounds/{}/events", Wants::See, Over::Reach, TakesBody::No, with(watch_round)},
  };
}

}  // namespace huabiao::http
