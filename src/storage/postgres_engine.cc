#include "storage/postgres_engine.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <libpq-fe.h>
#include <poll.h>

#include "storage/postgres_sql.h"
#include "storage/postgres_statement.h"

namespace huabiao::storage {
namespace {

using Moment = std::chrono::steady_clock::time_point;

// A number of its own for each schema, the same in every process.
std::int64_t key_of(std::string_view schema) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : schema) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return static_cast<std::int64_t>(hash >> 1);
}

// "...FATAL:  28P01: password authentication failed...": in a verbose message the SQLSTATE follows the severity.
std::string sqlstate_in(std::string_view message) {
  constexpr std::size_t kLength = 5;
  for (std::size_t at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
    const std::string_view state = message.substr(at + 3, kLength);
    const bool fits =
        state.size() == kLength && message.substr(at + 3 + kLength).starts_with(": ") &&
        std::ranges::all_of(state, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
    if (fits) return std::string(state);
  }
  return {};
}

// Waits for what libpq waits for. False: not within the time.
bool connected(PGconn* connection) {
  const Moment end = std::chrono::steady_clock::now() + std::chrono::seconds(PostgresLimits::kConnectSeconds);
  PostgresPollingStatusType wants = PGRES_POLLING_WRITING;
  while (wants == PGRES_POLLING_READING || wants == PGRES_POLLING_WRITING) {
    const auto left = std::chrono::duration_cast<Millis>(end - std::chrono::steady_clock::now()).count();
    pollfd socket{.fd = PQsocket(connection),
                  .events = static_cast<short>(wants == PGRES_POLLING_READING ? POLLIN : POLLOUT),
                  .revents = 0};
    if (left <= 0) return false;
    if (::poll(&socket, 1, static_cast<int>(left)) < 0 && errno != EINTR) return false;
    wants = PQconnectPoll(connection);
  }
  return wants == PGRES_POLLING_OK;
}

struct StateError {
  std::string_view prefix;  // of SQLSTATEs
  Kind kind;
  std::string_view code;
};
// The first that fits counts.
constexpr std::array<StateError, 17> kErrors{{
    {"28", Kind::Environment, "storage.no_access"},
    {"3D000", Kind::Environment, "storage.no_access"},
    {"42501", Kind::Environment, "storage.no_access"},
    {"08", Kind::Unavailable, "storage.unreachable"},
    {"57P", Kind::Unavailable, "storage.unreachable"},
    {"53300", Kind::Unavailable, "storage.unreachable"},
    {"25P03", Kind::Unavailable, "storage.unreachable"},
    {"53100", Kind::Environment, "storage.disk_full"},
    {"53", Kind::Unavailable, "storage.locked"},
    {"55P03", Kind::Unavailable, "storage.locked"},
    {"40", Kind::Unavailable, "storage.locked"},
    {"57014", Kind::Unavailable, "storage.locked"},
    {"25006", Kind::Environment, "storage.read_only"},
    {"XX00", Kind::Environment, "storage.corrupt"},
    {"58", Kind::Environment, "storage.io"},
    {"54", Kind::TooLarge, "storage.too_big"},
    {"", Kind::Internal, "internal"},
}};

}  // namespace

Error postgres_error(std::string_view sqlstate, std::string detail) {
  while (!detail.empty() && detail.back() == '\n') detail.pop_back();
  if (sqlstate.empty()) return {Kind::Unavailable, "storage.unreachable", std::move(detail), {}};
  if (sqlstate == "XX000") return {Kind::Internal, "internal", std::move(detail), {}};
  const auto found =
      std::ranges::find_if(kErrors, [&](const StateError& error) { return sqlstate.starts_with(error.prefix); });
  return {found->kind, std::string(found->code), std::string(sqlstate) + " " + detail, {}};
}

PostgresEngine::PostgresEngine(const DatabaseAddress& address, const OpenAs& how)
    : address_(address), how_(how), connection_(nullptr, &PQfinish), writer_key_(key_of(address.schema)) {
  connect();
}
PostgresEngine::~PostgresEngine() = default;

void PostgresEngine::connect() {
  names_.clear();
  in_transaction_ = false;
  // What cannot be read is not repeated: libpq's own words would hold the password.
  char* unread = nullptr;
  PQconninfoOption* const parts = PQconninfoParse(address_.server.c_str(), &unread);
  PQconninfoFree(parts);
  PQfreemem(unread);
  if (parts == nullptr)
    throw Failure(
        {Kind::Invalid, "storage.bad_address", {}, "postgresql://USER@HOST:PORT/DATABASE, '%' and '/' as %25 and %2F"});
  const std::string silent = std::to_string(PostgresLimits::kSilentMillis);
  const std::array<const char*, 10> keywords{
      "dbname",          "fallback_application_name", "client_encoding",  "tcp_user_timeout",
      "keepalives_idle", "keepalives_interval",       "keepalives_count", nullptr};
  const std::array<const char*, 10> values{
      address_.server.c_str(), "huabiao", "UTF8", silent.c_str(), "10", "5", "3", nullptr};
  connection_.reset(PQconnectStartParams(keywords.data(), values.data(), 1));
  if (!connection_) throw Failure({Kind::Unavailable, "storage.unreachable", "out of memory", {}});
  PGconn* const fresh = connection_.get();
  PQsetErrorVerbosity(fresh, PQERRORS_VERBOSE);
  if (PQstatus(fresh) == CONNECTION_BAD || !connected(fresh)) {
    std::string said = PQerrorMessage(fresh);
    said = said.substr(0, said.find("\nLOCATION"));
    const std::string state = sqlstate_in(said);
    const bool asked = PQconnectionNeedsPassword(fresh) != 0;  // and none was given
    connection_.reset();
    throw Failure(postgres_error(asked ? "28000" : state, said));
  }
  PQsetErrorVerbosity(fresh, PQERRORS_DEFAULT);
  PQsetNoticeProcessor(fresh, [](void*, const char*) {}, nullptr);
  if (PQserverVersion(fresh) < PostgresLimits::kOldestServer)
    throw Failure({Kind::Environment, "storage.server_too_old", version(), "PostgreSQL 15"});
  if (std::string_view(PQparameterStatus(fresh, "server_encoding")) != "UTF8")
    throw Failure({Kind::Environment, "storage.not_utf8", PQparameterStatus(fresh, "server_encoding"), "UTF8"});
  std::string set = "SET search_path = " + address_.schema + "; SET standard_conforming_strings = on; SET jit = off;";
  set += "SET lock_timeout = " + std::to_string(how_.patience.count()) + ";";
  if (how_.access == Access::ReadOnly)
    set += "SET default_transaction_read_only = on;";
  else
    set += "SET idle_in_transaction_session_timeout = " + std::to_string(PostgresLimits::kIdleInWriteMillis) + ";";
  exec(set);
}

void PostgresEngine::ensure() {
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
  if (in_transaction_) throw Failure({Kind::Unavailable, "storage.unreachable", "the connection was lost", {}});
  connect();
}

PostgresEngine::Rows PostgresEngine::checked(pg_result* result, std::string_view doing) {
  Rows rows(result, &PQclear);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
    changed_ = std::strtoll(PQcmdTuples(result), nullptr, 10);
    return rows;
  }
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  std::string detail =
      state != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(connection_.get());
  constexpr std::size_t kTold = 200;
  if (state != nullptr) detail += ": " + std::string(doing.substr(0, kTold));
  const bool gone = PQstatus(connection_.get()) != CONNECTION_OK;
  throw Failure(postgres_error(state == nullptr || gone ? "" : state, std::move(detail)));
}

void PostgresEngine::exec(const std::string& sql) {
  ensure();
  checked(PQexec(connection_.get(), postgres_statement(sql).c_str()), sql);
}

std::string PostgresEngine::statement_name(const std::string& sql, const std::vector<Value>& values) {
  std::pair<std::string, std::vector<std::uint32_t>> key{sql, {}};
  for (const Value& value : values) key.second.push_back(value.type);
  if (const auto known = names_.find(key); known != names_.end()) return known->second;
  if (std::ssize(names_) >= PostgresLimits::kStatementsKept) {
    checked(PQexec(connection_.get(), "DEALLOCATE ALL"), "DEALLOCATE ALL");
    names_.clear();
  }
  const std::string name = "s" + std::to_string(++numbered_);
  checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(values.size()), key.second.data()),
          sql);
  names_.emplace(std::move(key), name);
  return name;
}

PostgresEngine::Rows PostgresEngine::run(const std::string& sql, const std::vector<Value>& values) {
  ensure();
  const std::string name = statement_name(sql, values);
  std::vector<const char*> data;
  std::vector<int> lengths;
  for (const Value& value : values) {
    data.push_back(value.null ? nullptr : value.bytes.data());
    lengths.push_back(static_cast<int>(value.bytes.size()));
  }
  const std::vector<int> binary(values.size(), 1);
  return checked(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()), data.data(),
                                lengths.data(), binary.data(), 1),
                 sql);
}

std::unique_ptr<Prepared> PostgresEngine::prepare(std::string_view sql) {
  return std::make_unique<PostgresStatement>(*this, postgres_statement(sql));
}

std::int64_t PostgresEngine::integer(const std::string& sql) {
  PostgresStatement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::int64_t PostgresEngine::last_id() {
  return integer("SELECT lastval()");
}

// A connection may have died since it was used last: what only begins is asked again on a fresh one.
void PostgresEngine::begin(const std::string& sql) {
  const bool fresh = !connection_ || PQstatus(connection_.get()) != CONNECTION_OK;
  try {
    exec(sql);
  } catch (const Failure& failure) {
    if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE && PQstatus(connection_.get()) == CONNECTION_OK)
      checked(PQexec(connection_.get(), "ROLLBACK"), "ROLLBACK");
    if (fresh || failure.error().code != "storage.unreachable") throw;
    connection_.reset();
    begin(sql);  // on a fresh one: not a third time
    return;
  }
  in_transaction_ = true;
}

void PostgresEngine::begin_read() {
  begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// One writer at a time over all servers, as SQLite has it: what is read in the transaction stays true until it ends,
// and numbers are given in the order of the commits.
void PostgresEngine::begin_write(Durability durability) {
  const std::string lasting = durability == Durability::Normal ? "SET LOCAL synchronous_commit = off;" : "";
  begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;" + lasting + "SELECT pg_advisory_xact_lock(" +
        std::to_string(writer_key_) + ")");
}

void PostgresEngine::commit() {
  ensure();
  const Rows rows = checked(PQexec(connection_.get(), "COMMIT"), "COMMIT");
  in_transaction_ = false;
  if (std::string_view(PQcmdStatus(rows.get())) != "COMMIT")
    throw Failure({Kind::Internal, "internal", "the transaction had failed before its commit", {}});
}

void PostgresEngine::rollback() {
  in_transaction_ = false;
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK)
    checked(PQexec(connection_.get(), "ROLLBACK"), "ROLLBACK");
}

bool PostgresEngine::others_write() {
  constexpr int kHalf = 32;
  const auto key = static_cast<std::uint64_t>(writer_key_);
  return integer("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = " +
                 std::to_string(key >> kHalf) + " AND objid = " + std::to_string(key & 0xffffffff) +
                 " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND "
                 "pid <> pg_backend_pid()") > 0;
}

SchemaMark PostgresEngine::schema_mark() {
  SchemaMark mark;
  mark.empty =
      integer("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '" +
              address_.schema + "' AND c.relkind = 'r'") == 0;
  if (integer("SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_mark')") == 0) return mark;
  PostgresStatement row(*this, "SELECT version, owner FROM schema_mark");
  if (row.step()) {
    mark.version = row.integer(0);
    mark.owner = row.integer(1);
  }
  return mark;
}

void PostgresEngine::set_schema_mark(std::int64_t version, std::int64_t owner) {
  exec(
      "CREATE TABLE IF NOT EXISTS schema_mark(version BIGINT NOT NULL, owner BIGINT NOT NULL); DELETE FROM "
      "schema_mark; INSERT INTO schema_mark(version, owner) VALUES(" +
      std::to_string(version) + ", " + std::to_string(owner) + ")");
}

void PostgresEngine::run_migration(std::string_view step) {
  if (integer("SELECT count(*) FROM pg_namespace WHERE nspname = '" + address_.schema + "'") == 0)
    exec("CREATE SCHEMA " + address_.schema);
  for (const std::string& statement : postgres_migration(step)) exec(statement);
}

void PostgresEngine::after_large_change() {
  const Moment now = std::chrono::steady_clock::now();
  if (analysed_ != Moment{} && now - analysed_ < PostgresLimits::kAnalyseEvery) return;
  analysed_ = now;
  exec("ANALYZE");
}

// Reading every row reads every page, which the server holds against its checksums where the cluster has them.
void PostgresEngine::check_integrity() {
  PostgresStatement tables(*this,
                           "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                           "n.nspname = '" +
                               address_.schema + "' AND c.relkind = 'r'");
  while (tables.step()) integer("SELECT count(*) FROM \"" + tables.text(0) + "\"");
}

std::int64_t PostgresEngine::disk_bytes() {
  return integer(
      "SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c JOIN pg_namespace n ON "
      "n.oid = c.relnamespace WHERE n.nspname = '" +
      address_.schema + "' AND c.relkind = 'r'");
}

std::string PostgresEngine::version() {
  ensure();
  return std::string("PostgreSQL ") + PQparameterStatus(connection_.get(), "server_version");
}

}  // namespace huabiao::storage
