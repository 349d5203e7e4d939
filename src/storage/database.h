#pragma once
// Database: one file, one writer, many readers. Internal to this room.

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "storage/schema.h"
#include "storage/sqlite.h"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): the library's name
}

namespace huabiao::storage {

// Full: on the platter when commit returns (the register). Normal: may lose the last moments to a power cut, never its
// consistency (samples of rounds, which are asked again).
enum class Durability { Normal, Full };

class Database {
 public:
  // Makes the file, or migrates it. Throws Failure.
  Database(const std::filesystem::path& path, const Clock& clock, const Schema& schema = main_schema());
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] TimePoint now() const { return clock_.now(); }

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

  // The same through SOCI.
  class Session {
   public:
    explicit Session(Database& database);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    soci::session& operator*() { return *session_; }

   private:
    Database& database_;
    std::unique_ptr<soci::session> session_;
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
    void hold_against_lease();
    Database& database_;
    std::unique_lock<std::mutex> lock_;
    bool open_ = false;
  };

  // A transaction of this process is under way: for what would rather be left out than wait.
  [[nodiscard]] bool writing();

  // For tests: the file may not grow beyond so many pages, as on a full disk.
  void cap_pages(std::int64_t pages);

 private:
  std::filesystem::path path_;
  const Clock& clock_;
  std::mutex writing_, pool_;
  std::unique_ptr<Connection> writer_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::vector<std::unique_ptr<soci::session>> sessions_;
  Durability durability_ = Durability::Full;
  struct Guard {
    std::string purpose;
    std::int64_t fence = 0;
    std::chrono::steady_clock::time_point renewed;
  };
  std::optional<Guard> guard_;  // guarded by writing_
};

// What a port method does, with every failure of the two libraries as an Error.
Error error_of(std::exception_ptr thrown);
template <class Work>
auto at_rim(Work&& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (...) {
    return std::unexpected<Error>(error_of(std::current_exception()));
  }
}

}  // namespace huabiao::storage
