#include "storage/lease.h"

#include <condition_variable>
#include <mutex>

#include "storage/lease_patience.h"
#include "storage/lease_rows.h"

namespace huabiao::storage {
namespace {

// False: stopped.
bool pause(const std::stop_token& stop, Millis how_long) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  return !stopped.wait_for(lock, stop, how_long, [&stop] { return stop.stop_requested(); });
}

Result<std::optional<std::int64_t>> take_now(LeaseRows& rows, std::string_view purpose, const LeaseState& seen) {
  auto fence = rows.take(purpose, seen, this_process(), SystemClock().now());
  const bool blocked = !fence && fence.error().code == "storage.locked";
  return blocked && end_if_stopped(seen.holder) ? rows.take(purpose, seen, this_process(), SystemClock().now())
                                                : std::move(fence);
}

}  // namespace

Result<std::unique_ptr<Lease>> Lease::take(const DataDirectory& directory, std::string_view purpose,
                                           const LeaseWait& wait) {
  auto opened = LeaseRows::open(directory.database());
  if (!opened) return fail(std::move(opened));
  auto rows = std::make_unique<LeaseRows>(*std::move(opened));
  LeasePatience patience;
  bool told = false;
  do {
    const auto seen = rows->look(purpose);
    if (!seen) return std::unexpected<Error>(seen.error());
    const HolderState holder = state_of(seen->holder);
    if (patience.see(*seen, holder, std::chrono::steady_clock::now()) == LeasePatience::Next::Take) {
      auto fence = take_now(*rows, purpose, *seen);
      const bool later = !fence && wait.stand_by && fence.error().code == "storage.locked";
      if (!fence && !later) return fail(std::move(fence));
      if (fence && *fence) return std::unique_ptr<Lease>(new Lease(std::move(rows), purpose, **fence, seen->holder));
      continue;
    }
    if (!wait.stand_by && (holder != HolderState::Elsewhere || patience.renewed()))
      return fail(Kind::Environment, "storage.in_use",
                  directory.path().string() + " (pid " + std::to_string(seen->holder.pid) + ", " +
                      seen->holder.machine.substr(0, seen->holder.machine.find(' ')) + ")");
    if (wait.stand_by && !told && wait.standing_by) wait.standing_by();
    told = true;
  } while (pause(wait.stop, LeaseLimits::kLookEvery));
  return std::unique_ptr<Lease>();
}

Lease::Lease(std::unique_ptr<LeaseRows> rows, std::string_view purpose, std::int64_t fence, const LeaseHolder& before)
    : rows_(std::move(rows)),
      purpose_(purpose),
      fence_(fence),
      before_(std::make_unique<LeaseHolder>(before)),
      keeping_([this](const std::stop_token& stop) { keep(stop); }) {}

Lease::~Lease() {
  keeping_.request_stop();
  keeping_.join();
  // What cannot be given back now is found free when this process has ended.
  [[maybe_unused]] const auto given = rows_->give_back(purpose_, fence_);
}

void Lease::keep(const std::stop_token& stop) {
  while (pause(stop, LeaseLimits::kRenewEvery)) {
    const auto renewed = rows_->renew(purpose_, fence_);
    // What cannot be written now, as on a full disk, is tried again: nobody else can write there either.
    if (!renewed || *renewed) continue;
    lost_.request_stop();
    return;
  }
}

bool Lease::end_stopped_predecessor() const {
  return end_if_stopped(*before_);
}

}  // namespace huabiao::storage
