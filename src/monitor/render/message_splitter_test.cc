#include "monitor/render/message_splitter.h"

#include <gtest/gtest.h>
#include <vector>

namespace huabiao::monitor::render {
namespace {

TEST(MessageSplitter, GivesMessagesHoweverTheBytesCome) {
  const std::string stream = std::string("{\"id\":1}") + '\0' + "" + '\0' + "{\"id\":22}" + '\0' + "{\"half";
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    MessageSplitter splitter(100);
    std::vector<std::string> got;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      splitter.feed(std::string_view(stream).substr(at, step));
      for (auto next = splitter.next(); next && *next; next = splitter.next()) got.emplace_back(**next);
    }
    EXPECT_EQ(got, (std::vector<std::string>{"{\"id\":1}", "", "{\"id\":22}"})) << step;
  }
}

TEST(MessageSplitter, RefusesALongMessageBeforeItHasEnded) {
  MessageSplitter splitter(8);
  splitter.feed(std::string("12345678") + '\0');
  ASSERT_TRUE(splitter.next());
  splitter.feed("123456789");
  const auto refused = splitter.next();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "render.message_too_large");
}

}  // namespace
}  // namespace huabiao::monitor::render
