#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>

#include "base/utf8.h"
#include "dispatch/child_process.h"
#include "dispatch/frame.h"
#include "dispatch/message.h"
#include "dispatch/worker_pool.h"

namespace huabiao::dispatch {
namespace {

// The next message of the child, waiting for it at most until `until`.
Result<ToParent> hear(loop::EventLoop& loop, const ChildProcess& child, FrameReader& frames, loop::SteadyPoint until) {
  bool gone = false;
  loop.watch(child.pipe(), {.read = true}, [&](loop::Ready) {
    std::array<char, 4096> buffer;
    const auto got = recv(child.pipe(), buffer.data(), buffer.size(), 0);
    if (got > 0)
      frames.feed({buffer.data(), static_cast<std::size_t>(got)});
    else if (got == 0 || errno != EAGAIN)
      gone = true;
  });
  while (true) {
    auto payload = frames.next();
    if (!payload || *payload) {
      loop.unwatch(child.pipe());
      if (!payload) return fail(std::move(payload));
      return read_to_parent(**payload);
    }
    const auto left = std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now());
    if (gone || left <= Millis(0)) {
      loop.unwatch(child.pipe());
      return fail(Kind::Environment, "dispatch.workers_die", gone ? "ended before its first word" : "silent");
    }
    loop.run_once(left);
  }
}

// The pipe does not block, and settings with rule packs are longer than it holds.
Done say(const ChildProcess& child, const ToChild& message, loop::SteadyPoint until) {
  std::string out;
  append_frame(out, write(message));
  std::string_view rest = out;
  while (!rest.empty()) {
    const auto put = send(child.pipe(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (put > 0) {
      rest.remove_prefix(static_cast<std::size_t>(put));
      continue;
    }
    const auto left = std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now());
    const bool full = put < 0 && (errno == EAGAIN || errno == EINTR);
    if (!full || left <= Millis(0)) return fail(Kind::Environment, "dispatch.workers_die", "does not listen");
    pollfd ready{child.pipe(), POLLOUT, 0};
    poll(&ready, 1, static_cast<int>(left.count()));
  }
  return {};
}

}  // namespace

Result<CellReport> inspect_cell(const PoolSettings& settings) {
  auto child = ChildProcess::start(settings.command);
  if (!child) return fail(std::move(child));
  loop::EventLoop loop;
  FrameReader frames(FrameLimits::kToParent);
  const auto until = std::chrono::steady_clock::now() + settings.limits.ready;
  if (auto said = say(*child, settings.worker, until); !said) return fail(std::move(said));
  auto first = hear(loop, *child, frames, until);
  if (!first) return fail(std::move(first));
  const auto* ready = std::get_if<Ready>(&*first);
  if (ready == nullptr) return fail(Kind::Environment, "dispatch.bad_message", "expected ready");
  if (!ready->failure.empty()) return fail(Kind::Environment, ready->failure, ready->detail);
  if (auto said = say(*child, Probe{}, until); !said) return fail(std::move(said));
  auto second = hear(loop, *child, frames, until);
  if (!second) return fail(std::move(second));
  const auto* probe = std::get_if<ProbeAnswer>(&*second);
  if (probe == nullptr) return fail(Kind::Environment, "dispatch.bad_message", "expected probed");
  return CellReport{ready->sandbox, *probe, utf8::scrub(ready->detail)};
}

}  // namespace huabiao::dispatch
