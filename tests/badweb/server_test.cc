// Talks to every condition over raw sockets, as a client that trusts nothing: what comes back must be what README.md
// says.

#include "server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "truth.h"

namespace huabiao::badweb {
namespace {

using namespace std::chrono_literals;

class Socket {
 public:
  // A test machine may be slow; only those who wait for nothing to come are impatient.
  explicit Socket(std::uint16_t port, std::chrono::milliseconds patience = 10s)
      : handle_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval wait{.tv_sec = patience.count() / 1000, .tv_usec = patience.count() % 1000 * 1000};
    setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    EXPECT_EQ(connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;
  ~Socket() { close(handle_); }
  [[nodiscard]] int handle() const { return handle_; }

 private:
  int handle_;
};

// How a plain exchange ended, and what had come until then.
struct Heard {
  enum class End { Closed, Reset, Quiet, Enough } end = End::Closed;
  std::string bytes;
};

Heard ask_plain(std::uint16_t port, const std::string& host, std::size_t enough = 12U << 20,
                std::chrono::milliseconds patience = 10s) {
  const Socket socket(port, patience);
  const std::string request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  Heard heard;
  if (send(socket.handle(), request.data(), request.size(), MSG_NOSIGNAL) < 0) return {Heard::End::Reset, ""};
  std::string piece(65536, '\0');
  while (heard.bytes.size() < enough) {
    const ssize_t got = recv(socket.handle(), piece.data(), piece.size(), 0);
    if (got == 0) return heard;
    if (got < 0) {
      heard.end = errno == ECONNRESET ? Heard::End::Reset : Heard::End::Quiet;
      return heard;
    }
    heard.bytes.append(piece, 0, static_cast<std::size_t>(got));
  }
  heard.end = Heard::End::Enough;
  return heard;
}

// The verify result of a handshake (X509_V_OK, ...), or -1 when there was none.
long shake_hands(std::uint16_t port, const std::string& host, X509* root) {
  const Socket socket(port);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), root);
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
  SSL_set_fd(ssl.get(), socket.handle());
  SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  SSL_set1_host(ssl.get(), host.c_str());
  const bool shaken = SSL_connect(ssl.get()) == 1;
  return shaken ? SSL_get_verify_result(ssl.get()) : -1;
}

X509Ptr read_pem(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                             BIO_free_all);
  return X509Ptr(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
}

class Serving : public testing::Test {
 protected:
  Serving() : root_(read_pem(authority_.pem())), thread_([this] { server_.run(60s); }) {}
  ~Serving() override {
    server_.stop();
    thread_.join();
  }

  std::string host_with(Condition condition) {
    for (const Site& site : estate_.sites())
      if (site.condition == condition && !site.organisations.front().hosts.empty())
        return site.organisations.front().hosts.front().name;
    ADD_FAILURE() << "no site has " << name_of(condition);
    return {};
  }
  Heard plain(Condition condition) { return ask_plain(server_.ports().plain, host_with(condition)); }
  long hands(Condition condition) { return shake_hands(server_.ports().tls, host_with(condition), root_.get()); }

  Estate estate_ = make_estate({.seed = 33});
  Responder responder_{estate_, 0.05};
  CertificateAuthority authority_;
  Server server_{responder_, authority_, {}};
  X509Ptr root_;
  std::thread thread_;
};

// The kind of answer on the wire: "reset", "moved", "quiet" or the status.
std::string kind_of(const Heard& heard) {
  if (heard.end == Heard::End::Reset) return "reset";
  if (heard.end == Heard::End::Quiet) return "quiet";
  if (heard.bytes.find("\r\nLocation: ") != std::string::npos) return "moved";
  return heard.bytes.substr(0, std::min<std::size_t>(12, heard.bytes.size()));
}

std::string expected_kind(const Site& site, const Expectation& expected) {
  const std::string_view outcome = expected.http.front();
  if (outcome == "reset") return "reset";
  if (site.http_redirects_to_https || site.condition == Condition::RedirectChain || expected.status == 302)
    return "moved";
  return "HTTP/1.1 " + std::to_string(expected.status);
}

TEST_F(Serving, EveryHostAnswersAsItsTruthSays) {
  for (const Site& site : estate_.sites()) {
    for (const Organisation& unit : site.organisations) {
      for (const Host& host : unit.hosts) {
        const Expectation expected = expect(site, &host);
        if (host.redirects_to_www || site.condition == Condition::Endless || expected.http.front() == "timeout")
          continue;
        const bool moved_first = site.http_redirects_to_https && site.condition != Condition::Down;
        const Heard heard = ask_plain(server_.ports().plain, host.name);
        EXPECT_EQ(kind_of(heard), moved_first ? "moved" : expected_kind(site, expected))
            << name_of(site.condition) << " " << host.unicode;
      }
    }
  }
}

TEST_F(Serving, TheSilentAndTheNeverEndingOutlastTheirClient) {
  for (const Site& site : estate_.sites()) {
    const bool sick = site.condition == Condition::Silent || site.condition == Condition::NeverEnds;
    if (!sick || site.http_redirects_to_https || site.organisations.front().hosts.empty()) continue;
    const Heard heard =
        ask_plain(server_.ports().plain, site.organisations.front().hosts.front().name, 1U << 20, 400ms);
    EXPECT_EQ(heard.end, Heard::End::Quiet);
    EXPECT_EQ(heard.bytes.empty(), site.condition == Condition::Silent);
  }
}

TEST_F(Serving, ATrickleComesInPieces) {
  const Estate estate = make_estate({.seed = 1, .sites = 30, .only = Condition::Trickle, .annex = false});
  Responder responder(estate, 0.01);
  const Site& site = estate.sites().front();
  const Script script = responder.reply({"GET", "/", site.organisations.front().hosts.front().name, true, false});
  EXPECT_GT(std::ranges::count_if(script, [](const Step& step) { return step.what == Step::What::Wait; }), 70);
}

TEST_F(Serving, HandshakesShowTheCertificateOfTheCondition) {
  EXPECT_EQ(hands(Condition::Healthy), X509_V_OK);
  EXPECT_EQ(hands(Condition::CertExpiringSoon), X509_V_OK);
  EXPECT_EQ(hands(Condition::CertExpired), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(hands(Condition::CertSelfSigned), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
  EXPECT_EQ(hands(Condition::CertWrongName), X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(hands(Condition::PlainOnly), -1);
  EXPECT_EQ(hands(Condition::TlsReset), -1);
  EXPECT_EQ(hands(Condition::Down), -1);
}

TEST_F(Serving, AnEndlessBodyGoesOnAndAHugeOneIsHuge) {
  for (const Condition condition : {Condition::Endless, Condition::HugePage}) {
    const Estate estate = make_estate({.seed = 1, .sites = 30, .only = condition, .annex = false});
    Responder responder(estate, 1.0);
    Server server(responder, authority_, {});
    std::thread thread([&] { server.run(20s); });
    for (const Site& site : estate.sites()) {
      if (site.http_redirects_to_https) continue;
      const Heard heard = ask_plain(server.ports().plain, site.organisations.front().hosts.front().name, 9U << 20);
      EXPECT_EQ(heard.end, Heard::End::Enough) << name_of(condition);
      break;
    }
    server.stop();
    thread.join();
  }
}

TEST_F(Serving, ManyRequestsTravelOnOneConnection) {
  const std::string host = host_with(Condition::Healthy);
  const Socket socket(server_.ports().plain);
  const std::string request = "GET /js/a.js HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  const std::string three = request + request + request;
  ASSERT_GT(send(socket.handle(), three.data(), three.size(), MSG_NOSIGNAL), 0);
  std::string bytes, piece(4096, '\0');
  const auto answers = [&] {
    std::size_t count = 0;
    for (std::size_t at = bytes.find("HTTP/1.1 "); at != std::string::npos; at = bytes.find("HTTP/1.1 ", at + 1))
      ++count;
    return count;
  };
  for (ssize_t got = 0; answers() < 3 && (got = recv(socket.handle(), piece.data(), piece.size(), 0)) > 0;)
    bytes.append(piece, 0, static_cast<std::size_t>(got));
  EXPECT_EQ(answers(), 3U);
}

TEST_F(Serving, AHeadWithoutEndIsCutOff) {
  const Socket socket(server_.ports().plain);
  const std::string endless = "GET / HTTP/1.1\r\nX: " + std::string(40000, 'x');
  send(socket.handle(), endless.data(), endless.size(), MSG_NOSIGNAL);
  char byte = 0;
  EXPECT_LE(recv(socket.handle(), &byte, 1, 0), 0);
}

TEST_F(Serving, ItListensOnLoopbackOnlyAndOnTwoPorts) {
  EXPECT_NE(server_.ports().plain, server_.ports().tls);
  EXPECT_GT(server_.ports().plain, 0);
}

}  // namespace
}  // namespace huabiao::badweb
