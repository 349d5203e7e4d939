#include "http/wire.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <utility>

namespace huabiao::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
constexpr Millis kGoodbye{2'000};  // a client that does not answer TLS's close_notify is not waited for longer

template <class Stream>
class WireOver : public Wire {
 public:
  template <class... Args>
  explicit WireOver(Args&&... args) : stream_(std::forward<Args>(args)...) {}

  executor_type get_executor() override { return stream_.get_executor(); }
  void deadline(Millis from_now) override { lowest().expires_after(from_now); }
  void no_deadline() override { lowest().expires_never(); }

  void drop() override {
    ErrorCode ignored;  // it may be gone already
    lowest().socket().close(ignored);
  }

 protected:
  void start_read(asio::mutable_buffer into, Handler handler) override {
    stream_.async_read_some(into, std::move(handler));
  }
  void start_write(const Pieces& from, Handler handler) override { stream_.async_write_some(from, std::move(handler)); }
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  Stream stream_;
};

class PlainWire final : public WireOver<beast::tcp_stream> {
 public:
  using WireOver::WireOver;
  [[nodiscard]] bool encrypted() const override { return false; }
  void handshake(std::function<void(ErrorCode)> then) override { then({}); }
  void close(std::shared_ptr<void> /*self*/) override {
    ErrorCode ignored;  // it may be gone already
    stream_.socket().shutdown(Tcp::socket::shutdown_both, ignored);
    drop();
  }
};

class TlsWire final : public WireOver<beast::ssl_stream<beast::tcp_stream>> {
 public:
  using WireOver::WireOver;
  [[nodiscard]] bool encrypted() const override { return true; }
  void handshake(std::function<void(ErrorCode)> then) override {
    stream_.async_handshake(asio::ssl::stream_base::server, std::move(then));
  }
  void close(std::shared_ptr<void> self) override {
    if (!lowest().socket().is_open()) return;
    deadline(kGoodbye);
    stream_.async_shutdown([this, self = std::move(self)](ErrorCode) { drop(); });
  }
};

}  // namespace

std::unique_ptr<Wire> Wire::plain(Tcp::socket socket) {
  return std::make_unique<PlainWire>(std::move(socket));
}

std::unique_ptr<Wire> Wire::tls(Tcp::socket socket, asio::ssl::context& context) {
  return std::make_unique<TlsWire>(std::move(socket), context);
}

}  // namespace huabiao::http
