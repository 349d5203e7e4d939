#include "estate.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "numbers.h"
#include "punycode.h"
#include "random.h"

namespace huabiao::badweb {
namespace {

using enum Condition;

// How many sites have each condition: by weight, but each at least once when there is room for all.
std::vector<Condition> draw_conditions(const EstateOptions& options) {
  if (options.only) return std::vector<Condition>(options.sites, *options.only);
  std::vector<Condition> drawn;
  for (const ConditionRow& row : conditions()) {
    const auto share = static_cast<std::size_t>(row.weight) * options.sites / 1000;
    if (row.weight > 0) drawn.insert(drawn.end(), std::max<std::size_t>(1, share), row.id);
  }
  Random random(options.seed, 0, "conditions");
  const auto shuffle = [&] {
    for (std::size_t i = drawn.size(); i > 1; --i) std::swap(drawn[i - 1], drawn[random.below(i)]);
  };
  shuffle();  // so that a small estate gets any of them, not the first of the list
  drawn.resize(options.sites, Healthy);
  shuffle();
  return drawn;
}

// Mostly small, some large: 3..20 KB for six of ten, up to 80 KB for three, up to 300 KB for one.
std::size_t draw_size(Random& random) {
  const int part = random.between(0, 9);
  const auto [low, high] = part < 6 ? std::pair(3.0, 20.0) : part < 9 ? std::pair(20.0, 80.0) : std::pair(80.0, 300.0);
  const double at = static_cast<double>(random.below(10000)) / 10000.0;
  return static_cast<std::size_t>(1000.0 * low * std::pow(high / low, at));
}

Layout draw_layout(Random& random, BodyKind kind) {
  switch (kind) {
    case BodyKind::Portal:
      return random.chance(70) ? Layout::Portal : Layout::Mobile;
    case BodyKind::School:
      return random.chance(70) ? Layout::School : Layout::OldTable;
    case BodyKind::Institution:
      return random.chance(60) ? Layout::Institution : Layout::Mobile;
    case BodyKind::Department:
      break;
  }
  const int part = random.between(0, 9);
  return part < 5 ? Layout::Department : part < 7 ? Layout::OldTable : part < 9 ? Layout::Mobile : Layout::Portal;
}

Host ascii_host(const std::string& name) {
  return Host{name, name, false, false};
}

Host chinese_host(const std::string& name) {
  return Host{to_a_labels(name), name, true, false};
}

std::string zone(const Site& site) {
  const bool office = site.body.kind == BodyKind::Portal || site.body.kind == BodyKind::Department;
  return fmt::format("{}-shili.{}.cn", site.body.place.pinyin, office ? "gov" : "org");
}

Organisation organisation(Random& random, const std::string& authority, const std::string& name) {
  static constexpr std::string_view kWho[] = {"联系人甲", "联系人乙", "联系人丙", "联系人丁", "联系人戊",
                                              "联系人己", "联系人庚", "联系人辛", "联系人壬", "联系人癸"};
  Organisation out{authority, name, {}, std::string(random.pick(kWho)), {}};
  out.telephone = "0399-8" + random.digits(6);  // 0399: an area code nobody has
  return out;
}

void declare(Site& site, Random& random) {
  Organisation first = organisation(random, site.body.authority, site.body.name);
  const bool portal = site.body.kind == BodyKind::Portal;
  const std::string base = portal ? zone(site) : site.body.host_label + "." + zone(site);
  const bool office = portal || site.body.kind == BodyKind::Department;
  const std::string_view top = office ? "政务" : "公益";
  if (site.condition == WwwRedirect) {
    first.hosts = {ascii_host(base), ascii_host("www." + base)};
    first.hosts.front().redirects_to_www = true;
  } else if (site.condition != NoAddress) {
    if (random.chance(94)) first.hosts.push_back(ascii_host(portal || random.chance(30) ? "www." + base : base));
    if (first.hosts.empty() || random.chance(40))
      first.hosts.push_back(chinese_host(fmt::format("{}.{}", site.body.name, top)));
    if (first.hosts.size() > 1 && random.chance(30))
      first.hosts.push_back(chinese_host(fmt::format("{}.{}", site.body.short_name, top)));
  }
  site.organisations.push_back(std::move(first));
  if (!random.chance(6)) return;
  // Several units on one site, as in the notice's own example: the others have at most a Chinese name of their own.
  static constexpr std::string_view kUnits[] = {"信息中心", "宣传教育中心", "服务中心"};
  const int units = random.between(1, 3);
  for (int i = 0; i < units; ++i) {
    Organisation unit = organisation(random, site.body.authority, site.body.name + std::string(kUnits[i]));
    if (site.condition != NoAddress && random.chance(70))
      unit.hosts.push_back(chinese_host(site.body.short_name + std::string(kUnits[i]) + ".公益"));
    site.organisations.push_back(std::move(unit));
  }
}

void draw_footer(Site& site, Random& random) {
  const bool office = site.body.kind == BodyKind::Portal || site.body.kind == BodyKind::Department;
  Footer& footer = site.footer;
  footer.organiser = site.body.name;
  footer.telephone = site.organisations.front().telephone;
  footer.icp = icp_number(random);
  footer.icp_link = random.chance(70) ? "https://beian.miit.gov.cn/" : "https://beian.miit.gov.cn/#/Integrated/index";
  footer.police_link = police_digits(random, site.body.place.division);
  footer.police = fmt::format("冀公网安备{}{}号", random.chance(50) ? " " : "", footer.police_link);
  site.colour = office ? Colour::Red : Colour::Blue;
  if (!office) return;
  footer.site_code = footer.button_code = site_code(random, site.body.place.division);
  constexpr ButtonForm kForms[] = {ButtonForm::Script, ButtonForm::Link, ButtonForm::Executed};
  footer.button = random.pick(kForms);
}

void draw_health(Site& site, Random& random) {
  site.layout = draw_layout(random, site.body.kind);
  site.target_bytes = draw_size(random);
  site.charset_label = random.chance(50) ? "utf-8" : "UTF-8";
  site.mark_script_id = mark_script_id(random, site.body.place.division);
  site.mark_show_id = mark_show_id(random);
  constexpr MarkForm kForms[] = {MarkForm::ScriptEncoded, MarkForm::ScriptEncoded, MarkForm::ScriptPlain,
                                 MarkForm::Executed, MarkForm::LinkLocalPicture};
  site.mark = random.pick(kForms);
  site.http_redirects_to_https = random.chance(35);
  draw_footer(site, random);
}

// Pages that must hold no script: the button is written as a link then.
void without_scripts(Site& site) {
  site.scripts = false;
  if (site.footer.button != ButtonForm::None) site.footer.button = ButtonForm::Link;
}

// Conditions about the site code need an office: other bodies have no code. The estate gives them one.
void with_site_code(Site& site, Random& random) {
  if (!site.footer.site_code.empty()) return;
  site.footer.site_code = site.footer.button_code = site_code(random, site.body.place.division);
  site.footer.button = ButtonForm::Link;
}

void apply_mark(Site& site, Random& random) {
  const auto form = [&](MarkForm mark, int still_declared_percent) {
    site.mark = mark;
    site.declared_mark = random.chance(still_declared_percent);
  };
  switch (site.condition) {
    case MarkPicture:
      return form(MarkForm::Picture, 90);
    case MarkErrorImage:
      return form(MarkForm::ErrorImage, 100);
    case MarkMalformed:
      return form(MarkForm::Malformed, 100);
    case MarkCommentedOut:
      without_scripts(site);
      return form(MarkForm::CommentedOut, 80);
    case MarkAbsent:
      without_scripts(site);
      return form(MarkForm::None, 50);
    case MarkNotSeen:
      return form(MarkForm::None, 80);
    default:
      return;
  }
}

void apply_footer(Site& site, Random& random) {
  Footer& footer = site.footer;
  switch (site.condition) {
    case IcpIllFormed:
      footer.icp = "冀ICP备" + random.digits(7) + "号-1";
      return;
    case IcpWrongLink:
      footer.icp_link = "http://icp-chaxun.shili-beian.example/query";
      return;
    case PoliceIllFormed:
      footer.police_link = footer.police_link.substr(0, 13);
      footer.police = "冀公网安备 " + footer.police_link + "号";
      return;
    case PoliceMismatch:
      footer.police_link.back() =
          footer.police_link.back() == '9' ? '0' : static_cast<char>(footer.police_link.back() + 1);
      return;
    case SiteCodeIllFormed:
      with_site_code(site, random);
      footer.site_code += "44";
      return;
    case SiteCodeMismatch:
      with_site_code(site, random);
      footer.button_code.back() =
          footer.button_code.back() == '9' ? '0' : static_cast<char>(footer.button_code.back() + 1);
      return;
    case OldReportHost:
      with_site_code(site, random);
      footer.button = ButtonForm::OldScript;
      return;
    default:
      return;
  }
}

void apply_rest(Site& site, Random& random) {
  constexpr std::string_view kGbLabels[] = {"gb2312", "GB2312", "gbk", "gb18030"};
  switch (site.condition) {
    case Gb18030:
      site.encoding = Encoding::Gb18030;
      site.charset_label = random.pick(kGbLabels);
      break;
    case LyingUtf8Label:
      site.encoding = Encoding::Gb18030;
      break;
    case LyingGbLabel:
      site.charset_label = "gb2312";
      break;
    case ScriptedFooter:
      site.layout = Layout::ScriptedFooter;
      break;
    case HttpToHttps:
      site.http_redirects_to_https = true;
      break;
    case PlainOnly:
    case TlsReset:
    case TlsOnly:
      site.http_redirects_to_https = false;
      break;
    case CertExpired:
      site.certificate = Certificate::Expired;
      break;
    case CertSelfSigned:
      site.certificate = Certificate::SelfSigned;
      break;
    case CertWrongName:
      site.certificate = Certificate::WrongName;
      break;
    case CertExpiringSoon:
      site.certificate = Certificate::ExpiringSoon;
      break;
    default:
      break;
  }
}

Site make_site(const EstateOptions& options, std::uint64_t index, Condition condition) {
  Random random(options.seed, index, "site");
  Site site;
  site.index = index;
  site.body = body_at(options.seed, index);
  site.name = site.body.site_name;
  site.condition = condition;
  declare(site, random);
  draw_health(site, random);
  apply_mark(site, random);
  apply_footer(site, random);
  apply_rest(site, random);
  return site;
}

// The four rows the notice gives as its example; one site.
Site annex_site(std::uint64_t index) {
  Random random(2015, 204, "annex");
  Site site;
  site.index = index;
  site.body = Body{BodyKind::Department,
                   Place{"河北省", "hebei", "130000", ""},
                   "河北省机构编制委员会办公室",
                   "河北省编办",
                   "河北机构编制网",
                   "www",
                   "河北省机构编制委员会办公室"};
  site.name = site.body.site_name;
  const auto row = [&](const std::string& name, std::vector<Host> hosts) {
    site.organisations.push_back({site.body.authority, name, std::move(hosts), "联系人甲", "0311—80000000"});
  };
  row(site.body.name, {ascii_host("www.hebjgbz.gov.cn"), chinese_host("河北省机构编制委员会办公室.政务"),
                       chinese_host("河北省编办.政务"), chinese_host("河北机构编制网.政务")});
  row("河北省事业单位登记管理局", {chinese_host("河北省事业单位登记管理局.政务")});
  row("河北省机构编制电子政务中心", {chinese_host("河北省机构编制电子政务中心.政务")});
  row("河北省机构编制研究中心", {chinese_host("河北省机构编制研究中心.公益")});
  draw_health(site, random);
  site.layout = Layout::Department;
  site.mark = MarkForm::ScriptEncoded;
  return site;
}

}  // namespace

std::string_view name_of(Layout layout) {
  constexpr std::string_view kNames[] = {"portal", "department",  "school",         "old-table",
                                         "mobile", "institution", "scripted-footer"};
  return kNames[static_cast<std::size_t>(layout)];
}

Estate::Estate(EstateOptions options, std::vector<Site> sites) : options_(options), sites_(std::move(sites)) {
  for (const Site& site : sites_)
    for (const Organisation& unit : site.organisations)
      for (const Host& host : unit.hosts) by_host_.emplace(host.name, Found{&site, &host});
}

Estate::Found Estate::find(const std::string& host) const {
  const auto at = by_host_.find(host);
  return at == by_host_.end() ? Found{} : at->second;
}

Estate make_estate(const EstateOptions& options) {
  const std::vector<Condition> drawn = draw_conditions(options);
  std::vector<Site> sites;
  sites.reserve(drawn.size() + 1);
  for (std::size_t i = 0; i < drawn.size(); ++i) sites.push_back(make_site(options, i, drawn[i]));
  if (options.annex) sites.push_back(annex_site(sites.size()));
  return {options, std::move(sites)};
}

}  // namespace huabiao::badweb
