#include "storage/lease_holder.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace huabiao::storage {
namespace {

std::string first_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

struct ProcessStat {
  char state = 0;
  std::int64_t started = 0;
};

// /proc/PID/stat: the name in parentheses may hold anything, so the fields are those after the last one.
std::optional<ProcessStat> stat_of(std::int64_t pid) {
  constexpr std::ptrdiff_t kState = 0, kStarted = 19;
  const std::string line = first_line("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 1));
  const std::vector<std::string> fields(std::istream_iterator<std::string>(rest), {});
  if (std::ssize(fields) <= kStarted) return std::nullopt;
  return ProcessStat{fields[kState].front(), std::strtoll(fields[kStarted].c_str(), nullptr, 10)};
}

std::string this_machine() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  std::error_code none;
  const auto numbers = std::filesystem::read_symlink("/proc/self/ns/pid", none);
  return std::string(name) + ' ' + first_line("/proc/sys/kernel/random/boot_id") + ' ' + numbers.string();
}

}  // namespace

LeaseHolder process(std::int64_t pid) {
  const auto stat = stat_of(pid);
  return {pid, stat ? stat->started : 0, this_machine()};
}

LeaseHolder this_process() {
  return process(::getpid());
}

HolderState state_of(const LeaseHolder& holder) {
  if (holder.pid == 0) return HolderState::Gone;
  if (holder.machine != this_machine()) return HolderState::Elsewhere;
  const auto stat = stat_of(holder.pid);
  if (!stat || stat->started != holder.started || stat->state == 'Z' || stat->state == 'X') return HolderState::Gone;
  return stat->state == 'T' ? HolderState::Stopped : HolderState::Running;
}

bool end_if_stopped(const LeaseHolder& holder) {
  // Held by its descriptor before it is looked at: the number cannot become another process's meanwhile.
  const auto process = static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(holder.pid), 0));
  if (process < 0) return false;
  const bool ended =
      state_of(holder) == HolderState::Stopped && ::syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0) == 0;
  ::close(process);
  return ended;
}

}  // namespace huabiao::storage
