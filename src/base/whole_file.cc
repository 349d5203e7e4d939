#include "base/whole_file.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace huabiao {
namespace {

namespace fs = std::filesystem;

// The file begun, under a name of its own; gone unless it took the name it was made for.
class Begun {
 public:
  explicit Begun(const fs::path& file) : path_(file.string() + ".XXXXXX"), fd_(::mkostemp(path_.data(), O_CLOEXEC)) {}
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;
  ~Begun() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_.empty() && made_) ::unlink(path_.c_str());
  }
  [[nodiscard]] bool made() const { return made_; }

  bool fill(std::string_view bytes, const WholeFile& how) {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(fd_, bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return ::fchmod(fd_, how.mode) == 0 && (how.sync == WholeFile::Sync::No || ::fsync(fd_) == 0) &&
           ::close(std::exchange(fd_, -1)) == 0;
  }
  bool take_name(const fs::path& file, WholeFile::Existing existing) {
    if (existing == WholeFile::Existing::Keep) return ::link(path_.c_str(), file.c_str()) == 0;
    if (::rename(path_.c_str(), file.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

 private:
  std::string path_;
  int fd_;
  bool made_ = fd_ >= 0;
};

bool sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  const int why = errno;
  ::close(fd);
  errno = why;
  return synced;
}

}  // namespace

std::error_code write_whole(const fs::path& file, std::string_view bytes, const WholeFile& how) {
  Begun begun(file);
  const bool kept = begun.made() && begun.fill(bytes, how) && begun.take_name(file, how.existing) &&
                    (how.sync == WholeFile::Sync::No || sync_folder(file.parent_path()));
  return kept ? std::error_code() : std::error_code(errno, std::generic_category());
}

std::optional<std::string> open_to_others(const fs::path& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  const bool foreign = found.st_uid != ::geteuid() && found.st_uid != 0;
  if (!foreign && (found.st_mode & (S_IRWXG | S_IRWXO)) == 0) return std::nullopt;
  return fmt::format("mode {:04o}, owner {}", found.st_mode & 07777U, found.st_uid);
}

}  // namespace huabiao
