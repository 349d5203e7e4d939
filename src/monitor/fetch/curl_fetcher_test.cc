#include "monitor/fetch/curl_fetcher.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/loopback_server.h"

namespace huabiao::monitor::fetch {
namespace {

using support::LoopbackServer;
using support::Reply;
using support::Request;

struct Told {
  FetchOutcome outcome;
  std::string address;
};

FetchSettings in_lab(const LoopbackServer& server) {
  FetchSettings settings;
  settings.lab = *LabAllowance::parse(server.lab());
  settings.user_agent = "huabiao-test (+mailto:test@example.cn)";
  return settings;
}

std::vector<Told> fetch_all(const FetchSettings& settings, const std::vector<std::string>& urls) {
  loop::EventLoop loop;
  const SystemClock clock;
  auto fetcher = CurlFetcher::create(loop, clock, settings);
  if (!fetcher) {
    ADD_FAILURE() << fetcher.error().code << " " << fetcher.error().detail;
    return {};
  }
  std::vector<Told> told(urls.size());
  std::size_t done = 0;
  for (std::size_t i = 0; i < urls.size(); ++i)
    (*fetcher)->fetch(urls[i], [&, i](FetchOutcome outcome, std::string address) {
      told[i] = {std::move(outcome), std::move(address)};
      ++done;
    });
  while (done < urls.size()) loop.run_once(Millis(1000));
  EXPECT_EQ((*fetcher)->in_flight(), 0U);
  return told;
}

Told fetch_one(const FetchSettings& settings, const std::string& url) {
  return fetch_all(settings, {url}).at(0);
}

Told fetch_from(const LoopbackServer::Handler& handler, const std::string& url, FetchLimits limits = {}) {
  const LoopbackServer server(handler);
  FetchSettings settings = in_lab(server);
  settings.limits = limits;
  return fetch_one(settings, url);
}

}  // namespace

TEST(CurlFetcher, ReadsAPageWithItsHeadersAndTimes) {
  const Told told = fetch_from(
      [](const Request& request, Reply& reply) {
        EXPECT_EQ(request.host, "www.example.gov.cn");
        EXPECT_EQ(request.path, "/index?a=1");
        EXPECT_NE(request.head.find("User-Agent: huabiao-test"), std::string::npos);
        EXPECT_EQ(request.head.find("Cookie"), std::string::npos);
        reply.answer(200, "<title>x</title>", "Content-Type: text/html\r\nX-Mixed-Case:  v \r\n");
      },
      "http://www.example.gov.cn/index?a=1#part");
  EXPECT_EQ(told.outcome.outcome, Outcome::Ok);
  EXPECT_EQ(told.outcome.status, 200);
  EXPECT_EQ(told.outcome.body, "<title>x</title>");
  EXPECT_EQ(told.outcome.asked_url, "http://www.example.gov.cn/index?a=1#part");
  EXPECT_EQ(told.address, "127.0.0.1");
  EXPECT_EQ(told.outcome.headers.at(1), (std::pair<std::string, std::string>("x-mixed-case", "v")));
  EXPECT_GE(told.outcome.timing.first_byte, 0);
  EXPECT_GE(told.outcome.timing.total, told.outcome.timing.first_byte);
  EXPECT_FALSE(told.outcome.tls.has_value());
}

TEST(CurlFetcher, ReadsThePageBehindABadCertificateAndTellsWhy) {
  const auto say_hello = [](const Request&, Reply& reply) { reply.answer(200, "hello"); };
  const LoopbackServer server(say_hello, "tls.example.cn", -1);
  const auto told = fetch_all(in_lab(server), {"https://tls.example.cn/", "https://other.example.cn/"});
  for (const Told& each : told) {
    EXPECT_EQ(each.outcome.outcome, Outcome::Ok) << each.outcome.reason;
    EXPECT_EQ(each.outcome.body, "hello");
    ASSERT_TRUE(each.outcome.tls.has_value());
    EXPECT_TRUE(each.outcome.tls->self_signed);
    EXPECT_TRUE(each.outcome.tls->expired);
    EXPECT_FALSE(each.outcome.tls->trusted);
    EXPECT_FALSE(each.outcome.tls->verify_error.empty());
    EXPECT_EQ(each.outcome.tls->protocol, "TLSv1.3");
    EXPECT_FALSE(each.outcome.tls->cipher.empty());
    ASSERT_EQ(each.outcome.tls->chain.size(), 1U);
    EXPECT_EQ(each.outcome.tls->chain[0].names, std::vector<std::string>{"tls.example.cn"});
    EXPECT_EQ(each.outcome.tls->chain[0].subject, "CN=tls.example.cn");
    EXPECT_LT(each.outcome.tls->chain[0].not_after, SystemClock().now());
    EXPECT_EQ(each.outcome.tls->chain[0].sha256.size(), 64U);
  }
  EXPECT_FALSE(told[0].outcome.tls->name_mismatch);
  EXPECT_TRUE(told[1].outcome.tls->name_mismatch);
}

TEST(CurlFetcher, TrustsWhatTheCaFileVouchesFor) {
  const LoopbackServer server([](const Request&, Reply& reply) { reply.answer(200, "hello"); });
  const auto file = std::filesystem::temp_directory_path() / ("huabiao_ca_" + std::to_string(getpid()) + ".pem");
  std::ofstream(file) << server.certificate_pem();
  FetchSettings settings = in_lab(server);
  settings.ca_file = file.string();
  const Told told = fetch_one(settings, "https://tls.example.cn/");
  std::filesystem::remove(file);
  ASSERT_TRUE(told.outcome.tls.has_value());
  EXPECT_TRUE(told.outcome.tls->trusted) << told.outcome.tls->verify_error;
  EXPECT_FALSE(told.outcome.tls->self_signed);
}

TEST(CurlFetcher, FollowsFromHttpToHttpsAndKeepsTheChain) {
  const Told told = fetch_from(
      [](const Request& request, Reply& reply) {
        if (request.tls)
          reply.answer(200, "secure");
        else
          reply.answer(301, "moved", "Location: https://tls.example.cn/home\r\n");
      },
      "http://tls.example.cn/");
  EXPECT_EQ(told.outcome.outcome, Outcome::Ok);
  EXPECT_EQ(told.outcome.body, "secure");
  EXPECT_EQ(told.outcome.final_url, "https://tls.example.cn/home");
  ASSERT_EQ(told.outcome.chain.size(), 2U);
  EXPECT_EQ(told.outcome.chain[0].status, 301);
  EXPECT_TRUE(told.outcome.tls.has_value());
}

TEST(CurlFetcher, TellsTheWaysAServerFails) {
  FetchLimits limits;
  limits.total = Millis(600);
  const LoopbackServer server([](const Request& request, Reply& reply) {
    if (request.host == "reset.cn") return reply.reset();
    if (request.host == "closes.cn") return;
    if (request.host == "short.cn") (void)reply.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
    if (request.host == "garbage.cn") (void)reply.send("\x16\x03garbage that is no HTTP\r\n\r\n");
    if (request.host == "silent.cn") (void)reply.wait(5'000);
    if (request.host == "loop.cn") reply.answer(302, "", "Location: /\r\n");
    if (request.host == "none.cn") reply.answer(404, "no");
    if (request.host == "void.cn") reply.answer(200, "");
    if (request.host == "trickle.cn") {
      (void)reply.send("HTTP/1.1 200 OK\r\n\r\n");
      while (reply.send("x") && reply.wait(50)) continue;
    }
  });
  FetchSettings settings = in_lab(server);
  settings.limits = limits;
  const std::pair<const char*, Outcome> cases[] = {
      {"http://reset.cn/", Outcome::Reset},         {"https://reset.cn/", Outcome::Reset},
      {"http://closes.cn/", Outcome::Reset},        {"http://short.cn/", Outcome::Reset},
      {"http://garbage.cn/", Outcome::HttpError},   {"http://silent.cn/", Outcome::Timeout},
      {"http://loop.cn/", Outcome::RedirectLoop},   {"http://none.cn/", Outcome::HttpError},
      {"http://void.cn/", Outcome::Empty},          {"http://trickle.cn/", Outcome::Timeout},
      {"http://10.0.0.1/", Outcome::RefusedAddress}};
  std::vector<std::string> urls;
  for (const auto& [url, outcome] : cases) urls.emplace_back(url);
  const auto told = fetch_all(settings, urls);
  for (std::size_t i = 0; i < urls.size(); ++i) {
    EXPECT_EQ(to_string(told[i].outcome.outcome), to_string(cases[i].second))
        << urls[i] << ": " << told[i].outcome.reason;
    EXPECT_FALSE(told[i].outcome.reason.empty());
  }
}

TEST(CurlFetcher, TellsAPlainServerOnTheTlsPortAndARefusedConnection) {
  const LoopbackServer server([](const Request&, Reply& reply) { reply.answer(200, "x"); });
  FetchSettings settings = in_lab(server);
  settings.lab = *LabAllowance::grant("127.0.0.1", 1, server.plain_port());
  EXPECT_EQ(fetch_one(settings, "https://a.cn/").outcome.outcome, Outcome::TlsFailure);
  EXPECT_EQ(fetch_one(settings, "http://a.cn/").outcome.outcome, Outcome::ConnectRefused);
}

TEST(CurlFetcher, CutsAHugePageAtTheLimit) {
  FetchLimits limits;
  limits.body_bytes = 10'000;
  const Told told = fetch_from(
      [](const Request&, Reply& reply) {
        (void)reply.send("HTTP/1.1 200 OK\r\n\r\n");
        while (reply.send(std::string(4096, 'a'))) continue;
      },
      "http://huge.cn/", limits);
  EXPECT_EQ(told.outcome.outcome, Outcome::Ok);
  EXPECT_TRUE(told.outcome.truncated);
  EXPECT_EQ(told.outcome.body.size(), 10'000U);
}

TEST(CurlFetcher, CutsHeadersWithoutEnd) {
  const Told told = fetch_from(
      [](const Request&, Reply& reply) {
        (void)reply.send("HTTP/1.1 200 OK\r\n");
        while (reply.send("X-More: and more\r\n")) continue;
      },
      "http://headers.cn/");
  EXPECT_EQ(told.outcome.outcome, Outcome::HttpError);
  EXPECT_NE(told.outcome.reason.find("header"), std::string::npos);
}

TEST(CurlFetcher, NeverConnectsToThisMachineWithoutTheLab) {
  const LoopbackServer server([](const Request&, Reply& reply) { reply.answer(200, "inside"); });
  FetchSettings settings;
  const std::string port = std::to_string(server.plain_port());
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0"})
    EXPECT_EQ(fetch_one(settings, "http://" + host + ":" + port + "/").outcome.outcome, Outcome::RefusedAddress)
        << host;
  EXPECT_EQ(server.connections(), 0);
}

TEST(CurlFetcher, ARedirectOutOfTheLabToAPrivateAddressIsRefused) {
  const Told told =
      fetch_from([](const Request&, Reply& reply) { reply.answer(302, "", "Location: http://192.168.1.1/admin\r\n"); },
                 "http://a.cn/");
  EXPECT_EQ(told.outcome.outcome, Outcome::RefusedAddress);
  EXPECT_EQ(told.outcome.chain.size(), 1U);
  EXPECT_TRUE(told.outcome.body.empty());
}

TEST(CurlFetcher, RefusesHeadersThatAreNoneOrCarryCredentials) {
  EXPECT_TRUE(check_header("X-Contact: someone").has_value());
  for (const char* line : {"", "no colon", ": empty", "X: a\r\nY: b", "X Y: z"})
    EXPECT_EQ(check_header(line).error().code, "fetch.bad_header") << line;
  for (const char* line : {"Cookie: a=b", "authorization: Basic x", "Proxy-Authorization: x"})
    EXPECT_EQ(check_header(line).error().code, "fetch.secret_header") << line;
}

TEST(CurlFetcher, ManyFetchesShareOneLoop) {
  const LoopbackServer server([](const Request& request, Reply& reply) { reply.answer(200, request.host); });
  std::vector<std::string> urls;
  for (int i = 0; i < 60; ++i) urls.push_back((i % 2 == 0 ? "http://h" : "https://h") + std::to_string(i) + ".cn/");
  const auto told = fetch_all(in_lab(server), urls);
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i].outcome.body, "h" + std::to_string(i) + ".cn");
}

}  // namespace huabiao::monitor::fetch
