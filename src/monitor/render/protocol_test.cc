#include "monitor/render/protocol.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "monitor/render/png.h"

namespace huabiao::monitor::render {
namespace {

template <class T>
T read_as(std::string_view text) {
  auto message = read_message(text);
  EXPECT_TRUE(message) << text;
  if (!message || !std::holds_alternative<T>(*message)) {
    ADD_FAILURE() << text;
    return {};
  }
  return std::get<T>(*std::move(message));
}

TEST(Protocol, ReadsAPausedRequest) {
  const auto paused = read_as<RequestPaused>(
      R"({"method":"Fetch.requestPaused","sessionId":"S","params":{"requestId":"r1","frameId":"F","resourceType":"Script",)"
      R"("request":{"url":"http://a.gov.cn/x.js","method":"GET","headers":{}}}})");
  EXPECT_EQ(paused.session, "S");
  EXPECT_EQ(paused.request, "r1");
  EXPECT_EQ(paused.frame, "F");
  EXPECT_EQ(paused.kind, "Script");
  EXPECT_EQ(paused.url, "http://a.gov.cn/x.js");
}

TEST(Protocol, ReadsAnswersAndTheirErrors) {
  EXPECT_EQ(read_as<Answer>(R"({"id":4,"result":{"browserContextId":"C"}})").context, "C");
  EXPECT_EQ(read_as<Answer>(R"({"id":4,"error":{"code":-1,"message":"no"}})").error, "no");
  EXPECT_EQ(read_as<Answer>(R"({"id":4,"error":{}})").error, "refused");
  const auto layout = read_as<Answer>(R"({"id":5,"result":{"cssContentSize":{"width":1280,"height":2500.4}}})");
  EXPECT_EQ(layout.width, 1280);
  EXPECT_EQ(layout.height, 2501);
}

TEST(Protocol, OnlyThePagesOwnFrameCounts) {
  EXPECT_EQ(read_as<Navigated>(R"({"method":"Page.frameNavigated","params":{"frame":{"url":"http://a/"}}})").url,
            "http://a/");
  read_as<OtherEvent>(R"({"method":"Page.frameNavigated","params":{"frame":{"url":"http://a/","parentId":"P"}}})");
}

TEST(Protocol, TakesNothingThatIsNoMessage) {
  for (const char* text : {"", "[]", "1", "{}", R"({"id":"1"})", R"({"id":1})", R"({"method":7})",
                           R"({"method":"Fetch.requestPaused","params":{}})",
                           R"({"method":"Fetch.requestPaused","params":{"request":{"url":"http://a/"}}})"}) {
    const auto message = read_message(text);
    ASSERT_FALSE(message) << text;
    EXPECT_EQ(message.error().code, "render.bad_message");
  }
  EXPECT_FALSE(read_message(std::string(100'000, '[')));
}

TEST(Protocol, SizesThatAreNoneAreZero) {
  for (const char* height : {"-5", "1e300", "\"x\"", "null"}) {
    const std::string text = std::string(R"({"id":5,"result":{"cssContentSize":{"width":1,"height":)") + height + "}}}";
    EXPECT_EQ(read_as<Answer>(text).height, 0) << height;
  }
}

TEST(Protocol, WhatItWritesIsOneMessageWhateverItCarries) {
  const std::string text = fulfil({.id = 9, .session = "S"}, "r1", 200, {{"content-type", "text/html; charset=\xff"}},
                                  std::string("a\0b", 3));
  ASSERT_EQ(text.find('\0'), text.size() - 1);
  const auto value = boost::json::parse(text.substr(0, text.size() - 1));
  EXPECT_EQ(value.at("id").as_int64(), 9);
  EXPECT_EQ(value.at("sessionId").as_string(), "S");
  EXPECT_EQ(value.at("params").at("body").as_string(), "YQBi");
}

TEST(Png, SaysItsSizeOrNothing) {
  const std::string header("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x06\x40", 24);
  const auto size = png_size(header);
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 1280);
  EXPECT_EQ(size->height, 1600);
  EXPECT_FALSE(png_size(header.substr(0, 23)));
  EXPECT_FALSE(png_size("<html>" + header));
  std::string huge = header;
  huge[16] = '\x01';
  EXPECT_FALSE(png_size(huge));
}

}  // namespace
}  // namespace huabiao::monitor::render
