#pragma once
// Lease: the right to serve with a data directory, or to run a round on it: one holder a purpose, over all processes
// and machines that share the directory. It stands in the database, is renewed while it lives and given back when it
// goes. A holder that died, or was silent for LeaseLimits::kTerm, is superseded; what it still wants to write is
// refused once it wakes (Stores::guard). docs/decisions/0084.

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "storage/data_directory.h"

namespace huabiao::storage {

class LeaseRows;
struct LeaseHolder;

// What to do where another holds it: refuse, or take its place when it ends, dies or falls silent. A holder of which
// nothing can be said from here is watched for one term either way.
struct LeaseWait {
  bool stand_by = false;
  std::function<void()> standing_by = {};  // told once
  std::stop_token stop = {};
};

class Lease {
 public:
  // Null: stopped while waiting. Fails: Environment storage.in_use (the detail names its process); as LeaseRows.
  static Result<std::unique_ptr<Lease>> take(const DataDirectory& directory, std::string_view purpose,
                                             const LeaseWait& wait = {});
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  [[nodiscard]] const std::string& purpose() const { return purpose_; }
  [[nodiscard]] std::int64_t fence() const { return fence_; }
  // Stopped once somebody else has taken it. Thread: any.
  [[nodiscard]] std::stop_token lost() const { return lost_.get_token(); }
  // The one before it may lie stopped in the middle of a write, which keeps the rest from writing: it is ended. False:
  // that is not so.
  [[nodiscard]] bool end_stopped_predecessor() const;

 private:
  Lease(std::unique_ptr<LeaseRows> rows, std::string_view purpose, std::int64_t fence, const LeaseHolder& before);
  void keep(const std::stop_token& stop);

  const std::unique_ptr<LeaseRows> rows_;
  const std::string purpose_;
  const std::int64_t fence_;
  const std::unique_ptr<LeaseHolder> before_;
  std::stop_source lost_;
  std::jthread keeping_;  // last: it uses the rest
};

}  // namespace huabiao::storage
