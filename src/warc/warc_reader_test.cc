#include "warc/warc_reader.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace huabiao::warc {
namespace {

std::string record(const std::string& type, const std::string& url, const std::string& content) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + url +
         "\r\nContent-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content + "\r\n\r\n";
}

std::string packed(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Read {
  std::vector<WarcPage> pages;
  std::string error;
};

// Handed out `step` bytes at a time.
Read read(std::string bytes, std::size_t step = 7) {
  std::size_t at = 0;
  WarcReader reader([&](std::span<char> room) -> Result<std::size_t> {
    const std::size_t count =
        std::string_view(bytes).substr(at, std::min(step, room.size())).copy(room.data(), room.size());
    at += count;
    return count;
  });
  Read out;
  for (;;) {
    auto page = reader.next();
    if (!page) out.error = page.error().code;
    if (!page || !*page) return out;
    out.pages.push_back(std::move(**page));
  }
}

const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n<title>x</title>";

TEST(WarcReader, GivesAnswersAndResourcesAndPassesTheRestOver) {
  const Read out =
      read(record("warcinfo", "", "software: x") + record("request", "http://a.cn/", "GET / HTTP/1.1\r\n\r\n") +
           record("response", "http://a.cn/", kAnswer) + record("resource", "http://b.cn/", "<p>b"));
  ASSERT_EQ(out.pages.size(), 2u);
  EXPECT_EQ(out.pages[0].url, "http://a.cn/");
  EXPECT_EQ(out.pages[0].status, 200);
  EXPECT_EQ(out.pages[0].content_type, "text/html; charset=gbk");
  EXPECT_EQ(out.pages[0].body, "<title>x</title>");
  EXPECT_EQ(out.pages[1].body, "<p>b");
  EXPECT_TRUE(out.error.empty());
}

TEST(WarcReader, UndoesGzipMemberByMember) {
  const Read out = read(
      packed(record("response", "http://a.cn/", kAnswer)) + packed(record("response", "http://b.cn/", kAnswer)), 11);
  ASSERT_EQ(out.pages.size(), 2u);
  EXPECT_EQ(out.pages[1].url, "http://b.cn/");
}

TEST(WarcReader, UndoesChunksAndContentEncoding) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  EXPECT_EQ(read(record("response", "u", head + "\r\n5\r\nhello\r\n3;x=y\r\n wo\r\n0\r\n\r\n")).pages.at(0).body,
            "hello wo");
  EXPECT_EQ(read(record("response", "u", head + "\r\n<p>kept without chunks")).pages.at(0).body,
            "<p>kept without chunks");
  EXPECT_EQ(read(record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed("<p>zip")))
                .pages.at(0)
                .body,
            "<p>zip");
  EXPECT_TRUE(read(record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxx")).pages.empty());
}

TEST(WarcReader, KeepsAtMostTheLimitOfAPage) {
  const std::string body(WarcLimits::kBodyBytes + 5'000'000, 'x');
  const Read out = read(record("resource", "u", body) + record("resource", "v", "y"), 1 << 20);
  ASSERT_EQ(out.pages.size(), 2u);
  EXPECT_EQ(out.pages[0].body.size(), WarcLimits::kBodyBytes);
  EXPECT_TRUE(out.pages[0].truncated);
  EXPECT_EQ(out.pages[1].body, "y");
}

TEST(WarcReader, SaysWhatIsBroken) {
  EXPECT_EQ(read("<html>").error, "warc.not_warc");
  EXPECT_EQ(read("WARC/1.0\r\nWARC-Type: response\r\n\r\n").error, "warc.broken");
  EXPECT_EQ(read("WARC/1.0\r\n" + std::string(100'000, 'x'), 4096).error, "warc.broken");
  EXPECT_EQ(read("\x1f\x8b" + std::string(100, 'x')).error, "warc.broken");
  EXPECT_TRUE(read("").pages.empty());
  const std::string whole = record("response", "http://a.cn/", kAnswer);
  const Read cut = read(whole.substr(0, whole.size() - 10));
  ASSERT_EQ(cut.pages.size(), 1u);
  EXPECT_TRUE(cut.pages[0].truncated);
}

TEST(WarcReader, KnowsAnArchiveByItsFirstBytes) {
  EXPECT_TRUE(begins_warc("WARC/1.1\r\n"));
  EXPECT_TRUE(begins_warc(packed(record("resource", "u", "x"))));
  EXPECT_FALSE(begins_warc(packed("<html>")));
  EXPECT_FALSE(begins_warc("<html>"));
}

}  // namespace
}  // namespace huabiao::warc
