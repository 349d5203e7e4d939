#include "monitor/walk/walk_findings.h"

#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "base/clock.h"

namespace huabiao::monitor {
namespace {

// A day has begun everywhere in Shanghai when it begins in Greenwich.
std::string day_text(std::int64_t day) {
  return shanghai_day(TimePoint(std::chrono::days(day)));
}

Evidence seen_at(std::string snippet, std::string why) {
  return {.offset = -1, .length = 0, .snippet = std::move(snippet), .decoded = {}, .why = std::move(why)};
}

Finding site_finding(std::string_view rule, Category category, Severity severity, const std::string& host,
                     Bilingual explanation, Evidence evidence) {
  return {.rule = std::string(rule),
          .category = category,
          .severity = severity,
          .confidence = 1.0,
          .evidence = {std::move(evidence)},
          .explanation = std::move(explanation),
          .subject = host};
}

Finding page_finding(std::string_view rule, Category category, Severity severity, const WalkedPage& page,
                     Bilingual explanation, Evidence evidence) {
  Finding finding = site_finding(rule, category, severity, page.url, std::move(explanation), std::move(evidence));
  finding.page = page.url;
  return finding;
}

std::string named(const WalkedPage& page) {
  return page.name.empty() ? page.url : page.name;
}

void about_home(const WalkFacts& facts, const FreshnessRule& rule, const std::string& host, const std::string& home,
                std::int64_t today, std::vector<Finding>& findings) {
  if (rule.home_days <= 0) return;
  if (!facts.home_newest) {
    findings.push_back(
        site_finding(kHomeUndated, Category::ContentFreshness, Severity::Info, host,
                     {"首页上没有可以辨认的日期，无法说明何时更新过",
                      "The home page shows no day that can be read, so nothing says when it was updated"},
                     seen_at(home, "no day on the page")));
  } else if (const std::int64_t idle = today - *facts.home_newest; idle >= rule.home_days) {
    const std::string newest = day_text(*facts.home_newest);
    findings.push_back(site_finding(
        kHomeStale, Category::ContentFreshness, Severity::Medium, host,
        {fmt::format("首页最新的日期是 {}，已有 {} 天没有更新（规定不超过 {} 天）", newest, idle, rule.home_days),
         fmt::format("The newest day on the home page is {}: nothing new for {} days ({} are allowed)", newest, idle,
                     rule.home_days)},
        seen_at(home, "newest day: " + newest)));
  }
}

void about_page(const WalkedPage& page, const FreshnessRule& rule, const std::string& home, std::int64_t today,
                std::vector<Finding>& findings) {
  if (is_dead(page)) {
    const std::string how = page.status == 0 || page.outcome == Outcome::SoftNotFound
                                ? std::string("a page that says it is not there")
                                : fmt::format("HTTP {}", page.status);
    findings.push_back(
        page_finding("broken-link.dead", Category::BrokenLink, Severity::Low, page,
                     {fmt::format("首页上的链接“{}”打不开，页面已不存在", named(page)),
                      fmt::format("The link “{}” on the home page leads to a page that is gone", named(page))},
                     seen_at(home + " -> " + page.url, how)));
    return;
  }
  const std::int64_t allowed = days_allowed(page.column, rule);
  if (allowed <= 0 || !page.newest || today - *page.newest < allowed) return;
  const std::string newest = day_text(*page.newest);
  const std::int64_t idle = today - *page.newest;
  findings.push_back(
      page_finding("content-freshness.column-stale", Category::ContentFreshness, Severity::Low, page,
                   {fmt::format("栏目“{}”最新的日期是 {}，已有 {} 天没有更新（规定不超过 {} 天）", named(page), newest,
                                idle, allowed),
                    fmt::format("The newest day in the column “{}” is {}: nothing new for {} days ({} are allowed)",
                                named(page), newest, idle, allowed)},
                   seen_at(page.url, "newest day: " + newest)));
}

}  // namespace

std::int64_t days_allowed(Column column, const FreshnessRule& rule) {
  switch (column) {
    case Column::News:
      return rule.news_days;
    case Column::Notices:
      return rule.notice_days;
    case Column::None:
    case Column::Other:
      return 0;
  }
  return 0;
}

std::vector<Finding> walk_findings(const WalkFacts& facts, const FreshnessRule& rule, const std::string& host,
                                   const std::string& home, std::int64_t today) {
  std::vector<Finding> findings;
  about_home(facts, rule, host, home, today, findings);
  if (facts.missing == MissingAnswer::Page || facts.missing == MissingAnswer::Redirect)
    findings.push_back(site_finding(
        kNoNotFound, Category::BrokenLink, Severity::Low, host,
        {"访问不存在的地址时，服务器没有返回 404，而是给出了页面或跳转；坏链因此难以发现",
         "Asked for an address that does not exist, the server answers with a page or a redirect instead of 404, which "
         "hides broken links"},
        seen_at(home, facts.missing == MissingAnswer::Page ? "200 for an address made up"
                                                           : "redirect for an address made up")));
  for (const WalkedPage& page : facts.pages) about_page(page, rule, home, today, findings);
  return findings;
}

}  // namespace huabiao::monitor
