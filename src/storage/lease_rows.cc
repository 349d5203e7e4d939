#include "storage/lease_rows.h"

#include <algorithm>

#include "storage/database.h"
#include "storage/schema.h"

namespace huabiao::storage {
namespace {

// SQLite's writer has the database to itself; PostgreSQL's holds rows.
std::string holding(Connection& connection, std::string_view lock) {
  return connection.kind() == EngineKind::Postgres ? std::string(lock) : std::string();
}

LeaseState read_lease(Connection& connection, std::string_view purpose, std::string_view lock = "") {
  Statement row = connection.prepare("SELECT fence, beat, pid, started, machine FROM lease WHERE purpose = ?1" +
                                     holding(connection, lock));
  row.bind(1, purpose);
  if (!row.step()) return {};
  return {row.integer(0), row.integer(1), {row.integer(2), row.integer(3), row.text(4)}};
}

bool beat_once(Connection& connection, std::string_view purpose, std::int64_t fence) {
  connection.prepare("UPDATE lease SET beat = beat + 1 WHERE purpose = ?1 AND fence = ?2")
      .bind(1, purpose)
      .bind(2, fence)
      .run();
  return connection.changed() > 0;
}

// Rolled back unless commit() was reached.
class Transaction {
 public:
  explicit Transaction(Engine& engine) : engine_(engine) { engine_.begin_write(Durability::Normal); }
  ~Transaction() {
    if (!open_) return;
    try {
      engine_.rollback();
    } catch (const Failure&) {  // NOLINT(bugprone-empty-catch): rolled back already
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    engine_.commit();
    open_ = false;
  }

 private:
  Engine& engine_;
  bool open_ = true;
};

}  // namespace

Result<LeaseRows> LeaseRows::open(const DatabaseAddress& database) {
  return at_rim([&] {
    // A power cut ends its holder as well: nothing is lost with the last renewals.
    auto connection = std::make_unique<Connection>(
        database, OpenAs{.durability = Durability::Normal, .patience = LeaseLimits::kPatience});
    if (must_be_ours(connection->engine().schema_mark(), main_schema()) < kLeaseSince)
      migrate(*connection, main_schema());
    return LeaseRows(std::move(connection));
  });
}

Result<LeaseState> LeaseRows::look(std::string_view purpose) {
  return at_rim([&] { return read_lease(*connection_, purpose); });
}

Result<std::optional<std::int64_t>> LeaseRows::take(std::string_view purpose, const LeaseState& seen,
                                                    const LeaseHolder& by, TimePoint at) {
  return at_rim([&]() -> std::optional<std::int64_t> {
    Transaction transaction(connection_->engine());
    const LeaseState now = read_lease(*connection_, purpose, " FOR UPDATE");
    if (now.fence != seen.fence || now.beat != seen.beat || now.holder != seen.holder) return std::nullopt;
    const std::int64_t fence = std::max(seen.fence + 1, to_millis(at));
    if (seen.holder.pid != 0)
      connection_->prepare("UPDATE lease SET pid = 0 WHERE pid = ?1 AND started = ?2 AND machine = ?3")
          .bind(1, seen.holder.pid)
          .bind(2, seen.holder.started)
          .bind(3, seen.holder.machine)
          .run();
    connection_
        ->prepare(
            "INSERT INTO lease(purpose, fence, beat, pid, started, machine) VALUES(?1, ?2, 0, ?3, ?4, ?5) "
            "ON CONFLICT(purpose) DO UPDATE SET fence = excluded.fence, beat = 0, pid = excluded.pid, "
            "started = excluded.started, machine = excluded.machine")
        .bind(1, purpose)
        .bind(2, fence)
        .bind(3, by.pid)
        .bind(4, by.started)
        .bind(5, by.machine)
        .run();
    transaction.commit();
    return fence;
  });
}

Result<bool> LeaseRows::renew(std::string_view purpose, std::int64_t fence) {
  return at_rim([&] { return beat_once(*connection_, purpose, fence); });
}

Done LeaseRows::give_back(std::string_view purpose, std::int64_t fence) {
  return at_rim([&] {
    connection_->prepare("UPDATE lease SET pid = 0 WHERE purpose = ?1 AND fence = ?2")
        .bind(1, purpose)
        .bind(2, fence)
        .run();
  });
}

bool still_holds(Connection& connection, std::string_view purpose, std::int64_t fence, Beat beat) {
  if (beat == Beat::Yes && connection.kind() == EngineKind::Sqlite) return beat_once(connection, purpose, fence);
  // Held against whoever would take it until this transaction ends; its renewals go on meanwhile.
  Statement row = connection.prepare("SELECT 1 FROM lease WHERE purpose = ?1 AND fence = ?2" +
                                     holding(connection, " FOR KEY SHARE"));
  row.bind(1, purpose).bind(2, fence);
  return row.step();
}

void raise_fence(Connection& connection, std::string_view purpose, std::int64_t fence) {
  connection
      .prepare(
          "INSERT INTO lease(purpose, fence, beat, pid, started, machine) VALUES(?1, ?2, 0, 0, 0, '') "
          "ON CONFLICT(purpose) DO UPDATE SET fence = CASE WHEN excluded.fence > lease.fence THEN "
          "excluded.fence ELSE lease.fence END")
      .bind(1, purpose)
      .bind(2, fence)
      .run();
}

}  // namespace huabiao::storage
