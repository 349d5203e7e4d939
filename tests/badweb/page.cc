#include "page.h"

#include <cstdlib>
#include <fmt/format.h>
#include <iconv.h>
#include <memory>
#include <stdexcept>

#include "footer.h"
#include "injection.h"
#include "layouts.h"
#include "random.h"
#include "text.h"

namespace huabiao::badweb {
namespace {

void append_meta(std::string& out, std::string_view name, std::string_view content) {
  out += fmt::format("<meta name=\"{}\" content=\"{}\">\n", name, content);
}

// The scripts an honest page carries: a library, a clock, counters; the old layout writes its date as pages once did.
void append_head_scripts(std::string& out, const Site& site) {
  out += "<script type=\"text/javascript\" src=\"/js/jquery.min.js\"></script>\n";
  if (site.layout == Layout::OldTable)
    out +=
        "<script language=\"javascript\">var d=new "
        "Date();document.write(d.getFullYear()+'年'+(d.getMonth()+1)+'月');</script>\n";
  else
    out +=
        "<script>$(function(){$('#nav li').hover(function(){$(this).find('.sub').show()},function(){"
        "$(this).find('.sub').hide()})});</script>\n";
}

void append_head(std::string& out, const Site& site, std::uint64_t seed, const std::string& title) {
  const bool hijacked = site.condition == Condition::TitleHijack;
  const std::string shown = hijacked ? hijacked_title(site, seed) : title;
  out += site.layout == Layout::OldTable
             ? "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
               "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html>\n<head>\n"
               "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=" +
                   site.charset_label + "\">\n"
             : "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"" + site.charset_label + "\">\n";
  out += "<title>" + shown + "</title>\n";
  append_meta(out, "keywords", hijacked ? shown : site.body.name + "," + site.body.place.name);
  append_meta(out, "description", hijacked ? shown : site.name + "是发布信息、提供服务、开展互动的平台。");
  if (!site.footer.site_code.empty()) append_meta(out, "SiteName", site.name);
  if (!site.footer.site_code.empty() && site.condition != Condition::SiteCodeIllFormed)
    append_meta(out, "SiteIDCode", site.footer.site_code);
  if (site.layout == Layout::Mobile) append_meta(out, "viewport", "width=device-width,initial-scale=1");
  out += fmt::format("<style type=\"text/css\">{}</style>\n", style_of(site.layout));
  out += "<link rel=\"stylesheet\" href=\"/css/style.css\">\n";
  if (site.scripts) append_head_scripts(out, site);
  out += "</head>\n";
}

void append_foot(std::string& out, const Site& site) {
  if (site.layout == Layout::ScriptedFooter)
    out += "<script type=\"text/javascript\" src=\"/inc/foot.js\"></script>\n";
  else
    append_footer(out, site);
  if (site.condition == Condition::MarkNotSeen) out += "<script src=\"/js/common.js\"></script>\n";
  out += "</body>\n</html>\n";
}

void append_newest(std::string& out, std::string_view newest) {
  if (!newest.empty()) out += fmt::format("<div class=\"new\">最近更新 <span class=\"date\">{}</span></div>\n", newest);
}

struct IconvCloser {
  void operator()(void* handle) const { iconv_close(static_cast<iconv_t>(handle)); }
};

}  // namespace

std::uint64_t hash_of(std::string_view path) {
  std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string home_page(const Site& site, std::uint64_t seed, std::string_view newest) {
  if (site.condition == Condition::DefacedHackedBy || site.condition == Condition::DefacedBlackPage)
    return defaced_page(site, seed);
  Random random(seed, site.index, "home");
  std::string out;
  out.reserve(site.target_bytes + 4096);
  append_head(out, site, seed, title_of(site));
  out += "<body>\n";
  const bool behind = injected_behind_end(site);
  const bool early = !behind && random.chance(40);
  if (early) out += injected_html(site, seed);
  if (site.condition == Condition::BenignHidden) out += benign_hidden_html(site, seed);
  append_layout(out, site, random);
  if (site.condition == Condition::BenignForeign) out += benign_foreign_html(site, seed);
  append_newest(out, newest);
  if (!early && !behind) out += injected_html(site, seed);
  append_foot(out, site);
  if (behind) out += injected_html(site, seed);
  return out;
}

std::string inner_page(const Site& site, std::uint64_t seed, std::string_view path, std::string_view newest) {
  Random random(seed ^ hash_of(path), site.index, "inner");
  const std::string subject = headline(random, site);
  std::string out;
  append_head(out, site, seed, subject + "_" + site.name);
  out += fmt::format("<body>\n<div class=\"path\"><a href=\"/\">首页</a> &gt; {}</div>\n<h1>{}</h1>\n",
                     column_title(random, site.layout), subject);
  if (path.starts_with("/art/")) {
    for (int i = 0; i < 4; ++i) out += "<p>" + paragraph(random, site, 4) + "</p>\n";
  } else {
    out += "<ul>\n";
    for (int i = 0; i < 20; ++i)
      out += fmt::format("<li><a href=\"{}\">{}</a></li>\n", article_path(random), headline(random, site));
    out += "</ul>\n";
    append_newest(out, newest);
  }
  if (site.condition == Condition::InnerDark) {
    Site shown = site;
    shown.condition = Condition::DarkDisplayNone;
    out += injected_html(shown, seed);
  }
  append_foot(out, site);
  return out;
}

std::string not_found_page() {
  return "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
         "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}

std::string soft_not_found_page(const Site& site) {
  return fmt::format(
      "<!DOCTYPE html>\n<html><head><meta charset=\"{}\"><title>404 - 页面不存在</title></head>\n<body><div "
      "class=\"error\">"
      "<h1>404</h1><h2>抱歉，您访问的页面不存在或已被删除！</h2>\n<p>您可以：<a href=\"/\">返回首页</a> 或 <a "
      "href=\"javascript:history.back()\">返回上一页</a></p></div></body></html>\n",
      site.charset_label);
}

std::string firewall_page(const Site& site) {
  return fmt::format(
      "<!DOCTYPE html>\n<html><head><meta "
      "charset=\"{}\"><title>网站防火墙</title></head>\n<body><div><h1>您的请求被拦截</h1>"
      "<p>网站防火墙（WAF）检测到您的请求可能包含恶意行为，已被管理员设置拦截。</p><p>事件编号：{:08d}</p>"
      "<ul><li>如何解决：检查提交内容；如网站托管，请联系空间提供商。</li></ul></div></body></html>\n",
      site.charset_label, site.index * 7919 % 100000000);
}

std::string server_error_page(int status) {
  const std::string_view reason = status == 503 ? "503 Service Temporarily Unavailable" : "500 Internal Server Error";
  return fmt::format(
      "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n<hr><center>nginx</"
      "center>\r\n</body>\r\n</html>\r\n",
      reason);
}

std::string encoded(std::string utf8, Encoding encoding) {
  if (encoding == Encoding::Utf8) return utf8;
  const iconv_t handle = iconv_open("GB18030", "UTF-8");
  // (iconv_t)-1 is how iconv_open says no.
  if (reinterpret_cast<std::intptr_t>(handle) == -1) throw std::runtime_error("iconv knows no GB18030");
  const std::unique_ptr<void, IconvCloser> closer(handle);
  std::string out(utf8.size() * 2, '\0');
  char* from = utf8.data();
  char* to = out.data();
  std::size_t left = utf8.size(), room = out.size();
  if (iconv(handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1))
    throw std::runtime_error("a page of ours does not fit GB18030");
  out.resize(out.size() - room);
  return out;
}

}  // namespace huabiao::badweb
