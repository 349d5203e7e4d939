#include "http/console_files.h"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace huabiao::http {
namespace {

const std::string& script() {
  static const std::string kScript = [] {
    std::string text;
    while (text.size() < 4000) text += "const answer = 42;\n";
    return text;
  }();
  return kScript;
}

ConsoleFiles console() {
  static const std::array kFiles = {assets::Asset{"assets/app-1a2b.js", script()},
                                    assets::Asset{"assets/app-1a2b.js.br", "brotli"},
                                    assets::Asset{"index.html", "<!doctype html>"}, assets::Asset{"logo.png", "png"}};
  return ConsoleFiles(kFiles);
}

Request get(std::string path, Fields headers = {}) {
  Request request;
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

}  // namespace

TEST(ConsoleFiles, ServesHashedFilesForEver) {
  const auto answer = console().answer(get("/assets/app-1a2b.js"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->fixed, script());
  EXPECT_EQ(field(answer->headers, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(field(answer->headers, "Content-Type"), "text/javascript; charset=utf-8");
}

TEST(ConsoleFiles, ServesThePackedFormTheClientTakes) {
  const ConsoleFiles files = console();
  const auto brotli = files.answer(get("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}}));
  EXPECT_EQ(brotli->fixed, "brotli");
  const auto gzip = files.answer(get("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br;q=0"}}));
  EXPECT_EQ(field(gzip->headers, "Content-Encoding"), "gzip");
  EXPECT_LT(gzip->fixed.size(), script().size());
}

TEST(ConsoleFiles, AnswersRoomsOfTheConsoleWithItsIndex) {
  for (const char* path : {"/", "/sites", "/sites/17", "/index.html"}) {
    const auto answer = console().answer(get(path));
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->fixed, "<!doctype html>");
    EXPECT_EQ(field(answer->headers, "Cache-Control"), "no-cache");
  }
}

TEST(ConsoleFiles, KnowsNoOtherFiles) {
  EXPECT_EQ(console().answer(get("/missing.js")).error().error.code, "http.no_such_file");
  EXPECT_EQ(ConsoleFiles({}).answer(get("/")).error().error.code, "http.no_console");
}

TEST(ConsoleFiles, SaysNothingNewWhenTheTagIsKnown) {
  const ConsoleFiles files = console();
  const std::string tag(field(files.answer(get("/"))->headers, "ETag"));
  const auto again = files.answer(get("/", {{"if-none-match", tag}}));
  EXPECT_EQ(again->status, 304);
  EXPECT_TRUE(again->fixed.empty());
}

TEST(ConsoleFiles, GivesAPageThatAsksForItANonceOfItsOwn) {
  static const std::array kFiles = {assets::Asset{"index.html", "<meta content=\"__CSP_NONCE__\"><p>"}};
  const ConsoleFiles files(kFiles);
  std::set<std::string> nonces;
  for (int i = 0; i < 2; ++i) {
    const auto answer = files.answer(get("/sites"));
    ASSERT_TRUE(answer);
    const std::string_view body = answer->body;
    ASSERT_TRUE(body.starts_with("<meta content=\"") && body.ends_with("\"><p>")) << body;
    const std::string nonce(body.substr(15, body.size() - 20));
    EXPECT_EQ(nonce.size(), 22U);
    const std::string_view policy = field(answer->headers, "Content-Security-Policy");
    EXPECT_NE(policy.find("style-src 'self' 'nonce-" + nonce + "';"), std::string_view::npos) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string_view::npos) << policy;
    EXPECT_EQ(field(answer->headers, "Cache-Control"), "no-store");
    EXPECT_EQ(field(answer->headers, "ETag"), "");
    nonces.insert(nonce);
  }
  EXPECT_EQ(nonces.size(), 2U);
}

}  // namespace huabiao::http
