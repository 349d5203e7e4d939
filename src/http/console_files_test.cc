#include "http/console_files.h"

#include <array>
#include <gtest/gtest.h>
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

}  // namespace huabiao::http
