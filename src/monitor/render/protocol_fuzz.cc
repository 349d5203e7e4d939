// What a browser that was taken over may write into the pipe: any bytes, in any pieces.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "monitor/render/message_splitter.h"
#include "monitor/render/page_session.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::monitor::render;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  MessageSplitter splitter(1U << 16U);
  PageSession session({}, {.url = "http://www.example.gov.cn/", .user_agent = "x", .also = {}}, 1);
  session.begin();
  bool over = false;
  const auto obey = [&](const Steps& steps) {
    for (const Step& step : steps) over = over || std::holds_alternative<Over>(step);
  };
  std::int64_t elapsed = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 1000) {
    splitter.feed(bytes.substr(at, 1000));
    for (auto next = splitter.next(); next && *next; next = splitter.next()) {
      const auto message = read_message(**next);
      if (!message) return 0;
      if (!over) obey(session.on(*message, huabiao::Millis(elapsed += 10)));
    }
  }
  return 0;
}
