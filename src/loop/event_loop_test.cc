#include "loop/event_loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace huabiao::loop {
namespace {

using std::chrono::milliseconds;

struct Pair {
  int a = -1, b = -1;
  Pair() {
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0) {
      a = ends[0];
      b = ends[1];
    }
  }
  ~Pair() {
    close(a);
    close(b);
  }
};

}  // namespace

TEST(EventLoop, RunsAHandlerWhenItsDescriptorIsReady) {
  EventLoop loop;
  Pair pair;
  int seen = 0;
  loop.watch(pair.a, {.read = true}, [&](Ready ready) { seen += ready.read ? 1 : 0; });
  loop.run_once(milliseconds(0));
  EXPECT_EQ(seen, 0);
  ASSERT_EQ(write(pair.b, "x", 1), 1);
  loop.run_once(milliseconds(1000));
  EXPECT_EQ(seen, 1);
}

TEST(EventLoop, AnUnwatchedDescriptorStaysSilentEvenWithinOneTurn) {
  EventLoop loop;
  Pair one, two;
  int runs = 0;
  const auto only_first = [&](Ready) {
    ++runs;
    loop.unwatch(one.a);
    loop.unwatch(two.a);
  };
  loop.watch(one.a, {.read = true}, only_first);
  loop.watch(two.a, {.read = true}, only_first);
  ASSERT_EQ(write(one.b, "x", 1), 1);
  ASSERT_EQ(write(two.b, "x", 1), 1);
  loop.run_once(milliseconds(1000));
  loop.run_once(milliseconds(0));
  EXPECT_EQ(runs, 1);
}

TEST(EventLoop, ChangedInterestDecidesWhatWakes) {
  EventLoop loop;
  Pair pair;
  int writable = 0;
  loop.watch(pair.a, {.read = true}, [&](Ready ready) { writable += ready.write ? 1 : 0; });
  loop.run_once(milliseconds(0));
  EXPECT_EQ(writable, 0);
  loop.change(pair.a, {.read = true, .write = true});
  loop.run_once(milliseconds(1000));
  EXPECT_EQ(writable, 1);
}

TEST(EventLoop, RunsTimersInTheirOrderAndNotCancelledOnes) {
  EventLoop loop;
  std::vector<int> order;
  loop.after(milliseconds(2), [&] { order.push_back(2); });
  loop.after(milliseconds(1), [&] { order.push_back(1); });
  const auto never = loop.after(milliseconds(1), [&] { order.push_back(9); });
  loop.cancel(never);
  loop.cancel(never);
  while (order.size() < 2) loop.run_once(milliseconds(1000));
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(EventLoop, RunsWhatOtherThreadsPostInTheirOrder) {
  EventLoop loop;
  std::vector<int> order;
  std::jthread poster([&] {
    for (int i = 0; i < 100; ++i) loop.post([&order, i] { order.push_back(i); });
  });
  while (order.size() < 100) loop.run_once(std::chrono::minutes(1));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(EventLoop, WakeEndsALongWait) {
  EventLoop loop;
  std::jthread waker([&] { loop.wake(); });
  const auto begin = std::chrono::steady_clock::now();
  loop.run_once(std::chrono::minutes(10));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(1));
}

}  // namespace huabiao::loop
