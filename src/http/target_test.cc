#include "http/target.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::http {

TEST(ReadTarget, TakesPathAndQueryApart) {
  const auto target = read_target("/api/v1/sites?q=%E6%95%99%E8%82%B2+%E5%B1%80&limit=50&&flag", 8);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/v1/sites");
  EXPECT_EQ(target->query, (Fields{{"q", "教育 局"}, {"limit", "50"}, {"flag", ""}}));
}

TEST(ReadTarget, RefusesPathsThatClimbOrHide) {
  for (const char* bad : {"", "sites", "http://elsewhere/", "/a/../b", "/a/%2e%2e/b", "/a/./b", "/..", "/a%2fb",
                          "/a\\b", "/%", "/%4", "/%zz", "/%00", "/%ff%fe", "/a?q=%ff", "/a?q=%00", "*"})
    EXPECT_FALSE(read_target(bad, 8)) << bad;
}

TEST(ReadTarget, BoundsTheParameters) {
  EXPECT_TRUE(read_target("/a?a=1&b=2", 2));
  EXPECT_FALSE(read_target("/a?a=1&b=2&c=3", 2));
}

RC_GTEST_PROP(ReadTarget, NeverGivesBackAPathThatClimbs, (const std::string& text)) {
  const auto target = read_target("/" + text, 8);
  if (!target) return;
  RC_ASSERT(target->path.front() == '/');
  RC_ASSERT(utf8::valid(target->path));
  RC_ASSERT(("" + target->path + "/").find("/../") == std::string::npos);
}

TEST(ReadCookies, KeepsEveryPair) {
  Fields cookies;
  read_cookies("a=1; huabiao_session=xyz;broken; b=2=3", cookies);
  EXPECT_EQ(cookies, (Fields{{"a", "1"}, {"huabiao_session", "xyz"}, {"b", "2=3"}}));
}

TEST(FindFilePart, FindsTheBytesBetweenTheBoundaries) {
  const std::string body =
      "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
      "--XX\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\\\temp\\\\\xE8\xA1\xA8.xlsx\"\r\n"
      "Content-Type: application/zip\r\n\r\nPK\r\n--X\r\nend\r\n--XX--\r\n";
  const auto part = find_file_part("multipart/form-data; boundary=XX", body);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->filename, "表.xlsx");
  EXPECT_EQ(body.substr(part->offset, part->length), "PK\r\n--X\r\nend");
}

TEST(FindFilePart, RefusesWhatIsNotAForm) {
  EXPECT_EQ(find_file_part("multipart/form-data", "--X").error().code, "http.bad_multipart");
  EXPECT_EQ(find_file_part("multipart/form-data; boundary=X", "").error().code, "http.no_file_part");
  EXPECT_EQ(find_file_part("multipart/form-data; boundary=X", "--X\r\n\r\n\r\n--X--").error().code,
            "http.no_file_part");
}

RC_GTEST_PROP(FindFilePart, NeverPointsOutsideTheBody, (const std::string& head, const std::string& content)) {
  const std::string body = "--B\r\n" + head + "\r\n\r\n" + content + "\r\n--B--";
  const auto part = find_file_part("multipart/form-data; boundary=\"B\"", body);
  if (part) RC_ASSERT(part->offset + part->length <= body.size());
}

TEST(SafeFilename, KeepsTheLastSegmentWithoutControls) {
  EXPECT_EQ(safe_filename("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_filename("a\r\nb\".xlsx"), "ab.xlsx");
  EXPECT_EQ(safe_filename(".."), "");
}

TEST(Attachment, NamesTheFileInBothForms) {
  EXPECT_EQ(attachment("表 1.xlsx"), "attachment; filename=\"____1.xlsx\"; filename*=UTF-8''%E8%A1%A8%201.xlsx");
}

}  // namespace huabiao::http
