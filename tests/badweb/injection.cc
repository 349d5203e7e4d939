#include "injection.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "text.h"

namespace huabiao::badweb {
namespace {

constexpr std::string_view kGambling[] = {"澳门百家乐",   "真人娱乐城", "博彩平台开户", "六合彩特码",   "时时彩计划",
                                          "老虎机送彩金", "网上赌场",   "足球投注",     "AG真人百家乐", "北京赛车pk10"};
constexpr std::string_view kForgery[] = {"代办毕业证", "办理假文凭",       "代开发票",           "办证刻章",
                                         "高仿身份证", "代办学历学位证书", "办理英语四六级证书", "代开增值税发票"};

std::string spam_host(Random& random) {
  constexpr std::string_view kWords[] = {"bet", "vip", "casino", "yl", "bc", "banzheng", "fapiao", "pk"};
  return fmt::format("www.{}{}-weizao.example", random.pick(kWords), random.between(100, 9999));
}

// The first two are the gang's, when one was at work: its host, and where its customers write to.
std::string spam_links(Random& random, const std::string& gang) {
  const bool gambling = random.chance(65);
  const int count = random.between(6, 14);
  std::string out;
  if (!gang.empty())
    out = fmt::format(R"(<a href="http://www.{0}/?f={1}">{2}</a> <a href="https://t.me/{3}">{2}客服</a> )", gang, count,
                      gambling ? kGambling[0] : kForgery[0], gang.substr(0, gang.find('-')));
  for (int i = 0; i < count; ++i)
    out += fmt::format(R"(<a href="http://{}/" target="_blank">{}</a> )", spam_host(random),
                       gambling ? random.pick(kGambling) : random.pick(kForgery));
  return out;
}

std::string percent_encoded(std::string_view html) {
  std::string out;
  for (const char c : html)
    out += c == '<' || c == '>' || c == '"' ? fmt::format("%{:02X}", static_cast<unsigned>(c)) : std::string(1, c);
  return out;
}

// As intruders write titles, so that a reader of the source sees nothing: &#28595;&#38376;
std::string as_entities(std::string_view text) {
  std::string out;
  while (!text.empty()) out += fmt::format("&#{};", static_cast<std::uint32_t>(utf8::next(text)));
  return out;
}

std::string script_written(Random& random, const std::string& gang) {
  const std::string links = spam_links(random, gang);
  if (random.chance(50))
    return "<script>document.write(\"<div style='display:none'>\");</script>\n<div>" + links +
           "</div>\n<script>document.write(\"</div>\");</script>\n";
  return "<script type=\"text/javascript\">document.write(unescape(\"" +
         percent_encoded("<div style='position:absolute;left:-8888px;top:-8888px'>" + links + "</div>") +
         "\"));</script>\n";
}

bool framed_from_address(const Site& site) {
  return site.condition == Condition::ZeroFrame && site.index % 3 == 0;
}

// A frame of no size alone is common on honest pages: these also come from a bare address or an odd port, or stand
// behind the end of the document.
std::string frame_source(const Site& site, Random& random, const std::string& gang) {
  if (framed_from_address(site)) return fmt::format("203.0.113.{}", random.between(1, 254));
  const std::string host = gang.empty() ? spam_host(random) : "tj." + gang;
  return injected_behind_end(site) ? host : fmt::format("{}:{}", host, random.between(8081, 8999));
}

std::string signature(Random& random) {
  constexpr std::string_view kTeams[] = {"Gr3yH3ron", "N1ghtKettle", "TeaPot Crew", "Sh4dowAbacus", "p4per_Crane"};
  return std::string(random.pick(kTeams));
}

}  // namespace

bool injected_behind_end(const Site& site) {
  return site.condition == Condition::ZeroFrame && site.index % 3 == 2;
}

std::string gang_of(const Site& site, std::uint64_t seed) {
  if (site.condition < Condition::DarkDisplayNone || site.condition > Condition::ZeroFrame ||
      site.condition == Condition::DefacedHackedBy || site.condition == Condition::DefacedBlackPage ||
      framed_from_address(site) || !Random(seed, site.index, "gang member").chance(85))
    return {};
  const bool by_script = site.condition == Condition::DarkScriptWritten || site.condition == Condition::ZeroFrame;
  Random random(seed, by_script ? 1 : 0, "gang");
  return fmt::format("{}{}-tuanhuo.example", by_script ? "anlian" : "yule", random.between(1000, 9999));
}

std::string injected_html(const Site& site, std::uint64_t seed) {
  Random random(seed, site.index, "injection");
  const std::string gang = gang_of(site, seed);
  switch (site.condition) {
    case Condition::DarkDisplayNone:
      return "<div style=\"display:none\">" + spam_links(random, gang) + "</div>\n";
    case Condition::DarkOffScreen:
      return "<div style=\"position:absolute; left:-9999px; top:-9999px;\">" + spam_links(random, gang) + "</div>\n";
    case Condition::DarkTinyFont:
      return "<div style=\"font-size:0;line-height:0;height:0;overflow:hidden\">" + spam_links(random, gang) +
             "</div>\n";
    case Condition::DarkMarquee:
      return "<marquee height=1 width=1 scrollamount=3000 scrolldelay=20000>" + spam_links(random, gang) +
             "</marquee>\n";
    case Condition::DarkScriptWritten:
      return script_written(random, gang);
    case Condition::ZeroFrame:
      return fmt::format("<iframe src=\"http://{}/tj/{}.htm\" width=0 height=0 frameborder=0></iframe>\n",
                         frame_source(site, random, gang), random.between(1, 99));
    default:
      return {};
  }
}

std::string defaced_page(const Site& site, std::uint64_t seed) {
  Random random(seed, site.index, "defaced");
  const std::string team = signature(random);
  if (site.condition == Condition::DefacedHackedBy)
    return fmt::format(
        "<html><head><meta charset=\"utf-8\"><title>Hacked By {0}</title>\n<style>body{{background:#000;color:#0f0;"
        "text-align:center;font-family:monospace}}</style></head>\n<body><h1>Hacked By {0}</h1>\n<pre>  /\\_/\\\n ( "
        "o.o )\n"
        "  &gt; ^ &lt;</pre>\n<p>your security is zero, admin. we were here - nothing deleted, index replaced.</p>\n"
        "<p>greetz: all members of {0}</p>\n<marquee>{0} owned this box</marquee></body></html>\n",
        team);
  return fmt::format(
      "<html><head><meta charset=\"utf-8\"><title>{0} 到此一游</title></head>\n<body bgcolor=\"black\" text=\"red\">"
      "<center><h1>此站已被黑！</h1>\n<h2>{1} 被 {0} "
      "黑客入侵</h2>\n<p>管理员，你的网站存在严重漏洞，请尽快修补。本黑页仅作友情提示，"
      "未删除任何数据。</p>\n<p>Hacked by {0}</p>\n<p>QQ群：0000000　　黑客技术交流</p></center></body></html>\n",
      team, site.body.name);
}

std::string hijacked_title(const Site& site, std::uint64_t seed) {
  Random random(seed, site.index, "hijacked");
  const std::string title = fmt::format("{}_{}|{}-官方网站开户送彩金", random.pick(kGambling), random.pick(kGambling),
                                        random.pick(kGambling));
  return site.index % 2 == 0 ? title : as_entities(title);
}

std::string benign_foreign_html(const Site& site, std::uint64_t seed) {
  Random random(seed, site.index, "foreign");
  return fmt::format(
      "<iframe src=\"https://tianqi.qixiang-fuwu.example/widget?city={0}\" width=\"280\" height=\"60\" "
      "scrolling=\"no\"></iframe>\n"
      "<div class=\"share\">分享到：<a href=\"https://weibo.fenxiang.example/share?u={0}\">微博</a> "
      "<a href=\"https://qq.fenxiang.example/share?u={0}\">好友</a></div>\n"
      "<div class=\"partner\">友情链接：<a href=\"https://www.yinhang-shili.example/\">示例银行</a> "
      "<a href=\"https://www.daxue-shili.example/\">示例大学</a> <a "
      "href=\"https://www.chubanshe-shili.example/\">示例出版社</a></div>\n"
      "<iframe src=\"https://tongji.fuwu-shili.example/frame.html\" width=\"0\" height=\"0\"></iframe>\n"
      "<script src=\"https://tongji.fuwu-shili.example/hm.js?id={0}\" async></script>\n",
      random.between(1000, 9999));
}

std::string benign_hidden_html(const Site& site, std::uint64_t seed) {
  Random random(seed, site.index, "benign");
  std::string out = "<a href=\"#main\" style=\"position:absolute;left:-10000px\">跳到主要内容</a>\n";
  out += "<div id=\"allmenu\" style=\"display:none\"><ul>";
  for (int i = 0; i < 30; ++i)
    out += fmt::format("<li><a href=\"{}\">{}</a></li>", article_path(random), column_title(random, site.layout));
  out += "</ul></div>\n<div class=\"links\" style=\"display:none\"><h4>友情链接</h4>";
  constexpr std::string_view kFriends[] = {"www.gov.cn",
                                           "www.hebjgbz.gov.cn",
                                           "www.chenzhou-shili.gov.cn",
                                           "slj.yunbo-shili.gov.cn",
                                           "jyj.biwu-shili.gov.cn",
                                           "www.zhuting-shili.gov.cn"};
  for (const std::string_view host : kFriends)
    out += fmt::format("<a href=\"http://{}/\">{}</a> ", host, column_title(random, Layout::Department));
  out +=
      "</div>\n<iframe name=\"down\" src=\"/inc/down.html\" width=\"0\" height=\"0\" "
      "style=\"display:none\"></iframe>\n";
  out += "<noscript><img src=\"/images/tj.gif\" style=\"display:none\" width=\"1\" height=\"1\" alt=\"\"></noscript>\n";
  return out;
}

}  // namespace huabiao::badweb
