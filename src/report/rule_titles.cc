#include "report/rule_titles.h"

#include <algorithm>
#include <array>

namespace huabiao::report {
namespace {

struct Row {
  std::string_view rule, zh, en;
};

constexpr auto kRows = std::to_array<Row>({
    {"availability.connect-refused", "服务器拒绝连接", "The connection is refused"},
    {"availability.connect-timeout", "连接超时", "The connection times out"},
    {"availability.dns-failure", "域名解析失败", "The DNS gives no answer"},
    {"availability.dns-no-address", "域名没有地址", "The name has no address"},
    {"availability.dns-no-such-name", "域名不存在", "The name does not exist"},
    {"availability.empty", "首页没有内容", "The home page is empty"},
    {"availability.http-error", "首页返回错误状态", "The home page answers with an error"},
    {"availability.ipv6-unreachable", "IPv6 地址连不上", "The IPv6 address takes no connection"},
    {"availability.no-https", "只能用不加密的 http 打开", "Opens only over unencrypted http"},
    {"availability.not-from-everywhere", "有的监测点打不开", "Does not open from everywhere"},
    {"availability.redirect-loop", "循环跳转", "A loop of redirects"},
    {"availability.refused-address", "域名指向内网地址", "The name leads to a private address"},
    {"availability.reset", "连接被中断", "The connection is broken off"},
    {"availability.shared-machine", "同一台服务器上的多个网站打不开", "Many sites on one machine do not open"},
    {"availability.soft-not-found", "首页显示“找不到页面”", "The home page says \"not found\""},
    {"availability.timeout", "未能按时打开", "Does not open in time"},
    {"availability.tls-failure", "无法建立加密连接", "No encrypted connection can be made"},
    {"availability.too-many-redirects", "跳转过多", "Too many redirects"},
    {"broken-link.dead", "首页链接的页面已不存在", "A link on the home page leads nowhere"},
    {"broken-link.missing-page-found", "不存在的地址没有返回 404",
     "An address that does not exist is answered as if it did"},
    {"certificate.chain-disorder", "证书链顺序不对", "The certificate chain is not in order"},
    {"certificate.chain-expired", "仍在发送已过期的上级证书",
     "An ended certificate above the site's own is still sent"},
    {"certificate.chain-expiring", "上级证书即将到期", "A certificate above the site's own ends soon"},
    {"certificate.chain-incomplete", "证书链缺少中间证书", "An intermediate certificate is not sent"},
    {"certificate.expired", "证书已过期", "The certificate has expired"},
    {"certificate.expiring", "证书即将到期", "The certificate ends soon"},
    {"certificate.name-mismatch", "证书与域名不符", "The certificate is for another name"},
    {"certificate.not-yet-valid", "证书尚未生效", "The certificate is not valid yet"},
    {"certificate.obsolete-protocol", "仍接受已废止的 TLS 版本", "A version of TLS that is out of use is accepted"},
    {"certificate.self-signed", "自签名证书", "The certificate is self-signed"},
    {"certificate.shared", "多个网站共用的证书有问题", "A certificate many sites share is at fault"},
    {"certificate.untrusted", "证书不受信任", "The certificate is not trusted"},
    {"certificate.weak-key", "证书密钥过短", "A certificate's key is too short"},
    {"certificate.weak-signature", "证书使用已淘汰的签名算法", "A certificate is signed with an algorithm out of use"},
    {"conditional-content.search-referrer", "从搜索引擎来的访客被转到外部网站",
     "Visitors from search engines are sent elsewhere"},
    {"conditional-content.spider", "搜索引擎与访客看到的内容不同", "Search engines are led or shown something else"},
    {"conditional-content.view-differs", "不同访客看到的内容不同", "Another visitor sees something else"},
    {"content-freshness.column-stale", "栏目长期未更新", "A column is not kept up"},
    {"content-freshness.home-stale", "首页长期未更新", "The home page is not kept up"},
    {"content-freshness.home-undated", "首页没有可辨认的日期", "The home page shows no day"},
    {"counterfeit.claims-unit", "冒充已登记单位的网站", "Passes for a registered unit's site"},
    {"dark-link.encoded", "以编码脚本写出的外部链接", "Foreign links written from encoded strings"},
    {"dark-link.hidden-list", "看不见的违规链接（暗链）", "Unseen links that advertise a forbidden trade"},
    {"dark-link.hidden-many", "大量看不见的外部链接", "Many unseen links to foreign hosts"},
    {"dark-link.spam-links", "页面上被植入违规宣传链接", "Planted links that advertise a forbidden trade"},
    {"defacement.boast", "页面被入侵者替换或涂改", "The page was replaced or scrawled over by an intruder"},
    {"defacement.script-in-title", "标题被写入脚本", "A script was written into the title"},
    {"defacement.signs", "页面有被篡改的迹象", "The page shows signs of defacement"},
    {"dns.cname-changed", "域名别名改变", "The alias of the name changed"},
    {"dns.name-servers-changed", "域名服务器改变", "The name servers of the domain changed"},
    {"dns.name-servers-silent", "域名服务器没有应答", "The name servers of the domain do not answer"},
    {"dns.no-ipv6", "没有 IPv6 地址", "No IPv6 address"},
    {"dns.one-name-server", "只有一台域名服务器", "Only one name server"},
    {"dns.private-address", "域名解析到内网地址", "The name leads to an address that is not public"},
    {"dns.registration-expired", "域名注册已到期", "The domain's registration has ended"},
    {"dns.registration-expiring", "域名注册即将到期", "The domain's registration ends soon"},
    {"dns.registration-lapsing", "域名已进入赎回或删除阶段", "The domain has lapsed and is being deleted"},
    {"dns.registration-on-hold", "域名被暂停解析", "The domain is taken out of the DNS"},
    {"dns.registration-registrar-changed", "域名注册商改变", "The domain's registrar changed"},
    {"dns.registration-servers-changed", "注册局登记的域名服务器改变", "The name servers at the registry changed"},
    {"dns.resolvers-disagree", "解析服务器的结果互相矛盾", "One resolver contradicts the others"},
    {"dns.shared-domain", "同一域名之下的多个网站无法解析", "Many sites under one domain do not resolve"},
    {"dns.shared-name-server", "同一域名服务器上的多个网站无法解析", "Many sites on one name server do not resolve"},
    {"dns.ttl-dropped", "域名记录的缓存时间明显变短", "The records' time to live dropped"},
    {"dns.unexpected", "域名解析结果与预期不符", "The DNS does not answer what is expected"},
    {"exposure.backup-listed", "可下载备份或数据库文件", "A backup or database may be fetched"},
    {"exposure.directory-listing", "服务器列出目录内容", "The server lists a folder"},
    {"exposure.repository", "可下载网站版本库", "The site's repository may be fetched"},
    {"exposure.server-source", "服务器发出程序源代码", "The server hands out source code"},
    {"exposure.stack-trace", "页面显示程序出错信息", "The page shows a program's inner error"},
    {"footer.error-report-differs", "“找错”入口的标识码不一致", "The error-report button names another site code"},
    {"footer.error-report-missing", "缺少“找错”入口", "No error-report button"},
    {"footer.error-report-not-seen", "静态页面上没有看到“找错”入口", "The static page shows no error-report button"},
    {"footer.error-report-old-host", "“找错”入口指向旧地址", "The error-report button leads to an old address"},
    {"footer.icp-differs", "ICP备案号与登记不一致", "ICP filing number differs from the register"},
    {"footer.icp-inconsistent", "多个不同的ICP备案号", "Different ICP filing numbers on one page"},
    {"footer.icp-link-differs", "ICP备案号与链接不一致", "ICP filing number and its link differ"},
    {"footer.icp-link-foreign", "ICP备案号链接到其他网站", "ICP filing number links elsewhere"},
    {"footer.icp-link-obsolete", "ICP备案号链接到已停用的网站", "ICP filing number links to an obsolete host"},
    {"footer.icp-malformed", "ICP备案号不合规范", "Ill-formed ICP filing number"},
    {"footer.icp-missing", "缺少ICP备案号", "No ICP filing number"},
    {"footer.icp-not-linked", "ICP备案号没有链接", "ICP filing number without link"},
    {"footer.icp-not-seen", "静态页面上没有看到ICP备案号", "The static page shows no ICP filing number"},
    {"footer.police-differs", "公安机关备案号与登记不一致", "Police filing number differs from the register"},
    {"footer.police-inconsistent", "多个不同的公安机关备案号", "Different police filing numbers on one page"},
    {"footer.police-link-differs", "公安机关备案号与链接不一致", "Police filing number and its link differ"},
    {"footer.police-link-foreign", "公安机关备案号链接到其他网站", "Police filing number links elsewhere"},
    {"footer.police-link-obsolete", "公安机关备案号链接到已停用的网站",
     "Police filing number links to an obsolete host"},
    {"footer.police-malformed", "公安机关备案号不合规范", "Ill-formed police filing number"},
    {"footer.police-missing", "缺少公安机关备案号", "No police filing number"},
    {"footer.police-not-seen", "静态页面上没有看到公安机关备案号", "The static page shows no police filing number"},
    {"footer.site-code-differs", "网站标识码与登记不一致", "Site code differs from the register"},
    {"footer.site-code-inconsistent", "多个不同的网站标识码", "Different site codes on one page"},
    {"footer.site-code-malformed", "网站标识码不合规范", "Ill-formed site code"},
    {"footer.site-code-missing", "缺少网站标识码", "No site code"},
    {"footer.site-code-not-seen", "静态页面上没有看到网站标识码", "The static page shows no site code"},
    {"foreign-resource.look-alike", "脚本主机名与知名域名相似", "A script's host looks like a well-known one"},
    {"foreign-resource.redirect", "首页跳转到其他网站", "The home page redirects to a foreign host"},
    {"injected-frame.unseen-foreign", "看不见的外部框架", "An unseen frame of a foreign host"},
    {"injected-script.disguised", "刻意隐藏行为的脚本", "A script that hides what it does"},
    {"injected-script.repeated", "同一外部脚本被反复写入", "The same foreign script was stored again and again"},
    {"mark.error-image", "标识显示为错误图片", "The mark shows its error picture"},
    {"mark.link-only", "标识为静态图片加链接", "The mark is a static picture with a link"},
    {"mark.malformed", "标识代码不合规范", "The code of the mark is malformed"},
    {"mark.missing", "登记已挂标而页面没有标识", "Registered as hung, but the mark is missing"},
    {"mark.not-seen", "静态页面上没有看到标识", "The static page shows no mark"},
    {"mark.picture-only", "只有标识图片", "Only a picture of the mark"},
    {"mark.several", "页面上有多个不同标识", "Several different marks on one page"},
    {"mark.undeclared", "登记未挂标而页面有标识", "Registered as not hung, but the mark is shown"},
    {"personal-data.bank-cards", "公开了银行卡号", "Bank card numbers are shown"},
    {"personal-data.identity-numbers", "公开了公民身份号码", "Citizen identity numbers are shown"},
    {"personal-data.phone-list", "公开了大量手机号码", "A list of mobile numbers is shown"},
    {"technology.seen", "页面所用软件", "Software the page is made with"},
    {"title-hijack.foreign-trade", "标题或关键词被换成违规内容",
     "Title or keywords were swapped for a forbidden trade"},
    {"title-hijack.spider-title", "搜索引擎看到的标题与访客不同",
     "Search engines are shown another title than visitors"},
});
static_assert(std::ranges::is_sorted(kRows, {}, &Row::rule));

struct CategoryRow {
  monitor::Category category;
  std::string_view zh, en;
};

constexpr auto kCategories = std::to_array<CategoryRow>({
    {monitor::Category::DarkLink, "暗链", "Dark links"},
    {monitor::Category::TitleHijack, "标题劫持", "Title hijack"},
    {monitor::Category::ConditionalContent, "条件内容", "Conditional content"},
    {monitor::Category::InjectedScript, "植入脚本", "Injected script"},
    {monitor::Category::InjectedFrame, "植入框架", "Injected frame"},
    {monitor::Category::Defacement, "网页篡改", "Defacement"},
    {monitor::Category::Counterfeit, "仿冒", "Counterfeit"},
    {monitor::Category::PersonalData, "个人信息", "Personal data"},
    {monitor::Category::Exposure, "信息暴露", "Exposure"},
    {monitor::Category::ForeignResource, "外部资源", "Foreign resource"},
    {monitor::Category::Technology, "技术指纹", "Technology"},
    {monitor::Category::Mark, "网站标识", "Official mark"},
    {monitor::Category::Footer, "页脚信息", "Footer"},
    {monitor::Category::Availability, "可用性", "Availability"},
    {monitor::Category::Certificate, "证书", "Certificate"},
    {monitor::Category::Dns, "域名解析", "DNS"},
    {monitor::Category::ContentFreshness, "内容更新", "Content freshness"},
    {monitor::Category::BrokenLink, "坏链", "Broken links"},
    {monitor::Category::Change, "变更", "Change"},
});

}  // namespace

Bilingual category_title(monitor::Category category) {
  for (const CategoryRow& row : kCategories)
    if (row.category == category) return {std::string(row.zh), std::string(row.en)};
  return {std::string(to_string(category)), std::string(to_string(category))};
}

Bilingual rule_title(std::string_view rule, monitor::Category category) {
  const auto* const row = std::ranges::lower_bound(kRows, rule, {}, &Row::rule);
  if (row != kRows.end() && row->rule == rule) return {std::string(row->zh), std::string(row->en)};
  return category_title(category);
}

Bilingual severity_title(monitor::Severity severity) {
  constexpr std::array<std::string_view, 5> kChinese = {"提示", "低", "中", "高", "严重"};
  return {std::string(kChinese[static_cast<std::size_t>(severity)]), std::string(to_string(severity))};
}

}  // namespace huabiao::report
