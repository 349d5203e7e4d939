#include "layouts.h"

#include <fmt/format.h>

#include "text.h"

namespace huabiao::badweb {
namespace {

void append_items(std::string& out, const Site& site, Random& random, int count, std::string_view item) {
  for (int i = 0; i < count; ++i) {
    const std::string path = article_path(random), text = headline(random, site), at = day(random);
    out += fmt::format(fmt::runtime(item), path, text, at);
    out += '\n';
  }
}

constexpr std::string_view kListItem =
    R"(<li><a href="{0}" title="{1}" target="_blank">{1}</a><span class="date">{2}</span></li>)";

void append_column(std::string& out, const Site& site, Random& random, int items) {
  out += fmt::format(
      "<div class=\"col\"><h3>{}<a class=\"more\" href=\"/list/{}/\">更多&gt;&gt;</a></h3>\n<ul class=\"news\">\n",
      column_title(random, site.layout), random.between(10, 99));
  append_items(out, site, random, items, kListItem);
  out += "</ul></div>\n";
}

// A menu bar whose second level shows on hover: the display:none every real page has.
void append_menu(std::string& out, const Site& site, Random& random, int entries) {
  out += "<ul class=\"nav\" id=\"nav\"><li><a href=\"/\">首页</a></li>\n";
  for (int i = 0; i < entries; ++i) {
    out += fmt::format("<li><a href=\"/list/{}/\">{}</a><ul class=\"sub\" style=\"display:none\">", 10 + i,
                       column_title(random, site.layout));
    for (int k = random.between(2, 5); k > 0; --k)
      out += fmt::format("<li><a href=\"/list/{}/{}/\">{}</a></li>", 10 + i, k, column_title(random, site.layout));
    out += "</ul></li>\n";
  }
  out += "</ul>\n";
}

void append_friends(std::string& out) {
  out +=
      "<div class=\"friends\"><select onchange=\"window.open(this.value)\"><option>国家部委网站</option>"
      "<option value=\"http://www.gov.cn/\">中国政府网</option></select>\n"
      "<a href=\"http://www.gov.cn/\" target=\"_blank\">中国政府网</a> "
      "<a href=\"http://www.chenzhou-shili.gov.cn/\" target=\"_blank\">晨州市人民政府</a> "
      "<a href=\"http://www.yunbo-shili.gov.cn/\" target=\"_blank\">云泊市人民政府</a></div>\n";
}

void fill(std::string& out, const Site& site, Random& random, int items) {
  while (out.size() + 2500 < site.target_bytes) append_column(out, site, random, items);
}

void portal(std::string& out, const Site& site, Random& random) {
  out += fmt::format(
      "<div class=\"top\"><a href=\"/\">{}</a> | <a href=\"/en/\">English</a> | <a "
      "href=\"/wza/\">无障碍浏览</a></div>\n"
      "<h1 class=\"logo\"><img src=\"/images/logo.png\" alt=\"{}\"></h1>\n",
      site.body.name, site.name);
  append_menu(out, site, random, 6);
  out += fmt::format("<div class=\"headline\"><h2><a href=\"{}\">{}</a></h2><p>{}</p></div>\n", article_path(random),
                     headline(random, site), paragraph(random, site, 2));
  out += "<div class=\"service\"><h3>政务服务</h3>";
  for (const std::string_view item : {"个人办事", "法人办事", "便民查询", "在线咨询", "投诉建议", "办件查询"})
    out += fmt::format("<a href=\"/zwfw/{}/\">{}</a>", random.between(1, 99), item);
  out += "</div>\n";
  for (int i = 0; i < 2; ++i) append_column(out, site, random, 4);
  fill(out, site, random, 8);
  append_friends(out);
}

void department(std::string& out, const Site& site, Random& random) {
  out += fmt::format("<div id=\"header\"><img src=\"/images/gh.png\" alt=\"\"><h1>{}</h1></div>\n", site.body.name);
  append_menu(out, site, random, 4);
  out += "<div id=\"main\" class=\"wrap\">\n";
  append_column(out, site, random, 6);
  fill(out, site, random, 7);
  out +=
      "<div class=\"search\"><form action=\"/search\" method=\"get\"><input name=\"q\" type=\"text\"><input "
      "type=\"hidden\" "
      "name=\"site\" value=\"1\"><button>搜索</button></form></div>\n</div>\n";
  append_friends(out);
}

void school(std::string& out, const Site& site, Random& random) {
  out += fmt::format("<div class=\"banner\"><img src=\"/upload/banner.jpg\" alt=\"{0}\"><span>{0}欢迎您</span></div>\n",
                     site.body.name);
  append_menu(out, site, random, 5);
  out +=
      fmt::format("<div class=\"about\"><h3>学校简介</h3><p>{}始建于{}年，现有教学班{}个，教职工{}人。{}</p></div>\n",
                  site.body.name, random.between(1920, 2010), random.between(12, 60), random.between(60, 300),
                  "学校坚持立德树人，注重学生全面发展。");
  append_column(out, site, random, 5);
  fill(out, site, random, 6);
  out += "<div class=\"tpic\"><marquee behavior=\"scroll\" direction=\"left\" height=\"120\">";
  for (int i = 0; i < 4; ++i)
    out += fmt::format("<a href=\"{}\"><img src=\"/upload/pic{}.jpg\" alt=\"校园风光\"></a>", article_path(random), i);
  out += "</marquee></div>\n";
}

void old_table(std::string& out, const Site& site, Random& random) {
  out += fmt::format(
      "<table width=\"980\" border=\"0\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\"><tr><td height=\"120\" "
      "background=\"/images/top.jpg\"><font size=\"6\" color=\"#990000\"><b>{}</b></font></td></tr>\n"
      "<tr><td bgcolor=\"#CC0000\"><font color=\"#FFFFFF\"><a href=\"/\">首页</a> | <a href=\"/list/11/\">概况</a> | "
      "<a href=\"/list/12/\">动态</a> | <a href=\"/list/13/\">公告</a></font></td></tr>\n"
      "<tr><td><marquee scrollamount=\"3\">{}</marquee></td></tr></table>\n",
      site.body.name, headline(random, site));
  do {
    out += fmt::format(
        "<table width=\"980\" align=\"center\" border=\"0\"><tr><td width=\"20\"><img "
        "src=\"/images/d.gif\"></td><td><b>{}</b></td></tr>\n",
        column_title(random, site.layout));
    append_items(out, site, random, 7,
                 "<tr><td>·</td><td><a href=\"{0}\">{1}</a> <font color=\"#999999\">[{2}]</font></td></tr>");
    out += "</table>\n";
  } while (out.size() + 3200 < site.target_bytes);
  out += "<center><font size=\"2\">您是第 <b>104928</b> 位访客</font></center>\n";
}

void mobile(std::string& out, const Site& site, Random& random) {
  out += fmt::format(
      "<header class=\"bar\"><button id=\"burger\" aria-label=\"菜单\">☰</button><h1>{}</h1></header>\n"
      "<nav id=\"drawer\" hidden>\n",
      site.name);
  append_menu(out, site, random, 5);
  out += "</nav>\n<main>\n";
  do {
    out += fmt::format("<section class=\"cards\"><h2>{}</h2>\n", column_title(random, site.layout));
    append_items(out, site, random, 5,
                 "<article class=\"card\"><a href=\"{0}\"><h3>{1}</h3></a><time datetime=\"{2}\">{2}</time></article>");
    out += "</section>\n";
  } while (out.size() + 2600 < site.target_bytes);
  out += "</main>\n";
}

void institution(std::string& out, const Site& site, Random& random) {
  out += fmt::format("<div class=\"hd\"><h1>{}</h1><p class=\"slogan\">公益 · 服务 · 便民</p></div>\n", site.body.name);
  append_menu(out, site, random, 4);
  out += fmt::format("<div class=\"intro\"><h3>单位简介</h3><p>{}</p></div>\n", paragraph(random, site, 3));
  append_column(out, site, random, 5);
  fill(out, site, random, 6);
  out +=
      "<dl "
      "class=\"qa\"><dt>开放时间</dt><dd>周二至周日9:00—17:00</dd><dt>参观须知</dt><dd>免费开放，团体请提前预约。</"
      "dd></dl>\n";
}

}  // namespace

std::string_view style_of(Layout layout) {
  if (layout == Layout::Mobile)
    return "body{margin:0;font:16px/1.6 sans-serif}.card{padding:8px}.sub{display:none}nav[hidden]{display:none}"
           ".bar{position:sticky;top:0}@media(min-width:800px){.cards{display:grid;grid-template-columns:1fr 1fr}}";
  if (layout == Layout::OldTable) return "td{font-size:12px;line-height:20px}a{text-decoration:none;color:#000}";
  return "body{margin:0;font:14px/1.8 SimSun}.nav li:hover .sub{display:block!important}.date{float:right;color:#999}"
         ".footer{clear:both;text-align:center;background:#f4f4f4}.sr{position:absolute;clip:rect(0 0 0 0)}";
}

void append_layout(std::string& out, const Site& site, Random& random) {
  switch (site.layout) {
    case Layout::Portal:
      return portal(out, site, random);
    case Layout::Department:
    case Layout::ScriptedFooter:
      return department(out, site, random);
    case Layout::School:
      return school(out, site, random);
    case Layout::OldTable:
      return old_table(out, site, random);
    case Layout::Mobile:
      return mobile(out, site, random);
    case Layout::Institution:
      return institution(out, site, random);
  }
}

}  // namespace huabiao::badweb
