#pragma once
// Connection: one client on one socket, request after request. Inside this room only: Beast types.
//
//   read head -> admit (pool) -> read body -> answer (pool) -> write -> again
//                     \ refused: write, close unless nothing of a body is left unread
//
// Every handler runs on the connection's strand; the pool gets the request by value and posts the answer back. Each
// phase has one absolute deadline, so a client that trickles is cut off however busy it looks.

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

#include "http/dispatch.h"
#include "http/limits.h"
#include "http/wire.h"
#include "http/work_pool.h"

namespace huabiao::http {

// What all connections of a server share. Lifetime: outlives every connection.
struct Shared {
  const Limits& limits;
  Dispatcher& dispatcher;
  Metrics& metrics;
  WorkPool& pool;
  std::filesystem::path spool;
  std::atomic<std::int64_t> open{0};
  std::atomic<std::int64_t> streams{0};
  std::atomic<std::int64_t> waiting_answers{0};
  std::atomic<bool> stopping{false};
};

// What the server may ask of a connection. Thread: any.
class Closable {
 public:
  virtual ~Closable() = default;
  virtual void finish() = 0;  // ends after the answer under way; at once when idle
  virtual void cut() = 0;     // ends now
  // Since when it waits for bytes to come from or go to a client nobody knows yet, or for the next request: it may be
  // cut to make room. In ticks of the steady clock; 0: it does not wait.
  [[nodiscard]] virtual std::int64_t waiting_since() const = 0;
};

// Begins to serve; the connection holds itself while it lives. `tls` nullptr: plain; it is not needed afterwards.
std::shared_ptr<Closable> serve(Tcp::socket socket, boost::asio::ssl::context* tls, Shared& shared);

}  // namespace huabiao::http
