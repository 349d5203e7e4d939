#include "server.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <openssl/ssl.h>
#include <optional>
#include <tuple>
#include <utility>

#include "request.h"

namespace huabiao::badweb {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

struct Server::State {
  State(Responder& responder_, CertificateAuthority& authority_, Ports ports, ServerLimits limits_)
      : responder(responder_),
        authority(authority_),
        limits(limits_),
        tls(asio::ssl::context::tls_server),
        plain_door(io, tcp::endpoint(asio::ip::address_v4::loopback(), ports.plain)),
        tls_door(io, tcp::endpoint(asio::ip::address_v4::loopback(), ports.tls)) {}

  void listen();
  void accept(tcp::acceptor& door, bool secure);
  void left() noexcept;  // a connection is gone

  Responder& responder;
  CertificateAuthority& authority;
  ServerLimits limits;
  asio::io_context io{1};
  asio::ssl::context tls;
  tcp::acceptor plain_door, tls_door;
  std::size_t open = 0;
  bool plain_waits = false, tls_waits = false;  // a door that stopped accepting because the house is full
};

namespace {

// Where a TLS connection keeps the socket that its hello may have to reset.
int socket_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return slot;
}

void reset(tcp::socket& socket) {
  error_code ignored;
  std::ignore = socket.set_option(asio::socket_base::linger(true, 0), ignored);
  std::ignore = socket.close(ignored);
}

int on_hello(SSL* ssl, int* alert, void* state_of_server) {
  auto& state = *static_cast<Server::State*>(state_of_server);
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  const std::string host = lower_case(name == nullptr ? "" : name);
  const Hello hello = state.responder.hello(host);
  if (hello.what != Hello::What::Serve) {
    if (hello.what == Hello::What::Reset) reset(*static_cast<tcp::socket*>(SSL_get_ex_data(ssl, socket_slot())));
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  SSL_use_certificate(ssl, state.authority.certificate_of(host, hello.certificate));
  SSL_use_PrivateKey(ssl, state.authority.host_key());
  return SSL_TLSEXT_ERR_OK;
}

tcp::socket& socket_of(tcp::socket& stream) {
  return stream;
}
tcp::socket& socket_of(asio::ssl::stream<tcp::socket>& stream) {
  return stream.next_layer();
}

// One client. Owned by its pending operations; gone when none is left.
template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
 public:
  static constexpr bool kSecure = !std::is_same_v<Stream, tcp::socket>;

  template <class... Args>
  explicit Connection(Server::State& state, Args&&... args)
      : state_(state), stream_(std::forward<Args>(args)...), watch_(state.io), pace_(state.io) {
    ++state_.open;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() { state_.left(); }

  void start() {
    error_code ignored;
    std::ignore = socket_of(stream_).set_option(tcp::no_delay(true), ignored);
    alive_until_ = SteadyClock::now() + (kSecure ? state_.limits.handshake : state_.limits.idle);
    watch();
    if constexpr (kSecure) {
      SSL_set_ex_data(stream_.native_handle(), socket_slot(), &socket_of(stream_));
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](error_code failed) {
        if (failed) return self->end();
        self->read();
      });
    } else {
      read();
    }
  }

 private:
  // Wakes now and then and ends a connection whose time is over; cheaper than a timer set at every request.
  void watch() {
    watch_.expires_at(alive_until_);
    watch_.async_wait([self = this->weak_from_this()](error_code failed) {
      const auto here = self.lock();
      if (failed || !here) return;
      if (here->busy_ || SteadyClock::now() < here->alive_until_) {
        if (here->busy_) here->alive_until_ = SteadyClock::now() + here->state_.limits.idle;
        return here->watch();
      }
      here->end();
    });
  }

  void read() {
    if (const auto length = request_length(in_)) return answer(*length);
    if (in_.size() > state_.limits.request_head) return end();
    busy_ = false;
    alive_until_ = SteadyClock::now() + state_.limits.idle;
    stream_.async_read_some(asio::buffer(piece_),
                            [self = this->shared_from_this()](error_code failed, std::size_t got) {
                              if (failed) return self->end();
                              self->in_.append(self->piece_.data(), got);
                              self->read();
                            });
  }

  void answer(std::size_t length) {
    busy_ = true;
    ParsedRequest parsed = parse_request(std::string_view(in_).substr(0, length));
    parsed.request.secure = kSecure;
    keep_ = parsed.keep_alive;
    script_ = state_.responder.reply(parsed.request);
    in_.erase(0, length);
    at_ = 0;
    sent_ = 0;
    play();
  }

  void play() {
    if (at_ == script_.size()) return keep_ ? read() : end();
    const Step& step = script_[at_];
    switch (step.what) {
      case Step::What::Send:
      case Step::What::SendForever:
        asio::async_write(
            stream_, asio::buffer(step.bytes->data() + step.offset, step.length),
            [self = this->shared_from_this()](error_code failed, std::size_t got) { self->wrote(failed, got); });
        return;
      case Step::What::Wait:
        pace_.expires_after(step.wait);
        pace_.async_wait([self = this->shared_from_this()](error_code failed) {
          if (failed) return self->end();
          ++self->at_;
          self->play();
        });
        return;
      case Step::What::Reset:
        reset(socket_of(stream_));
        return end();
      case Step::What::Close:
        return end();
    }
  }

  void wrote(error_code failed, std::size_t got) {
    if (failed) return end();
    sent_ += got;
    const bool again = script_[at_].what == Step::What::SendForever;
    if (again && sent_ > state_.limits.endless_bytes) return end();
    if (!again) ++at_;
    play();
  }

  void end() {
    error_code ignored;
    watch_.cancel();
    pace_.cancel();
    tcp::socket& socket = socket_of(stream_);
    if (!socket.is_open()) return;
    std::ignore = socket.shutdown(tcp::socket::shutdown_both, ignored);
    std::ignore = socket.close(ignored);
  }

  Server::State& state_;
  Stream stream_;
  asio::steady_timer watch_, pace_;
  SteadyClock::time_point alive_until_;
  std::array<char, 4096> piece_{};
  std::string in_;
  Script script_;
  std::size_t at_ = 0, sent_ = 0;
  bool keep_ = true, busy_ = false;
};

}  // namespace

void Server::State::accept(tcp::acceptor& door, bool secure) {
  door.async_accept([this, &door, secure](error_code failed, tcp::socket socket) {
    if (failed == asio::error::operation_aborted) return;
    if (!failed) {
      if (secure)
        std::make_shared<Connection<asio::ssl::stream<tcp::socket>>>(*this, std::move(socket), tls)->start();
      else
        std::make_shared<Connection<tcp::socket>>(*this, std::move(socket))->start();
    }
    if (open < limits.connections) return accept(door, secure);
    (secure ? tls_waits : plain_waits) = true;
  });
}

void Server::State::left() noexcept {
  --open;
  try {
    if (std::exchange(plain_waits, false)) accept(plain_door, false);
    if (std::exchange(tls_waits, false)) accept(tls_door, true);
  } catch (const std::exception&) {
    io.stop();  // no memory for one more accept: nothing can be served any more
  }
}

void Server::State::listen() {
  SSL_CTX* const native = tls.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_TICKET);  // every round is a first visit
  SSL_CTX_set_num_tickets(native, 0);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_tlsext_servername_callback(native, on_hello);
  SSL_CTX_set_tlsext_servername_arg(native, this);
  accept(plain_door, false);
  accept(tls_door, true);
}

Server::Server(Responder& responder, CertificateAuthority& authority, Ports ports, ServerLimits limits)
    : state_(std::make_unique<State>(responder, authority, ports, limits)) {
  state_->listen();
}

Server::~Server() {
  error_code ignored;
  std::ignore = state_->plain_door.close(ignored);
  std::ignore = state_->tls_door.close(ignored);
  state_->plain_waits = state_->tls_waits = false;
}

Ports Server::ports() const {
  return {state_->plain_door.local_endpoint().port(), state_->tls_door.local_endpoint().port()};
}

void Server::run(std::chrono::seconds lifetime) {
  asio::signal_set signals(state_->io, SIGTERM, SIGINT);
  signals.async_wait([this](error_code failed, int) {
    if (!failed) stop();
  });
  std::optional<asio::steady_timer> end;
  if (lifetime.count() > 0) {
    end.emplace(state_->io, lifetime);
    end->async_wait([this](error_code failed) {
      if (!failed) stop();
    });
  }
  state_->io.run();
}

void Server::stop() {
  state_->io.stop();
}

}  // namespace huabiao::badweb
