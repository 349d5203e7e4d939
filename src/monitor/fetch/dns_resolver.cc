#include "monitor/fetch/dns_resolver.h"

#include <arpa/nameser.h>
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
    loop::SteadyPoint asked = std::chrono::steady_clock::now();
  };
  // A name that got no answer, until it is known whether anybody would get one.
  struct Doubted {
    std::function<void(const Resolved&)> done;
    Resolved failure;
  };
  struct Kept {
    Resolved answer;
    loop::SteadyPoint until;
  };

  loop::EventLoop& loop;
  DnsLimits limits;
  std::unique_ptr<AresChannel> channel;
  std::unordered_map<std::string, Kept> kept;
  std::vector<Doubted> doubted;
  loop::SteadyPoint answered{}, controlled{};  // when a question was last answered; when the control question ended
  bool silent = false;                         // as the control question showed
  loop::EventLoop::TimerId control_deadline = 0;
  bool closing = false;

  State(loop::EventLoop& on, const DnsLimits& within) : loop(on), limits(within) {}
  ~State() {
    closing = true;
    loop.cancel(control_deadline);
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
    if (resolved.what == Resolved::What::Failure) return self.doubt(*question, std::move(question->done), resolved);
    self.answered = std::chrono::steady_clock::now();
    self.keep(question->host, resolved);
    question->done(resolved);
  }

  void doubt(const Question& question, std::function<void(const Resolved&)> done, Resolved failure) {
    const auto now = std::chrono::steady_clock::now();
    if (answered >= question.asked) return done(failure);
    doubted.push_back({std::move(done), std::move(failure)});
    if (control_deadline != 0) return;
    if (controlled != loop::SteadyPoint{} && controlled + limits.control_keep > now) return settle();
    control_deadline = loop.after(limits.control, [this] { conclude(true); });
    const std::string top = question.host.substr(question.host.rfind('.') + 1);
    ares_query(channel->get(), top.c_str(), ns_c_in, ns_t_ns, &State::on_control, this);
    channel->rearm();
  }

  static void on_control(void* data, int status, int /*timeouts*/, unsigned char* /*bytes*/, int /*length*/) {
    State& self = *static_cast<State*>(data);
    if (self.closing || self.control_deadline == 0) return;  // given up before
    self.conclude(status != ARES_SUCCESS && status != ARES_ENODATA && status != ARES_ENOTFOUND);
  }

  void conclude(bool nobody_answers) {
    loop.cancel(std::exchange(control_deadline, 0));
    controlled = std::chrono::steady_clock::now();
    silent = nobody_answers;
    settle();
  }

  void settle() {
    for (Doubted& one : std::exchange(doubted, {})) {
      if (silent) one.failure.what = Resolved::What::Silent;
      one.done(one.failure);
    }
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

Result<std::unique_ptr<DnsResolver>> DnsResolver::create(loop::EventLoop& loop, const DnsLimits& limits,
                                                         const std::vector<ResolverAddress>& servers) {
  auto state = std::make_unique<State>(loop, limits);
  AresRules rules;
  for (const ResolverAddress& server : servers) rules.servers += (rules.servers.empty() ? "" : ",") + server.endpoint();
  auto channel = AresChannel::open(loop, rules);
  if (!channel) return fail(std::move(channel));
  state->channel = *std::move(channel);
  return std::unique_ptr<DnsResolver>(new DnsResolver(std::move(state)));
}

void DnsResolver::resolve(const std::string& host, std::function<void(const Resolved&)> done) {
  State& state = *state_;
  if (const auto known = state.kept.find(host); known != state.kept.end()) {
    if (known->second.until > std::chrono::steady_clock::now()) {
      Resolved before = known->second.answer;
      before.kept = true;
      return done(before);
    }
    state.kept.erase(known);
  }
  auto question = std::make_unique<State::Question>(State::Question{&state, host, std::move(done)});
  // c-ares owns the question until it answers, which it always does, if only when the channel closes.
  State::Question* asked = question.release();
  asked->deadline = state.loop.after(state.limits.answer, [asked] {
    asked->state->doubt(*asked, std::exchange(asked->done, nullptr),
                        Resolved{Resolved::What::Failure, {}, "no answer in time"});
  });
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;
  ares_getaddrinfo(state.channel->get(), host.c_str(), nullptr, &hints, &State::on_answer, asked);
  state.channel->rearm();
}

}  // namespace huabiao::monitor::fetch
