#include "monitor/render/browser_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sched.h>
#include <string_view>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace huabiao::monitor::render {
namespace {

// The pipe's descriptors are part of the protocol: it reads 3 and writes 4.
constexpr int kBrowserReads = 3, kBrowserWrites = 4, kHigh = 64;

// No word of --no-sandbox. Whatever would use a network finds none: the namespace has no interface, and beyond that
// names lead nowhere and everything goes through a proxy that is not there.
constexpr std::array kFlags = {"--headless",
                               "--remote-debugging-pipe",
                               "--user-data-dir=/tmp/profile",
                               "--host-resolver-rules=MAP * ~NOTFOUND",
                               "--proxy-server=http://127.0.0.1:9",
                               "--proxy-bypass-list=<-loopback>",
                               "--webrtc-ip-handling-policy=disable_non_proxied_udp",
                               "--no-first-run",
                               "--no-default-browser-check",
                               "--disable-gpu",
                               "--disable-dev-shm-usage",
                               "--disable-breakpad",
                               "--disable-extensions",
                               "--disable-sync",
                               "--disable-background-networking",
                               "--disable-component-update",
                               "--disable-default-apps",
                               "--disable-domain-reliability",
                               "--disable-client-side-phishing-detection",
                               "--disable-print-preview",
                               "--disable-notifications",
                               "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate,"
                               "OptimizationHints,MediaRouter,ServiceWorker,Prerender2",
                               "--block-new-web-contents",
                               "--mute-audio",
                               "--hide-scrollbars",
                               "--lang=zh-CN",
                               "--js-flags=--max-old-space-size=512",
                               "about:blank"};

struct Ends {
  int read = -1, write = -1;
  Ends() = default;
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  ~Ends() {
    close_read();
    close_write();
  }
  bool open() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void close_read() {
    if (read >= 0) ::close(std::exchange(read, -1));
  }
  void close_write() {
    if (write >= 0) ::close(std::exchange(write, -1));
  }
};

// What the new process needs, made before it is there: between clone and exec it only makes system calls.
struct Plan {
  std::vector<char*> argv;
  std::string user_map, group_map;
  int reads = -1, writes = -1, tell = -1;
  const BrowserLimits* limits = nullptr;
};

struct Failure {  // told over the pipe `tell`
  int step = 0, error = 0;
};
constexpr std::array<std::string_view, 6> kSteps = {"", "user namespace", "mount", "descriptors", "limits", "exec"};

bool write_file(const char* path, std::string_view text) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

bool map_users(const Plan& plan) {
  return write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", plan.user_map) &&
         write_file("/proc/self/gid_map", plan.group_map);
}

bool mount_scratch() {
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  // Where the outer /proc is covered in part the kernel refuses another; the browser can do with the outer one.
  mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  return mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, BrowserLimits::kScratch) == 0 && chdir("/tmp") == 0;
}

bool place_descriptors(const Plan& plan) {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return false;
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (dup2(nothing, fd) < 0) return false;
  // Through high numbers, so that none lies on another's place.
  const int tell = fcntl(plan.tell, F_DUPFD_CLOEXEC, kHigh);
  const int reads = fcntl(plan.reads, F_DUPFD, kHigh), writes = fcntl(plan.writes, F_DUPFD, kHigh);
  if (tell < 0 || dup2(reads, kBrowserReads) < 0 || dup2(writes, kBrowserWrites) < 0) return false;
  close_range(kBrowserWrites + 1, kHigh - 1, 0);
  ::close(reads);
  ::close(writes);
  return true;
}

bool set_limits(const BrowserLimits& limits) {
  const rlimit none{0, 0}, memory{limits.memory, limits.memory};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "huabiao-browser");
  return setrlimit(RLIMIT_CORE, &none) == 0 && setrlimit(RLIMIT_DATA, &memory) == 0;
}

[[noreturn]] void become_browser(const Plan& plan) {
  int tell = plan.tell;
  const auto give_up = [&tell](int step) {
    const Failure failure{step, errno};
    [[maybe_unused]] const auto told = write(tell, &failure, sizeof failure);
    _exit(127);
  };
  if (!map_users(plan)) give_up(1);
  if (!mount_scratch()) give_up(2);
  if (!place_descriptors(plan)) give_up(3);
  tell = kHigh;
  if (!set_limits(*plan.limits)) give_up(4);
  sigset_t all;
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  for (const int number : {SIGPIPE, SIGINT, SIGXFSZ}) std::signal(number, SIG_DFL);
  std::array<char, 16> language{"LANG=zh_CN.UTF8"};
  std::array<char, 12> home{"HOME=/tmp"};
  std::array<char*, 3> environment{language.data(), home.data(), nullptr};
  execve(plan.argv[0], plan.argv.data(), environment.data());
  give_up(5);
  _exit(127);
}

std::unexpected<Error> refused(std::string_view step, int error) {
  return fail(Kind::Environment, step == kSteps[5] ? "render.no_browser" : "render.no_namespaces",
              fmt::format("{}: {}", step, std::strerror(error)));
}

}  // namespace

Done become(uid_t user, gid_t group) {
  if (setgroups(0, nullptr) != 0 || setresgid(group, group, group) != 0 || setresuid(user, user, user) != 0)
    return fail(Kind::Environment, "render.cannot_become", fmt::format("user {}: {}", user, std::strerror(errno)));
  if (setuid(0) == 0) return fail(Kind::Environment, "render.cannot_become", "root can be had back");
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // forgotten with the change
  return {};
}

Result<BrowserProcess> BrowserProcess::start(const std::string& program, const BrowserLimits& limits) {
  if (geteuid() == 0) return fail(Kind::Environment, "render.as_root", program);
  if (access(program.c_str(), X_OK) != 0)
    return fail(Kind::Environment, "render.no_browser", fmt::format("{}: {}", program, std::strerror(errno)));
  Ends commands, answers, tell;
  if (!commands.open() || !answers.open() || !tell.open()) return refused("pipe", errno);
  Plan plan;
  std::string path = program;
  plan.argv.push_back(path.data());
  for (const char* flag : kFlags) plan.argv.push_back(const_cast<char*>(flag));
  plan.argv.push_back(nullptr);
  plan.user_map = fmt::format("{0} {0} 1", geteuid());
  plan.group_map = fmt::format("{0} {0} 1", getegid());
  plan.reads = commands.read;
  plan.writes = answers.write;
  plan.tell = tell.write;
  plan.limits = &limits;
  // Who changed users is not dumpable, and its files in /proc are root's; the new process must write its maps there.
  prctl(PR_SET_DUMPABLE, 1);
  constexpr unsigned long kSpaces = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC;
  const auto pid = static_cast<pid_t>(syscall(SYS_clone, kSpaces | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (pid == 0) become_browser(plan);
  const int error = errno;
  prctl(PR_SET_DUMPABLE, 0);
  if (pid < 0) return refused("clone", error);
  tell.close_write();
  Failure failure;
  BrowserProcess browser(pid, std::exchange(answers.read, -1), std::exchange(commands.write, -1));
  if (read(tell.read, &failure, sizeof failure) == static_cast<ssize_t>(sizeof failure))
    return refused(kSteps.at(static_cast<std::size_t>(failure.step)), failure.error);
  for (const int fd : {browser.from_, browser.to_}) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return browser;
}

BrowserProcess::BrowserProcess(BrowserProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), from_(std::exchange(other.from_, -1)), to_(std::exchange(other.to_, -1)) {}

BrowserProcess::~BrowserProcess() {
  // Behind a closed cell neither call is allowed; the browser ends with its pipe then, and with us.
  if (to_ >= 0) ::close(to_);
  if (from_ >= 0) ::close(from_);
  if (pid_ > 0 && kill(pid_, SIGKILL) == 0) waitpid(pid_, nullptr, 0);
}

}  // namespace huabiao::monitor::render
