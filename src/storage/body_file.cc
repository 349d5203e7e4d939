#include "storage/body_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <unistd.h>
#include <utility>

namespace huabiao::storage {
namespace fs = std::filesystem;
namespace {

std::unexpected<Error> failed(int error, const fs::path& file) {
  const std::string_view code = error == ENOSPC || error == EDQUOT                    ? "storage.disk_full"
                                : error == EROFS || error == EACCES || error == EPERM ? "storage.read_only"
                                                                                      : "storage.io";
  return fail(Kind::Environment, code, file.string() + ": " + std::strerror(error));
}

// Closes and, unless told otherwise, removes what was begun.
class Begun {
 public:
  Begun(int fd, fs::path path) : fd_(fd), path_(std::move(path)) {}
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;
  ~Begun() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  void kept() { path_.clear(); }
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
  fs::path path_;
};

int sync_directory(const fs::path& directory) {
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  return error;
}

}  // namespace

Done write_body(const fs::path& file, std::string_view packed) {
  std::error_code made;
  fs::create_directories(file.parent_path(), made);
  if (made) return failed(made.value(), file.parent_path());
  std::string pattern = file.string() + ".XXXXXX";
  const int fd = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (fd < 0) return failed(errno, file);
  Begun begun(fd, pattern);
  for (std::string_view rest = packed; !rest.empty();) {
    const ssize_t wrote = ::write(fd, rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failed(errno, file);
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (::fsync(fd) != 0 || !begun.close()) return failed(errno, file);
  if (::rename(pattern.c_str(), file.c_str()) != 0) return failed(errno, file);
  begun.kept();
  if (const int error = sync_directory(file.parent_path()); error != 0) return failed(error, file);
  return {};
}

Result<std::string> read_body(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Kind::Environment, "storage.io", file.string());
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

}  // namespace huabiao::storage
