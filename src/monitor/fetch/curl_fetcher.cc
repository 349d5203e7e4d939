#include "monitor/fetch/curl_fetcher.h"

#include <array>
#include <fmt/format.h>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"
#include "monitor/fetch/dns_resolver.h"
#include "monitor/fetch/fetch_machine.h"
#include "monitor/fetch/tls_watch.h"
#include "monitor/fetch/transfer.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "proxy-authorization", "cookie",
                                                            "x-api-key"};
constexpr std::array<const char*, 2> kUsualHeaders = {
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5"};

bool is_token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && kMarks.find(c) == std::string_view::npos) return false;
  }
  return !name.empty();
}

// One fetch under way: the machine that decides and the handle that obeys.
struct Running {
  Running(const FetchSettings& settings, const TlsWatch& watch, curl_slist* headers)
      : transfer(settings, watch, headers, this) {}
  std::optional<FetchMachine> machine;
  CurlTransfer transfer;
  CurlFetcher::OnDone done;
  loop::SteadyPoint began, transfer_began;
  std::string asked_host;
  std::optional<TlsFacts> tls;  // of the asked host
  FetchOutcome outcome;         // timing and time fill up as the fetch goes on
  bool on_net = false;          // its handle is in the multi handle
  std::uint64_t number = 0;     // tells one use of this object from the next
};

}  // namespace

Done check_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  const bool clean = line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  if (colon == std::string_view::npos || !clean || !is_token(line.substr(0, colon)))
    return fail(Kind::Invalid, "fetch.bad_header", std::string(line), "Name: value");
  const std::string name = ascii_lower(line.substr(0, colon));
  for (const std::string_view secret : kSecretHeaders)
    if (name == secret) return fail(Kind::Invalid, "fetch.secret_header", name);
  return {};
}

struct CurlFetcher::State {
  loop::EventLoop& loop;
  const Clock& clock;
  const FetchSettings settings;
  std::unique_ptr<TlsWatch> watch;
  std::unique_ptr<DnsResolver> resolver;
  CURLM* multi = nullptr;
  curl_slist* headers = nullptr;
  loop::EventLoop::TimerId timer = 0;
  std::vector<std::unique_ptr<Running>> all;
  std::vector<Running*> idle;
  std::uint64_t fetches = 0;

  State(loop::EventLoop& on, const Clock& by, FetchSettings with) : loop(on), clock(by), settings(std::move(with)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    resolver.reset();
    loop.cancel(timer);
    for (const auto& running : all)
      if (running->on_net) curl_multi_remove_handle(multi, running->transfer.easy());
    all.clear();
    if (multi != nullptr) curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
  }

  [[nodiscard]] Millis elapsed(const Running& running) const {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - running.began);
  }

  static int on_socket(CURL* /*easy*/, curl_socket_t fd, int what, void* data, void* /*per_socket*/) {
    auto& self = *static_cast<State*>(data);
    if (what == CURL_POLL_REMOVE) {
      self.loop.unwatch(fd);
      return 0;
    }
    self.loop.watch(fd, {.read = (what & CURL_POLL_IN) != 0, .write = (what & CURL_POLL_OUT) != 0},
                    [&self, fd](loop::Ready ready) {
                      const int events = (ready.read ? CURL_CSELECT_IN : 0) | (ready.write ? CURL_CSELECT_OUT : 0) |
                                         (ready.hung_up ? CURL_CSELECT_ERR : 0);
                      self.act(fd, events);
                    });
    return 0;
  }

  static int on_timer(CURLM* /*multi*/, long millis, void* data) {
    auto& self = *static_cast<State*>(data);
    self.loop.cancel(self.timer);
    self.timer = 0;
    if (millis >= 0)
      self.timer = self.loop.after(Millis(millis), [&self] {
        self.timer = 0;
        self.act(CURL_SOCKET_TIMEOUT, 0);
      });
    return 0;
  }

  void act(curl_socket_t fd, int events) {
    int running = 0;
    curl_multi_socket_action(multi, fd, events, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      Running* owner = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
      transferred(*owner, code);
    }
  }

  void transferred(Running& running, CURLcode code) {
    const TransferEnd end = running.transfer.end(code);
    const auto before = std::chrono::duration_cast<Millis>(running.transfer_began - running.began).count();
    const auto moments = running.transfer.moments();
    Timing& timing = running.outcome.timing;
    timing.connected = moments.connected < 0 ? -1 : before + moments.connected;
    timing.secured = moments.secured < 0 ? -1 : before + moments.secured;
    timing.first_byte = moments.first_byte < 0 ? -1 : before + moments.first_byte;
    if (running.transfer.tls.facts && running.transfer.tls.host == running.asked_host)
      running.tls = std::move(running.transfer.tls.facts);
    curl_multi_remove_handle(multi, running.transfer.easy());
    running.on_net = false;
    obey(running, running.machine->on(end, elapsed(running)));
  }

  void obey(Running& running, FetchStep step) {
    if (std::holds_alternative<Follow>(step)) step = running.machine->follow(elapsed(running));
    if (auto* resolve = std::get_if<Resolve>(&step)) {
      const std::uint64_t number = running.number;
      return resolver->resolve(resolve->host, [this, &running, number](const Resolved& answer) {
        if (running.number != number) return;
        if (!answer.kept && running.outcome.timing.resolved < 0)
          running.outcome.timing.resolved = elapsed(running).count();
        obey(running, running.machine->on(answer, elapsed(running)));
      });
    }
    if (auto* transfer = std::get_if<Transfer>(&step)) {
      running.transfer.prepare(*transfer);
      running.transfer_began = std::chrono::steady_clock::now();
      running.on_net = true;
      curl_multi_add_handle(multi, running.transfer.easy());
      return;
    }
    finish(running, std::get<Finished>(step));
  }

  void finish(Running& running, const Finished& finished) {
    FetchOutcome outcome = std::move(running.outcome);
    const FetchMachine& machine = *running.machine;
    outcome.outcome = finished.outcome;
    outcome.reason = utf8::scrub(finished.reason);
    outcome.asked_url = machine.asked_url();
    outcome.final_url = machine.url().host.empty() ? machine.asked_url() : machine.url().to_string();
    outcome.chain = machine.chain();
    outcome.timing.total = elapsed(running).count();
    // An answer belongs to the fetch only when it is where the fetch ended: the page, or the error, of the last hop.
    const bool has_answer = !outcome.chain.empty() &&
                            (finished.outcome == Outcome::Ok || finished.outcome == Outcome::Empty ||
                             finished.outcome == Outcome::HttpError || finished.outcome == Outcome::RedirectLoop ||
                             finished.outcome == Outcome::TooManyRedirects);
    if (!outcome.chain.empty()) outcome.status = outcome.chain.back().status;
    if (has_answer) {
      outcome.headers = std::move(running.transfer.headers);
      outcome.body = std::move(running.transfer.body);
      outcome.truncated = running.transfer.truncated;
    }
    outcome.tls = std::exchange(running.tls, std::nullopt);
    std::string address = machine.address();
    const OnDone done = std::exchange(running.done, nullptr);
    running.number = 0;
    running.machine.reset();
    idle.push_back(&running);
    done(std::move(outcome), std::move(address));
  }

  Running& a_free_one() {
    if (idle.empty()) {
      all.push_back(std::make_unique<Running>(settings, *watch, headers));
      idle.push_back(all.back().get());
    }
    Running& running = *idle.back();
    idle.pop_back();
    return running;
  }
};

CurlFetcher::CurlFetcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(loop::EventLoop& loop, const Clock& clock,
                                                         FetchSettings settings) {
  static const CURLcode library = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (library != CURLE_OK) return fail(Kind::Internal, "internal", curl_easy_strerror(library));
  for (const std::string& line : settings.headers)
    if (auto checked = check_header(line); !checked) return fail(std::move(checked));
  if (settings.lab && !settings.proxy.empty())
    return fail(Kind::Invalid, "fetch.lab_with_proxy", settings.proxy, "either a lab or a proxy");
  auto state = std::make_unique<State>(loop, clock, std::move(settings));
  auto watch = TlsWatch::create(state->settings.ca_file);
  if (!watch) return fail(std::move(watch));
  state->watch = *std::move(watch);
  auto resolver =
      DnsResolver::create(loop,
                          DnsLimits{.answer = state->settings.limits.resolve,
                                    .control = std::min(DnsLimits{}.control, state->settings.limits.resolve)},
                          state->settings.resolvers);
  if (!resolver) return fail(std::move(resolver));
  state->resolver = *std::move(resolver);
  for (const char* line : kUsualHeaders) state->headers = curl_slist_append(state->headers, line);
  for (const std::string& line : state->settings.headers)
    state->headers = curl_slist_append(state->headers, line.c_str());
  state->multi = curl_multi_init();
  if (state->multi == nullptr) return fail(Kind::Internal, "internal", "curl_multi_init");
  if (!state->settings.proxy.empty()) {
    CURL* probe = curl_easy_init();
    const CURLcode taken = curl_easy_setopt(probe, CURLOPT_PROXY, state->settings.proxy.c_str());
    curl_easy_cleanup(probe);
    if (taken != CURLE_OK) return fail(Kind::Invalid, "fetch.bad_proxy", state->settings.proxy);
  }
  curl_multi_setopt(state->multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
  curl_multi_setopt(state->multi, CURLMOPT_SOCKETDATA, state.get());
  curl_multi_setopt(state->multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
  curl_multi_setopt(state->multi, CURLMOPT_TIMERDATA, state.get());
  curl_multi_setopt(state->multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(state)));
}

void CurlFetcher::fetch(const std::string& url, OnDone done, const View& as) {
  State& state = *state_;
  Running& running = state.a_free_one();
  running.number = ++state.fetches;
  running.began = std::chrono::steady_clock::now();
  running.done = std::move(done);
  running.outcome = FetchOutcome{};
  running.outcome.at = state.clock.now();
  running.tls.reset();
  running.transfer.ask_as(as);
  running.machine.emplace(state.settings.limits, state.settings.lab,
                          !state.settings.proxy.empty()                            ? NamesBy::Proxy
                          : state.settings.lab && state.settings.resolvers.empty() ? NamesBy::Nobody
                                                                                   : NamesBy::Us);
  const FetchStep first = running.machine->begin(url);
  running.asked_host = running.machine->url().host;
  state.obey(running, first);
}

std::size_t CurlFetcher::in_flight() const {
  return state_->all.size() - state_->idle.size();
}

}  // namespace huabiao::monitor::fetch
