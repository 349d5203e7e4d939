#pragma once
// SQLite's C API in the house's hand, for this room only. Inside the room a failing call throws Failure; every port
// method runs its body through at_rim(), which turns Failure and SOCI's exceptions into a Result. Nothing of either
// library leaves the room.

#include <cstdint>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace huabiao::storage {

class Failure final : public std::exception {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.code.c_str(); }

 private:
  Error error_;
};

// The house's Error for an SQLite result code.
Error sqlite_error(int code, std::string detail);

// Throws the Error of a failed Result on to at_rim().
template <class T>
T must(Result<T> result) {
  if (!result) throw Failure(std::move(result).error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// A prepared statement, bound and stepped. Resets itself when it goes. Lifetime: within its Connection's. Thread: one.
class Statement {
 public:
  Statement(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);         // copied
  Statement& bind_bytes(int index, std::string_view bytes);  // copied
  Statement& bind(int index, double value);
  Statement& bind_null(int index);
  template <class Tag>
  Statement& bind(int index, Id<Tag> id) {
    return bind(index, id.value);
  }
  template <class Tag>
  Statement& bind_or_null(int index, Id<Tag> id) {
    return id ? bind(index, id.value) : bind_null(index);
  }
  Statement& bind(int index, TimePoint at) { return bind(index, to_millis(at)); }

  bool step();  // true: a row is there
  void run();   // for statements that give no row; ready to be bound again

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string bytes(int column) const;
  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] TimePoint time(int column) const { return from_millis(integer(column)); }

 private:
  friend class Connection;
  Statement(sqlite3* db, sqlite3_stmt* statement, bool* busy);
  sqlite3* db_;
  sqlite3_stmt* statement_;
  bool* busy_;
};

enum class Access { ReadWrite, ReadOnly };

struct SqliteLimits {
  static constexpr int kBusyMillis = 10'000;  // how long a writer waits for another process
  static constexpr int kWriterCacheKib = 64 * 1024;
  static constexpr int kReaderCacheKib = 32 * 1024;
  static constexpr int kWalBytes = 64 * 1024 * 1024;  // what the log is cut back to after a large import
  static constexpr int kAnalysedRows = 1'000;         // of each index, when the planner's statistics are made
  static constexpr int kWalPages = 4'000;             // 16 MiB of log, then it is written back
};

// One connection. Thread: one at a time. Prepared statements are kept by their text.
class Connection {
 public:
  Connection(const std::filesystem::path& path, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void exec(const std::string& sql);
  // The same text must not be in use twice at a time; a second use prepares a fresh statement.
  Statement prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] std::int64_t changed() const;  // rows the last statement changed
  std::int64_t integer(std::string_view sql);  // the one value of a one-row query
  [[nodiscard]] sqlite3* handle() const { return db_; }

 private:
  struct Prepared {
    sqlite3_stmt* statement = nullptr;
    bool busy = false;
  };
  void configure(Access access);

  sqlite3* db_ = nullptr;
  std::multimap<std::string, Prepared, std::less<>> prepared_;
};

}  // namespace huabiao::storage
