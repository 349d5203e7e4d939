#pragma once
// SQLite's C API as an Engine. Internal to this room.

#include <filesystem>
#include <optional>
#include <string>

#include "storage/engine.h"
#include "storage/failure.h"

struct sqlite3;

namespace huabiao::storage {

// The house's Error for an SQLite result code.
Error sqlite_error(int code, std::string detail);

struct SqliteLimits {
  static constexpr int kWriterCacheKib = 64 * 1024;
  static constexpr int kReaderCacheKib = 32 * 1024;
  static constexpr int kWalBytes = 64 * 1024 * 1024;  // what the log is cut back to after a large import
  static constexpr int kAnalysedRows = 1'000;         // of each index, when the planner's statistics are made
  static constexpr int kWalPages = 4'000;             // 16 MiB of log, then it is written back
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const std::filesystem::path& path, const OpenAs& how);
  ~SqliteEngine() override;

  [[nodiscard]] EngineKind kind() const override { return EngineKind::Sqlite; }
  void exec(const std::string& sql) override;
  std::unique_ptr<Prepared> prepare(std::string_view sql) override;
  std::int64_t last_id() override;
  [[nodiscard]] std::int64_t changed() const override;
  void begin_read() override { exec("BEGIN"); }
  void begin_write(Durability durability) override;
  void commit() override { exec("COMMIT"); }
  void rollback() override { exec("ROLLBACK"); }
  void take_long() override {}
  bool others_write() override { return false; }
  SchemaMark schema_mark() override;
  void set_schema_mark(std::int64_t version, std::int64_t owner) override;
  void run_migration(std::string_view step) override { exec(std::string(step)); }
  void after_large_change() override { exec("PRAGMA optimize"); }
  void check_integrity() override;
  [[nodiscard]] std::int64_t disk_bytes() override;
  [[nodiscard]] std::string version() override;

 private:
  void configure(const OpenAs& how);
  void make_durable(Durability durability);
  std::int64_t integer(std::string_view sql);

  const std::filesystem::path path_;
  sqlite3* db_ = nullptr;
  std::optional<Durability> durability_;  // as SQLite was told last
};

}  // namespace huabiao::storage
