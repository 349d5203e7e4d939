#include "dispatch/asked_child.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <variant>

#include "base/utf8.h"
#include "dispatch/child.h"
#include "dispatch/message.h"
#include "dispatch/sandbox.h"

namespace huabiao::dispatch {
namespace {

constexpr std::size_t kReadBytes = 256U << 10U;

using Point = std::chrono::steady_clock::time_point;

// False: time is up.
bool wait_for(int pipe, short events, Point until) {
  while (true) {
    const auto left = std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now());
    if (left <= Millis(0)) return false;
    pollfd ready{pipe, events, 0};
    if (poll(&ready, 1, static_cast<int>(left.count())) > 0) return true;
  }
}

std::unexpected<Error> hung() {
  return fail(Kind::Environment, "dispatch.child_hung", "");
}

}  // namespace

Result<AskedChild> AskedChild::start(const std::vector<std::string>& command, const WorkerSettings& settings,
                                     AskLimits limits) {
  auto process = ChildProcess::start(command);
  if (!process) return fail(std::move(process));
  AskedChild child(*std::move(process), limits);
  if (auto said = child.say(write(ToChild(settings)), limits.ready); !said) return fail(std::move(said));
  return child;
}

std::unexpected<Error> AskedChild::gone() {
  return fail(Kind::Environment, "dispatch.child_died", process_.end());
}

Done AskedChild::say(std::string_view payload, Millis patience) {
  const Point until = std::chrono::steady_clock::now() + patience;
  const std::string head = frame_header(payload.size());
  for (std::string_view rest : {std::string_view(head), payload})
    while (!rest.empty()) {
      const auto put = send(process_.pipe(), rest.data(), rest.size(), MSG_NOSIGNAL);
      if (put > 0)
        rest.remove_prefix(static_cast<std::size_t>(put));
      else if (errno != EAGAIN && errno != EINTR)
        return gone();
      else if (!wait_for(process_.pipe(), POLLOUT, until))
        return hung();
    }
  return {};
}

Result<std::string> AskedChild::hear(Millis patience) {
  const Point until = std::chrono::steady_clock::now() + patience;
  std::array<char, kReadBytes> buffer;
  while (true) {
    auto payload = frames_.next();
    if (!payload) return fail(std::move(payload));
    if (*payload) return std::string(**payload);
    const auto got = recv(process_.pipe(), buffer.data(), buffer.size(), 0);
    if (got > 0)
      frames_.feed({buffer.data(), static_cast<std::size_t>(got)});
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
      return gone();
    else if (!wait_for(process_.pipe(), POLLIN, until))
      return hung();
  }
}

Result<std::string> AskedChild::ask(std::string_view question) {
  if (!ready_) {
    const auto first = hear(limits_.ready);
    if (!first) return std::unexpected(first.error());
    const auto message = read_to_parent(*first);
    if (!message) return std::unexpected(message.error());
    const auto* const ready = std::get_if<Ready>(&*message);
    if (ready == nullptr) return fail(Kind::Environment, "dispatch.bad_message", "not ready");
    if (!ready->failure.empty())
      return fail(Kind::Environment, utf8::scrub(ready->failure), utf8::scrub(ready->detail));
    ready_ = true;
  }
  if (auto said = say(question, limits_.answer); !said) return fail(std::move(said));
  return hear(limits_.answer);
}

namespace {

constexpr std::chrono::seconds kOneAnswer{60};

// By SIGALRM, unless another time is set; 0: not at all.
void end_in(std::chrono::seconds time) {
  itimerval timer{};
  timer.it_value.tv_sec = time.count();
  setitimer(ITIMER_REAL, &timer, nullptr);
}

// The child's end of the pipe, which blocks.
class Questions {
 public:
  // Nothing: the parent is done with us, or gone; or it is not ours.
  std::optional<std::string_view> next() {
    while (true) {
      auto payload = frames_.next();
      if (!payload) return std::nullopt;
      if (*payload) return *payload;
      const auto got = recv(kPipeDescriptor, buffer_.data(), buffer_.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return std::nullopt;
      frames_.feed({buffer_.data(), static_cast<std::size_t>(got)});
    }
  }
  static bool answer(std::string_view payload) {
    std::string out;
    append_frame(out, payload);
    for (std::string_view rest = out; !rest.empty();) {
      const auto put = send(kPipeDescriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (put <= 0 && errno != EINTR) return false;
      if (put > 0) rest.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }

 private:
  std::vector<char> buffer_ = std::vector<char>(kReadBytes);
  FrameReader frames_{FrameLimits::kToChild};
};

}  // namespace

int answer_pipe(const MakeAnswer& make_answer) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C reaches the whole group: the parent says when to stop
  std::signal(SIGALRM, SIG_DFL);
  Questions questions;
  const auto first = questions.next();
  if (!first) return 0;
  const auto message = read_to_child(*first);
  const auto* const settings = message ? std::get_if<WorkerSettings>(&*message) : nullptr;
  if (settings == nullptr) return 1;
  const auto answer = make_answer(*settings);
  Ready ready;
  if (answer) {
    ready.sandbox = lock_in({});
  } else {
    ready.failure = answer.error().code;
    ready.detail = answer.error().detail;
  }
  if (!Questions::answer(write(ToParent(ready))) || !answer) return 0;
  while (const auto question = questions.next()) {
    // Whoever started us may be a thread that ends before its process, so its death is no sign. A child that hangs
    // does not outlive its parent for long nevertheless.
    end_in(kOneAnswer);
    const auto said = (*answer)(*question);
    end_in(std::chrono::seconds(0));
    if (!said) return 1;
    if (!Questions::answer(*said)) return 0;
  }
  return 0;
}

}  // namespace huabiao::dispatch
