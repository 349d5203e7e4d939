#include "monitor/fetch/ares_channel.h"

namespace huabiao::monitor::fetch {

Result<std::unique_ptr<AresChannel>> AresChannel::open(loop::EventLoop& loop, const AresRules& rules) {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  std::unique_ptr<AresChannel> made(new AresChannel(loop));
  ares_options options{};
  options.flags = rules.flags;
  options.timeout = static_cast<int>(rules.first_try.count());
  options.tries = rules.tries;
  std::string lookups = "b";  // DNS only
  options.lookups = lookups.data();
  options.sock_state_cb = &AresChannel::on_socket;
  options.sock_state_cb_data = made.get();
  constexpr int kGiven =
      ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
  int status = library;
  if (status == ARES_SUCCESS) status = ares_init_options(&made->channel_, &options, kGiven);
  if (status == ARES_SUCCESS && !rules.servers.empty())
    status = ares_set_servers_ports_csv(made->channel_, rules.servers.c_str());
  if (status != ARES_SUCCESS) return fail(Kind::Environment, "fetch.no_dns", ares_strerror(status));
  return made;
}

AresChannel::~AresChannel() {
  loop_.cancel(timer_);
  if (channel_ != nullptr) ares_destroy(channel_);
}

void AresChannel::rearm() {
  loop_.cancel(timer_);
  timer_ = 0;
  timeval left{};
  if (ares_timeout(channel_, nullptr, &left) == nullptr) return;
  timer_ = loop_.after(Millis(left.tv_sec * 1000 + left.tv_usec / 1000 + 1), [this] {
    timer_ = 0;
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    rearm();
  });
}

void AresChannel::on_socket(void* data, ares_socket_t fd, int readable, int writable) {
  auto* self = static_cast<AresChannel*>(data);
  if (readable == 0 && writable == 0) return self->loop_.unwatch(fd);
  self->loop_.watch(fd, {.read = readable != 0, .write = writable != 0}, [self, fd](loop::Ready ready) {
    const bool both = ready.hung_up;
    ares_process_fd(self->channel_, ready.read || both ? fd : ARES_SOCKET_BAD,
                    ready.write || both ? fd : ARES_SOCKET_BAD);
    self->rearm();
  });
}

}  // namespace huabiao::monitor::fetch
