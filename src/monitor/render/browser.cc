#include "monitor/render/browser.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <poll.h>
#include <unistd.h>
#include <utility>

#include "monitor/render/browser_process.h"
#include "monitor/render/message_splitter.h"

namespace huabiao::monitor::render {

namespace {
constexpr std::size_t kReadBytes = 256U << 10U;
constexpr int kLook = 100;  // milliseconds, while it starts
}  // namespace

struct Browser::State {
  State(loop::EventLoop& on, BrowserProcess started, AskNet with, const RenderLimits& limits)
      : loop(on),
        process(std::move(started)),
        ask(std::move(with)),
        page_limits(limits),
        splitter(limits.message_bytes) {
    loop.watch(process.from(), {.read = true}, [this](loop::Ready) { read(); });
    loop.watch(process.to(), {}, [this](loop::Ready ready) {
      if (ready.write) flush();
      if (ready.hung_up) lose();
    });
  }
  ~State() {
    loop.cancel(timer);
    if (!gone) hang_up();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  loop::EventLoop& loop;
  BrowserProcess process;
  const AskNet ask;
  const RenderLimits page_limits;
  MessageSplitter splitter;
  std::string out;
  std::size_t sent = 0;
  bool gone = false;
  std::int64_t next_id = 1;
  std::string product;
  std::optional<PageSession> session;
  std::uint64_t drawn = 0;  // pages begun: an answer of the net for an earlier one is nobody's
  loop::SteadyPoint began{};
  loop::EventLoop::TimerId timer = 0;
  std::function<void(PageSeen)> done;

  [[nodiscard]] Millis elapsed() const {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  }

  void say(std::string_view message) {
    out += message;
    flush();
  }

  void flush() {
    while (!gone && sent < out.size()) {
      const auto put = write(process.to(), out.data() + sent, out.size() - sent);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && errno == EAGAIN) break;
      if (put <= 0) return lose();
      sent += static_cast<std::size_t>(put);
    }
    if (sent == out.size()) {
      out.clear();
      sent = 0;
    }
    if (!gone) loop.change(process.to(), {.write = sent < out.size()});
  }

  void read() {
    std::array<char, kReadBytes> buffer;
    while (!gone) {
      const auto got = ::read(process.from(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) return lose();
      splitter.feed({buffer.data(), static_cast<std::size_t>(got)});
      if (!take_all()) return;
    }
  }

  // false: nothing more can be read.
  bool take_all() {
    while (!gone) {
      auto text = splitter.next();
      if (!text) {
        hang_up();
        if (session) obey(session->on_too_much(elapsed()));
        return false;
      }
      if (!*text) return true;
      auto message = read_message(**text);
      if (!message) return lose(), false;
      take(*message);
    }
    return false;
  }

  void take(const Message& message) {
    if (session) return obey(session->on(message, elapsed()));
    if (const auto* answer = std::get_if<Answer>(&message); answer != nullptr && !answer->product.empty())
      product = answer->product;
  }

  void hang_up() {
    gone = true;
    loop.unwatch(process.from());
    loop.unwatch(process.to());
  }

  void lose() {
    if (gone) return;
    hang_up();
    if (session) obey(session->on_browser_gone(elapsed()));
  }

  void obey(Steps steps) {
    for (Step& step : steps) {
      if (auto* message = std::get_if<Send>(&step)) {
        out += message->message;
      } else if (auto* question = std::get_if<Ask>(&step)) {
        ask(question->url, [this, page = drawn, number = question->number](FetchOutcome outcome) {
          if (session && page == drawn) obey(session->on(number, std::move(outcome), elapsed()));
        });
      } else {
        return finish();
      }
    }
    flush();
    if (!session) return;
    loop.cancel(timer);
    timer = loop.after(session->wait(elapsed()), [this] {
      if (session) obey(session->on_time(elapsed()));
    });
  }

  void finish() {
    loop.cancel(timer);
    next_id = session->next_id();
    PageSeen seen = session->take();
    seen.browser_fit = seen.browser_fit && !gone;
    session.reset();
    if (!gone) flush();
    std::exchange(done, nullptr)(std::move(seen));
  }
};

Browser::Browser(std::unique_ptr<State> state) : state_(std::move(state)) {}
Browser::~Browser() = default;

Result<std::unique_ptr<Browser>> Browser::start(loop::EventLoop& loop, const std::string& program, AskNet ask,
                                                const BrowserLimits& limits, const RenderLimits& page) {
  auto process = BrowserProcess::start(program, limits);
  if (!process) return fail(std::move(process));
  auto state = std::make_unique<State>(loop, *std::move(process), std::move(ask), page);
  state->say(get_version({.id = state->next_id++, .session = {}}));
  const auto until = std::chrono::steady_clock::now() + limits.start;
  // The loop may be in the middle of a turn, and others are on it.
  while (state->product.empty() && !state->gone && std::chrono::steady_clock::now() < until) {
    pollfd waits{.fd = state->process.from(), .events = POLLIN, .revents = 0};
    if (poll(&waits, 1, kLook) > 0) state->read();
  }
  if (state->product.empty())
    return fail(Kind::Environment, "render.no_answer",
                program + (state->gone ? ": ended at once; its sandbox may not hold here" : ": said nothing in time"));
  return std::unique_ptr<Browser>(new Browser(std::move(state)));
}

const std::string& Browser::product() const {
  return state_->product;
}

void Browser::draw(PageOrder order, std::function<void(PageSeen)> done) {
  State& state = *state_;
  state.done = std::move(done);
  state.began = std::chrono::steady_clock::now();
  ++state.drawn;
  state.session.emplace(state.page_limits, std::move(order), state.next_id);
  if (state.gone) return state.obey(state.session->on_browser_gone(Millis(0)));
  state.obey(state.session->begin());
}

}  // namespace huabiao::monitor::render
