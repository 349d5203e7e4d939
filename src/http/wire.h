#pragma once
// Wire: a client's socket, plain or under TLS, as the one stream type a connection reads and writes. The algorithms of
// Beast are compiled for it once, not once for each kind of socket and handler. Inside this room only.
// Thread: the strand of its executor.

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>

#include "base/clock.h"

namespace huabiao::http {

using Tcp = boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

class Wire {
 public:
  using executor_type = boost::asio::any_io_executor;
  using Handler = std::function<void(ErrorCode, std::size_t)>;

  static std::unique_ptr<Wire> plain(Tcp::socket socket);
  // The context is not needed afterwards.
  static std::unique_ptr<Wire> tls(Tcp::socket socket, boost::asio::ssl::context& context);
  virtual ~Wire() = default;

  virtual executor_type get_executor() = 0;
  [[nodiscard]] virtual bool encrypted() const = 0;
  // Every operation begun from now on ends, with beast::error::timeout, at the latest so long from now.
  virtual void deadline(Millis from_now) = 0;
  virtual void no_deadline() = 0;
  // At once for a plain socket.
  virtual void handshake(std::function<void(ErrorCode)> then) = 0;
  // Says goodbye where the kind of socket has one, then closes. `self` lives until that is done. Once only.
  virtual void close(std::shared_ptr<void> self) = 0;
  // Closes without a goodbye, also after close().
  virtual void drop() = 0;

  // What asio and Beast call an AsyncStream.
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer into) { start_read(into, shared(std::move(handler))); }, token,
        first_of(buffers));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, const Pieces& from) { start_write(from, shared(std::move(handler))); }, token,
        Pieces(buffers));
  }

 protected:
  // The first buffers of a sequence: as many as one write takes.
  class Pieces {
   public:
    using value_type = boost::asio::const_buffer;
    template <class Buffers>
    explicit Pieces(const Buffers& buffers) {
      const auto end = boost::asio::buffer_sequence_end(buffers);
      for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end && count_ < kMost; ++at)
        if (const boost::asio::const_buffer one(*at); one.size() > 0) pieces_[count_++] = one;
    }
    [[nodiscard]] const value_type* begin() const { return pieces_.data(); }
    [[nodiscard]] const value_type* end() const { return pieces_.data() + count_; }

   private:
    static constexpr std::size_t kMost = 16;
    std::array<value_type, kMost> pieces_{};
    std::size_t count_ = 0;
  };

  virtual void start_read(boost::asio::mutable_buffer into, Handler handler) = 0;
  virtual void start_write(const Pieces& from, Handler handler) = 0;

 private:
  // Handlers of composed operations can only be moved; they are called once, on the strand like everything here.
  template <class Composed>
  static Handler shared(Composed&& handler) {
    auto kept = std::make_shared<std::decay_t<Composed>>(std::forward<Composed>(handler));
    return [kept = std::move(kept)](ErrorCode error, std::size_t bytes) {
      auto& composed = *kept;
      std::move(composed)(error, bytes);
    };
  }
  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at)
      if (const boost::asio::mutable_buffer one(*at); one.size() > 0) return one;
    return {};
  }
};

}  // namespace huabiao::http
