#pragma once
// The leases of a database: who may serve, who may run a round, one row a purpose. Over a connection of its own, so
// that a lease is renewed beside a long read or write of the same process. Internal to this room.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/connection.h"
#include "storage/lease_holder.h"

namespace huabiao::storage {

struct LeaseLimits {
  static constexpr Millis kTerm{15'000};       // silent for so long, a holder may be superseded
  static constexpr Millis kRenewEvery{3'000};  // what a holder that is well keeps to
  static constexpr Millis kLookEvery{500};     // of those that stand by
  static constexpr Millis kPatience{2'000};    // one try; the next look or renewal is another
};

struct LeaseState {
  std::int64_t fence = 0;  // rises with every holder; 0: nobody ever held it
  std::int64_t beat = 0;   // rises with every renewal
  LeaseHolder holder;
};

// Thread: one at a time. Fails (all calls): Unavailable storage.locked; Environment storage.*.
class LeaseRows {
 public:
  // Makes the database where there is none, and migrates one that is too old to have leases; another is not touched, as
  // the holder may be an older huabiao. Fails: Environment storage.newer_schema, storage.not_ours, ...
  static Result<LeaseRows> open(const DatabaseAddress& database);

  Result<LeaseState> look(std::string_view purpose);
  // The new fence, no lower than `now` in milliseconds: beside a database that was brought back from a backup it is
  // still higher than what samples.db has heard. nullopt: the lease is not as it was `seen` any more. Whatever else the
  // superseded holder held is free from then on.
  Result<std::optional<std::int64_t>> take(std::string_view purpose, const LeaseState& seen, const LeaseHolder& by,
                                           TimePoint now);
  // False: somebody else took it.
  Result<bool> renew(std::string_view purpose, std::int64_t fence);
  Done give_back(std::string_view purpose, std::int64_t fence);

 private:
  explicit LeaseRows(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  std::unique_ptr<Connection> connection_;
};

// For a writer, inside its transaction: true as long as `fence` is the newest of that purpose. `Beat::Yes` renews it
// where no renewal gets past the transaction (SQLite).
enum class Beat : bool { No, Yes };
bool still_holds(Connection& connection, std::string_view purpose, std::int64_t fence, Beat beat);
// Makes `fence` known to a database that had not heard of it.
void raise_fence(Connection& connection, std::string_view purpose, std::int64_t fence);

}  // namespace huabiao::storage
