#include "rules/shelf/compiled_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/whole_file.h"
#include "rules/limits.h"

namespace huabiao::rules {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

// Ours, a plain file, and closed to others.
bool is_private(const struct stat& facts) {
  return S_ISREG(facts.st_mode) && facts.st_uid == geteuid() && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

std::string read_compiled(const std::filesystem::path& file) {
  const Descriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat facts{};
  if (opened.get() < 0 || fstat(opened.get(), &facts) != 0 || !is_private(facts)) return {};
  if (facts.st_size <= 0 || static_cast<std::size_t>(facts.st_size) > PackLimits::kCompiledBytes) return {};
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got = read(opened.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool keep_compiled(const std::filesystem::path& file, std::string_view compiled) {
  if (compiled.size() > PackLimits::kCompiledBytes) return false;
  // A file cut off by a power loss has the wrong digest, so nothing is synced.
  return !write_whole(file, compiled, {.sync = WholeFile::Sync::No});
}

}  // namespace huabiao::rules
