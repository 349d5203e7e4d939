#include "storage/database.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "storage/lease_rows.h"
#include "storage/schema.h"

namespace huabiao::storage {
namespace {

constexpr std::chrono::seconds kRenewAtMost{1};  // a lease, by what is written under it
constexpr std::size_t kIdleConnections = 8;      // of each kind; more are opened under load and closed again

}  // namespace

Error error_of(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const Failure& failure) {
    return failure.error();
  } catch (const soci::sqlite3_soci_error& error) {
    return sqlite_error(error.result(), error.what());
  } catch (const soci::soci_error& error) {
    return {Kind::Internal, "internal", error.what(), {}};
  }
}

Database::Database(const std::filesystem::path& path, const Clock& clock, const Schema& schema)
    : path_(path), clock_(clock), writer_(std::make_unique<Connection>(path, Access::ReadWrite)) {
  writer_->exec("PRAGMA journal_mode = WAL");
  writer_->exec("PRAGMA synchronous = FULL");
  migrate(*writer_, schema);
}
Database::~Database() = default;

Database::Reader::Reader(Database& database) : database_(database) {
  {
    const std::scoped_lock lock(database_.pool_);
    if (!database_.readers_.empty()) {
      connection_ = std::move(database_.readers_.back());
      database_.readers_.pop_back();
    }
  }
  if (!connection_) connection_ = std::make_unique<Connection>(database_.path_, Access::ReadOnly);
  connection_->exec("BEGIN");
}
Database::Reader::~Reader() {
  try {
    connection_->exec("COMMIT");
  } catch (const Failure&) {
    return;  // a connection in doubt is closed, not pooled
  }
  const std::scoped_lock lock(database_.pool_);
  if (database_.readers_.size() < kIdleConnections) database_.readers_.push_back(std::move(connection_));
}

Database::Session::Session(Database& database) : database_(database) {
  {
    const std::scoped_lock lock(database_.pool_);
    if (!database_.sessions_.empty()) {
      session_ = std::move(database_.sessions_.back());
      database_.sessions_.pop_back();
    }
  }
  if (session_) return;
  const std::string settings = "db=\"" + database_.path_.string() + "\" readonly=1";
  session_ = std::make_unique<soci::session>(soci::sqlite3, settings);
  *session_ << "PRAGMA busy_timeout = " + std::to_string(SqliteLimits::kBusyMillis);
}
Database::Session::~Session() {
  if (std::uncaught_exceptions() > 0) return;  // a session in doubt is closed, not pooled
  const std::scoped_lock lock(database_.pool_);
  if (database_.sessions_.size() < kIdleConnections) database_.sessions_.push_back(std::move(session_));
}

Database::Write::Write(Database& database, Durability durability) : database_(database), lock_(database.writing_) {
  if (database_.durability_ != durability) {
    database_.writer_->exec(durability == Durability::Full ? "PRAGMA synchronous = FULL"
                                                           : "PRAGMA synchronous = NORMAL");
    database_.durability_ = durability;
  }
  database_.writer_->exec("BEGIN IMMEDIATE");
  try {
    hold_against_lease();
  } catch (const Failure&) {
    database_.writer_->exec("ROLLBACK");
    throw;
  }
  open_ = true;
}
void Database::Write::hold_against_lease() {
  if (!database_.guard_) return;
  auto& [purpose, fence, renewed] = *database_.guard_;
  // Renewed by the write itself: who watches sees a long one end as a sign of life.
  const auto now = std::chrono::steady_clock::now();
  const Beat beat{now - renewed >= kRenewAtMost};
  if (!still_holds(*database_.writer_, purpose, fence, beat))
    throw Failure({Kind::Environment, "storage.lease_lost", purpose + ", fence " + std::to_string(fence), {}});
  if (beat == Beat::Yes) renewed = now;
}
void Database::guard(const std::string& purpose, std::int64_t fence) {
  {
    Write write(*this, Durability::Full);
    raise_fence(*write, purpose, fence);
    write.commit();
  }
  const std::scoped_lock lock(writing_);
  guard_ = Guard{purpose, fence, std::chrono::steady_clock::now()};
}
void Database::Write::commit() {
  database_.writer_->exec("COMMIT");
  open_ = false;
}
Database::Write::~Write() {
  if (!open_) return;
  try {
    database_.writer_->exec("ROLLBACK");
  } catch (const Failure&) {  // NOLINT(bugprone-empty-catch): SQLite rolled back by itself, as on a full disk
  }
}

bool Database::writing() {
  const std::unique_lock lock(writing_, std::try_to_lock);
  return !lock.owns_lock();
}

void Database::cap_pages(std::int64_t pages) {
  const std::scoped_lock lock(writing_);
  writer_->exec("PRAGMA max_page_count = " + std::to_string(pages));
}

}  // namespace huabiao::storage
