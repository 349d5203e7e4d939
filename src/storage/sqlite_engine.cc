#include "storage/sqlite_engine.h"

#include <sqlite3.h>

namespace huabiao::storage {
namespace {

[[noreturn]] void throw_last(sqlite3* db, int code, std::string_view doing) {
  std::string detail(doing.substr(0, 200));
  detail += ": ";
  detail += db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  throw Failure(sqlite_error(db ? sqlite3_extended_errcode(db) : code, std::move(detail)));
}

class SqliteStatement final : public Prepared {
 public:
  SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override { sqlite3_finalize(statement_); }

  void bind_integer(int index, std::int64_t value) override { check(sqlite3_bind_int64(statement_, index, value)); }
  void bind_text(int index, std::string_view text) override {
    // A null data pointer would bind NULL, not the empty text.
    const char* data = text.data() ? text.data() : "";
    check(sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_TRANSIENT,
                              static_cast<unsigned char>(SQLITE_UTF8)));
  }
  void bind_bytes(int index, std::string_view bytes) override {
    const char* data = bytes.data() ? bytes.data() : "";
    check(sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_TRANSIENT));
  }
  void bind_real(int index, double value) override { check(sqlite3_bind_double(statement_, index, value)); }
  void bind_null(int index) override { check(sqlite3_bind_null(statement_, index)); }

  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_last(db_, code, sqlite3_sql(statement_));
  }
  void rewind() override { sqlite3_reset(statement_); }
  void clear() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  [[nodiscard]] int columns() const override { return sqlite3_column_count(statement_); }
  [[nodiscard]] std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double real(int column) const override { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] std::string text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return data ? std::string(data, size_of(column)) : std::string();
  }
  [[nodiscard]] std::string bytes(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return data ? std::string(data, size_of(column)) : std::string();
  }
  [[nodiscard]] bool null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  }
  [[nodiscard]] std::size_t size_of(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }

  sqlite3* db_;
  sqlite3_stmt* statement_;
};

}  // namespace

Error sqlite_error(int code, std::string detail) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Kind::Environment, "storage.disk_full", std::move(detail), {}};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Kind::Environment, "storage.read_only", std::move(detail), {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Kind::Environment, "storage.corrupt", std::move(detail), {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::Unavailable, "storage.locked", std::move(detail), {}};
    case SQLITE_IOERR:
      return {Kind::Environment, "storage.io", std::move(detail), {}};
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return {Kind::TooLarge, "storage.too_big", std::move(detail), {}};
    default:
      return {Kind::Internal, "internal", std::move(detail), {}};
  }
}

SqliteEngine::SqliteEngine(const std::filesystem::path& path, const OpenAs& how) : path_(path) {
  const int flags = how.access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  try {
    if (code != SQLITE_OK) throw_last(db_, code, "open " + path.string());
    configure(how);
  } catch (...) {
    sqlite3_close_v2(db_);
    throw;
  }
}
SqliteEngine::~SqliteEngine() {
  sqlite3_close_v2(db_);  // statements that are still there keep it until they go
}

void SqliteEngine::configure(const OpenAs& how) {
  sqlite3_busy_timeout(db_, static_cast<int>(how.patience.count()));
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Plans do not depend on bound values: else a value compared with a partial index's column has its statement prepared
  // anew at every use. What wants such an index writes the constant out.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  exec("PRAGMA foreign_keys = ON");
  exec("PRAGMA temp_store = MEMORY");
  const int cache = how.access == Access::ReadOnly ? SqliteLimits::kReaderCacheKib : SqliteLimits::kWriterCacheKib;
  exec("PRAGMA cache_size = -" + std::to_string(cache));
  if (how.access == Access::ReadOnly) return;
  exec("PRAGMA wal_autocheckpoint = " + std::to_string(SqliteLimits::kWalPages));
  exec("PRAGMA journal_size_limit = " + std::to_string(SqliteLimits::kWalBytes));
  exec("PRAGMA analysis_limit = " + std::to_string(SqliteLimits::kAnalysedRows));
  exec("PRAGMA journal_mode = WAL");
  make_durable(how.durability);
}

void SqliteEngine::make_durable(Durability durability) {
  if (durability_ == durability) return;
  exec(durability == Durability::Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  durability_ = durability;
}

void SqliteEngine::begin_write(Durability durability) {
  make_durable(durability);
  exec("BEGIN IMMEDIATE");
}

void SqliteEngine::exec(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_last(db_, code, sql);
}

std::unique_ptr<Prepared> SqliteEngine::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) throw_last(db_, code, sql);
  return std::make_unique<SqliteStatement>(db_, statement);
}

std::int64_t SqliteEngine::last_id() {
  return sqlite3_last_insert_rowid(db_);
}
std::int64_t SqliteEngine::changed() const {
  return sqlite3_changes64(db_);
}
std::int64_t SqliteEngine::integer(std::string_view sql) {
  const auto statement = prepare(sql);
  return statement->step() ? statement->integer(0) : 0;
}

SchemaMark SqliteEngine::schema_mark() {
  return {integer("PRAGMA user_version"), integer("PRAGMA application_id"),
          integer("SELECT count(*) FROM sqlite_schema") == 0};
}
void SqliteEngine::set_schema_mark(std::int64_t version, std::int64_t owner) {
  exec("PRAGMA application_id = " + std::to_string(owner));
  exec("PRAGMA user_version = " + std::to_string(version));
}

void SqliteEngine::check_integrity() {
  for (const std::string_view check : {"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"}) {
    const auto rows = prepare(check);
    while (rows->step())
      if (const std::string said = rows->text(0); said != "ok")
        throw Failure({Kind::Environment, "storage.corrupt", said, {}});
  }
}

std::int64_t SqliteEngine::disk_bytes() {
  std::int64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code none;
    const auto size = std::filesystem::file_size(path_.string() + part, none);
    if (!none) bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

std::string SqliteEngine::version() {
  return std::string("SQLite ") + sqlite3_libversion();
}

}  // namespace huabiao::storage
