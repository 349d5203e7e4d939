// What an answer really was. Wordings of firewalls and "not found" pages, both languages.

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "monitor/detect/detect.h"
#include "monitor/detect/detectors.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kShortText = 1'500;  // bytes; notices of this kind say nothing else
constexpr std::size_t kTinyText = 400;

constexpr auto kFirewall = std::to_array<std::string_view>({"您的请求已被",
                                                            "网站防火墙",
                                                            "请求被拦截",
                                                            "您的访问被拦截",
                                                            "访问被拦截",
                                                            "请求存在威胁",
                                                            "存在不合法的参数",
                                                            "已被网站管理员设置拦截",
                                                            "您的请求可能存在威胁",
                                                            "安全狗",
                                                            "云锁",
                                                            "云盾",
                                                            "创宇盾",
                                                            "安恒",
                                                            "长亭",
                                                            "雷池",
                                                            "人机验证",
                                                            "安全验证",
                                                            "访问过于频繁",
                                                            "您的ip",
                                                            "web应用防火墙",
                                                            "request blocked",
                                                            "access denied",
                                                            "web application firewall",
                                                            "attention required",
                                                            "checking your browser",
                                                            "you have been blocked",
                                                            "mod_security",
                                                            "not acceptable!",
                                                            "request rejected",
                                                            "the requested url was rejected",

                                                            "ddos protection",
                                                            "just a moment..."});
constexpr auto kFirewallFirm = std::to_array<std::string_view>(
    {"网站防火墙", "请求被拦截", "访问被拦截", "已被网站管理员设置拦截", "您的请求可能存在威胁", "web应用防火墙",
     "web application firewall", "request blocked", "you have been blocked", "the requested url was rejected",
     "checking your browser", "创宇盾", "ddos protection"});
constexpr auto kNotFound = std::to_array<std::string_view>(
    {"404", "页面不存在", "找不到页面", "您访问的页面不存在", "您访问的页面找不到", "页面未找到", "页面找不到了",
     "无法找到该页", "网页不存在", "您要查看的网页可能已被删除", "page not found", "not found", "该页面已被删除",
     "找不到您要的页面", "站点创建成功", "没有找到站点", "网站已关闭", "该网站已过期", "page cannot be found"});
constexpr auto kNotFoundFirm =
    std::to_array<std::string_view>({"页面不存在", "找不到页面", "您访问的页面不存在", "您访问的页面找不到",
                                     "页面未找到", "页面找不到了", "无法找到该页", "网页不存在", "page not found",
                                     "404 not found", "没有找到站点", "找不到您要的页面", "page cannot be found"});

std::string fold(std::string_view text) {
  std::string out = utf8::squeeze(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool says_any(std::string_view text, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_notice(const Page& page, const auto& loose, const auto& firm) {
  const std::string_view visible = page.visible.text;
  if (visible.size() > kShortText || page.links.size() > 15) return false;
  const std::string title = fold(page.title), text = fold(visible);
  if (says_any(title, firm) || says_any(text, firm)) return true;
  return visible.size() <= kTinyText && (says_any(title, loose) || (title.empty() && says_any(text, loose))) &&
         says_any(title + text, loose);
}

// Nothing to read, to see or to run.
bool is_empty(const FetchOutcome& fetch, const Page& page) {
  if (fetch.body.find_first_not_of(" \t\r\n") == std::string::npos) return true;
  return page.visible.text.find_first_not_of(" \n") == std::string::npos && page.resources.empty() &&
         page.frames.empty() && page.scripts.empty() && page.links.empty() && page.title.empty();
}

bool refresh_leads_on(const Page& page) {
  return std::ranges::any_of(page.metas, [](const Meta& meta) {
    return meta.name == "refresh" && fold(meta.content).find("url") != std::string::npos;
  });
}

bool has_faults(const FetchOutcome& fetch, const Page& page) {
  return fetch.truncated || page.charset.lying || (fetch.tls && !fetch.tls->trusted);
}

// An intruder's page is short as well, and may say "404" or "blocked" to pass for something else.
bool is_defaced(const FetchOutcome& fetch, const Page& page, const rules::RuleSet& rules) {
  return !defacement_findings({page, fetch, Declared{}, {}, rules}).empty();
}

}  // namespace

Outcome classify(const FetchOutcome& fetch, const Page& page, const rules::RuleSet& rules) {
  const bool answered = fetch.outcome == Outcome::Ok || fetch.outcome == Outcome::OkWithFaults;
  if (!answered && fetch.outcome != Outcome::HttpError) return fetch.outcome;
  if (is_notice(page, kFirewall, kFirewallFirm) && !is_defaced(fetch, page, rules)) return Outcome::Blocked;
  if (!answered) return Outcome::HttpError;
  if (is_empty(fetch, page) && !refresh_leads_on(page)) return Outcome::Empty;
  if (is_notice(page, kNotFound, kNotFoundFirm) && !is_defaced(fetch, page, rules)) return Outcome::SoftNotFound;
  return fetch.outcome == Outcome::OkWithFaults || has_faults(fetch, page) ? Outcome::OkWithFaults : Outcome::Ok;
}

}  // namespace huabiao::monitor
