#include "dispatch/worker_pool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "dispatch/answers.h"
#include "dispatch/child_process.h"
#include "dispatch/frame.h"
#include "dispatch/message.h"

namespace huabiao::dispatch {
namespace {

constexpr std::size_t kReadBytes = 256U << 10U;
constexpr Millis kWatch{500};  // between two looks at the children's clocks

using monitor::Errand;
using monitor::VisitRecord;

// An errand on its way: how often it was there when a child died, and whether it must be alone with its child because
// nobody knows which of several killed the last one.
struct Lease {
  Errand errand;
  std::size_t deaths = 0;
  bool alone = false;
  loop::SteadyPoint since{};
};

struct Child {
  explicit Child(ChildProcess started) : process(std::move(started)) {}
  ChildProcess process;
  FrameReader frames{FrameLimits::kToParent};
  std::string out;
  std::size_t sent = 0;
  bool ready = false;
  bool quarantine = false;  // works on one suspect, nothing else
  bool outdated = false;    // gets nothing more; another was started in its place
  std::uint64_t errands = 0, records = 0;
  loop::SteadyPoint started = std::chrono::steady_clock::now();
  SandboxFacts sandbox;
  std::unordered_map<std::uint64_t, Lease> leases;
};

}  // namespace

struct WorkerPool::State {
  loop::EventLoop& loop;
  PoolSettings settings;
  OnRecords on_records;
  OnFailure on_failure;
  std::vector<std::unique_ptr<Child>> children;
  std::deque<Lease> waiting, suspects;
  std::size_t window = 1;  // errands of one child at once
  std::size_t idle_deaths = 0;
  std::uint64_t deaths = 0;
  bool failed = false, reading = false;
  loop::EventLoop::TimerId watch = 0;

  State(loop::EventLoop& on, PoolSettings with) : loop(on), settings(std::move(with)) {
    settings.workers = std::max<std::size_t>(settings.workers, 1);
    const auto all = std::max<std::int64_t>(settings.worker.concurrency, 1);
    const auto share =
        (all + static_cast<std::int64_t>(settings.workers) - 1) / static_cast<std::int64_t>(settings.workers);
    settings.worker.concurrency = share;
    window = static_cast<std::size_t>(share);
  }
  ~State() {
    loop.cancel(watch);
    for (const auto& child : children) loop.unwatch(child->process.pipe());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Done start_child() {
    auto started = ChildProcess::start(settings.command);
    if (!started) return fail(std::move(started));
    children.push_back(std::make_unique<Child>(*std::move(started)));
    Child& child = *children.back();
    loop.watch(child.process.pipe(), {.read = true}, [this, &child](loop::Ready ready) { on_pipe(child, ready); });
    say(child, settings.worker);
    return {};
  }

  void say(Child& child, const ToChild& message) {
    append_frame(child.out, write(message));
    flush(child);
  }

  void flush(Child& child) {
    while (child.sent < child.out.size()) {
      const auto put =
          send(child.process.pipe(), child.out.data() + child.sent, child.out.size() - child.sent, MSG_NOSIGNAL);
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) break;  // full, or gone: then reading tells
      child.sent += static_cast<std::size_t>(put);
    }
    if (child.sent == child.out.size()) {
      child.out.clear();
      child.sent = 0;
    }
    loop.change(child.process.pipe(), {.read = true, .write = !child.out.empty()});
  }

  // Everything the child said is read before its end is believed: records it sent before it died count.
  void on_pipe(Child& child, loop::Ready ready) {
    if (ready.write) flush(child);
    if (!ready.read && !ready.hung_up) return;
    reading = true;  // what the callbacks submit is handed out afterwards, when no child is being listened to
    read_all(child);
    reading = false;
    hand_out();
  }

  void read_all(Child& child) {
    static thread_local std::array<char, kReadBytes> buffer;
    for (int turns = 0; turns < 16; ++turns) {  // then the others
      const auto got = recv(child.process.pipe(), buffer.data(), buffer.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) return bury(child, "ended");
      child.frames.feed({buffer.data(), static_cast<std::size_t>(got)});
      if (!read_messages(child)) return;
    }
  }

  // False: the child is no more.
  bool read_messages(Child& child) {
    while (true) {
      auto payload = child.frames.next();
      if (!payload) return bury(child, payload.error().code), false;
      if (!*payload) return true;
      auto message = read_to_parent(**payload);
      if (!message) return bury(child, fmt::format("{} {}", message.error().code, message.error().detail)), false;
      if (!std::visit([&](auto& one) { return take(child, std::move(one)); }, *message)) return false;
    }
  }

  bool take(Child& child, Ready ready) {
    if (child.ready) return bury(child, "ready twice"), false;
    if (!ready.failure.empty()) {
      give_up({Kind::Environment, utf8::scrub(ready.failure), utf8::scrub(ready.detail), {}});
      return false;
    }
    child.ready = true;
    child.sandbox = std::move(ready.sandbox);
    return true;
  }

  bool take(Child& child, Records answer) {
    const auto found = child.leases.find(answer.errand);
    if (found == child.leases.end()) return bury(child, "records nobody asked for"), false;
    const auto& visits = found->second.errand.visits;
    bool fits = answer.records.size() == visits.size();
    for (std::size_t i = 0; fits && i < visits.size(); ++i) {
      fits = answers(answer.records[i], visits[i]);
      if (fits) answer.records[i].visit = visits[i];  // ours is the word on what was asked
    }
    if (!fits) return bury(child, "records of other visits"), false;
    child.leases.erase(found);
    ++child.records;
    child.quarantine = false;
    idle_deaths = 0;
    on_records(answer.errand, std::move(answer.records));
    return true;
  }

  bool take(Child& child, const ProbeAnswer& /*answer*/) { return bury(child, "an answer nobody asked for"), false; }

  // Takes a dead, hung or lying child down, hands its errands on and starts another. `child` is gone afterwards.
  void bury(Child& child, const std::string& why) {
    loop.unwatch(child.process.pipe());
    const auto place =
        std::find_if(children.begin(), children.end(), [&](const auto& each) { return each.get() == &child; });
    const std::unique_ptr<Child> dead = std::move(*place);
    children.erase(place);
    const auto go_on = [&] { dead->outdated ? hand_out() : replace(); };
    if (dead->leases.empty() && retiring(*dead)) return go_on();
    const std::uint64_t culprit = dead->process.marker();
    const std::string how = fmt::format("{}, {}", why, dead->process.end());
    ++deaths;
    if (dead->records == 0) ++idle_deaths;
    const bool known = dead->leases.contains(culprit) || dead->leases.size() == 1;
    for (auto& [number, lease] : dead->leases) {
      const bool guilty = !known || number == culprit || dead->leases.size() == 1;
      if (guilty) {
        ++lease.deaths;
        lease.alone = true;
      }
      // Of several suspects only one did it: nobody is given up before it killed a child alone.
      const bool proven = known && lease.deaths >= settings.limits.deaths_per_errand;
      if (guilty && proven)
        give_back(std::move(lease), how);
      else
        (lease.alone ? suspects : waiting).push_front(std::move(lease));
    }
    if (idle_deaths >= settings.limits.idle_deaths)
      return give_up({Kind::Environment, "dispatch.workers_die", how, {}});
    go_on();
  }

  [[nodiscard]] bool retiring(const Child& child) const {
    return child.outdated || child.errands >= settings.limits.errands_per_child;
  }

  void renew(WorkerSettings worker) {
    worker.concurrency = settings.worker.concurrency;
    settings.worker = std::move(worker);
    for (const auto& child : children) child->outdated = true;
    for (std::size_t i = 0; i < settings.workers && !failed; ++i)
      if (auto started = start_child(); !started) give_up(started.error());
    hand_out();
  }

  void replace() {
    if (failed) return;
    if (auto started = start_child(); !started) return give_up(started.error());
    hand_out();
  }

  void give_back(Lease lease, const std::string& how) {
    std::vector<VisitRecord> records;
    for (monitor::Visit& visit : lease.errand.visits) {
      VisitRecord record;
      record.visit = std::move(visit);
      record.fetch.outcome = monitor::Outcome::NotVisited;
      record.fetch.reason = fmt::format("worker crashed ({})", how);
      records.push_back(std::move(record));
    }
    on_records(lease.errand.number, std::move(records));
  }

  void give_up(Error error) {
    if (std::exchange(failed, true)) return;
    on_failure(std::move(error));
  }

  [[nodiscard]] bool takes_more(const Child& child) const {
    return child.ready && !child.quarantine && child.leases.size() < window && !retiring(child);
  }

  void hand_out() {
    if (failed || reading) return;
    for (std::size_t i = 0; i < children.size(); ++i) {
      Child& child = *children[i];
      if (retiring(child) && child.leases.empty()) return bury(child, "retired");
      if (!suspects.empty() && child.leases.empty() && takes_more(child)) {
        child.quarantine = true;
        hand(child, suspects);
      }
    }
    // Rounds among the children, so that few errands spread over all of them.
    for (bool any = true; any && !waiting.empty();) {
      any = false;
      for (const auto& child : children) {
        const bool draining = !suspects.empty() && child == children.front();  // makes room for a suspect
        if (waiting.empty() || draining || !takes_more(*child)) continue;
        hand(*child, waiting);
        any = true;
      }
    }
    for (const auto& child : children) flush(*child);
  }

  void hand(Child& child, std::deque<Lease>& from) {
    Lease lease = std::move(from.front());
    from.pop_front();
    lease.since = std::chrono::steady_clock::now();
    ++child.errands;
    append_frame(child.out, write(ToChild(lease.errand)));
    const std::uint64_t number = lease.errand.number;
    child.leases.insert_or_assign(number, std::move(lease));
    if (child.quarantine) flush(child);
  }

  void look_at_clocks() {
    watch = loop.after(kWatch, [this] { look_at_clocks(); });
    const auto now = std::chrono::steady_clock::now();
    const auto patience = 2 * settings.worker.timeout + settings.worker.host_gap + settings.limits.grace;
    std::vector<Child*> hung;
    for (const auto& child : children) {
      bool late = !child->ready && now - child->started > settings.limits.ready;
      for (const auto& [number, lease] : child->leases) late = late || now - lease.since > patience;
      if (late) hung.push_back(child.get());
    }
    for (Child* child : hung) {
      // We may be the ones who were late: a parent held up by its disk finds the answers waiting in the pipe.
      char byte = 0;
      const bool said_something = recv(child->process.pipe(), &byte, 1, MSG_PEEK) > 0;
      if (!said_something) bury(*child, "hung");
    }
  }
};

WorkerPool::WorkerPool(std::unique_ptr<State> state) : state_(std::move(state)) {}
WorkerPool::~WorkerPool() = default;

Result<std::unique_ptr<WorkerPool>> WorkerPool::start(loop::EventLoop& loop, PoolSettings settings,
                                                      OnRecords on_records, OnFailure on_failure) {
  auto state = std::make_unique<State>(loop, std::move(settings));
  state->on_records = std::move(on_records);
  state->on_failure = std::move(on_failure);
  for (std::size_t i = 0; i < state->settings.workers; ++i)
    if (auto started = state->start_child(); !started) return fail(std::move(started));
  state->look_at_clocks();
  return std::unique_ptr<WorkerPool>(new WorkerPool(std::move(state)));
}

std::size_t WorkerPool::in_flight() const {
  std::size_t count = state_->waiting.size() + state_->suspects.size();
  for (const auto& child : state_->children) count += child->leases.size();
  return count;
}

std::size_t WorkerPool::room() const {
  const std::size_t most = state_->window * state_->settings.workers;
  return most - std::min(most, in_flight());
}

void WorkerPool::submit(std::vector<Errand> errands) {
  for (Errand& errand : errands) state_->waiting.push_back(Lease{.errand = std::move(errand)});
  if (!errands.empty()) state_->hand_out();
}

void WorkerPool::renew(WorkerSettings worker) {
  state_->renew(std::move(worker));
}

std::vector<SandboxFacts> WorkerPool::sandboxes() const {
  std::vector<SandboxFacts> facts;
  for (const auto& child : state_->children)
    if (child->ready) facts.push_back(child->sandbox);
  return facts;
}

std::vector<int> WorkerPool::process_ids() const {
  std::vector<int> ids;
  for (const auto& child : state_->children) ids.push_back(child->process.pid());
  return ids;
}

std::uint64_t WorkerPool::deaths() const {
  return state_->deaths;
}

}  // namespace huabiao::dispatch
