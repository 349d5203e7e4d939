#include "monitor/fetch/dns_resolver.h"

#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unordered_map>
#include <utility>

#include "web/socket_address.h"

namespace huabiao::monitor::fetch {
namespace {

Resolved read_answer(int status, const ares_addrinfo* answer, std::size_t at_most) {
  Resolved resolved;
  resolved.detail = ares_strerror(status);
  switch (status) {
    case ARES_SUCCESS:
      resolved.what = Resolved::What::Addresses;
      for (const ares_addrinfo_node* node = answer->nodes; node != nullptr; node = node->ai_next)
        if (resolved.addresses.size() < at_most) resolved.addresses.push_back(web::address_text(*node->ai_addr));
      if (resolved.addresses.empty()) resolved.what = Resolved::What::NoAddress;
      break;
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:
      resolved.what = Resolved::What::NoSuchName;
      break;
    case ARES_ENODATA:
      resolved.what = Resolved::What::NoAddress;
      break;
    default:
      resolved.what = Resolved::What::Failure;
  }
  return resolved;
}

}  // namespace

struct DnsResolver::State {
  struct Question {
    State* state;
    std::string host;
    std::function<void(const Resolved&)> done;
    loop::EventLoop::TimerId deadline = 0;
  };
  struct Kept {
    Resolved answer;
    loop::SteadyPoint until;
  };

  loop::EventLoop& loop;
  DnsLimits limits;
  ares_channel channel = nullptr;
  loop::EventLoop::TimerId timer = 0;
  std::unordered_map<std::string, Kept> kept;
  bool closing = false;

  State(loop::EventLoop& on, const DnsLimits& within) : loop(on), limits(within) {}
  ~State() {
    closing = true;
    loop.cancel(timer);
    if (channel != nullptr) ares_destroy(channel);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // c-ares has retransmissions of its own to make; it says when it wants to be woken next.
  void rearm() {
    loop.cancel(timer);
    timer = 0;
    timeval left{};
    if (ares_timeout(channel, nullptr, &left) == nullptr) return;
    timer = loop.after(Millis(left.tv_sec * 1000 + left.tv_usec / 1000 + 1), [this] {
      timer = 0;
      ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      rearm();
    });
  }

  static void on_socket(void* data, ares_socket_t fd, int readable, int writable) {
    auto* self = static_cast<State*>(data);
    if (readable == 0 && writable == 0) return self->loop.unwatch(fd);
    self->loop.watch(fd, {.read = readable != 0, .write = writable != 0}, [self, fd](loop::Ready ready) {
      const bool both = ready.hung_up;
      ares_process_fd(self->channel, ready.read || both ? fd : ARES_SOCKET_BAD,
                      ready.write || both ? fd : ARES_SOCKET_BAD);
      self->rearm();
    });
  }

  static void on_answer(void* data, int status, int /*timeouts*/, ares_addrinfo* answer) {
    const std::unique_ptr<Question> question(static_cast<Question*>(data));
    State& self = *question->state;
    const Resolved resolved = read_answer(status, answer, self.limits.addresses);
    if (answer != nullptr) ares_freeaddrinfo(answer);
    if (self.closing || !question->done) return;  // timed out before: told already
    self.loop.cancel(question->deadline);
    if (resolved.what != Resolved::What::Failure) self.keep(question->host, resolved);
    question->done(resolved);
  }

  void keep(const std::string& host, const Resolved& answer) {
    const auto now = std::chrono::steady_clock::now();
    if (kept.size() >= limits.kept_names)
      std::erase_if(kept, [&](const auto& entry) { return entry.second.until <= now; });
    if (kept.size() >= limits.kept_names) kept.clear();
    kept[host] = {answer, now + limits.keep};
  }
};

DnsResolver::DnsResolver(std::unique_ptr<State> state) : state_(std::move(state)) {}
DnsResolver::~DnsResolver() = default;

Result<std::unique_ptr<DnsResolver>> DnsResolver::create(loop::EventLoop& loop, const DnsLimits& limits) {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  auto state = std::make_unique<State>(loop, limits);
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  options.timeout = 2500;  // ms, doubled at the next try
  options.tries = 2;
  std::string lookups = "b";  // DNS only
  options.lookups = lookups.data();
  options.sock_state_cb = &State::on_socket;
  options.sock_state_cb_data = state.get();
  const int status = library != ARES_SUCCESS ? library
                                             : ares_init_options(&state->channel, &options,
                                                                 ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                                                                     ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB);
  if (status != ARES_SUCCESS) return fail(Kind::Environment, "fetch.no_dns", ares_strerror(status));
  return std::unique_ptr<DnsResolver>(new DnsResolver(std::move(state)));
}

void DnsResolver::resolve(const std::string& host, std::function<void(const Resolved&)> done) {
  State& state = *state_;
  if (const auto known = state.kept.find(host); known != state.kept.end()) {
    if (known->second.until > std::chrono::steady_clock::now()) return done(Resolved(known->second.answer));
    state.kept.erase(known);
  }
  auto question = std::make_unique<State::Question>(State::Question{&state, host, std::move(done)});
  // c-ares owns the question until it answers, which it always does, if only when the channel closes.
  State::Question* asked = question.release();
  asked->deadline = state.loop.after(state.limits.answer, [asked] {
    const auto tell = std::exchange(asked->done, nullptr);
    tell(Resolved{Resolved::What::Failure, {}, "no answer in time"});
  });
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;
  ares_getaddrinfo(state.channel, host.c_str(), nullptr, &hints, &State::on_answer, asked);
  state.rearm();
}

}  // namespace huabiao::monitor::fetch
