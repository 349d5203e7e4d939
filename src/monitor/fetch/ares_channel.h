#pragma once
// AresChannel: one c-ares channel whose sockets and retransmissions an EventLoop serves. Inner to this room.

#include <ares.h>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "loop/event_loop.h"

namespace huabiao::monitor::fetch {

struct AresRules {
  Millis first_try{2'500};  // doubled at the next try
  int tries = 2;
  int flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  std::string servers;  // "192.0.2.53:53,[2001:db8::53]:53"; empty: the system's
};

class AresChannel {
 public:
  // Reads the system's resolver configuration, so before a sandbox closes. Fails: fetch.no_dns.
  static Result<std::unique_ptr<AresChannel>> open(loop::EventLoop& loop, const AresRules& rules);
  // Questions still open are answered with ARES_EDESTRUCTION meanwhile.
  ~AresChannel();
  AresChannel(const AresChannel&) = delete;
  AresChannel& operator=(const AresChannel&) = delete;

  [[nodiscard]] ares_channel get() const { return channel_; }
  // After every question asked: c-ares has retransmissions of its own to make, and says when to wake it.
  void rearm();

 private:
  explicit AresChannel(loop::EventLoop& loop) : loop_(loop) {}
  static void on_socket(void* data, ares_socket_t fd, int readable, int writable);

  loop::EventLoop& loop_;
  ares_channel channel_ = nullptr;
  loop::EventLoop::TimerId timer_ = 0;
};

}  // namespace huabiao::monitor::fetch
