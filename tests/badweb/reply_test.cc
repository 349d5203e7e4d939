#include "reply.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <zlib.h>

#include "gzip.h"
#include "page.h"
#include "request.h"

namespace huabiao::badweb {
namespace {

const Site& first_with(const Estate& estate, Condition condition) {
  for (const Site& site : estate.sites())
    if (site.condition == condition && !site.organisations.front().hosts.empty()) return site;
  throw std::runtime_error("no site has it");
}

std::string text_of(const Script& script) {
  std::string out;
  for (const Step& step : script)
    if (step.what == Step::What::Send) out += step.bytes->substr(step.offset, step.length);
  return out;
}

std::string ask(Responder& responder, const Site& site, std::string_view path, bool secure = true) {
  return text_of(responder.reply({"GET", path, site.organisations.front().hosts.front().name, secure, false}));
}

std::string unpacked(const std::string& gzip, std::size_t at_most) {
  z_stream stream{};
  inflateInit2(&stream, 31);
  std::string out(at_most, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = inflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  inflateEnd(&stream);
  EXPECT_TRUE(code == Z_STREAM_END || stream.avail_out == 0) << code;
  return out;
}

class Replies : public testing::Test {
 protected:
  Estate estate_ = make_estate({.seed = 21});
  Responder responder_{estate_, 1.0};
};

TEST_F(Replies, AreTheSameBytesWhenAskedAgain) {
  Responder other(estate_, 1.0, {.cache_bytes = 0});
  for (const Site& site : estate_.sites()) {
    if (site.organisations.front().hosts.empty() || site.condition == Condition::GzipBomb) continue;
    EXPECT_EQ(ask(responder_, site, "/"), ask(other, site, "/")) << site.name;
  }
}

TEST(StrainedReplies, ChangeHangAndRefuseAsOftenAsAsked) {
  const Estate estate = make_estate({.seed = 3, .sites = 600, .only = Condition::Healthy, .annex = false});
  Responder responder(estate, 1.0, {}, {.changing = 20, .hanging = 10, .refusing = 10});
  int changed = 0, same = 0, hanging = 0, refusing = 0;
  for (const Site& site : estate.sites()) {
    const auto again = [&] {
      return responder.reply({"GET", "/", site.organisations.front().hosts.front().name, true, false});
    };
    const Script first = again();
    if (first.front().what == Step::What::Reset)
      ++refusing;
    else if (first.front().what == Step::What::Wait)
      ++hanging;
    else
      ++(text_of(first) == text_of(again()) ? same : changed);
  }
  EXPECT_NEAR(hanging, 60, 30);
  EXPECT_NEAR(refusing, 60, 30);
  EXPECT_NEAR(changed, (changed + same) / 5, 40);
}

TEST(LivingReplies, SickSitesRecoverAndFallSickAgain) {
  const Estate estate = make_estate({.seed = 3, .sites = 40, .only = Condition::TitleHijack, .annex = false});
  std::chrono::seconds now{0};
  Responder responder(estate, 1.0, {}, {.living = std::chrono::seconds(100)}, [&now] { return now; });
  Responder still(estate, 1.0);
  const auto sick = [&] {
    return std::ranges::count_if(estate.sites(),
                                 [&](const Site& site) { return ask(responder, site, "/") == ask(still, site, "/"); });
  };
  EXPECT_EQ(sick(), 40);
  now = std::chrono::seconds(99);
  EXPECT_EQ(sick(), 40);
  now = std::chrono::seconds(199);
  EXPECT_LE(sick(), 2) << "each has its own moment between 100 and 200";
  now = std::chrono::seconds(299);
  EXPECT_GE(sick(), 38);
}

TEST_F(Replies, NameTheMarkTheFooterNumbersAndTheTitleThatTheTruthNames) {
  for (const Site& site : estate_.sites()) {
    if (site.condition != Condition::Healthy) continue;
    const std::string page = ask(responder_, site, "/");
    EXPECT_NE(page.find("<title>" + site.name + "</title>"), std::string::npos);
    EXPECT_NE(page.find(site.footer.icp), std::string::npos);
    EXPECT_NE(page.find(site.footer.police), std::string::npos);
    const bool by_script = site.mark == MarkForm::ScriptEncoded || site.mark == MarkForm::ScriptPlain;
    EXPECT_NE(page.find(by_script ? site.mark_script_id : site.mark_show_id), std::string::npos);
  }
}

TEST_F(Replies, HoldNoScriptWhereNothingMayWriteAMark) {
  for (const Condition condition : {Condition::MarkAbsent, Condition::MarkCommentedOut}) {
    std::string page = ask(responder_, first_with(estate_, condition), "/");
    for (std::size_t at = page.find("<!--"); at != std::string::npos; at = page.find("<!--"))
      page.erase(at, page.find("-->", at) - at);
    EXPECT_EQ(page.find("<script"), std::string::npos) << name_of(condition);
  }
}

TEST_F(Replies, CutTheChainAfterThreeAndTheLongOneAfterEight) {
  const Site& chain = first_with(estate_, Condition::RedirectChain);
  EXPECT_NE(ask(responder_, chain, "/").find("Location: /go/1"), std::string::npos);
  EXPECT_NE(ask(responder_, chain, "/go/3").find("200 OK"), std::string::npos);
  const Site& many = first_with(estate_, Condition::RedirectMany);
  EXPECT_NE(ask(responder_, many, "/go/7").find("Location: /go/8"), std::string::npos);
}

TEST_F(Replies, ToHeadAreTheHeadAlone) {
  const Site& site = first_with(estate_, Condition::Healthy);
  const std::string& host = site.organisations.front().hosts.front().name;
  EXPECT_TRUE(text_of(responder_.reply({"HEAD", "/", host, true, false})).ends_with("\r\n\r\n"));
}

TEST_F(Replies, WaitByTheTimeScale) {
  Responder quick(estate_, 0.1);
  const Site& slow = first_with(estate_, Condition::SlowFirstByte);
  const std::string& host = slow.organisations.front().hosts.front().name;
  EXPECT_EQ(quick.reply({"GET", "/", host, true, false}).front().wait, std::chrono::milliseconds(400));
}

TEST_F(Replies, KnowNoStranger) {
  EXPECT_NE(text_of(responder_.reply({"GET", "/", "www.elsewhere.example", false, false})).find("404"),
            std::string::npos);
  EXPECT_EQ(responder_.hello("www.elsewhere.example").what, Hello::What::Alert);
}

TEST(Encoded, PutsEveryPageIntoGb18030) {
  const Estate estate = make_estate({.seed = 5});
  for (const Site& site : estate.sites()) EXPECT_FALSE(encoded(home_page(site, 5), Encoding::Gb18030).empty());
}

TEST(Gzip, UnpacksToWhatWentIn) {
  EXPECT_EQ(unpacked(gzipped("晨州市水利局"), 100), "晨州市水利局");
}

TEST(GzipBomb, IsAWellFormedMemberOfTheSizeItClaims) {
  const std::string bomb = gzip_bomb("<html>", 3);
  EXPECT_LT(bomb.size(), 16384U);
  const std::string out = unpacked(bomb, (4U << 20));
  EXPECT_EQ(out.size(), (3U << 20) + 6);
  EXPECT_TRUE(out.starts_with("<html>  "));
}

TEST(ParseRequest, ReadsHostPathAndPersistence) {
  const ParsedRequest plain =
      parse_request("GET /a?b HTTP/1.1\r\nHost: WWW.A.cn:8080\r\nAccept-Encoding: br, gzip\r\n\r\n");
  EXPECT_EQ(plain.request.host, "www.a.cn");
  EXPECT_EQ(plain.request.path, "/a?b");
  EXPECT_TRUE(plain.request.accepts_gzip);
  EXPECT_TRUE(plain.keep_alive);
  EXPECT_FALSE(parse_request("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parse_request("GET / HTTP/1.0\r\n\r\n").keep_alive);
}

TEST(ParseRequest, UnderstandsAProxysTarget) {
  const ParsedRequest parsed = parse_request("GET http://www.a.cn/x HTTP/1.1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(parsed.request.host, "www.a.cn");
  EXPECT_EQ(parsed.request.path, "/x");
}

TEST(ParseRequest, SurvivesNonsense) {
  for (const std::string_view head : {"\r\n\r\n", "GET\r\n\r\n", "\0\0\r\n\r\n", "GET http:// \r\n:\r\n\r\n"})
    EXPECT_FALSE(parse_request(head).request.path.empty());
  EXPECT_FALSE(request_length("GET / HTTP/1.1\r\nHost: a"));
}

}  // namespace
}  // namespace huabiao::badweb
