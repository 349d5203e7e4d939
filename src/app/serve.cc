#include "app/serve.h"

#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include "app/audit_settings.h"
#include "app/desks.h"
#include "app/doors.h"
#include "app/serve_metrics.h"
#include "app/serve_routes.h"
#include "app/store_settings.h"
#include "assets/assets.h"
#include "desk/audit_keeper.h"
#include "http/console_files.h"
#include "http/server.h"
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

// Before the database server is asked again.
void pause(const std::stop_token& stop) {
  constexpr std::chrono::seconds kPause{2};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, kPause, [] { return false; });
}

// How one time of serving ended: stopped, or to begin again in the other part.
struct Served {
  std::uint16_t port = 0;
  bool lost = false;                          // the lease it had
  std::unique_ptr<storage::Lease> successor;  // the lease it can have
};

// Stands by until the lease is free; null: stopped. A server of the database that cannot be reached is waited for.
std::unique_ptr<storage::Lease> wait_for_lease(const storage::DataDirectory& directory, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto taken = storage::Lease::take(directory, "serve", {.stand_by = true, .stop = stop});
    if (taken) return *std::move(taken);
    spdlog::warn("standing by: {} {}", taken.error().code, taken.error().detail);
    pause(stop);
  }
  return nullptr;
}

struct ServedStores {
  std::unique_ptr<storage::Stores> kept;
  // Rounds that people begin here while another server watches are written under a lease of their own.
  std::unique_ptr<storage::Stores> beside;
  [[nodiscard]] storage::Stores& for_rounds() const { return beside ? *beside : *kept; }
};

Result<ServedStores> open_stores(const settings::Settings& settings, const storage::DataDirectory& directory,
                                 storage::Lease* lease, const Clock& clock) {
  auto keeping = store_settings(settings);
  if (!keeping) return fail(std::move(keeping));
  auto kept = storage::Stores::open(directory, clock, *keeping);
  if (!kept) return fail(std::move(kept));
  if (lease != nullptr) {
    if (auto guarded = (*kept)->guard(*lease); !guarded) return fail(std::move(guarded));
    return ServedStores{*std::move(kept), nullptr};
  }
  auto beside = storage::Stores::open(directory, clock, *keeping);
  if (!beside) return fail(std::move(beside));
  return ServedStores{*std::move(kept), *std::move(beside)};
}

// The round that goes on; nullopt: none does.
std::optional<std::int64_t> resume(desk::RoundDesk& rounds) {
  const auto resumed = rounds.resume();
  if (resumed) return *resumed ? std::optional((*resumed)->value) : std::nullopt;
  spdlog::warn("cannot go on with the unfinished round: {} {}", resumed.error().code, resumed.error().detail);
  return std::nullopt;
}

// Serves until stopped, or until the lease is another's (`lease`: it watches as well) or may be its own (null).
Result<Served> serve_once(const settings::Settings& settings, const storage::DataDirectory& directory,
                          std::unique_ptr<storage::Lease> lease, const OnServe& on, const std::stop_token& stop) {
  const SystemClock clock;
  const http::Limits limits;
  auto spool = open_spool(directory.path());
  if (!spool) return fail(std::move(spool));
  auto stores = open_stores(settings, directory, lease.get(), clock);
  if (!stores) return fail(std::move(stores));
  storage::Stores& kept = *stores->kept;

  auto audit_key = audit_signing_key(settings, directory);
  if (!audit_key) return fail(std::move(audit_key));
  access::AuditLog audit(kept.audit(), clock, audit_algorithm(settings));
  std::optional<desk::AuditKeeper> audit_keeper;
  if (lease) audit_keeper.emplace(audit, clock, *audit_key, audit_upkeep(settings, directory));
  if (auto began = audit.write(server_entry("serve", "started")); !began) return fail(std::move(began));

  auto doors = Doors::open(settings, kept, clock);
  if (!doors) return fail(std::move(doors));
  auto desks = Desks::open({settings, directory, kept, stores->for_rounds(), *spool, clock,
                            lease ? desk::Duty::Here : desk::Duty::Elsewhere});
  if (!desks) return fail(std::move(desks));
  http::Metrics metrics(gauges(**desks, clock), families(**desks));
  const http::ConsoleFiles console(assets::console_files());
  const auto lab = settings.network.lab ? std::optional((*desks)->given.round.pool.worker.lab) : std::nullopt;
  http::Dispatcher dispatcher(http::RouteTable(serve_routes(
                                  {settings, kept, **doors, **desks, *audit_key, limits, metrics, lab, *spool, clock})),
                              (*doors)->doorkeeper, (*doors)->tokens, (*doors)->vantages, kept.bounds(), audit, metrics,
                              [&console](const http::Request& request) { return console.answer(request); });
  auto server = http::Server::start({.host = settings.listen.host,
                                     .port = settings.listen.port,
                                     .certificate = settings.tls_certificate,
                                     .key = settings.tls_key,
                                     .spool = *spool},
                                    limits, dispatcher, metrics);
  if (!server) return fail(std::move(server));

  Serving serving{.lab = lab, .watches = lease != nullptr};
  const bool tls = !settings.tls_certificate.empty();
  serving.address = fmt::format("{}://{}:{}/", tls ? "https" : "http", settings.listen.host, (*server)->port());
  if (lease) {
    // Not before everything that may refuse the start: the secret is told once, by ready().
    auto made = (*doors)->doorkeeper.first_accounts();
    if (!made) return fail(std::move(made));
    serving.first = *std::move(made);
    serving.resumed_round = resume((*desks)->rounds);
  }
  spdlog::info("serving on port {}{}", (*server)->port(), lease ? "" : "; another server watches");
  on.ready(serving);

  Served served{.port = (*server)->port()};
  if (lease)
    wait_for(stop, lease->lost());
  else
    served.successor = wait_for_lease(directory, stop);
  (*server)->stop();
  (*desks)->stop();
  const auto told = [](const auto& done) {
    if (!done) spdlog::error("audit: {} {}", done.error().code, done.error().detail);
  };
  told(audit.flush(true));
  told(audit.write(server_entry("serve", "stopped")));
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
  bool again = false;  // it served before: what is away for a moment does not end it
  while (!stop.stop_requested()) {
    auto served = serve_once(settings, directory, std::move(lease), telling, stop);
    if (!served && again && served.error().kind == Kind::Unavailable) {
      spdlog::warn("{} {}: tried again", served.error().code, served.error().detail);
      pause(stop);
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

// Clients, the watch and children want more descriptors than the 1,024 a process has to begin with.
void use_all_descriptors() {
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return;
  descriptors.rlim_cur = descriptors.rlim_max;
  setrlimit(RLIMIT_NOFILE, &descriptors);  // if not, they are as many as before
}

}  // namespace

Done serve(const settings::Settings& settings, Standby standby, const OnServe& on, const std::stop_token& stop) {
  use_all_descriptors();
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return fail(std::move(directory));
  if (directory->engine() == storage::EngineKind::Sqlite) return serve_alone(settings, *directory, standby, on, stop);
  return serve_together(settings, *directory, on, stop);
}

}  // namespace huabiao::app
