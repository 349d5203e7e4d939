#include "monitor/fetch/dns_resolver.h"

#include <netdb.h>
#include <netinet/in.h>
#include <unordered_map>
#include <utility>

#include "monitor/fetch/ares_channel.h"
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
  std::unique_ptr<AresChannel> channel;
  std::unordered_map<std::string, Kept> kept;
  bool closing = false;

  State(loop::EventLoop& on, const DnsLimits& within) : loop(on), limits(within) {}
  ~State() {
    closing = true;
    channel.reset();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

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
  auto state = std::make_unique<State>(loop, limits);
  auto channel = AresChannel::open(loop, {});
  if (!channel) return fail(std::move(channel));
  state->channel = *std::move(channel);
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
  ares_getaddrinfo(state.channel->get(), host.c_str(), nullptr, &hints, &State::on_answer, asked);
  state.channel->rearm();
}

}  // namespace huabiao::monitor::fetch
