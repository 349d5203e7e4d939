#include "settings/settings.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "settings/sign_in.h"
#include "settings/typing.h"

namespace huabiao::settings {
namespace {

constexpr std::array kSpecs = {
    Spec{"data", "", "DIR", "数据目录", "Where huabiao keeps its state"},
    Spec{"database", "", "URL", "PostgreSQL 数据库（postgresql://用户@主机/库；默认用数据目录中的 SQLite）",
         "A PostgreSQL database (postgresql://USER@HOST/DATABASE) instead of SQLite in the data directory"},
    Spec{"lang", "", "zh|en", "界面与输出语言", "Language of output and messages"},
    Spec{"listen", "127.0.0.1:8787", "HOST:PORT", "服务监听地址", "Where the server listens"},
    Spec{"tls_certificate", "", "FILE", "服务器证书（PEM）", "The server's certificate chain (PEM)"},
    Spec{"tls_key", "", "FILE", "服务器私钥（PEM）", "The server's private key (PEM)"},
    Spec{"workers", "0", "N", "访问子进程数（0 为每核一个）", "Child processes that visit (0: one per core)"},
    Spec{"timeout", "15s", "TIME", "一次访问的时限", "Limit of one visit, redirects included"},
    Spec{"concurrency", "256", "N", "同时进行的访问数", "Visits in flight at once"},
    Spec{"rate", "0", "N", "每秒新请求上限（0 不限）", "New requests per second at most (0: no cap)"},
    Spec{"host_gap", "1s", "TIME", "同一主机两次请求的最小间隔", "Least time between two requests to one host"},
    Spec{"retry_pause", "2s", "TIME", "判定中断前再试的间隔", "Pause before an outage is tried again"},
    Spec{"proxy", "", "URL", "HTTP 代理", "HTTP proxy"},
    Spec{"header", "", "NAME:VALUE", "附加请求头", "Header to send as well", true},
    Spec{"user_agent", "Mozilla/5.0 (compatible; huabiao/0.1; +mailto:webmaster@localhost)", "TEXT",
         "访问时自报的身份，应含联系地址", "Who the visitor says it is; should hold a contact address"},
    Spec{"lab", "", "HOST:PLAINPORT:TLSPORT", "实验模式：所有主机都指向这一台服务器",
         "Lab: send every host to this one server"},
    Spec{"ca_file", "", "FILE", "另外信任的 CA 证书（PEM）", "Certificates trusted beside the system's (PEM)"},
    Spec{"rules", "", "PATH", "附加规则包（签名文件或目录）", "Rule pack to use as well: a signed file or a folder",
         true},
    Spec{"rules_key", "", "HEX", "可信的规则包公钥（Ed25519）", "Public key whose rule packs are trusted (Ed25519)",
         true},
    Spec{"rules_unsigned", "no", "yes|no", "是否接受未签名的规则包", "Take rule packs nobody signed"},
    Spec{"evidence_quota", "2GiB", "SIZE", "证据正文的磁盘配额", "Disk quota of bodies kept as evidence"},
    Spec{"evidence_days", "180", "DAYS", "证据正文的保留天数", "Days a body kept as evidence is retained"},
    Spec{"watch", "off", "TIME|off", "持续监测：每个网站多久访问一次，off 为不监测",
         "The watch: how often every site is visited; off: not at all"},
    Spec{"watch_views", "24h", "TIME|off", "持续监测中多久以搜索引擎等身份访问一次（限同意标准检查的网站）",
         "The watch: how often sites that consent to it are asked as a search engine and the like"},
    Spec{"watch_walk", "24h", "TIME|off", "持续监测中多久走访一次内页（更新情况、坏链、内页内容）",
         "The watch: how often inner pages are walked through: freshness, broken links, what stands on them"},
    Spec{"watch_dns", "10m", "TIME|off", "持续监测中多久核对一次域名解析，off 为不核对",
         "The watch: how often resolvers are asked about every host; off: not at all"},
    Spec{"watch_render", "off", "TIME|off", "持续监测中多久由浏览器渲染一次有疑问的页面（限同意标准检查的网站）",
         "The watch: how often a browser draws pages that leave something open, of sites that consent to it"},
    Spec{"picture_quota", "1GiB", "SIZE", "页面截图的磁盘配额", "Disk quota of pictures of pages"},
    Spec{"picture_days", "90", "DAYS", "页面截图的保留天数", "Days a picture of a page is retained"},
    Spec{"render_browser", "/usr/lib/chromium/chromium", "FILE", "用来渲染页面的 Chromium 程序",
         "The Chromium that draws pages"},
    Spec{"render_user", "huabiao-render", "USER", "运行浏览器的专用账号", "The account of its own the browser runs as"},
    Spec{"resolver", "", "IP[:PORT]", "核对域名解析时询问的解析服务器（默认为系统的）",
         "Name server to ask about hosts (default: the system's)", true},
    Spec{"watch_registration", "7d", "TIME|off", "持续监测中多久向注册局核对一次域名注册，off 为不核对",
         "The watch: how often registries are asked about every domain; off: not at all"},
    Spec{"domain_registry", "", "SUFFIX=SERVER", "某后缀的域名改向此服务器核对（https://…/ 或 whois://…）",
         "Server to ask about domains of a suffix instead of the rules' (https://.../ or whois://...)", true},
    Spec{"domain_registry_gap", "0", "TIME", "对同一注册局两次询问的最小间隔（0 为按规则）",
         "Least time between two questions to one registry (0: as the rules say)"},
    Spec{"watch_tls", "24h", "TIME|off", "持续监测中多久试一次网站接受哪些 TLS 版本，off 为不试",
         "The watch: how often is tried which versions of TLS a host accepts; off: not at all"},
    Spec{"consent", "passive", "none|passive|standard|intrusive", "没有单独安排的网站可以查到哪一步",
         "How far sites under no order of their own may be looked at"},
    Spec{"consent_by", "", "TEXT", "上述授权由谁同意（人员或文号）", "Who gave that consent: a person or a document"},
    Spec{"opt_out", "record", "honour|record",
         "网站自述页（/.well-known/huabiao.txt）的意愿：honour 遵从，record 仅记录",
         "What a site's opt-out page (/.well-known/huabiao.txt) wishes is done, or only recorded"},
    Spec{"second_view", "vantage", "vantage|local", "中断由谁复核：vantage 为其他监测点，local 为本机再试",
         "Who sees an outage again before it is believed: a vantage point where one is connected, or this machine"},
    Spec{"vantage_wait", "30s", "TIME", "监测点超过访问时限多久未答复，改由本机复核",
         "How long beyond a visit's limits a vantage point may take, before this machine tries itself"},
    Spec{"console_url", "", "URL", "管理界面的网址，用于消息中的链接",
         "Where people reach the console, for links in messages"},
    Spec{"page_quota", "4GiB", "SIZE", "变化前后首页留存的磁盘配额",
         "Disk quota of home pages kept from before and after changes"},
    Spec{"page_days", "90", "DAYS", "首页被新内容取代后的保留天数",
         "Days a home page is retained after another took its place"},
    Spec{"sample_days", "400", "DAYS", "逐次访问记录的保留天数", "Days every single check is retained"},
    Spec{"sample_hour_days", "400", "DAYS", "按小时汇总的访问记录的保留天数",
         "Days checks rolled up by the hour are retained"},
    Spec{"sample_day_days", "3650", "DAYS", "按日汇总的访问记录的保留天数",
         "Days checks rolled up by the day are retained"},
    Spec{"audit_days", "365", "DAYS", "审计记录的保留天数，至少 183 天（六个月）",
         "Days the audit is retained; at least 183, six months"},
    Spec{"audit_algorithm", "sha256", "sha256|sm3", "审计链的算法：sha256（ECDSA 签名）或 sm3（SM2 签名）",
         "Algorithms of the audit chain: sha256 with ECDSA, or sm3 with SM2"},
    Spec{"audit_key", "", "FILE", "签署审计链的私钥文件，默认在数据目录中自动生成",
         "Private key that signs the audit; by default made in the data directory"},
};

const std::vector<Spec>& all_specs() {
  static const std::vector<Spec> kAll = [] {
    std::vector<Spec> all(kSpecs.begin(), kSpecs.end());
    const auto more = sign_in_specs();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return kAll;
}

// "off" is 0.
std::optional<Millis> watch_period(std::string_view text) {
  if (text == "off") return Millis(0);
  const auto every = duration(text);
  if (!every || *every < std::chrono::seconds(1) || *every > std::chrono::hours(24)) return std::nullopt;
  return every;
}

// "off" and "0" are 0; what is asked of others, in days as well.
std::optional<Millis> long_period(std::string_view text) {
  constexpr std::int64_t kMostDays = 90;
  if (text == "off" || text == "0") return Millis(0);
  std::optional<Millis> every = duration(text);
  if (text.ends_with('d')) {
    const auto days = number<std::int64_t>(text.substr(0, text.size() - 1));
    if (!days || *days < 1 || *days > kMostDays) return std::nullopt;
    every = std::chrono::hours(24 * *days);
  }
  if (!every || *every < std::chrono::seconds(1)) return std::nullopt;
  return every;
}

std::optional<std::int64_t> size_in_bytes(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    std::int64_t bytes;
  };
  for (const Unit unit :
       {Unit{"KiB", 1LL << 10}, Unit{"MiB", 1LL << 20}, Unit{"GiB", 1LL << 30}, Unit{"TiB", 1LL << 40}, Unit{"", 1}}) {
    if (!text.ends_with(unit.suffix)) continue;
    const auto value = number<std::int64_t>(text.substr(0, text.size() - unit.suffix.size()));
    if (!value || *value < 0 || *value > (1LL << 50) / unit.bytes) return std::nullopt;
    return *value * unit.bytes;
  }
  return std::nullopt;
}

std::optional<std::uint16_t> port(std::string_view text) {
  const auto value = number<unsigned>(text);
  if (!value || *value > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*value);
}

std::string unbracket(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

std::optional<Endpoint> endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto read = port(text.substr(colon + 1));
  if (!read) return std::nullopt;
  return Endpoint{unbracket(text.substr(0, colon)), *read};
}

std::optional<LabAddress> lab_address(std::string_view text) {
  const auto last = text.rfind(':');
  if (last == std::string_view::npos) return std::nullopt;
  const auto front = endpoint(text.substr(0, last));
  const auto tls = port(text.substr(last + 1));
  if (!front || !tls) return std::nullopt;
  return LabAddress{front->host, front->port, *tls};
}

std::optional<Language> language(std::string_view text) {
  if (text == "zh" || text.starts_with("zh_") || text.starts_with("zh-")) return Language::Chinese;
  if (text == "en" || text.starts_with("en_") || text.starts_with("en-")) return Language::English;
  return std::nullopt;
}

std::optional<std::vector<std::string>> header_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.find(':') == std::string_view::npos || line.find('\r') != std::string_view::npos) return std::nullopt;
    lines.emplace_back(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

void type_rules(Typing& typing, RulePacks& rules) {
  typing.take(
      "rules", rules.places,
      [](std::string_view text) {
        const auto lines = lines_of(text);
        return std::optional(std::vector<std::filesystem::path>(lines.begin(), lines.end()));
      },
      "a file or folder");
  typing.take(
      "rules_key", rules.keys, [](std::string_view text) { return std::optional(lines_of(text)); }, "64 hex digits");
  typing.take("rules_unsigned", rules.unsigned_allowed, yes_or_no, "yes or no");
}

// It stands in messages as it is, so it holds nothing a message would have to escape.
std::optional<std::string> console_url(std::string_view text) {
  constexpr std::size_t kMost = 200;
  if (text.empty()) return std::string();
  const bool http = text.starts_with("https://") || text.starts_with("http://");
  const bool plain = std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("\"<>[]`\\^{|}@").find(c) == std::string_view::npos;
  });
  if (!http || !plain || text.size() > kMost) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> server(std::string_view text) {
  const bool fits = text.empty() || text.starts_with("postgresql://") || text.starts_with("postgres://");
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<Error> type_all(Resolved& resolved) {
  Settings& s = resolved.settings;
  Typing typing(resolved);
  const auto path = [](std::string_view text) { return std::optional(std::filesystem::path(text)); };
  const auto text_of = [](std::string_view text) { return std::optional(std::string(text)); };
  typing.take("data", s.data, path, "a directory");
  typing.take("database", s.database, server, "postgresql://USER@HOST/DATABASE");
  typing.take("lang", s.language, language, "zh or en");
  typing.take("listen", s.listen, endpoint, "HOST:PORT, e.g. 127.0.0.1:8787");
  typing.take("tls_certificate", s.tls_certificate, path, "a file");
  typing.take("tls_key", s.tls_key, path, "a file");
  typing.take("workers", s.workers, [](auto t) { return whole(t, 0, 256); }, "a number from 0 to 256");
  typing.take("timeout", s.network.timeout, duration, "a time such as 15s or 1500ms");
  typing.take(
      "concurrency", s.network.concurrency, [](auto t) { return whole(t, 1, 20'000); }, "a number from 1 to 20000");
  typing.take(
      "rate", s.network.rate,
      [](auto t) {
        const auto value = number<double>(t);
        return value && *value >= 0 && *value <= 1e6 ? value : std::nullopt;
      },
      "a number of requests per second, 0 for no cap");
  typing.take("host_gap", s.network.host_gap, duration, "a time such as 1s");
  typing.take("retry_pause", s.network.retry_pause, duration, "a time such as 2s");
  typing.take("proxy", s.network.proxy, text_of, "a URL");
  typing.take("header", s.network.headers, header_lines, "Name: value");
  typing.take("user_agent", s.network.user_agent, text_of, "a text");
  typing.take("ca_file", s.network.ca_file, path, "a file");
  typing.take(
      "lab", s.network.lab,
      [](std::string_view text) -> std::optional<std::optional<LabAddress>> {
        if (text.empty()) return std::optional<LabAddress>();
        auto read = lab_address(text);
        if (!read) return std::nullopt;
        return std::make_optional(std::move(read));
      },
      "HOST:PLAINPORT:TLSPORT, e.g. 127.0.0.1:8080:8443");
  type_rules(typing, s.rules);
  typing.take("evidence_quota", s.evidence_quota_bytes, size_in_bytes, "a size such as 2GiB");
  typing.take("evidence_days", s.evidence_days, [](auto t) { return whole(t, 1, 36'500); }, "a number of days");
  typing.take("watch_views", s.watch_views, watch_period, "off, or a time from 1s to 24h such as 12h");
  typing.take("watch_walk", s.watch_walk, watch_period, "off, or a time from 1s to 24h such as 12h");
  typing.take("watch_dns", s.watch_dns, watch_period, "off, or a time from 1s to 24h such as 10m");
  typing.take("watch_registration", s.watch_registration, long_period, "off, or a time from 1s to 90d such as 7d");
  typing.take("watch_tls", s.watch_tls, watch_period, "off, or a time from 1s to 24h such as 24h");
  typing.take(
      "domain_registry", s.network.registries, [](std::string_view text) { return std::optional(lines_of(text)); },
      "SUFFIX=https://HOST/PATH/ or SUFFIX=whois://HOST[:PORT]");
  typing.take("domain_registry_gap", s.network.registry_gap, duration, "a time such as 5s");
  typing.take(
      "resolver", s.network.resolvers, [](std::string_view text) { return std::optional(lines_of(text)); },
      "ADDRESS or ADDRESS:PORT");
  typing.take("watch_render", s.watch_render, watch_period, "off, or a time from 1s to 24h such as 24h");
  typing.take("picture_quota", s.picture_quota_bytes, size_in_bytes, "a size such as 1GiB");
  typing.take("picture_days", s.picture_days, [](auto t) { return whole(t, 1, 36'500); }, "a number of days");
  typing.take("render_browser", s.render.browser, path, "a file");
  typing.take("render_user", s.render.user, text_of, "an account's name");
  typing.take("consent", s.consent, text_of, "none, passive, standard or intrusive");
  typing.take("consent_by", s.consent_by, text_of, "a text");
  typing.take("watch", s.watch_every, watch_period, "off, or a time from 1s to 24h such as 5m");
  typing.take(
      "opt_out", s.honour_opt_out,
      [](std::string_view text) {
        return text == "honour" || text == "record" ? std::optional(text == "honour") : std::nullopt;
      },
      "honour or record");
  typing.take(
      "second_view", s.second_view,
      [](std::string_view text) {
        return text == "vantage" || text == "local" ? std::optional(text == "vantage") : std::nullopt;
      },
      "vantage or local");
  typing.take("vantage_wait", s.vantage_wait, duration, "a time such as 30s");
  typing.take("console_url", s.console_url, console_url, "an address such as https://huabiao.example.gov.cn");
  typing.take("page_quota", s.page_quota_bytes, size_in_bytes, "a size such as 4GiB");
  for (const auto& [name, days] :
       {std::pair("page_days", &s.page_days), std::pair("sample_days", &s.sample_days),
        std::pair("sample_hour_days", &s.sample_hour_days), std::pair("sample_day_days", &s.sample_day_days)})
    typing.take(name, *days, [](auto t) { return whole(t, 1, 36'500); }, "a number of days");
  typing.take("audit_days", s.audit_days, [](auto t) { return whole(t, 183, 36'500); }, "a number of days from 183");
  typing.take(
      "audit_algorithm", s.audit_sm,
      [](std::string_view text) {
        return text == "sha256" || text == "sm3" ? std::optional(text == "sm3") : std::nullopt;
      },
      "sha256 or sm3");
  typing.take("audit_key", s.audit_key, path, "a file");
  type_sign_in(typing, s.sign_in);
  return typing.failure();
}

std::string join(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : "\n") + value;
  return text;
}

}  // namespace

std::span<const Spec> specs() {
  return all_specs();
}

const Spec* find_spec(std::string_view key) {
  const auto at = std::ranges::find(all_specs(), key, &Spec::key);
  return at == all_specs().end() ? nullptr : &*at;
}

std::string flag_of(const Spec& spec) {
  std::string flag = "--" + std::string(spec.key);
  std::ranges::replace(flag, '_', '-');
  return flag;
}

std::string variable_of(const Spec& spec) {
  std::string name = "HUABIAO_";
  for (const char c : spec.key) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

Result<Resolved> resolve(const Layers& layers) {
  Resolved resolved;
  for (const Spec& spec : all_specs()) {
    Origin origin{std::string(spec.fallback), Source::Default};
    struct From {
      const Layer& layer;
      Source source;
    };
    for (const From from : {From{layers.file, Source::File}, From{layers.environment, Source::Environment},
                            From{layers.command_line, Source::CommandLine}}) {
      const auto found = from.layer.find(spec.key);
      if (found == from.layer.end() || found->second.empty()) continue;
      origin = {spec.repeatable ? join(found->second) : found->second.back(), from.source};
    }
    if (origin.source == Source::Default)  // defaults that depend on the machine arrive beside the variables
      if (const auto found = layers.environment.find("default." + std::string(spec.key));
          found != layers.environment.end())
        origin.value = found->second.back();
    if (spec.key == "lang" && origin.value.empty()) origin.value = "en";
    resolved.origins.emplace(spec.key, std::move(origin));
  }
  for (const auto& [key, values] : layers.file)
    if (!find_spec(key)) resolved.unknown.push_back(key);
  resolved.settings.channels = layers.channels;
  if (auto failure = type_all(resolved)) return std::unexpected(std::move(*failure));
  return resolved;
}

Layer read_environment(std::span<const std::string> environment) {
  std::map<std::string, std::string, std::less<>> variables;
  for (const std::string& entry : environment)
    if (const auto equals = entry.find('='); equals != std::string::npos)
      variables.insert_or_assign(entry.substr(0, equals), entry.substr(equals + 1));
  const auto value = [&](std::string_view name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
  Layer layer;
  for (const Spec& spec : all_specs())
    if (const auto found = variables.find(variable_of(spec)); found != variables.end() && !found->second.empty())
      layer[std::string(spec.key)] = {found->second};
  for (const std::string_view name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const std::string text = value(name); language(text)) {
      layer["default.lang"] = {text};
      break;
    }
  const std::string xdg = value("XDG_DATA_HOME"), home = value("HOME");
  layer["default.data"] = {!xdg.empty() ? xdg + "/huabiao" : (home.empty() ? "." : home) + "/.local/share/huabiao"};
  return layer;
}

}  // namespace huabiao::settings
