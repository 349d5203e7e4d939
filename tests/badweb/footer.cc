#include "footer.h"

#include <fmt/format.h>

#include "numbers.h"

namespace huabiao::badweb {
namespace {

std::string_view colour_word(const Site& site) {
  return site.colour == Colour::Red ? "red" : "blue";
}

std::string plain_script(const std::string& path) {
  return fmt::format(R"(<span id="_ideConac"></span><script src="{}" type="text/javascript"></script>)", path);
}

std::string executed(const Site& site, std::string_view suffix) {
  return fmt::format(
      R"(<span id="_ideConac"><a href="//bszs.conac.cn/sitename?method=show&amp;id={}" target="_blank">)"
      R"(<img id="imgConac" vspace="0" hspace="0" border="0" src="//dcs.conac.cn/image/{}{}.png" data-bd-imgshare-binded="1"></a></span>)",
      site.mark_show_id, colour_word(site), suffix);
}

// The file name tells another prefecture than the path.
std::string malformed_path(const std::string& id) {
  std::string path = mark_script_path(id);
  const std::size_t prefecture = path.rfind("/CA") + 5;
  path[prefecture + 2] = path[prefecture + 2] == '0' ? '1' : '0';
  return path;
}

void append_button(std::string& out, const Site& site) {
  const std::string& code = site.footer.button_code;
  switch (site.footer.button) {
    case ButtonForm::None:
      return;
    case ButtonForm::Script:
      out += fmt::format(
          R"(<script id="_jiucuo_" sitecode='{}' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>)", code);
      return;
    case ButtonForm::OldScript:
      out += fmt::format(
          R"(<script id="_jiucuo_" sitecode='{}' src='http://pucha.kaipuyun.cn/exposure/jiucuo.js '></script>)", code);
      return;
    case ButtonForm::Link:
      out += fmt::format(
          R"(<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={}&amp;url=https%3A%2F%2F{}%2F" target="_blank"><img src="/images/jiucuo.png" alt="政府网站找错"></a>)",
          code, site.organisations.front().hosts.empty() ? "" : site.organisations.front().hosts.front().name);
      return;
    case ButtonForm::Executed:
      out += fmt::format(
          R"x(<span id="_span_jiucuo"><img onclick="Link('{0}')" style="margin:0;border:0;cursor:pointer" src="https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={0}"></span>)x",
          code);
      return;
  }
}

void append_numbers(std::string& out, const Site& site) {
  const Footer& footer = site.footer;
  if (!footer.site_code.empty())
    out += fmt::format("<p>{}：{}</p>\n", site.index % 2 == 0 ? "政府网站标识码" : "网站标识码", footer.site_code);
  if (!footer.icp.empty()) out += fmt::format(R"(<p><a href="{}" target="_blank">{}</a>)", footer.icp_link, footer.icp);
  if (!footer.police.empty()) {
    const std::string_view address = site.index % 3 == 0
                                         ? "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode="
                                         : "https://beian.mps.gov.cn/#/query/webSearch?code=";
    out += fmt::format(R"(　<a href="{}{}" target="_blank"><img src="/images/ga.png" alt="">{}</a></p>)", address,
                       footer.police_link, footer.police);
  }
  out += "\n";
}

}  // namespace

void append_mark(std::string& out, const Site& site) {
  switch (site.mark) {
    case MarkForm::ScriptEncoded:
      out += fmt::format(
          R"(<script type="text/javascript">document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http:{}' type='text/javascript'%3E%3C/script%3E"));</script>)",
          mark_script_path(site.mark_script_id));
      return;
    case MarkForm::ScriptPlain:
      out += plain_script("https:" + mark_script_path(site.mark_script_id));
      return;
    case MarkForm::Executed:
      out += executed(site, "");
      return;
    case MarkForm::ErrorImage:
      out += executed(site, "_error");
      return;
    case MarkForm::LinkLocalPicture:
      out += fmt::format(
          R"(<a href="https://bszs.conac.cn/sitename?method=show&id={}" target="_blank"><img src="/images/{}.png" alt="网站标识"></a>)",
          site.mark_show_id, colour_word(site));
      return;
    case MarkForm::Picture:
      out += fmt::format(R"(<img src="{}/{}.png" alt="{}网站标识">)",
                         site.index % 2 == 0 ? "//dcs.conac.cn/image" : "/images", colour_word(site),
                         site.colour == Colour::Red ? "党政机关" : "事业单位");
      return;
    case MarkForm::Malformed:
      out += plain_script(malformed_path(site.mark_script_id));
      return;
    case MarkForm::CommentedOut:
      out += "<!-- " + plain_script(mark_script_path(site.mark_script_id)) + " -->";
      return;
    case MarkForm::None:
      return;
  }
}

void append_footer(std::string& out, const Site& site) {
  out += "<div class=\"footer\" id=\"footer\">\n";
  out += fmt::format("<p>主办单位：{}　　地址：{}文昌路{}号</p>\n", site.footer.organiser, site.body.place.name,
                     1 + site.index % 300);
  out += fmt::format("<p>联系电话：{}　　建议使用1024×768以上分辨率浏览</p>\n", site.footer.telephone);
  append_numbers(out, site);
  out += "<div class=\"marks\">";
  append_mark(out, site);
  out += "\n";
  append_button(out, site);
  out += "</div>\n</div>\n";
}

std::string footer_script(const Site& site) {
  std::string html;
  append_footer(html, site);
  std::string out = "/* 页脚 */\nvar foot=[];\n";
  std::size_t from = 0;
  while (from < html.size()) {
    std::size_t end = html.find('\n', from);
    if (end == std::string::npos) end = html.size();
    out += "foot.push('";
    for (const char c : html.substr(from, end - from)) {
      if (c == '\'' || c == '\\') out += '\\';
      if (c == '/' && out.ends_with('<')) out += '\\';  // "</script>" must not end a script that quotes it
      out += c;
    }
    out += "');\n";
    from = end + 1;
  }
  return out + "document.write(foot.join('\\n'));\n";
}

}  // namespace huabiao::badweb
