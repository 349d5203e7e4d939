// Whether this machine lets the program start children of itself, as every visit needs.

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "doctor/probe/parts.h"

extern char** environ;  // POSIX

namespace huabiao::doctor {
namespace {

// Waits for the child at most so long; kills it then. Gives its exit status as wait(2) does, or -1.
int wait_for(pid_t child, std::chrono::milliseconds at_most) {
  constexpr std::chrono::milliseconds kStep{20};
  int status = 0;
  for (auto left = at_most; left.count() > 0; left -= kStep) {
    if (waitpid(child, &status, WNOHANG) == child) return status;
    std::this_thread::sleep_for(kStep);
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return -1;
}

}  // namespace

WorkerWorld look_at_worker(const std::vector<std::string>& command, const ProbeLimits& limits) {
  WorkerWorld worker;
  std::vector<std::string> words = command;
  if (words.empty()) words = {"/proc/self/exe", "version"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  const int spawned = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (spawned != 0) {
    worker.error = std::strerror(spawned);
    return worker;
  }
  const int status = wait_for(child, limits.worker);
  worker.started = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!worker.started)
    worker.error = status == -1 ? "no answer in time" : "ended with status " + std::to_string(status);
  return worker;
}

}  // namespace huabiao::doctor
