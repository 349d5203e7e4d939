#include "storage/data_directory.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace huabiao::storage {
namespace fs = std::filesystem;

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) ::close(fd_);  // the lock goes with the descriptor
}

DatabaseAddress main_database(const fs::path& data, const std::string& server) {
  if (server.empty()) return data / "huabiao.db";
  return {server, "huabiao"};
}

DatabaseAddress DataDirectory::address(const std::string& name) const {
  if (server_.empty()) return path_ / (name + ".db");
  return {server_, "huabiao_" + name};
}

Result<DataDirectory> DataDirectory::open(const fs::path& path, const std::string& server) {
  if (!server.empty() && !server.starts_with("postgresql://") && !server.starts_with("postgres://"))
    return fail(Kind::Invalid, "storage.bad_address", {}, "postgresql://USER@HOST/DATABASE");
  std::error_code error;
  if (!fs::exists(path, error)) {
    fs::create_directories(path, error);
    if (error) return fail(Kind::Environment, "storage.no_directory", path.string() + ": " + error.message());
    fs::permissions(path, fs::perms::owner_all, error);
  }
  if (!fs::is_directory(path, error)) return fail(Kind::Environment, "storage.not_a_directory", path.string());
  if (::access(path.c_str(), W_OK | X_OK) != 0)
    return fail(Kind::Environment, "storage.read_only", path.string() + ": " + std::strerror(errno));
  return DataDirectory(path, server);
}

Result<fs::path> DataDirectory::default_path() {
  // Read once at start, before any thread runs.
  const char* data = std::getenv("XDG_DATA_HOME");  // NOLINT(concurrency-mt-unsafe)
  if (data && *data == '/') return fs::path(data) / "huabiao";
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe)
  if (home && *home == '/') return fs::path(home) / ".local/share/huabiao";
  return fail(Kind::Environment, "storage.no_directory", "XDG_DATA_HOME, HOME", "--data DIR");
}

Result<DirectoryLock> DataDirectory::lock(std::string_view purpose) const {
  const fs::path file = path_ / (std::string(purpose) + ".lock");
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return fail(Kind::Environment, "storage.read_only", file.string() + ": " + std::strerror(errno));
  DirectoryLock held(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    char holder[32] = {};
    const ssize_t got = ::pread(fd, holder, sizeof holder - 1, 0);
    return fail(Kind::Environment, "storage.in_use",
                path_.string() + (got > 0 ? " (pid " + std::string(holder, static_cast<std::size_t>(got)) + ")" : ""));
  }
  const std::string mine = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, mine.data(), mine.size(), 0) < 0)
    return fail(Kind::Environment, errno == ENOSPC ? "storage.disk_full" : "storage.io", file.string());
  return held;
}

}  // namespace huabiao::storage
