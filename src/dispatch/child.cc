#include "dispatch/child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dispatch/frame.h"
#include "dispatch/message.h"
#include "dispatch/sandbox.h"

namespace huabiao::dispatch {
namespace {

// Records waiting for a parent that is slow to read: beyond this no errand is taken from the pipe.
constexpr std::size_t kUnsentBytes = 16U << 20U;
constexpr std::size_t kReadBytes = 64U << 10U;
constexpr std::uint64_t kFilesPerErrand = 4, kOtherFiles = 64;

class Pipe {
 public:
  Pipe(loop::EventLoop& loop, const MakeVisitor& make_visitor, Marker& marker)
      : loop_(loop), make_visitor_(make_visitor), marker_(marker) {
    fcntl(kPipeDescriptor, F_SETFL, fcntl(kPipeDescriptor, F_GETFL) | O_NONBLOCK);
    loop_.watch(kPipeDescriptor, {.read = true}, [this](loop::Ready ready) {
      if (ready.write) flush();
      if (ready.read || ready.hung_up) take();
    });
  }

  int run() {
    while (!exit_code_) loop_.run_once(std::chrono::minutes(1));
    return *exit_code_;
  }

 private:
  void take() {
    std::array<char, kReadBytes> buffer;
    while (!exit_code_ && unsent() < kUnsentBytes) {
      const auto got = recv(kPipeDescriptor, buffer.data(), buffer.size(), 0);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
      if (got <= 0) {
        exit_code_ = 0;  // the parent is done with us, or gone
        return;
      }
      frames_.feed({buffer.data(), static_cast<std::size_t>(got)});
      obey_all();
    }
    arm();
  }

  void obey_all() {
    while (!exit_code_) {
      auto payload = frames_.next();
      if (!payload) {
        exit_code_ = 1;
        return;
      }
      if (!*payload) return;
      auto message = read_to_child(**payload);
      if (!message) {
        exit_code_ = 1;
        return;
      }
      std::visit([this](auto& one) { obey(std::move(one)); }, *message);
    }
  }

  void obey(const WorkerSettings& settings) {
    if (visitor_) {
      exit_code_ = 1;  // settings come once
      return;
    }
    Ready ready;
    auto made = make_visitor_(loop_, settings, marker_);
    if (!made) {
      ready.failure = made.error().code;
      ready.detail = made.error().detail;
    } else {
      visitor_ = *std::move(made);
      ready.detail = visitor_->works_with();
      CellLimits limits;
      limits.open_files = static_cast<std::uint64_t>(settings.concurrency) * kFilesPerErrand + kOtherFiles;
      ready.sandbox = lock_in(limits);
    }
    send(ready);
  }

  void obey(monitor::Errand errand) {
    if (!visitor_) {
      exit_code_ = 1;
      return;
    }
    const std::uint64_t number = errand.number;
    visitor_->visit(std::move(errand), [this, number](std::vector<monitor::VisitRecord> records) {
      send(Records{number, std::move(records)});
    });
  }

  void obey(Probe /*probe*/) { send(try_to_break_out()); }

  void send(const ToParent& message) {
    append_frame(out_, write(message));
    flush();
  }

  [[nodiscard]] std::size_t unsent() const { return out_.size() - sent_; }

  void flush() {
    while (unsent() > 0) {
      const auto put = ::send(kPipeDescriptor, out_.data() + sent_, unsent(), MSG_NOSIGNAL);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && errno == EAGAIN) break;
      if (put <= 0) {
        exit_code_ = 0;
        return;
      }
      sent_ += static_cast<std::size_t>(put);
    }
    if (unsent() == 0) {
      out_.clear();
      sent_ = 0;
    }
    arm();
  }

  void arm() { loop_.change(kPipeDescriptor, {.read = unsent() < kUnsentBytes, .write = unsent() > 0}); }

  loop::EventLoop& loop_;
  const MakeVisitor& make_visitor_;
  Marker& marker_;
  FrameReader frames_{FrameLimits::kToChild};
  std::string out_;
  std::size_t sent_ = 0;
  std::optional<int> exit_code_;
  std::unique_ptr<Visitor> visitor_;
};

}  // namespace

Marker::Marker(int fd) {
  if (fd < 0) return;
  void* memory = mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory != MAP_FAILED) shared_ = static_cast<volatile std::uint64_t*>(memory);
}

Marker::~Marker() {
  if (shared_ != nullptr) munmap(const_cast<std::uint64_t*>(shared_), sizeof(std::uint64_t));
}

void Marker::at(std::uint64_t errand) {
  if (shared_ != nullptr) *shared_ = errand;
}

int serve_pipe(const MakeVisitor& make_visitor) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a child that hangs does not outlive its parent
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C reaches the whole group: the parent says when to stop
  loop::EventLoop loop;
  Marker marker(fcntl(kMarkerDescriptor, F_GETFD) < 0 ? -1 : kMarkerDescriptor);
  return Pipe(loop, make_visitor, marker).run();
}

}  // namespace huabiao::dispatch
