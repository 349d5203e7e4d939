#include "app/serve.h"

#include <algorithm>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <thread>

#include "access/personnel.h"
#include "app/audit_settings.h"
#include "app/channel_settings.h"
#include "app/cli/page_readers.h"
#include "app/render_settings.h"
#include "app/round_settings.h"
#include "app/sign_in_settings.h"
#include "app/store_settings.h"
#include "app/version.h"
#include "assets/assets.h"
#include "desk/audit_keeper.h"
#include "desk/enter_form.h"
#include "desk/evidence_keeper.h"
#include "desk/import_desk.h"
#include "desk/register_form.h"
#include "desk/round_desk.h"
#include "desk/sample_keeper.h"
#include "desk/teller.h"
#include "desk/watch_desk.h"
#include "desk/wave_desk.h"
#include "http/about_routes.h"
#include "http/accounts_routes.h"
#include "http/audit_routes.h"
#include "http/console_files.h"
#include "http/factor_routes.h"
#include "http/findings_routes.h"
#include "http/imports_routes.h"
#include "http/inspection_routes.h"
#include "http/names_routes.h"
#include "http/notice_routes.h"
#include "http/oidc_routes.h"
#include "http/orders_routes.h"
#include "http/organisations_routes.h"
#include "http/page_changes_routes.h"
#include "http/registration_routes.h"
#include "http/rounds_routes.h"
#include "http/samples_routes.h"
#include "http/server.h"
#include "http/session_routes.h"
#include "http/sites_routes.h"
#include "http/timeline_routes.h"
#include "http/tls_routes.h"
#include "http/token_routes.h"
#include "http/vantage_routes.h"
#include "http/wall_routes.h"
#include "http/watch_routes.h"
#include "http/waves_routes.h"
#include "monitor/inspection/rule.h"
#include "rules/shelf/shelf.h"
#include "storage/data_directory.h"
#include "storage/lease.h"
#include "storage/stores.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kLogBytes = 10 << 20, kLogFiles = 5;

// Requests and events go to DATA/log/serve.log; warnings to stderr as well.
Done open_log(const std::filesystem::path& data) {
  try {
    std::filesystem::create_directories(data / "log");
    auto file =
        std::make_shared<spdlog::sinks::rotating_file_sink_mt>(data / "log" / "serve.log", kLogBytes, kLogFiles);
    auto screen = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    screen->set_level(spdlog::level::warn);
    auto logger = std::make_shared<spdlog::logger>("serve", spdlog::sinks_init_list{file, screen});
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    spdlog::flush_every(std::chrono::seconds(2));
    return {};
  } catch (const std::exception& error) {  // spdlog and filesystem tell by throwing
    return fail(Kind::Environment, "storage.read_only", fmt::format("{}: {}", (data / "log").string(), error.what()));
  }
}

// Files on their way in and out; what an earlier server left goes.
Result<std::filesystem::path> open_spool(const std::filesystem::path& data) {
  std::filesystem::path spool = data / "spool";
  std::error_code error;
  std::filesystem::remove_all(spool, error);
  if (!error) std::filesystem::create_directories(spool, error);
  if (error)
    return fail(Kind::Environment, "storage.read_only", fmt::format("{}: {}", spool.string(), error.message()));
  return spool;
}

// Until one of them stops.
void wait_for(const std::stop_token& stop, const std::stop_token& lost) {
  std::stop_source either;
  const auto end = [&either] { either.request_stop(); };
  const std::stop_callback on_stop(stop, end), on_lost(lost, end);
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, either.get_token(), [] { return false; });
}

std::string_view contract() {
  const assets::Asset* file = assets::find(assets::contract_files(), "openapi.yaml");
  return file != nullptr ? file->bytes : std::string_view();
}

std::vector<http::Metrics::Gauge> gauges(const desk::RoundDesk& rounds, const desk::WatchDesk& watch,
                                         const Clock& clock) {
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
  };
}

std::string label(std::string_view channel) {
  return fmt::format("channel=\"{}\"", channel);
}

std::vector<http::Metrics::Family> families(const desk::Teller& teller, const desk::WatchDesk& watch) {
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

// Two kept pages read by a locked-in child.
http::ComparePages comparing(PageReaders& readers) {
  return [&readers](const http::ShownPage& before, const http::ShownPage& after) {
    const auto source = [](const http::ShownPage& shown) {
      return SourcePage{.path = shown.page.url,
                        .host = shown.page.place.host,
                        .content_type = shown.page.content_type,
                        .saved = {shown.body, shown.page.bytes}};
    };
    return readers.compare_whole(source(before), source(after));
  };
}

http::Routes joined(std::initializer_list<http::Routes> areas) {
  http::Routes all;
  for (const http::Routes& area : areas) all.insert(all.end(), area.begin(), area.end());
  return all;
}

// How one time of serving ended: stopped, or to begin again in the other part.
struct Served {
  std::uint16_t port = 0;
  bool lost = false;                          // the lease it had
  std::unique_ptr<storage::Lease> successor;  // the lease it can have
};

// Stands by until the lease is free; null: stopped. A server of the database that cannot be reached is waited for.
std::unique_ptr<storage::Lease> wait_for_lease(const storage::DataDirectory& directory, const std::stop_token& stop) {
  constexpr std::chrono::seconds kPause{2};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    auto taken = storage::Lease::take(directory, "serve", {.stand_by = true, .stop = stop});
    if (taken) return *std::move(taken);
    spdlog::warn("standing by: {} {}", taken.error().code, taken.error().detail);
    stopped.wait_for(lock, stop, kPause, [&stop] { return stop.stop_requested(); });
  }
  return nullptr;
}

// Serves until stopped, or until the lease is another's (`lease`: it watches as well) or may be its own (null).
Result<Served> serve_once(const settings::Settings& settings, const storage::DataDirectory& directory,
                          std::unique_ptr<storage::Lease> lease, const OnServe& on, const std::stop_token& stop) {
  const SystemClock clock;
  const http::Limits limits;
  const auto duty = lease ? desk::Duty::Here : desk::Duty::Elsewhere;
  auto how = round_settings(settings);
  if (!how) return fail(std::move(how));
  auto packs = rules::all_packs(how->pool.worker.rule_packs);
  if (!packs) return fail(std::move(packs));
  auto inspection = monitor::inspection_rules(*packs, shanghai_day(clock.now()));
  if (!inspection) return fail(std::move(inspection));
  auto spool = open_spool(directory.path());
  if (!spool) return fail(std::move(spool));
  auto channels = channels_of(settings, clock);
  if (!channels) return fail(std::move(channels));

  auto keeping = store_settings(settings);
  if (!keeping) return fail(std::move(keeping));
  auto stores = storage::Stores::open(directory, clock, *keeping);
  if (!stores) return fail(std::move(stores));
  storage::Stores& kept = **stores;
  if (lease)
    if (auto guarded = kept.guard(*lease); !guarded) return fail(std::move(guarded));
  // Rounds that people begin here while another server watches are written under a lease of their own.
  std::unique_ptr<storage::Stores> beside;
  if (!lease) {
    auto opened = storage::Stores::open(directory, clock, *keeping);
    if (!opened) return fail(std::move(opened));
    beside = *std::move(opened);
  }
  storage::Stores& for_rounds = beside ? *beside : kept;

  auto audit_key = audit_signing_key(settings, directory);
  if (!audit_key) return fail(std::move(audit_key));
  access::AuditLog audit(kept.audit(), clock, audit_algorithm(settings));
  std::optional<desk::AuditKeeper> audit_keeper;
  if (lease) audit_keeper.emplace(audit, clock, *audit_key, audit_upkeep(settings, directory));
  if (auto began = audit.write(server_entry("serve", "started")); !began) return fail(std::move(began));

  auto rules = access_rules(settings);
  if (!rules) return fail(std::move(rules));
  auto sealer = sealer_of(settings, kept.sign_in());
  if (!sealer) return fail(std::move(sealer));
  const access::DoorStores people{kept.accounts(), kept.grants(), kept.sign_in(), kept.links()};
  access::SecondFactors factors(kept.sign_in(), *sealer, clock);
  auto directory_of_people = directory_of(settings);
  if (!directory_of_people) return fail(std::move(directory_of_people));
  access::Doorkeeper doorkeeper(people, factors, clock, *std::move(rules), directory_of_people->get());
  auto provider = provider_of(settings, clock);
  if (!provider) return fail(std::move(provider));
  access::TokenGate tokens(kept.tokens(), people, doorkeeper, clock);
  access::Personnel personnel(people, clock, doorkeeper.rules());
  const auto right_to_rounds = [&directory, &beside]() -> Result<std::shared_ptr<void>> {
    auto held = storage::Lease::take(directory, "round");
    if (!held) return fail(std::move(held));
    if (beside)
      if (auto guarded = beside->guard(**held); !guarded) return fail(std::move(guarded));
    return std::shared_ptr<void>(*std::move(held));
  };
  access::VantageGate gate(kept.vantages(), clock);
  dispatch::VantageHall hall(clock, {.grace = settings.vantage_wait});
  const monitor::RoundPorts round_ports{.rounds = for_rounds.rounds(),
                                        .registry = for_rounds.registry(),
                                        .evidence = &for_rounds.evidence(),
                                        .samples = &for_rounds.samples(),
                                        .clock = clock,
                                        .orders = &for_rounds.orders(),
                                        .names = &for_rounds.names(),
                                        .registrations = &for_rounds.registrations(),
                                        .vantages = settings.second_view ? &hall : nullptr,
                                        .periods = &for_rounds.periods(),
                                        .walks = &for_rounds.walks(),
                                        .pictures = &for_rounds.pictures(),
                                        .rendered = &for_rounds.rendered(),
                                        .pages = &for_rounds.pages()};
  auto how_to_watch = *how;
  if (settings.watch_render > Millis(0)) {
    auto render = render_settings(settings, how->pool);
    if (!render) return fail(std::move(render));
    how_to_watch.render = *std::move(render);
  }
  RenewedSettings anew(settings, *how), anew_for_watch(settings, std::move(how_to_watch));
  desk::RoundDesk rounds(round_ports, [&anew] { return anew.renew(); }, right_to_rounds);
  auto imports = desk::ImportDesk::open(*spool / "imports", clock, [&kept](const desk::ImportDesk::Order& order) {
    return desk::enter_form(kept.registry(), order);
  });
  if (!imports) return fail(std::move(imports));
  const auto write_form = [&kept, &clock](const desk::FormOrder& order, const std::filesystem::path& file) -> Done {
    auto rows = desk::write_register_form(kept.registry(), kept.estate(), clock, order, file);
    return rows ? Done() : fail(std::move(rows));
  };

  std::optional<desk::SampleKeeper> keeper;
  std::optional<desk::EvidenceKeeper> evidence_keeper;
  if (lease) {
    keeper.emplace(kept.samples());
    evidence_keeper.emplace(std::vector{&kept.evidence(), &kept.pictures()}, kept.pages());
  }
  constexpr std::size_t kReadAtOnce = 2;
  auto readers = PageReaders::create(settings, kReadAtOnce);
  if (!readers) return fail(std::move(readers));
  desk::WatchDesk watch(
      round_ports,
      {.every = settings.watch_every,
       .views_every = settings.watch_views,
       .walk_every = settings.watch_walk,
       .names_every = settings.watch_dns,
       .registration_every = settings.watch_registration,
       .registry_gap = settings.network.registry_gap,
       .tls_every = settings.watch_tls,
       .opt_out = settings.honour_opt_out ? monitor::OptOut::Honour : monitor::OptOut::Record,
       .render_every = settings.watch_render},
      [&anew_for_watch] { return anew_for_watch.renew(); }, desk::WatchDesk::kPause, duty);
  desk::WaveDesk waves(kept.traits(), clock);
  desk::InspectionDesk inspected({kept.registry(), kept.samples(), kept.walks(), clock}, *inspection);
  desk::Teller teller(kept.outbox(), *std::move(channels), clock, settings.console_url, {}, duty);
  auto all_gauges = gauges(rounds, watch, clock);
  all_gauges.push_back({"delivery_oldest_waiting_seconds", "How long the message that waits longest has waited.",
                        [&kept, &clock] { return oldest_waiting_seconds(kept.outbox(), clock); }});
  all_gauges.push_back({"vantage_points_present", "Vantage points heard lately.", [&hall] {
                          return static_cast<double>(
                              std::ranges::count_if(hall.seen(), [](const auto& one) { return one.present; }));
                        }});
  http::Metrics metrics(std::move(all_gauges), families(teller, watch));
  const http::ConsoleFiles console(assets::console_files());
  const http::SitePorts sites{kept.registry(), kept.estate(), kept.rounds(), waves, kept.bounds(), clock};
  const auto lab = settings.network.lab ? std::optional(how->pool.worker.lab) : std::nullopt;
  const http::About about{.version = std::string(kVersion),
                          .language = settings.language,
                          .lab = lab,
                          .started = clock.now(),
                          .contract = contract()};
  const http::SessionPorts session{.doorkeeper = doorkeeper,
                                   .factors = factors,
                                   .personnel = personnel,
                                   .accounts = kept.accounts(),
                                   .registry = kept.registry(),
                                   .clock = clock,
                                   .provider = provider->get(),
                                   .provider_label = settings.sign_in.oidc.label,
                                   .ldap = *directory_of_people != nullptr};
  http::Dispatcher dispatcher(
      http::RouteTable(joined({
          http::session_routes(session),
          http::factor_routes(session),
          http::oidc_routes(session),
          http::token_routes({tokens, kept.registry(), clock}),
          http::accounts_routes(
              {personnel, kept.accounts(), kept.grants(), kept.links(), kept.registry(), kept.estate(), clock}),
          http::sites_routes(sites),
          http::declarations_routes(sites),
          http::organisations_routes(sites),
          http::findings_routes(
              {kept.rounds(), kept.evidence(), kept.pictures(), waves, std::string(kVersion), *spool}),
          http::waves_routes(sites),
          http::samples_routes({kept.registry(), kept.samples(), *inspection, clock}),
          http::inspection_routes({inspected, kept.walks(), kept.registry(), kept.bounds(), clock}),
          http::orders_routes({kept.registry(), kept.orders(), kept.bounds(), clock}),
          http::names_routes({kept.registry(), kept.names(), clock}),
          http::registration_routes({kept.registry(), kept.registrations(), clock}),
          http::tls_routes({kept.registry(), kept.tls(), clock}),
          http::imports_routes({**imports, write_form, kept.bounds(), *spool}),
          http::rounds_routes(sites, rounds),
          http::watch_routes({watch, kept.periods(), clock}),
          http::wall_routes({kept.estate(), kept.rounds(), kept.registry(), clock}),
          http::timeline_routes({kept.registry(), kept.rounds(), kept.samples(), kept.pages(), clock}),
          http::page_changes_routes({kept.registry(), kept.rounds(), kept.pages(), comparing(**readers), clock}),
          http::vantage_routes({gate, hall}),
          http::audit_routes({kept.audit(), *audit_key, clock, *spool}),
          http::notice_routes(teller),
          http::about_routes(about, limits, metrics, [&kept] { return kept.probe(); }),
      })),
      doorkeeper, tokens, gate, kept.bounds(), audit, metrics,
      [&console](const http::Request& request) { return console.answer(request); });

  auto server = http::Server::start({.host = settings.listen.host,
                                     .port = settings.listen.port,
                                     .certificate = settings.tls_certificate,
                                     .key = settings.tls_key,
                                     .spool = *spool},
                                    limits, dispatcher, metrics);
  if (!server) return fail(std::move(server));
  // Not before everything that may refuse the start: the secret is told once, by ready().
  std::vector<access::NewSecret> first;
  Result<std::optional<monitor::RoundId>> resumed = std::optional<monitor::RoundId>();
  if (lease) {
    auto made = doorkeeper.first_accounts();
    if (!made) return fail(std::move(made));
    first = *std::move(made);
    resumed = rounds.resume();
  }
  if (!resumed)
    spdlog::warn("cannot go on with the unfinished round: {} {}", resumed.error().code, resumed.error().detail);

  const bool tls = !settings.tls_certificate.empty();
  spdlog::info("serving on port {}{}", (*server)->port(), lease ? "" : "; another server watches");
  on.ready({.address = fmt::format("{}://{}:{}/", tls ? "https" : "http", settings.listen.host, (*server)->port()),
            .first = std::move(first),
            .lab = lab,
            .resumed_round = resumed && *resumed ? std::optional((*resumed)->value) : std::nullopt,
            .watches = lease != nullptr});
  Served served{.port = (*server)->port()};
  if (lease)
    wait_for(stop, lease->lost());
  else
    served.successor = wait_for_lease(directory, stop);
  (*server)->stop();
  watch.stop();
  rounds.stop();
  teller.stop();
  if (auto flushed = audit.flush(true); !flushed)
    spdlog::error("audit: {} {}", flushed.error().code, flushed.error().detail);
  if (auto ended = audit.write(server_entry("serve", "stopped")); !ended)
    spdlog::error("audit: {} {}", ended.error().code, ended.error().detail);
  served.lost = lease && lease->lost().stop_requested();
  if (served.lost) spdlog::error("storage.lease_lost: another server has taken this one's place");
  if (!served.lost && !served.successor) spdlog::info("stopped");
  return served;
}

// On files one server serves; the others wait.
Done serve_alone(const settings::Settings& settings, const storage::DataDirectory& directory, Standby standby,
                 const OnServe& on, const std::stop_token& stop) {
  auto taken = storage::Lease::take(directory, "serve",
                                    {.stand_by = standby == Standby::Yes, .standing_by = on.standing_by, .stop = stop});
  if (!taken) return fail(std::move(taken));
  if (!*taken) return {};
  if (auto log = open_log(directory.path()); !log) return log;
  const auto served = serve_once(settings, directory, *std::move(taken), on, stop);
  spdlog::shutdown();
  if (!served) return std::unexpected<Error>(served.error());
  return served->lost ? fail(Kind::Environment, "storage.lease_lost", directory.path().string()) : Done();
}

// On a database server all serve; one of them watches, tells and tidies, and when it goes another does. Changing over
// takes the moment of a start.
Done serve_together(settings::Settings settings, const storage::DataDirectory& directory, const OnServe& on,
                    const std::stop_token& stop) {
  const auto own = directory.lock("serve");  // log and spool are this server's alone
  if (!own) return std::unexpected<Error>(own.error());
  if (auto log = open_log(directory.path()); !log) return log;
  auto taken = storage::Lease::take(directory, "serve", {.stop = stop});
  // Another's, or an import keeps everybody from asking: this one serves, and asks again.
  const bool later = !taken && (taken.error().code == "storage.in_use" || taken.error().code == "storage.locked");
  if (!taken && !later) return fail(std::move(taken));
  std::unique_ptr<storage::Lease> lease = taken ? *std::move(taken) : nullptr;
  OnServe telling = on;
  constexpr std::chrono::seconds kPause{2};
  bool again = false;  // it served before: what is away for a moment does not end it
  while (!stop.stop_requested()) {
    auto served = serve_once(settings, directory, std::move(lease), telling, stop);
    if (!served && again && served.error().kind == Kind::Unavailable) {
      spdlog::warn("{} {}: tried again", served.error().code, served.error().detail);
      std::this_thread::sleep_for(kPause);
      continue;
    }
    if (!served) {
      spdlog::shutdown();
      return fail(std::move(served));
    }
    again = true;
    settings.listen.port = served->port;
    lease = std::move(served->successor);
    telling.ready = [](const Serving&) {};  // it is told once
  }
  spdlog::shutdown();
  return {};
}

}  // namespace

Done serve(const settings::Settings& settings, Standby standby, const OnServe& on, const std::stop_token& stop) {
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return fail(std::move(directory));
  if (directory->engine() == storage::EngineKind::Sqlite) return serve_alone(settings, *directory, standby, on, stop);
  return serve_together(settings, *directory, on, stop);
}

}  // namespace huabiao::app
