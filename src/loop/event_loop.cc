#include "loop/event_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace huabiao::loop {
namespace {

constexpr int kEventsPerWait = 256;

std::uint64_t key_of(int fd, std::uint32_t generation) {
  return (static_cast<std::uint64_t>(generation) << 32U) | static_cast<std::uint32_t>(fd);
}

}  // namespace

EventLoop::EventLoop() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_ < 0 || wake_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = key_of(wake_, 0);
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

EventLoop::~EventLoop() {
  close(wake_);
  close(epoll_);
}

void EventLoop::arm(int fd, int operation, const Watched& watched) const {
  epoll_event event{};
  if (watched.interest.read) event.events |= EPOLLIN;
  if (watched.interest.write) event.events |= EPOLLOUT;
  event.data.u64 = key_of(fd, watched.generation);
  if (epoll_ctl(epoll_, operation, fd, &event) == 0) return;
  // A descriptor closed and opened again behind our back has left the set by itself.
  if (operation == EPOLL_CTL_MOD && errno == ENOENT && epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0) return;
  if (operation == EPOLL_CTL_ADD && errno == EEXIST && epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) == 0) return;
  throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EventLoop::watch(int fd, Interest interest, std::function<void(Ready)> handler) {
  const auto [entry, fresh] = watched_.try_emplace(fd);
  Watched& watched = entry->second;
  watched.interest = interest;
  watched.generation = ++generations_;
  watched.handler = std::make_shared<std::function<void(Ready)>>(std::move(handler));
  arm(fd, fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, watched);
}

void EventLoop::change(int fd, Interest interest) {
  const auto entry = watched_.find(fd);
  if (entry == watched_.end()) return;
  Watched& watched = entry->second;
  if (watched.interest.read == interest.read && watched.interest.write == interest.write) return;
  watched.interest = interest;
  arm(fd, EPOLL_CTL_MOD, watched);
}

void EventLoop::unwatch(int fd) {
  if (watched_.erase(fd) == 0) return;
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

EventLoop::TimerId EventLoop::after(std::chrono::milliseconds delay, std::function<void()> handler) {
  const SteadyPoint due = std::chrono::steady_clock::now() + delay;
  const TimerId id = ++timers_made_;
  timers_.emplace(std::pair(due, id), std::move(handler));
  due_.emplace(id, due);
  return id;
}

void EventLoop::cancel(TimerId timer) {
  const auto entry = due_.find(timer);
  if (entry == due_.end()) return;
  timers_.erase({entry->second, timer});
  due_.erase(entry);
}

int EventLoop::wait_millis(std::chrono::milliseconds at_most) const {
  auto wait = at_most;
  if (!timers_.empty()) {
    const auto left = timers_.begin()->first.first - std::chrono::steady_clock::now();
    wait = std::min(wait, std::chrono::ceil<std::chrono::milliseconds>(left));
  }
  return static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 3'600'000));
}

void EventLoop::run_timers() {
  const SteadyPoint now = std::chrono::steady_clock::now();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    auto node = timers_.extract(timers_.begin());
    due_.erase(node.key().second);
    node.mapped()();
  }
}

void EventLoop::run_once(std::chrono::milliseconds at_most) {
  std::array<epoll_event, kEventsPerWait> events;
  const int count = epoll_wait(epoll_, events.data(), kEventsPerWait, wait_millis(at_most));
  for (int i = 0; i < count; ++i) {
    const auto fd = static_cast<int>(events[i].data.u64 & 0xffffffffU);
    const auto generation = static_cast<std::uint32_t>(events[i].data.u64 >> 32U);
    if (fd == wake_ && generation == 0) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto got = read(wake_, &ignored, sizeof ignored);
      continue;
    }
    const auto entry = watched_.find(fd);
    if (entry == watched_.end() || entry->second.generation != generation) continue;  // unwatched by a handler before
    const auto handler = entry->second.handler;  // keeps it alive while it replaces itself
    const std::uint32_t what = events[i].events;
    (*handler)({.read = (what & EPOLLIN) != 0,
                .write = (what & EPOLLOUT) != 0,
                .hung_up = (what & (EPOLLHUP | EPOLLERR)) != 0});
  }
  run_posted();
  run_timers();
}

void EventLoop::run_posted() {
  const auto tasks = posted_.with([](auto& waiting) { return std::exchange(waiting, {}); });
  for (const auto& task : tasks) task();
}

void EventLoop::post(std::function<void()> task) {
  const bool first = posted_.with([&](auto& waiting) {
    waiting.push_back(std::move(task));
    return waiting.size() == 1;
  });
  if (first) wake();
}

void EventLoop::wake() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto sent = write(wake_, &one, sizeof one);
}

}  // namespace huabiao::loop
