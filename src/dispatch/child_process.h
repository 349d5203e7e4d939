#pragma once
// ChildProcess: one started worker, its pipe and its marker. Dies with the object. Thread: one.

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/result.h"

namespace huabiao::dispatch {

class ChildProcess {
 public:
  // `command` is argv, its first element a path; empty: this very program as "worker --pipe". The child gets the pipe
  // and the marker, /dev/null and our stderr; nothing else of ours: no descriptor, no environment, "/" to work in.
  // Fails: dispatch.no_worker.
  static Result<ChildProcess> start(const std::vector<std::string>& command);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) = delete;
  ~ChildProcess();  // kills, and waits for the end

  [[nodiscard]] int pipe() const { return pipe_; }  // non-blocking
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] std::uint64_t marker() const;  // the errand it was reading; 0: none
  // Kills and waits. How it ended: "signal 11", "exit 1".
  std::string end();

 private:
  ChildProcess(pid_t pid, int pipe, const volatile std::uint64_t* marker) : pid_(pid), pipe_(pipe), marker_(marker) {}
  pid_t pid_;
  int pipe_;
  const volatile std::uint64_t* marker_;
};

}  // namespace huabiao::dispatch
