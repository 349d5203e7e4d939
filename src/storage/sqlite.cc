#include "storage/sqlite.h"

#include <sqlite3.h>

namespace huabiao::storage {
namespace {

[[noreturn]] void throw_last(sqlite3* db, int code, std::string_view doing) {
  std::string detail(doing.substr(0, 200));
  detail += ": ";
  detail += db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  throw Failure(sqlite_error(db ? sqlite3_extended_errcode(db) : code, std::move(detail)));
}

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

Statement::Statement(sqlite3* db, sqlite3_stmt* statement, bool* busy) : db_(db), statement_(statement), busy_(busy) {
  *busy_ = true;
}
Statement::~Statement() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  *busy_ = false;
}

Statement& Statement::bind(int index, std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_, index, value);
  if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  return *this;
}
Statement& Statement::bind(int index, std::string_view text) {
  // A null data pointer would bind NULL, not the empty text.
  const char* data = text.data() ? text.data() : "";
  const int code = sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_TRANSIENT,
                                       static_cast<unsigned char>(SQLITE_UTF8));
  if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  return *this;
}
Statement& Statement::bind_bytes(int index, std::string_view bytes) {
  const char* data = bytes.data() ? bytes.data() : "";
  const int code = sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  return *this;
}
Statement& Statement::bind(int index, double value) {
  const int code = sqlite3_bind_double(statement_, index, value);
  if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  return *this;
}
Statement& Statement::bind_null(int index) {
  const int code = sqlite3_bind_null(statement_, index);
  if (code != SQLITE_OK) throw_last(db_, code, sqlite3_sql(statement_));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_last(db_, code, sqlite3_sql(statement_));
}
void Statement::run() {
  step();
  sqlite3_reset(statement_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}
std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}
std::string Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}
bool Statement::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Connection::Connection(const std::filesystem::path& path, Access access) {
  const int flags = access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  try {
    if (code != SQLITE_OK) throw_last(db_, code, "open " + path.string());
    configure(access);
  } catch (...) {
    sqlite3_close_v2(db_);
    throw;
  }
}

void Connection::configure(Access access) {
  sqlite3_busy_timeout(db_, SqliteLimits::kBusyMillis);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Plans do not depend on bound values: else a value compared with a partial index's column has its statement prepared
  // anew at every use. What wants such an index writes the constant out.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  exec("PRAGMA foreign_keys = ON");
  exec("PRAGMA temp_store = MEMORY");
  const int cache = access == Access::ReadOnly ? SqliteLimits::kReaderCacheKib : SqliteLimits::kWriterCacheKib;
  exec("PRAGMA cache_size = -" + std::to_string(cache));
  if (access == Access::ReadOnly) return;
  exec("PRAGMA wal_autocheckpoint = " + std::to_string(SqliteLimits::kWalPages));
  exec("PRAGMA journal_size_limit = " + std::to_string(SqliteLimits::kWalBytes));
  exec("PRAGMA analysis_limit = " + std::to_string(SqliteLimits::kAnalysedRows));
}

Connection::~Connection() {
  for (auto& [sql, prepared] : prepared_) sqlite3_finalize(prepared.statement);
  sqlite3_close_v2(db_);
}

void Connection::exec(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_last(db_, code, sql);
}

Statement Connection::prepare(std::string_view sql) {
  const auto [begin, end] = prepared_.equal_range(sql);
  for (auto it = begin; it != end; ++it)
    if (!it->second.busy) return {db_, it->second.statement, &it->second.busy};
  Prepared fresh;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &fresh.statement, nullptr);
  if (code != SQLITE_OK) throw_last(db_, code, sql);
  const auto placed = prepared_.emplace(std::string(sql), fresh);
  return {db_, fresh.statement, &placed->second.busy};
}

std::int64_t Connection::last_id() const {
  return sqlite3_last_insert_rowid(db_);
}
std::int64_t Connection::changed() const {
  return sqlite3_changes64(db_);
}
std::int64_t Connection::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace huabiao::storage
