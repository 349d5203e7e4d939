#include "support/loopback_server.h"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace huabiao::support {
namespace {

struct Keys {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  Keys(const std::string& host, int valid_days) {
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -100L * 86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_days * 86400L);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1,
                               0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(certificate, key, EVP_sha256());
  }
  ~Keys() {
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
};

int listen_anywhere(std::uint16_t& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 512) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no loopback port");
  port = ntohs(address.sin_port);
  return fd;
}

std::string header_value(const std::string& head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

class Connection final : public Reply {
 public:
  Connection(int fd, SSL_CTX* tls, const std::atomic<bool>& ending) : fd_(fd), ending_(ending) {
    if (tls != nullptr) {
      ssl_ = SSL_new(tls);
      SSL_set_fd(ssl_, fd);
    }
  }
  ~Connection() override {
    if (ssl_ != nullptr) {
      if (!was_reset_) SSL_shutdown(ssl_);
      SSL_free(ssl_);
    }
    close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool read_request(Request& request) {
    if (ssl_ != nullptr && SSL_accept(ssl_) != 1) return false;
    request.tls = ssl_ != nullptr;
    while (request.head.find("\r\n\r\n") == std::string::npos) {
      char buffer[4096];
      const auto got = ssl_ != nullptr ? SSL_read(ssl_, buffer, sizeof buffer) : recv(fd_, buffer, sizeof buffer, 0);
      if (got <= 0 || request.head.size() > 65536) return false;
      request.head.append(buffer, static_cast<std::size_t>(got));
    }
    request.host = header_value(request.head, "Host");
    const std::size_t from = request.head.find(' ') + 1;
    request.path = request.head.substr(from, request.head.find(' ', from) - from);
    return true;
  }

  bool send(const std::string& bytes) override {
    std::size_t sent = 0;
    while (sent < bytes.size() && !ending_) {
      const auto put = ssl_ != nullptr ? SSL_write(ssl_, bytes.data() + sent, static_cast<int>(bytes.size() - sent))
                                       : ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (put <= 0) return false;
      sent += static_cast<std::size_t>(put);
    }
    return !ending_;
  }

  void reset() override {
    const linger hard{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    was_reset_ = true;
  }

  bool wait(int milliseconds) override {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!ending_ && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return !ending_;
  }

 private:
  int fd_;
  SSL* ssl_ = nullptr;
  bool was_reset_ = false;
  const std::atomic<bool>& ending_;
};

}  // namespace

void Reply::answer(int status, const std::string& body, const std::string& more_headers) {
  send("HTTP/1.1 " + std::to_string(status) + " Said\r\n" + more_headers +
       "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
}

struct LoopbackServer::State {
  Handler handler;
  Keys keys;
  SSL_CTX* tls = SSL_CTX_new(TLS_server_method());
  std::uint16_t plain_port = 0, tls_port = 0;
  int plain = -1, secure = -1;
  std::atomic<bool> ending = false;
  std::atomic<int> connections = 0;
  std::mutex mutex;
  std::vector<std::jthread> threads;
  std::vector<std::jthread> acceptors;

  State(Handler with, const std::string& host, int valid_days) : handler(std::move(with)), keys(host, valid_days) {
    std::signal(SIGPIPE, SIG_IGN);  // SSL_write to a client that left
    SSL_CTX_use_certificate(tls, keys.certificate);
    SSL_CTX_use_PrivateKey(tls, keys.key);
    plain = listen_anywhere(plain_port);
    secure = listen_anywhere(tls_port);
    acceptors.emplace_back([this] { accept_all(plain, nullptr); });
    acceptors.emplace_back([this] { accept_all(secure, tls); });
  }
  ~State() {
    ending = true;
    acceptors.clear();
    threads.clear();
    close(plain);
    close(secure);
    SSL_CTX_free(tls);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void accept_all(int listener, SSL_CTX* with) {
    while (!ending) {
      pollfd waiting{listener, POLLIN, 0};
      if (poll(&waiting, 1, 20) <= 0) continue;
      const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++connections;
      const timeval patience{1, 0};
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      const std::scoped_lock lock(mutex);
      threads.emplace_back([this, fd, with] {
        Connection connection(fd, with, ending);
        Request request;
        if (connection.read_request(request)) handler(request, connection);
      });
    }
  }
};

LoopbackServer::LoopbackServer(Handler handler, const std::string& certificate_host, int valid_days)
    : state_(std::make_unique<State>(std::move(handler), certificate_host, valid_days)) {}
LoopbackServer::~LoopbackServer() = default;

std::uint16_t LoopbackServer::plain_port() const {
  return state_->plain_port;
}
std::uint16_t LoopbackServer::tls_port() const {
  return state_->tls_port;
}
std::string LoopbackServer::lab() const {
  return "127.0.0.1:" + std::to_string(plain_port()) + ":" + std::to_string(tls_port());
}
int LoopbackServer::connections() const {
  return state_->connections;
}

std::string LoopbackServer::certificate_pem() const {
  BIO* out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, state_->keys.certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(out);
  return pem;
}

}  // namespace huabiao::support
