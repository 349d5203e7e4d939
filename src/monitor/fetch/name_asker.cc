#include "monitor/fetch/name_asker.h"

#include <arpa/nameser.h>
#include <map>
#include <netdb.h>
#include <utility>

#include "base/ascii.h"
#include "monitor/fetch/ares_channel.h"
#include "web/ip_range.h"
#include "web/socket_address.h"

namespace huabiao::monitor::fetch {
namespace {

NameOutcome outcome_of(int status) {
  switch (status) {
    case ARES_SUCCESS:
      return NameOutcome::Answered;
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:
      return NameOutcome::NoSuchName;
    case ARES_ENODATA:
      return NameOutcome::NoData;
    case ARES_ESERVFAIL:
      return NameOutcome::ServerFailure;
    case ARES_EREFUSED:
    case ARES_ENOTIMP:
    case ARES_EFORMERR:
      return NameOutcome::Refused;
    case ARES_ETIMEOUT:
    case ARES_ECONNREFUSED:  // nobody listens: as silent as one that says nothing
      return NameOutcome::Timeout;
    default:
      return NameOutcome::BadAnswer;
  }
}

std::string lower_name(const char* name) {
  std::string out = ascii_lower(name == nullptr ? "" : name);
  if (out.ends_with('.')) out.pop_back();
  return out.substr(0, NameLimits::kNameBytes);
}

void tidy(std::vector<std::string>& list, std::size_t at_most) {
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (list.size() > at_most) list.resize(at_most);
}

// What one resolver has said so far.
struct Draft {
  NameAnswer answer;
  std::map<std::string, std::string> alias_of;

  void take(const ares_addrinfo& info) {
    const auto least = [&](int ttl) {
      if (ttl >= 0 && (answer.ttl < 0 || ttl < answer.ttl)) answer.ttl = ttl;
    };
    for (const ares_addrinfo_node* node = info.nodes; node != nullptr; node = node->ai_next) {
      if (answer.addresses.size() < 2 * NameLimits::kAddresses)
        answer.addresses.push_back(web::address_text(*node->ai_addr));
      least(node->ai_ttl);
    }
    for (const ares_addrinfo_cname* one = info.cnames; one != nullptr; one = one->next) {
      if (alias_of.size() < 2 * NameLimits::kAliases) alias_of.emplace(lower_name(one->alias), lower_name(one->name));
      least(one->ttl);
    }
  }

  NameAnswer whole(const std::string& host) {
    tidy(answer.addresses, NameLimits::kAddresses);
    tidy(answer.servers, NameLimits::kServers);
    auto next = alias_of.find(host);
    while (next != alias_of.end() && answer.aliases.size() < NameLimits::kAliases) {
      answer.aliases.push_back(next->second);
      next = alias_of.find(next->second);
    }
    return std::move(answer);
  }
};

// All questions about one host.
struct Asking {
  std::string host;
  NameFacts facts;
  std::vector<Draft> drafts;  // one a resolver
  std::size_t open = 0;       // questions without an answer
  std::function<void(NameFacts)> done;
  loop::EventLoop* loop = nullptr;
  loop::EventLoop::TimerId deadline = 0;

  void tell() {
    if (!done) return;
    loop->cancel(deadline);
    for (Draft& draft : drafts) facts.answers.push_back(draft.whole(host));
    std::exchange(done, nullptr)(std::move(facts));
  }
};

// One question under way; c-ares holds it until it answers, which it always does, if only when its channel closes.
struct Question {
  std::shared_ptr<Asking> asking;
  std::size_t at = 0;
  NameOutcome NameAnswer::* outcome = nullptr;
};

void answered_one(const Question& question, int status) {
  Asking& asking = *question.asking;
  asking.drafts[question.at].answer.*question.outcome = outcome_of(status);
  if (--asking.open == 0) asking.tell();
}

void on_addresses(void* data, int status, int /*timeouts*/, ares_addrinfo* info) {
  const std::unique_ptr<Question> question(static_cast<Question*>(data));
  const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owned(info, &ares_freeaddrinfo);
  if (!question->asking->done || status == ARES_EDESTRUCTION) return;
  if (info != nullptr) question->asking->drafts[question->at].take(*info);
  answered_one(*question, status);
}

void on_servers(void* data, int status, int /*timeouts*/, unsigned char* bytes, int length) {
  const std::unique_ptr<Question> question(static_cast<Question*>(data));
  if (!question->asking->done || status == ARES_EDESTRUCTION) return;
  hostent* found = nullptr;
  if (status == ARES_SUCCESS) status = ares_parse_ns_reply(bytes, length, &found);
  if (found != nullptr) {
    std::vector<std::string>& servers = question->asking->drafts[question->at].answer.servers;
    for (char** name = found->h_aliases; *name != nullptr && servers.size() < 2 * NameLimits::kServers; ++name)
      servers.push_back(lower_name(*name));
    ares_free_hostent(found);
  }
  answered_one(*question, status);
}

// The system's, as the channel read them.
std::vector<ResolverAddress> system_resolvers(const AresChannel& channel) {
  std::vector<ResolverAddress> found;
  ares_addr_port_node* servers = nullptr;
  if (ares_get_servers_ports(channel.get(), &servers) != ARES_SUCCESS) return found;
  for (const ares_addr_port_node* one = servers; one != nullptr; one = one->next) {
    constexpr std::size_t kTextBytes = 64;
    char text[kTextBytes] = {};
    const void* const bytes = one->family == AF_INET ? static_cast<const void*>(&one->addr.addr4)
                                                     : static_cast<const void*>(&one->addr.addr6);
    if (ares_inet_ntop(one->family, bytes, text, kTextBytes) == nullptr) continue;
    ResolverAddress address;
    address.address = web::canonical_ip(text).value_or(text);
    if (one->udp_port != 0) address.port = static_cast<std::uint16_t>(one->udp_port);
    found.push_back(std::move(address));
  }
  ares_free_data(servers);
  return found;
}

}  // namespace

struct NameAsker::State {
  struct Resolver {
    std::string name;
    std::unique_ptr<AresChannel> channel;
  };
  loop::EventLoop& loop;
  NameAskLimits limits;
  std::vector<Resolver> resolvers;

  State(loop::EventLoop& on, const NameAskLimits& within) : loop(on), limits(within) {}
};

NameAsker::NameAsker(std::unique_ptr<State> state) : state_(std::move(state)) {}
NameAsker::~NameAsker() = default;

Result<std::unique_ptr<NameAsker>> NameAsker::create(loop::EventLoop& loop, std::vector<ResolverAddress> resolvers,
                                                     const NameAskLimits& limits) {
  auto state = std::make_unique<State>(loop, limits);
  AresRules rules;
  // What a resolver refuses or fails at is its answer, not a reason to ask another.
  rules.flags |= ARES_FLAG_NOCHECKRESP;
  rules.first_try = limits.first_try;
  if (resolvers.empty()) {
    auto of_system = AresChannel::open(loop, rules);
    if (!of_system) return fail(std::move(of_system));
    resolvers = system_resolvers(**of_system);
  }
  if (resolvers.size() > NameLimits::kResolvers) resolvers.resize(NameLimits::kResolvers);
  for (const ResolverAddress& resolver : resolvers) {
    rules.servers = resolver.endpoint();
    auto channel = AresChannel::open(loop, rules);
    if (!channel) return fail(std::move(channel));
    state->resolvers.push_back({resolver.name(), *std::move(channel)});
  }
  return std::unique_ptr<NameAsker>(new NameAsker(std::move(state)));
}

void NameAsker::ask(const std::string& host, const std::string& zone, std::function<void(NameFacts)> done) {
  auto asking = std::make_shared<Asking>();
  asking->host = host;
  asking->facts.zone = zone;
  asking->done = std::move(done);
  asking->loop = &state_->loop;
  for (const State::Resolver& resolver : state_->resolvers) {
    asking->drafts.emplace_back().answer.resolver = resolver.name;
    asking->open += zone.empty() ? 2 : 3;
  }
  if (asking->open == 0) return asking->tell();
  asking->deadline = state_->loop.after(state_->limits.answer, [asking] { asking->tell(); });
  for (std::size_t i = 0; i < state_->resolvers.size(); ++i) {
    AresChannel& channel = *state_->resolvers[i].channel;
    const auto question = [&](NameOutcome NameAnswer::* outcome) {
      return std::make_unique<Question>(Question{asking, i, outcome}).release();
    };
    ares_addrinfo_hints hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;
    hints.ai_family = AF_INET;
    ares_getaddrinfo(channel.get(), host.c_str(), nullptr, &hints, &on_addresses, question(&NameAnswer::four));
    hints.ai_family = AF_INET6;
    ares_getaddrinfo(channel.get(), host.c_str(), nullptr, &hints, &on_addresses, question(&NameAnswer::six));
    if (!zone.empty())
      ares_query(channel.get(), zone.c_str(), ns_c_in, ns_t_ns, &on_servers, question(&NameAnswer::zone));
    channel.rearm();
  }
}

}  // namespace huabiao::monitor::fetch
