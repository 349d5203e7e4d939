#pragma once
// BrowserProcess: a started Chromium and the two ends of its DevTools pipe. It runs as who we are, in namespaces of its
// own: no network interface, no other process in sight, a file system in memory to write to; its sandbox stays on
// inside. It dies with us, and the namespaces' processes with it. Thread: one; start before other threads are there.

#include <string>
#include <sys/types.h>

#include "base/result.h"
#include "monitor/render/limits.h"

namespace huabiao::monitor::render {

class BrowserProcess {
 public:
  // `program`: a path. Requires: not root. Fails: render.no_browser, render.no_namespaces (detail: the step and why).
  static Result<BrowserProcess> start(const std::string& program, const BrowserLimits& limits);
  BrowserProcess(BrowserProcess&& other) noexcept;
  BrowserProcess& operator=(BrowserProcess&& other) = delete;
  ~BrowserProcess();  // kills, and waits for the end where that is allowed

  [[nodiscard]] int from() const { return from_; }  // both non-blocking
  [[nodiscard]] int to() const { return to_; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  BrowserProcess(pid_t pid, int from, int to) : pid_(pid), from_(from), to_(to) {}
  pid_t pid_;
  int from_, to_;
};

// Becomes that user for good, without other groups. Requires: root. Fails: render.cannot_become.
Done become(uid_t user, gid_t group);

}  // namespace huabiao::monitor::render
