#include "http/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "base/guarded.h"
#include "http/connection.h"

namespace huabiao::http {
namespace {

namespace asio = boost::asio;
constexpr std::int64_t kOnTheirWayOut = 64;               // connections cut that still have to notice
using Certificate = std::shared_ptr<asio::ssl::context>;  // null: plain HTTP

Result<Certificate> load_certificate(const ListenSettings& settings) {
  if (settings.certificate.empty() && settings.key.empty()) return Certificate();
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                   asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  ErrorCode error;
  tls->use_certificate_chain_file(settings.certificate.string(), error);
  if (!error) tls->use_private_key_file(settings.key.string(), asio::ssl::context::pem, error);
  if (error)
    return fail(Kind::Environment, "http.bad_certificate",
                fmt::format("{}, {}: {}", settings.certificate.string(), settings.key.string(), error.message()),
                "a PEM certificate chain and its private key");
  return tls;
}

// Differs once the certificate or its key was written anew.
std::string stamp_of(const ListenSettings& settings) {
  std::string stamp;
  for (const std::filesystem::path& file : {settings.certificate, settings.key}) {
    struct stat found{};
    if (stat(file.c_str(), &found) == 0)
      stamp += fmt::format("{} {} {}.{:09} ", found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
  }
  return stamp;
}

}  // namespace

struct Server::Inside {
  Inside(const Limits& of, Dispatcher& dispatcher, Metrics& metrics)
      : limits(of),
        pool(of.handler_threads, of.waiting_requests),
        shared{limits, dispatcher, metrics, pool, {}, 0, 0, false} {}

  Done open(const ListenSettings& settings);
  void look_at_certificate();
  void accept();
  void make_room();
  void track(std::shared_ptr<Closable> connection);
  template <class Action>
  void each(Action action);
  void stop();

  const Limits limits;
  WorkPool pool;
  Shared shared;
  asio::io_context io;  // after what connections use: it drops the last of them
  ListenSettings listen;
  Guarded<Certificate> certificate;
  std::string certificate_stamp;  // of the files last read, as the timer alone sees it
  asio::steady_timer certificate_timer{io};
  Tcp::acceptor acceptor{io};
  asio::steady_timer pause{io};
  Guarded<std::vector<std::weak_ptr<Closable>>> connections;
  std::vector<std::thread> threads;
  std::once_flag stopped;
};

Done Server::Inside::open(const ListenSettings& settings) {
  const std::string shown = fmt::format("{}:{}", settings.host, settings.port);
  ErrorCode error;
  const auto address = asio::ip::make_address(settings.host == "localhost" ? "127.0.0.1" : settings.host, error);
  if (error) return fail(Kind::Invalid, "http.bad_listen", shown, "127.0.0.1:8787");
  listen = settings;
  certificate_stamp = stamp_of(settings);
  auto loaded = load_certificate(settings);
  if (!loaded) return fail(std::move(loaded));
  certificate.with([&](Certificate& now) { now = *std::move(loaded); });
  const Tcp::endpoint endpoint(address, settings.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) return fail(Kind::Environment, "http.port_in_use", shown);
  if (error) return fail(Kind::Environment, "http.cannot_listen", fmt::format("{}: {}", shown, error.message()));
  shared.spool = settings.spool;
  return {};
}

// Who opens connections and keeps them waiting cannot keep others out: for each one more the one that waits longest
// goes.
void Server::Inside::make_room() {
  std::shared_ptr<Closable> longest;
  std::int64_t since = 0;
  each([&](const std::shared_ptr<Closable>& one) {
    const std::int64_t waits = one->waiting_since();
    if (waits == 0 || (longest && waits >= since)) return;
    longest = one;
    since = waits;
  });
  if (longest) longest->cut();
}

// A renewed certificate serves from the next connection on; one that cannot be read leaves the one before in use.
void Server::Inside::look_at_certificate() {
  certificate_timer.expires_after(limits.certificate_look);
  certificate_timer.async_wait([this](ErrorCode cancelled) {
    if (cancelled || shared.stopping) return;
    if (std::string stamp = stamp_of(listen); stamp != certificate_stamp) {
      certificate_stamp = std::move(stamp);
      if (auto loaded = load_certificate(listen)) {
        certificate.with([&](Certificate& now) { now = *std::move(loaded); });
        spdlog::warn("the certificate was renewed: {}", listen.certificate.string());
      } else {
        spdlog::error("{} {}: the one before stays in use", loaded.error().code, loaded.error().detail);
      }
    }
    look_at_certificate();
  });
}

void Server::Inside::accept() {
  acceptor.async_accept(asio::make_strand(io), [this](ErrorCode error, Tcp::socket socket) {
    if (shared.stopping || error == asio::error::operation_aborted) return;
    if (error) {  // out of descriptors, most likely
      spdlog::warn("accept: {}", error.message());
      make_room();
      pause.expires_after(std::chrono::milliseconds(200));
      pause.async_wait([this](ErrorCode) { accept(); });
      return;
    }
    const auto most = static_cast<std::int64_t>(limits.connections);
    if (shared.open >= most) make_room();
    if (shared.open < most + kOnTheirWayOut) {
      ErrorCode ignored;
      socket.set_option(Tcp::no_delay(true), ignored);
      const Certificate tls = certificate.with([](const Certificate& now) { return now; });
      track(serve(std::move(socket), tls.get(), shared));
    }
    accept();
  });
}

void Server::Inside::track(std::shared_ptr<Closable> connection) {
  connections.with([&](auto& all) {
    std::erase_if(all, [](const auto& one) { return one.expired(); });
    all.push_back(connection);
  });
}

template <class Action>
void Server::Inside::each(Action action) {
  std::vector<std::shared_ptr<Closable>> living;
  connections.with([&](auto& all) {
    for (const auto& one : all)
      if (auto connection = one.lock()) living.push_back(std::move(connection));
  });
  for (const auto& one : living) action(one);
}

void Server::Inside::stop() {
  std::call_once(stopped, [this] {
    shared.stopping = true;
    asio::post(io, [this] {
      ErrorCode ignored;
      acceptor.close(ignored);
      pause.cancel();
      certificate_timer.cancel();
    });
    each([](const auto& one) { one->finish(); });
    const auto until = std::chrono::steady_clock::now() + limits.stop_grace;
    while (shared.open > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    each([](const auto& one) { one->cut(); });
    pool.stop();
    const auto cut_by = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (shared.open > 0 && std::chrono::steady_clock::now() < cut_by)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    io.stop();
    for (std::thread& thread : threads) thread.join();
  });
}

Result<std::unique_ptr<Server>> Server::start(const ListenSettings& settings, const Limits& limits,
                                              Dispatcher& dispatcher, Metrics& metrics) {
  auto inside = std::make_unique<Inside>(limits, dispatcher, metrics);
  if (auto opened = inside->open(settings); !opened) return fail(std::move(opened));
  inside->accept();
  if (!settings.certificate.empty()) inside->look_at_certificate();
  for (unsigned i = 0; i < limits.io_threads; ++i) inside->threads.emplace_back([io = &inside->io] { io->run(); });
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() {  // NOLINT(bugprone-exception-escape): only a bug throws here, and that may end the program
  if (inside_) inside_->stop();
}
std::uint16_t Server::port() const {
  ErrorCode error;
  return inside_->acceptor.local_endpoint(error).port();
}
void Server::stop() {
  inside_->stop();
}

}  // namespace huabiao::http
