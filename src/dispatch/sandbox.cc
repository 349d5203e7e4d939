#include "dispatch/sandbox.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <seccomp.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HUABIAO_SANITIZED 1  // a sanitizer needs terabytes of address space and system calls of its own
#else
#define HUABIAO_SANITIZED 0
#endif

namespace huabiao::dispatch {
namespace {

// What libcurl, c-ares, OpenSSL, malloc and the event loop call once everything is set up. Nothing here takes a path,
// starts a program or touches another process.
constexpr std::array kAllowed = {
    // descriptors
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(fcntl),
    SCMP_SYS(ioctl), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select),
    SCMP_SYS(pselect6), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_create1),
    SCMP_SYS(eventfd2), SCMP_SYS(pipe2), SCMP_SYS(dup),
    // sockets; socket() itself is allowed for the internet families only, below
    SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(sendto), SCMP_SYS(recvfrom), SCMP_SYS(sendmsg), SCMP_SYS(recvmsg),
    SCMP_SYS(sendmmsg), SCMP_SYS(recvmmsg), SCMP_SYS(shutdown), SCMP_SYS(getsockname), SCMP_SYS(getpeername),
    SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(socketpair),
    // memory; mapping executable pages is refused, below
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    // time, randomness, waiting, signals to itself, the end
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(futex), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack), SCMP_SYS(setitimer), SCMP_SYS(rt_sigtimedwait), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getrusage), SCMP_SYS(membarrier), SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list), SCMP_SYS(exit), SCMP_SYS(exit_group)};

bool set_limit(__rlimit_resource which, std::uint64_t most) {
  const rlimit limit{most, most};
  return setrlimit(which, &limit) == 0;
}

bool add_rules(scmp_filter_ctx filter) {
  for (const int call : kAllowed)
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  for (const unsigned family : {AF_INET, AF_INET6})
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family)) != 0) return false;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) != 0) return false;
  // abort() raises its signal this way; only towards itself.
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))) == 0;
}

int filter_system_calls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  // All threads of the process, not only this one.
  if (!filter || seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0 || !add_rules(filter.get()))
    return ENOSYS;
  return -seccomp_load(filter.get());
}

}  // namespace

SandboxFacts lock_in(const CellLimits& limits) {
  SandboxFacts facts;
  const auto refused = [&facts](const std::string& what) {
    facts.refused += (facts.refused.empty() ? "" : "; ") + what;
  };
  std::signal(SIGXFSZ, SIG_IGN);
  facts.limits = set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) &&
                 set_limit(RLIMIT_NOFILE, limits.open_files) && set_limit(RLIMIT_CPU, limits.cpu_seconds);
  if (HUABIAO_SANITIZED == 0) facts.limits = set_limit(RLIMIT_AS, limits.address_space) && facts.limits;
  if (!facts.limits) refused(std::string("setrlimit: ") + std::strerror(errno));
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  facts.no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!facts.no_new_privileges) refused(std::string("no_new_privs: ") + std::strerror(errno));
  if (HUABIAO_SANITIZED == 1) {
    refused("seccomp: built with a sanitizer");
    return facts;
  }
  const int error = filter_system_calls();
  facts.system_calls = error == 0;
  if (error != 0) refused(std::string("seccomp: ") + std::strerror(error));
  return facts;
}

ProbeAnswer try_to_break_out() {
  ProbeAnswer answer;
  for (const char* path : {"/", "/etc/passwd", "/proc/self/exe", "."}) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    answer.opens_files = true;
    close(fd);
  }
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/true", "true", nullptr);
    _exit(127);
  }
  if (child > 0) {
    int status = 0;
    waitpid(child, &status, 0);
    answer.runs_programs = true;
  }
  // What a parent keeps in its environment is none of a child's business.
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    if (std::string_view(*entry).starts_with("HUABIAO_") || std::string_view(*entry).starts_with("HOME="))
      answer.sees_environment = true;
  return answer;
}

}  // namespace huabiao::dispatch
