#include "mark/recognise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::mark {
namespace {

constexpr std::string_view kId = "06F2CAD4909B067AE053012819AC8596";
const std::string kShow = "http://bszs.conac.cn/sitename?method=show&id=";

}  // namespace

TEST(RecogniseScriptUrl, ReadsTheGroupsOfAnOfficialScript) {
  const auto mark = recognise_script_url("https://dcs.conac.cn/js/33/000/0000/60425889/CA330000000604258890010.js");
  EXPECT_EQ(mark.piece, Piece::Script);
  EXPECT_TRUE(mark.valid);
  EXPECT_EQ(mark.id, "CA330000000604258890010");
  EXPECT_EQ(mark.province, "33");
  EXPECT_EQ(mark.prefecture, "000");
  EXPECT_EQ(mark.county, "0000");
  EXPECT_EQ(mark.organisation, "60425889");
  EXPECT_EQ(mark.serial, "0010");
}

TEST(RecogniseScriptUrl, AcceptsEveryFormInUse) {
  for (const char* url : {"http://dcs.conac.cn/js/11/184/1349/60626310/CA111841349606263100002.js",
                          "//dcs.conac.cn/js/20/000/0000/60564709/CA200000000605647090001.js",
                          "http://dcs.conac.cn/js/01/014/0000/60438189/CA010140000604381890000.js",
                          " HTTP://DCS.conac.cn/js/01/014/0000/60438189/CA010140000604381890000.js?v=1 "}) {
    EXPECT_TRUE(recognise_script_url(url).valid) << url;
  }
}

TEST(RecogniseScriptUrl, SaysWhatIsWrong) {
  const std::pair<const char*, MarkFault> cases[] = {
      {"https://dcs.conac.cn/js/05/107/0000/41468768/CA051080000414687680001.js", MarkFault::PathNotName},
      {"http://dcs-conac.cn/js/33/000/0000/60425889/CA330000000604258890010.js", MarkFault::WrongHost},
      {"http://dcs.conac.cn.evil.com/js/33/000/0000/60425889/CA330000000604258890010.js", MarkFault::WrongHost},
      {"http://dcs.conac.cn:8080/js/33/000/0000/60425889/CA330000000604258890010.js", MarkFault::WrongHost},
      {"http://dcs.conac.cn/js/33/000/0000/6042588/CA33000000060425880010.js", MarkFault::BadShape},
      {"http://dcs.conac.cn/js/33/000/0000/60425889/x/CA330000000604258890010.js", MarkFault::BadShape},
      {"http://dcs.conac.cn/CA330000000604258890010.js", MarkFault::BadShape},
      {"../files/CA051070000414687680001.js", MarkFault::LocalCopy},
      {"./x_files/CA051070000414687680001.js.下载", MarkFault::LocalCopy},
      {"https://www.example.gov.cn/js/CA051070000414687680001.js", MarkFault::LocalCopy},
      {"http://dcs.conac.cn@www.example.com/js/33/000/0000/60425889/CA330000000604258890010.js", MarkFault::LocalCopy},
  };
  for (const auto& [url, fault] : cases) {
    const auto mark = recognise_script_url(url);
    EXPECT_EQ(mark.piece, Piece::Script) << url;
    EXPECT_FALSE(mark.valid) << url;
    EXPECT_EQ(to_string(mark.fault), to_string(fault)) << url;
    EXPECT_FALSE(explain(mark.fault).zh.empty());
  }
}

TEST(RecogniseScriptUrl, LeavesOtherScriptsAlone) {
  for (const char* url : {"", "/js/jquery.js", "http://www.conac.cn/js/a.js", "CA.js", "javascript:x", "/CARD.js"})
    EXPECT_EQ(recognise_script_url(url).piece, Piece::None) << url;
}

TEST(RecogniseLink, ReadsTheId) {
  for (const std::string& url :
       {kShow + std::string(kId),
        std::string("//bszs.conac.cn/sitename?method=show&amp;id=07BBE32157290F90E053022819AC8A23"),
        std::string("https://bszs.conac.cn/sitename?method=show&id=C2D2CE348F05C630E05310291AAC136A")}) {
    const auto mark = recognise_link(url);
    EXPECT_EQ(mark.piece, Piece::Link) << url;
    EXPECT_TRUE(mark.valid) << url;
    EXPECT_EQ(mark.id.size(), 32U);
    EXPECT_TRUE(mark.likely_genuine) << url;
  }
  const auto odd = recognise_link(kShow + "0123456789ABCDEF0123456789ABCDEF");
  EXPECT_TRUE(odd.valid);
  EXPECT_FALSE(odd.likely_genuine);
}

TEST(RecogniseLink, SaysWhatIsWrong) {
  const std::pair<std::string, MarkFault> cases[] = {
      {kShow + std::string(kId.substr(1)), MarkFault::BadIdLength},
      {kShow + std::string(kId) + "0", MarkFault::BadIdLength},
      {kShow + "06f2cad4909b067ae053012819ac8596", MarkFault::BadIdAlphabet},
      {kShow, MarkFault::MissingId},
      {"http://bszs.conac.cn/", MarkFault::MissingId},
      {"http://bszs.conac.cn/other?id=" + std::string(kId), MarkFault::BadShape},
      {"http://bszs.conac.cn.evil.com/sitename?method=show&id=" + std::string(kId), MarkFault::WrongHost},
      {"http://bszs.conac.cn:81/sitename?method=show&id=" + std::string(kId), MarkFault::WrongHost},
  };
  for (const auto& [url, fault] : cases) {
    const auto mark = recognise_link(url);
    EXPECT_EQ(mark.piece, Piece::Link) << url;
    EXPECT_FALSE(mark.valid) << url;
    EXPECT_EQ(to_string(mark.fault), to_string(fault)) << url;
  }
  EXPECT_EQ(recognise_link("http://www.conac.cn/").piece, Piece::None);
  EXPECT_EQ(recognise_link("/sitename?method=show&id=1").piece, Piece::None);
}

TEST(RecogniseImage, ReadsColourAndError) {
  const auto red = recognise_image("//dcs.conac.cn/image/red.png");
  EXPECT_TRUE(red.valid);
  EXPECT_EQ(to_string(red.colour), "red");
  EXPECT_FALSE(red.error_image);
  EXPECT_EQ(to_string(recognise_image("http://dcs.conac.cn/image/blue.png").colour), "blue");
  const auto error = recognise_image("//dcs.conac.cn/image/red_error.png");
  EXPECT_TRUE(error.valid);
  EXPECT_TRUE(error.error_image);
  EXPECT_TRUE(recognise_image("//dcs.conac.cn/image/blue_error.png").error_image);
}

TEST(RecogniseImage, TellsCopiesFromTheOfficialPicture) {
  const auto local = recognise_image("/images/red.png");
  EXPECT_EQ(local.piece, Piece::Image);
  EXPECT_FALSE(local.valid);
  EXPECT_EQ(local.fault, MarkFault::LocalCopy);
  EXPECT_EQ(local.colour, Colour::Red);
  EXPECT_EQ(recognise_image("//dcs.conac.cn/image/green.png").fault, MarkFault::UnknownColour);
  EXPECT_EQ(recognise_image("//dcs.conac.cn/image/x/red.png").fault, MarkFault::BadShape);
  EXPECT_EQ(recognise_image("//dcs-conac.cn/image/red.png").fault, MarkFault::WrongHost);
  EXPECT_EQ(recognise_image("/images/redder.png").piece, Piece::None);
  EXPECT_EQ(recognise_image("data:image/png;base64,red.png").piece, Piece::None);
}

RC_GTEST_PROP(RecogniseProperty, ValidPiecesHaveFullIds, (const std::string& tail)) {
  for (const std::string& url :
       {std::string("//dcs.conac.cn/js/") + tail, kShow + tail, "//dcs.conac.cn/image/" + tail, tail}) {
    const auto script = recognise_script_url(url);
    RC_ASSERT(!script.valid || script.id.size() == 23U);
    const auto link = recognise_link(url);
    RC_ASSERT(!link.valid || link.id.size() == 32U);
    RC_ASSERT(utf8::valid(script.id) && utf8::valid(link.id));
    RC_ASSERT(recognise_image(url).valid ==
              (recognise_image(url).piece == Piece::Image && recognise_image(url).fault == MarkFault::None));
  }
}

}  // namespace huabiao::mark
