#pragma once
// Database: one writer, many readers, on a file or on a server. Internal to this room.

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "storage/connection.h"
#include "storage/schema.h"

namespace huabiao::storage {

class Database {
 public:
  // Makes it, or migrates it. Throws Failure.
  Database(const DatabaseAddress& address, const Clock& clock, const Schema& schema = main_schema());
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] TimePoint now() const { return clock_.now(); }
  [[nodiscard]] EngineKind engine() const { return address_.engine(); }

  // A reader of the pool, given back when it goes; its SELECTs see one state between begin and the end of its life.
  class Reader {
   public:
    explicit Reader(Database& database);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Database& database_;
    std::unique_ptr<Connection> connection_;
  };

  // From now on nothing is written here but under this lease: a Write throws storage.lease_lost once it is another's.
  // Whoever held it before writes here no more. Throws Failure.
  void guard(const std::string& purpose, std::int64_t fence);

  // The writer and its transaction; rolled back unless commit() was reached. Blocks while another thread writes.
  class Write {
   public:
    Write(Database& database, Durability durability);
    ~Write();
    Write(const Write&) = delete;
    Write& operator=(const Write&) = delete;
    Connection& operator*() { return *database_.writer_; }
    Connection* operator->() { return database_.writer_.get(); }
    void commit();

   private:
    void end();
    void hold_against_lease();
    Database& database_;
    std::unique_lock<std::mutex> lock_;
    bool open_ = false;
  };

  // A transaction of this process, or of another server, is under way: for what would rather be left out than wait.
  [[nodiscard]] bool writing();

  // For tests, on SQLite: the file may not grow beyond so many pages, as on a full disk.
  void cap_pages(std::int64_t pages);

 private:
  const DatabaseAddress address_;
  const Clock& clock_;
  std::mutex writing_, pool_;
  std::unique_ptr<Connection> writer_;
  std::vector<std::unique_ptr<Connection>> readers_;
  struct Guard {
    std::string purpose;
    std::int64_t fence = 0;
    std::chrono::steady_clock::time_point renewed;
  };
  std::optional<Guard> guard_;  // guarded by writing_
};

}  // namespace huabiao::storage
