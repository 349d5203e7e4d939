#pragma once
// PostgreSQL's libpq as an Engine. A connection that was lost is opened again by the next use outside of a transaction.
// Internal to this room.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/engine.h"
#include "storage/failure.h"

struct pg_conn;
struct pg_result;

namespace huabiao::storage {

struct PostgresLimits {
  static constexpr int kOldestServer = 150'000;  // as PQserverVersion gives it
  static constexpr int kConnectSeconds = 5;
  static constexpr int kSilentMillis = 15'000;           // a server machine that answers nothing is given up
  static constexpr int kIdleInWriteMillis = 60'000;      // a writer that hangs in its transaction loses it
  static constexpr int kStatementsKept = 400;            // prepared ones on a connection; beyond it all are dropped
  static constexpr std::chrono::hours kAnalyseEvery{1};  // statistics, at most so often by us; autovacuum does the rest
};

// The house's Error for an SQLSTATE ("" where there is none: the connection is gone).
Error postgres_error(std::string_view sqlstate, std::string detail);

class PostgresEngine final : public Engine {
 public:
  PostgresEngine(const DatabaseAddress& address, const OpenAs& how);
  ~PostgresEngine() override;

  [[nodiscard]] EngineKind kind() const override { return EngineKind::Postgres; }
  void exec(const std::string& sql) override;
  std::unique_ptr<Prepared> prepare(std::string_view sql) override;
  std::int64_t last_id() override;
  [[nodiscard]] std::int64_t changed() const override { return changed_; }
  void begin_read() override;
  void begin_write(Durability durability) override;
  void commit() override;
  void rollback() override;
  void take_long() override { exec("SET LOCAL idle_in_transaction_session_timeout = 0"); }
  bool others_write() override;
  SchemaMark schema_mark() override;
  void set_schema_mark(std::int64_t version, std::int64_t owner) override;
  void run_migration(std::string_view step) override;
  void after_large_change() override;
  void check_integrity() override;
  [[nodiscard]] std::int64_t disk_bytes() override;
  [[nodiscard]] std::string version() override;

  // A value as it goes over the wire.
  struct Value {
    std::uint32_t type = 0;  // 0: whatever the place wants; for null
    bool null = true;
    std::string bytes;
    bool operator==(const Value&) const = default;
  };
  using Rows = std::shared_ptr<pg_result>;
  // Prepares `sql` for these types where that was not done yet, and runs it.
  Rows run(const std::string& sql, const std::vector<Value>& values);

 private:
  void connect();
  void ensure();  // connected, unless a transaction was lost with the connection
  Rows checked(pg_result* result, std::string_view doing);
  void begin(const std::string& sql);
  [[nodiscard]] std::string statement_name(const std::string& sql, const std::vector<Value>& values);
  std::int64_t integer(const std::string& sql);

  const DatabaseAddress address_;
  const OpenAs how_;
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
  std::map<std::pair<std::string, std::vector<std::uint32_t>>, std::string, std::less<>> names_;
  std::int64_t numbered_ = 0;
  std::int64_t changed_ = 0;
  bool in_transaction_ = false;
  std::chrono::steady_clock::time_point analysed_;
  const std::int64_t writer_key_;  // of the advisory lock that every writer of this database holds
};

}  // namespace huabiao::storage
