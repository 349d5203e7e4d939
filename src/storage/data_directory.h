#pragma once
// DataDirectory: the folder that holds everything huabiao keeps: huabiao.db, samples.db, pages.db, audit.db, audit/ and
// evidence/. Made with mode 0700 when it is not there.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

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

class DataDirectory {
 public:
  // Fails: Environment storage.no_directory (cannot be made), storage.read_only, storage.not_a_directory.
  static Result<DataDirectory> open(const std::filesystem::path& path);
  // $XDG_DATA_HOME/huabiao, else ~/.local/share/huabiao.
  static Result<std::filesystem::path> default_path();

  // One holder per purpose and directory, over all processes of one machine: for a directory without a database (that
  // of a vantage point); with one it is a Lease. Fails: Environment storage.in_use, with the holder's process id in the
  // detail.
  [[nodiscard]] Result<DirectoryLock> lock(std::string_view purpose) const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path database() const { return path_ / "huabiao.db"; }
  [[nodiscard]] std::filesystem::path samples() const { return path_ / "samples.db"; }
  [[nodiscard]] std::filesystem::path pages() const { return path_ / "pages.db"; }
  [[nodiscard]] std::filesystem::path audit() const { return path_ / "audit.db"; }
  [[nodiscard]] std::filesystem::path audit_heads() const { return path_ / "audit"; }  // and the key that signs them
  [[nodiscard]] std::filesystem::path evidence() const { return path_ / "evidence"; }
  [[nodiscard]] std::filesystem::path pictures() const { return path_ / "pictures"; }

 private:
  explicit DataDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace huabiao::storage
