#include "dispatch/child_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "dispatch/child.h"

namespace huabiao::dispatch {
namespace {

std::unexpected<Error> refused(const char* step) {
  return fail(Kind::Environment, "dispatch.no_worker", fmt::format("{}: {}", step, std::strerror(errno)));
}

struct Descriptor {
  int fd = -1;
  Descriptor() = default;
  explicit Descriptor(int of) : fd(of) {}
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int release() { return std::exchange(fd, -1); }
};

// Puts the two descriptors in their places through high numbers, so neither can lie on the other's place.
int spawn(pid_t& pid, const std::vector<std::string>& command, int pipe, int marker) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  constexpr int kHigh = 64;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe, kHigh);
  posix_spawn_file_actions_adddup2(&actions, marker, kHigh + 1);
  posix_spawn_file_actions_adddup2(&actions, kHigh, kPipeDescriptor);
  posix_spawn_file_actions_adddup2(&actions, kHigh + 1, kMarkerDescriptor);
  posix_spawn_file_actions_addclosefrom_np(&actions, kMarkerDescriptor + 1);
  posix_spawn_file_actions_addchdir_np(&actions, "/");
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::array<char, 16> language{"LANG=C.UTF-8"};
  std::array<char*, 2> environment{language.data(), nullptr};
  const int error = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& command) {
  std::vector<std::string> words = command;
  if (words.empty()) words = {"/proc/self/exe", "worker", "--pipe"};
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return refused("socketpair");
  Descriptor ours(ends[0]);
  const Descriptor theirs(ends[1]);
  const Descriptor memory(memfd_create("huabiao-marker", MFD_CLOEXEC));
  if (memory.fd < 0 || ftruncate(memory.fd, sizeof(std::uint64_t)) != 0) return refused("memfd");
  void* shared = mmap(nullptr, sizeof(std::uint64_t), PROT_READ, MAP_SHARED, memory.fd, 0);
  if (shared == MAP_FAILED) return refused("mmap");
  pid_t pid = -1;
  if (const int error = spawn(pid, words, theirs.fd, memory.fd); error != 0) {
    munmap(shared, sizeof(std::uint64_t));
    errno = error;
    return refused(words[0].c_str());
  }
  fcntl(ours.fd, F_SETFL, O_NONBLOCK);
  return ChildProcess(pid, ours.release(), static_cast<const volatile std::uint64_t*>(shared));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      marker_(std::exchange(other.marker_, nullptr)) {}

ChildProcess::~ChildProcess() {
  end();
  if (pipe_ >= 0) close(pipe_);
  if (marker_ != nullptr) munmap(const_cast<void*>(static_cast<const volatile void*>(marker_)), sizeof(std::uint64_t));
}

std::uint64_t ChildProcess::marker() const {
  return marker_ == nullptr ? 0 : *marker_;
}

std::string ChildProcess::end() {
  if (pid_ <= 0) return {};
  kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = -1;
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("exit {}", WEXITSTATUS(status));
}

}  // namespace huabiao::dispatch
