#include "storage/connection.h"

#include "storage/postgres_engine.h"
#include "storage/sqlite_engine.h"

namespace huabiao::storage {

std::unique_ptr<Engine> open_engine(const DatabaseAddress& address, const OpenAs& how) {
  if (address.engine() == EngineKind::Postgres) return std::make_unique<PostgresEngine>(address, how);
  return std::make_unique<SqliteEngine>(address.file, how);
}

Statement::Statement(Prepared& prepared, bool& busy) : prepared_(prepared), busy_(busy) {
  busy_ = true;
}
Statement::~Statement() {
  prepared_.clear();
  busy_ = false;
}

Statement& Statement::bind(int index, std::int64_t value) {
  prepared_.bind_integer(index, value);
  return *this;
}
Statement& Statement::bind(int index, std::string_view text) {
  prepared_.bind_text(index, text);
  return *this;
}
Statement& Statement::bind_bytes(int index, std::string_view bytes) {
  prepared_.bind_bytes(index, bytes);
  return *this;
}
Statement& Statement::bind(int index, double value) {
  prepared_.bind_real(index, value);
  return *this;
}
Statement& Statement::bind_null(int index) {
  prepared_.bind_null(index);
  return *this;
}

bool Statement::step() {
  return prepared_.step();
}
void Statement::run() {
  prepared_.step();
  prepared_.rewind();
}

Connection::Connection(const DatabaseAddress& address, const OpenAs& how) : engine_(open_engine(address, how)) {}
Connection::~Connection() = default;

Statement Connection::prepare(std::string_view sql) {
  const auto [begin, end] = kept_.equal_range(sql);
  for (auto it = begin; it != end; ++it)
    if (!it->second.busy) return {*it->second.prepared, it->second.busy};
  const auto placed = kept_.emplace(std::string(sql), Kept{engine_->prepare(sql)});
  return {*placed->second.prepared, placed->second.busy};
}

std::int64_t Connection::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace huabiao::storage
