#pragma once
// DataDirectory: the folder that holds everything huabiao keeps: huabiao.db, samples.db, pages.db, audit.db, audit/ and
// evidence/. With a PostgreSQL server the databases and the evidence lie there, and the folder holds what belongs to
// this machine: log, spool, rules, audit/. Made with mode 0700 when it is not there.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/database_address.h"

namespace huabiao::storage {

// Held while it lives; the kernel drops it when the process dies.
class DirectoryLock {
 public:
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

 private:
  friend class DataDirectory;
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// Where the register lies: for who only looks at it.
DatabaseAddress main_database(const std::filesystem::path& data, const std::string& server);

class DataDirectory {
 public:
  // Fails: Environment storage.no_directory (cannot be made), storage.read_only, storage.not_a_directory.
  // `server`: the PostgreSQL database that keeps what would else lie in the files; "": none.
  static Result<DataDirectory> open(const std::filesystem::path& path, const std::string& server = {});
  // $XDG_DATA_HOME/huabiao, else ~/.local/share/huabiao.
  static Result<std::filesystem::path> default_path();

  // One holder per purpose and directory, over all processes of one machine: for a directory without a database (that
  // of a vantage point); with one it is a Lease. Fails: Environment storage.in_use, with the holder's process id in the
  // detail.
  [[nodiscard]] Result<DirectoryLock> lock(std::string_view purpose) const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] EngineKind engine() const { return database().engine(); }
  [[nodiscard]] DatabaseAddress database() const { return main_database(path_, server_); }
  [[nodiscard]] DatabaseAddress samples() const { return address("samples"); }
  [[nodiscard]] DatabaseAddress pages() const { return address("pages"); }
  [[nodiscard]] DatabaseAddress audit() const { return address("audit"); }
  [[nodiscard]] std::filesystem::path audit_heads() const { return path_ / "audit"; }  // and the key that signs them
  [[nodiscard]] std::filesystem::path evidence() const { return path_ / "evidence"; }
  [[nodiscard]] std::filesystem::path pictures() const { return path_ / "pictures"; }

 private:
  DataDirectory(std::filesystem::path path, std::string server) : path_(std::move(path)), server_(std::move(server)) {}
  [[nodiscard]] DatabaseAddress address(const std::string& name) const;

  std::filesystem::path path_;
  std::string server_;
};

}  // namespace huabiao::storage
