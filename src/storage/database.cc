#include "storage/database.h"

#include "storage/lease_rows.h"
#include "storage/schema.h"

namespace huabiao::storage {
namespace {

constexpr std::chrono::seconds kRenewAtMost{1};  // a lease, by what is written under it
constexpr std::size_t kIdleConnections = 8;      // more are opened under load and closed again

}  // namespace

Database::Database(const DatabaseAddress& address, const Clock& clock, const Schema& schema)
    : address_(address), clock_(clock), writer_(std::make_unique<Connection>(address)) {
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
  if (!connection_) connection_ = std::make_unique<Connection>(database_.address_, OpenAs{.access = Access::ReadOnly});
  connection_->engine().begin_read();
}
Database::Reader::~Reader() {
  try {
    connection_->engine().commit();
  } catch (const Failure&) {
    return;  // a connection in doubt is closed, not pooled
  }
  const std::scoped_lock lock(database_.pool_);
  if (database_.readers_.size() < kIdleConnections) database_.readers_.push_back(std::move(connection_));
}

Database::Write::Write(Database& database, Durability durability) : database_(database), lock_(database.writing_) {
  database_.writer_->engine().begin_write(durability);
  try {
    hold_against_lease();
  } catch (const Failure&) {
    end();
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
    const std::scoped_lock lock(writing_);
    guard_.reset();  // of a lease held before: the new one is what counts
  }
  {
    Write write(*this, Durability::Full);
    raise_fence(*write, purpose, fence);
    write.commit();
  }
  const std::scoped_lock lock(writing_);
  guard_ = Guard{purpose, fence, std::chrono::steady_clock::now()};
}
void Database::Write::commit() {
  database_.writer_->engine().commit();
  open_ = false;
}
void Database::Write::end() {
  try {
    database_.writer_->engine().rollback();
  } catch (const Failure&) {  // NOLINT(bugprone-empty-catch): rolled back already, as on a full disk or a lost server
  }
}
Database::Write::~Write() {
  if (open_) end();
}

bool Database::writing() {
  const std::unique_lock lock(writing_, std::try_to_lock);
  return !lock.owns_lock() || writer_->engine().others_write();
}

void Database::cap_pages(std::int64_t pages) {
  const std::scoped_lock lock(writing_);
  writer_->exec("PRAGMA max_page_count = " + std::to_string(pages));
}

}  // namespace huabiao::storage
