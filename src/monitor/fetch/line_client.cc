#include "monitor/fetch/line_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "monitor/fetch/dns_resolver.h"
#include "monitor/fetch/socket_door.h"
#include "web/ip_range.h"

namespace huabiao::monitor::fetch {

struct LineClient::Asking {
  std::uint16_t port = 0;
  std::string question;
  std::size_t sent = 0;
  std::vector<std::string> left;  // addresses to try, the next one last
  LineAnswer answer;
  std::function<void(LineAnswer)> done;
  loop::EventLoop::TimerId deadline = 0;
  int fd = -1;
};

LineClient::LineClient(loop::EventLoop& loop, Lab lab, const LineLimits& limits)
    : loop_(loop), lab_(lab), limits_(limits) {}
LineClient::~LineClient() = default;

Result<std::unique_ptr<LineClient>> LineClient::create(loop::EventLoop& loop, Lab lab, const LineLimits& limits) {
  std::unique_ptr<LineClient> client(new LineClient(loop, lab, limits));
  if (lab == Lab::No) {
    auto resolver = DnsResolver::create(loop);
    if (!resolver) return fail(std::move(resolver));
    client->resolver_ = *std::move(resolver);
  }
  return client;
}

void LineClient::ask(const std::string& host, std::uint16_t port, std::string question,
                     std::function<void(LineAnswer)> done) {
  auto asking = std::make_shared<Asking>();
  asking->port = port;
  asking->question = std::move(question);
  asking->done = std::move(done);
  if (asking->question.size() > limits_.question_bytes)
    return end(asking, LineAnswer::Ending::NoConnection, "the question is too long");
  asking->deadline =
      loop_.after(limits_.total, [this, asking] { end(asking, LineAnswer::Ending::Timeout, "no answer in time"); });
  if (const auto address = web::canonical_ip(host)) {
    asking->left = {*address};
    return connect_next(asking);
  }
  if (!resolver_) return end(asking, LineAnswer::Ending::RefusedAddress, "a lab asks addresses only");
  resolver_->resolve(host, [this, asking](const Resolved& resolved) {
    if (!asking->done) return;
    if (resolved.what != Resolved::What::Addresses) return end(asking, LineAnswer::Ending::NoAddress, resolved.detail);
    asking->left = resolved.addresses;
    if (asking->left.size() > limits_.addresses) asking->left.resize(limits_.addresses);
    std::ranges::reverse(asking->left);
    connect_next(asking);
  });
}

void LineClient::connect_next(const std::shared_ptr<Asking>& asking) {
  close(*asking);
  if (asking->left.empty()) return end(asking, LineAnswer::Ending::NoConnection, asking->answer.detail);
  // One private address among a name's makes the name one not to ask: as FetchMachine decides.
  if (lab_ == Lab::No && !std::ranges::all_of(asking->left, [](const std::string& one) { return web::is_public(one); }))
    return end(asking, LineAnswer::Ending::RefusedAddress, asking->left.back());
  const std::string address = std::move(asking->left.back());
  asking->left.pop_back();
  asking->sent = 0;
  asking->fd = begin_connection(address, asking->port);
  if (asking->fd < 0) {
    asking->answer.detail = address + ": " + std::strerror(errno);
    return connect_next(asking);
  }
  loop_.watch(asking->fd, {.read = false, .write = true},
              [this, asking](loop::Ready ready) { on_ready(asking, ready); });
}

void LineClient::on_ready(const std::shared_ptr<Asking>& asking, loop::Ready ready) {
  if (asking->sent < asking->question.size()) {
    const ssize_t sent = ::send(asking->fd, asking->question.data() + asking->sent,
                                asking->question.size() - asking->sent, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (sent < 0) {
      asking->answer.detail = std::strerror(errno);
      return connect_next(asking);
    }
    asking->sent += static_cast<std::size_t>(sent);
    if (asking->sent == asking->question.size()) loop_.change(asking->fd, {.read = true, .write = false});
    return;
  }
  if (!ready.read && !ready.hung_up) return;
  if (read_some(asking)) end(asking, asking->answer.ending, asking->answer.detail);
}

// True: there is nothing more to read.
bool LineClient::read_some(const std::shared_ptr<Asking>& asking) const {
  std::array<char, 16U << 10U> buffer{};
  for (;;) {
    const ssize_t read = ::recv(asking->fd, buffer.data(), buffer.size(), 0);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0 && errno == EAGAIN) return false;
    if (read < 0) {
      asking->answer.ending = LineAnswer::Ending::NoConnection;
      asking->answer.detail = std::strerror(errno);
      return true;
    }
    if (read == 0) {
      asking->answer.ending = LineAnswer::Ending::Complete;
      return true;
    }
    const std::size_t room = limits_.bytes - asking->answer.text.size();
    asking->answer.text.append(buffer.data(), std::min(room, static_cast<std::size_t>(read)));
    if (static_cast<std::size_t>(read) > room) {
      asking->answer.ending = LineAnswer::Ending::Cut;
      return true;
    }
  }
}

void LineClient::close(Asking& asking) const {
  if (asking.fd < 0) return;
  loop_.unwatch(asking.fd);
  ::close(std::exchange(asking.fd, -1));
}

void LineClient::end(const std::shared_ptr<Asking>& asking, LineAnswer::Ending ending, std::string detail) const {
  if (!asking->done) return;
  loop_.cancel(asking->deadline);
  close(*asking);
  asking->answer.ending = ending;
  asking->answer.detail = std::move(detail);
  std::exchange(asking->done, nullptr)(std::move(asking->answer));
}

}  // namespace huabiao::monitor::fetch
