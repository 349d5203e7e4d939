#include "monitor/pipeline/round.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "filing/icp.h"
#include "filing/police.h"
#include "monitor/detect/detect.h"
#include "monitor/judge/judge.h"
#include "monitor/judge/registration.h"
#include "monitor/pipeline/keeping.h"
#include "monitor/pipeline/planning.h"
#include "monitor/pipeline/render_watch.h"
#include "monitor/pipeline/round_engine.h"
#include "monitor/plan/permission.h"
#include "monitor/plan/targets.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

// By a round by hand, whatever the rhythm of the watch.
constexpr Millis kViewsBelieved = std::chrono::hours(72);

Result<std::vector<RoundEngine::Planned>> planned_of(const RoundPorts& ports, RoundId round) {
  auto targets = ports.rounds.pending(round);
  if (!targets) return fail(std::move(targets));
  auto orders = orders_now(ports.orders);
  if (!orders) return fail(std::move(orders));
  std::vector<RoundEngine::Planned> planned;
  planned.reserve(targets->size());
  for (const Target& target : *targets) {
    RoundEngine::Planned one{visit_of(target, round), std::to_string(target.site)};
    if (std::string reason = why_not(orders->of(target.site), Asked::ByPerson, ports.clock.now()); !reason.empty())
      one.known = without_asking(Outcome::NotVisited, std::move(reason));
    if (target.host.empty()) one.known = without_asking(Outcome::NoAddress, "no domain is declared");
    planned.push_back(std::move(one));
  }
  return planned;
}

RoundProgress progress_of(const Round& round) {
  RoundProgress progress;
  progress.round = round.id;
  progress.total = round.targets;
  progress.done = progress.kept = round.done;
  return progress;
}

}  // namespace

Result<RoundId> begin_round(const RoundPorts& ports, std::span<const registry::SiteId> selection,
                            const std::string& by) {
  std::vector<Target> targets;
  const auto add = [&targets](const registry::SiteTarget& site) {
    for (Target& target : targets_of(site)) targets.push_back(std::move(target));
  };
  if (!selection.empty()) {
    for (const registry::SiteId id : selection) {
      auto site = ports.registry.target(id);
      if (!site) return fail(std::move(site));
      if (!*site) return fail(Kind::NotFound, "registry.no_such_site", std::to_string(id.value));
      add(**site);
    }
    return ports.rounds.begin_round(RoundKind::Selection, targets, by);
  }
  if (auto done = each_site(ports.registry, add); !done) return fail(std::move(done));
  return ports.rounds.begin_round(RoundKind::Estate, targets, by);
}

Result<RoundSummary> run_round(const RoundPorts& ports, RoundId round, const RoundSettings& settings,
                               const OnProgress& on_progress, const OnSite& on_site, const std::stop_token& stop) {
  auto known = ports.rounds.round(round);
  if (!known) return fail(std::move(known));
  if (!*known) return fail(Kind::NotFound, "round.none", std::to_string(round.value));
  auto planned = planned_of(ports, round);
  if (!planned) return fail(std::move(planned));

  RoundProgress shown = progress_of(**known);
  Keeping keeping(ports, round, settings);
  keeping.kept_before(shown.kept);
  RoundEngine::Hooks hooks;
  hooks.declare = [&](Visit& visit) {
    // A site that left the register since the round was planned is visited as it was declared: by its host alone.
    if (auto site = ports.registry.target({visit.site}); site && *site) visit.declared = declared_of(**site);
  };
  // What a browser showed lately still answers what the source leaves open; nothing is drawn anew.
  RenderWatch renders(ports.rendered, kViewsBelieved / RenderWatch::kBelieved);
  std::optional<Error> failure;
  hooks.look = [&](VisitRecord& record) {
    if (auto taken = renders.take(record, ports.clock.now()); !taken) failure = taken.error();
  };
  hooks.site_done = [&](SiteDone site) -> Done {
    if (failure) return std::unexpected<Error>(*failure);
    if (on_site) on_site(site.rows, site.verdict);
    return keeping.take(std::move(site));
  };
  hooks.tick = [&] { return keeping.flush_if_old(); };
  hooks.on_progress = [&](const RoundProgress& progress) {
    shown = progress;
    shown.kept = keeping.kept();
    if (on_progress) on_progress(shown);
  };
  RoundEngine engine(settings, ports.clock, std::move(hooks), shown, ports.vantages);
  auto state = engine.run(*std::move(planned), stop);
  // What is done is kept, also when something else failed.
  auto flushed = keeping.flush();
  if (!state) return fail(std::move(state));
  if (!flushed) return fail(std::move(flushed));
  if (*state == RoundState::Finished)
    if (auto finished = ports.rounds.finish_round(round, RoundState::Finished); !finished)
      return fail(std::move(finished));
  shown = engine.progress();
  shown.kept = keeping.kept();
  if (on_progress) on_progress(shown);
  return RoundSummary{*state, shown};
}

Done abandon_round(const RoundPorts& ports, RoundId round, const std::string& reason) {
  auto planned = planned_of(ports, round);
  if (!planned) return fail(std::move(planned));
  for (RoundEngine::Planned& one : *planned)
    if (!one.known) one.known = without_asking(Outcome::NotVisited, reason);
  RoundSettings settings;
  RoundProgress progress;
  progress.round = round;
  Keeping keeping(ports, round, settings);
  RoundEngine::Hooks hooks;
  hooks.site_done = [&](SiteDone site) { return keeping.take(std::move(site)); };
  RoundEngine engine(settings, ports.clock, std::move(hooks), progress);
  if (auto state = engine.run(*std::move(planned), {}); !state) return fail(std::move(state));
  if (auto flushed = keeping.flush(); !flushed) return flushed;
  return ports.rounds.finish_round(round, RoundState::Stopped);
}

Result<std::vector<KnownSite>> known_sites(registry::RegistryStore& registry) {
  std::vector<KnownSite> known;
  const auto add = [&known](const registry::SiteTarget& target) {
    KnownSite site{.name = target.site.name, .unit = target.organisation, .site_code = target.site.site_code};
    for (const registry::DeclaredName& name : target.names) site.hosts.push_back(name.ascii);
    site.icp = filing::read_icp(target.site.icp).main;
    site.police = filing::read_police(target.site.police).normal;
    known.push_back(std::move(site));
  };
  if (auto done = each_site(registry, add); !done) return fail(std::move(done));
  return known;
}

Result<RoundSummary> visit_addresses(std::span<const std::string> addresses, const KnownSites& registered,
                                     const Clock& clock, const RoundSettings& settings, const OnProgress& on_progress,
                                     const OnSite& on_site, const std::stop_token& stop, Looks looks) {
  std::vector<RoundEngine::Planned> planned;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    RoundEngine::Planned one;
    // Addresses are judged one by one, each by the host it names.
    one.unit = fmt::format("{}#{}", addresses[i].substr(0, 256), i);
    if (auto visit = visit_of_address(addresses[i])) {
      one.visit = *std::move(visit);
      one.visit.looks = looks;
    } else {
      one.known = without_asking(Outcome::BadUrl, fmt::format("{}: {}", visit.error().code, visit.error().detail));
      one.known->fetch.asked_url = addresses[i].substr(0, 2048);
    }
    planned.push_back(std::move(one));
  }
  RoundEngine::Hooks hooks;
  hooks.declare = [](Visit&) {};
  hooks.look = [&](VisitRecord& record) {
    if (record.registration)
      std::ranges::move(judge_registration(*record.registration, {}, clock.now()).findings,
                        std::back_inserter(record.findings));
    const auto url = web::parse_url(record.fetch.final_url);
    if (!record.facts || !url) return;
    std::ranges::move(counterfeit_findings(*record.facts, url->host, registered), std::back_inserter(record.findings));
  };
  hooks.drawn = RenderQueue::Take::All;  // somebody asked for them
  hooks.to_draw = [](const VisitRecord&) { return true; };
  hooks.site_done = [&](SiteDone site) {
    if (on_site) on_site(site.rows, site.verdict);
    return Done{};
  };
  hooks.tick = [] { return Done{}; };
  hooks.on_progress = on_progress;
  RoundEngine engine(settings, clock, std::move(hooks), {});
  auto state = engine.run(std::move(planned), stop);
  if (!state) return fail(std::move(state));
  if (*state == RoundState::Stopped)
    if (auto rest = engine.give_up_rest("interrupted"); !rest) return fail(std::move(rest));
  if (engine.render_failure()) return std::unexpected<Error>(*engine.render_failure());
  return RoundSummary{*state, engine.progress()};
}

}  // namespace huabiao::monitor
