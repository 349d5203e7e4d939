#include "app/desks.h"

#include "app/channel_settings.h"
#include "app/render_settings.h"
#include "desk/enter_form.h"
#include "rules/shelf/shelf.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kReadAtOnce = 2;  // pages for people who look at two of them side by side

monitor::RoundPorts round_ports(const Desks::Ground& ground, dispatch::VantageHall& hall) {
  storage::Stores& stores = ground.rounds;
  return {.rounds = stores.rounds(),
          .registry = stores.registry(),
          .evidence = &stores.evidence(),
          .samples = &stores.samples(),
          .clock = ground.clock,
          .orders = &stores.orders(),
          .names = &stores.names(),
          .registrations = &stores.registrations(),
          .vantages = ground.settings.second_view ? &hall : nullptr,
          .periods = &stores.periods(),
          .walks = &stores.walks(),
          .pictures = &stores.pictures(),
          .rendered = &stores.rendered(),
          .pages = &stores.pages()};
}

desk::RoundDesk::Acquire right_to_rounds(const Desks::Ground& ground) {
  return
      [&directory = ground.directory, &kept = ground.kept, &stores = ground.rounds]() -> Result<std::shared_ptr<void>> {
        auto held = storage::Lease::take(directory, "round");
        if (!held) return fail(std::move(held));
        if (&stores != &kept)
          if (auto guarded = stores.guard(**held); !guarded) return fail(std::move(guarded));
        return std::shared_ptr<void>(*std::move(held));
      };
}

monitor::WatchPace pace_of(const settings::Settings& settings) {
  return {.every = settings.watch_every,
          .views_every = settings.watch_views,
          .walk_every = settings.watch_walk,
          .names_every = settings.watch_dns,
          .registration_every = settings.watch_registration,
          .registry_gap = settings.network.registry_gap,
          .tls_every = settings.watch_tls,
          .opt_out = settings.honour_opt_out ? monitor::OptOut::Honour : monitor::OptOut::Record,
          .render_every = settings.watch_render};
}

}  // namespace

Desks::Desks(Given of, const Ground& ground)
    : given(std::move(of)),
      hall(ground.clock, {.grace = ground.settings.vantage_wait}),
      ports(round_ports(ground, hall)),
      round_settings(ground.settings, given.round),
      watch_settings(ground.settings, given.watch),
      rounds(
          ports, [this] { return round_settings.renew(); }, right_to_rounds(ground)),
      watch(
          ports, pace_of(ground.settings), [this] { return watch_settings.renew(); }, desk::WatchDesk::kPause,
          ground.duty),
      waves(ground.kept.traits(), ground.clock),
      inspected({ground.kept.registry(), ground.kept.samples(), ground.kept.walks(), ground.clock}, given.inspection),
      teller(ground.kept.outbox(), std::move(given.channels), ground.clock, ground.settings.console_url, {},
             ground.duty) {
  if (ground.duty == desk::Duty::Elsewhere) return;
  samples.emplace(ground.kept.samples());
  evidence.emplace(std::vector{&ground.kept.evidence(), &ground.kept.pictures()}, ground.kept.pages());
}

Result<std::unique_ptr<Desks>> Desks::open(const Ground& ground) {
  auto round = app::round_settings(ground.settings);
  if (!round) return fail(std::move(round));
  auto watch = *round;
  if (ground.settings.watch_render > Millis(0)) {
    auto render = render_settings(ground.settings, round->pool);
    if (!render) return fail(std::move(render));
    watch.render = *std::move(render);
  }
  auto packs = rules::all_packs(round->pool.worker.rule_packs);
  if (!packs) return fail(std::move(packs));
  auto inspection = monitor::inspection_rules(*packs, shanghai_day(ground.clock.now()));
  if (!inspection) return fail(std::move(inspection));
  auto channels = channels_of(ground.settings, ground.clock);
  if (!channels) return fail(std::move(channels));
  auto imports = desk::ImportDesk::open(
      ground.spool / "imports", ground.clock,
      [&kept = ground.kept](const desk::ImportDesk::Order& order) { return desk::enter_form(kept.registry(), order); });
  if (!imports) return fail(std::move(imports));
  auto readers = PageReaders::create(ground.settings, kReadAtOnce);
  if (!readers) return fail(std::move(readers));
  return std::make_unique<Desks>(Given{*std::move(round), std::move(watch), *std::move(inspection),
                                       *std::move(channels), *std::move(imports), *std::move(readers)},
                                 ground);
}

void Desks::stop() {
  watch.stop();
  rounds.stop();
  teller.stop();
}

}  // namespace huabiao::app
