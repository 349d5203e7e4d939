#include "monitor/judge/availability.h"

#include <algorithm>

#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kMostAttempts = 10;  // told as evidence

struct Words {
  Severity severity;
  std::string_view zh, en;
};

Words words_of(Outcome outcome, int status) {
  switch (outcome) {
    case Outcome::HttpError:
      return {status >= 500 ? Severity::High : Severity::Medium, "首页返回错误状态",
              "the home page answers with an error"};
    case Outcome::Empty:
      return {Severity::Medium, "首页没有内容", "the home page is empty"};
    case Outcome::SoftNotFound:
      return {Severity::Medium, "首页显示“找不到页面”，状态却是 200",
              "the home page says \"not found\" with status 200"};
    case Outcome::DnsNoSuchName:
      return {Severity::High, "域名不存在", "the name does not exist in the DNS"};
    case Outcome::DnsNoAddress:
      return {Severity::High, "域名没有地址记录", "the name has no address in the DNS"};
    case Outcome::DnsFailure:
      return {Severity::High, "域名解析失败", "the DNS gives no answer for the name"};
    case Outcome::ConnectRefused:
      return {Severity::High, "服务器拒绝连接", "the server refuses the connection"};
    case Outcome::ConnectTimeout:
      return {Severity::High, "连接超时", "no connection within the time allowed"};
    case Outcome::TlsFailure:
      return {Severity::High, "无法建立加密连接", "no encrypted connection can be made"};
    case Outcome::Timeout:
      return {Severity::High, "在时限内未能打开", "it does not open within the time limit"};
    case Outcome::Reset:
      return {Severity::High, "连接被中断", "the connection is broken off"};
    case Outcome::RedirectLoop:
    case Outcome::TooManyRedirects:
      return {Severity::High, "不断跳转，打不开", "it redirects without end"};
    case Outcome::RefusedAddress:
      return {Severity::Medium, "域名指向内网地址", "the name leads to a private address"};
    default:
      return {Severity::Low, "未能访问", "it could not be visited"};
  }
}

bool same_owner(std::string_view host, const Visit& visit) {
  const auto belongs = [&](const std::string& own) {
    const std::string domain = web::registrable_domain(own);
    return web::same_or_under(host, own) || (!domain.empty() && web::same_or_under(host, domain));
  };
  return belongs(visit.host) || std::ranges::any_of(visit.declared.hosts, belongs);
}

Evidence way_evidence(const FetchOutcome& fetch, std::string why) {
  std::string way = fetch.asked_url;
  for (const Hop& hop : fetch.chain)
    if (way.size() < kSnippetBytes / 2) way += "\n" + std::to_string(hop.status) + " " + hop.url;
  return {.offset = -1, .length = 0, .snippet = std::move(way), .decoded = {}, .why = std::move(why)};
}

// Evidence of one attempt: when, what and where it asked, and who did.
Evidence attempt_evidence(const Attempt& attempt) {
  std::string asked = to_iso(attempt.at) + " " + attempt.asked_url + " " + attempt.address;
  if (attempt.vantage != Attempt().vantage) asked += " (" + attempt.vantage + ")";
  return {.offset = -1,
          .length = 0,
          .snippet = std::move(asked),
          .decoded = {},
          .why = std::string(to_string(attempt.outcome)) + ": " + attempt.reason};
}

// A vantage point that read no page, of a row whose page another one read; nullptr: none.
const Attempt* failed_elsewhere(const VisitRecord& row) {
  const auto failed = std::ranges::find_if(row.attempts, [&](const Attempt& attempt) {
    return attempt.vantage != row.vantage && !page_read(attempt.outcome);
  });
  const bool read_there = failed != row.attempts.end() && std::ranges::any_of(row.attempts, [&](const Attempt& other) {
                            return other.vantage == failed->vantage && page_read(other.outcome);
                          });
  return failed == row.attempts.end() || read_there ? nullptr : &*failed;
}

Finding not_from_everywhere(const VisitRecord& row, const std::string& vantage) {
  const std::string host = web::to_unicode(row.visit.host);
  Finding finding{.rule = "availability.not-from-everywhere",
                  .category = Category::Availability,
                  .severity = Severity::Low,
                  .confidence = 1.0,
                  .evidence = {},
                  .explanation = {host + " 从 " + vantage + " 打不开，从 " + row.vantage + " 能打开",
                                  host + " does not open from " + vantage + ", it does from " + row.vantage},
                  .subject = row.visit.host};
  for (const Attempt& attempt : row.attempts)
    if (finding.evidence.size() < kMostAttempts) finding.evidence.push_back(attempt_evidence(attempt));
  return finding;
}

}  // namespace

Finding outage_finding(const VisitRecord& row) {
  const FetchOutcome& fetch = row.fetch;
  const Words words = words_of(fetch.outcome, fetch.status);
  const std::string status = fetch.status == 0 ? std::string() : " (HTTP " + std::to_string(fetch.status) + ")";
  Finding finding;
  finding.rule = "availability.";
  for (const char c : to_string(fetch.outcome)) finding.rule += c == '_' ? '-' : c;
  finding.category = Category::Availability;
  finding.severity = words.severity;
  finding.subject = row.visit.host;
  const std::string host = web::to_unicode(row.visit.host);
  finding.explanation = {host + "：" + std::string(words.zh) + status, host + ": " + std::string(words.en) + status};
  finding.evidence.push_back(way_evidence(fetch, fetch.reason));
  for (const Attempt& attempt : row.attempts)
    if (finding.evidence.size() < kMostAttempts) finding.evidence.push_back(attempt_evidence(attempt));
  return finding;
}

std::vector<Finding> way_findings(const VisitRecord& row) {
  std::vector<Finding> findings;
  const std::string host = web::host_in(row.fetch.final_url);
  if (!host.empty() && !same_owner(host, row.visit)) {
    const bool official = web::same_or_under(host, "gov.cn");
    findings.push_back(
        {.rule = "foreign-resource.redirect",
         .category = Category::ForeignResource,
         .severity = official ? Severity::Info : Severity::Medium,
         .confidence = 1.0,
         .evidence = {way_evidence(row.fetch, "redirect to " + host)},
         .explanation = {web::to_unicode(row.visit.host) + " 跳转到不属于本网站的主机 " + host,
                         web::to_unicode(row.visit.host) + " redirects to " + host + ", which is not the site's"},
         .subject = row.visit.host + ">" + host});
  }
  const auto failed = std::ranges::find_if(row.attempts, [](const Attempt& attempt) {
    return attempt.scheme == Scheme::Https && !page_read(attempt.outcome);
  });
  const bool plain = row.fetch.asked_url.starts_with("http://");
  if (plain && failed != row.attempts.end())
    findings.push_back({.rule = "availability.no-https",
                        .category = Category::Availability,
                        .severity = Severity::Info,
                        .confidence = 1.0,
                        .evidence = {{.offset = -1,
                                      .length = 0,
                                      .snippet = failed->asked_url,
                                      .decoded = {},
                                      .why = std::string(to_string(failed->outcome)) + ": " + failed->reason}},
                        .explanation = {web::to_unicode(row.visit.host) + " 只能用不加密的 http 打开",
                                        web::to_unicode(row.visit.host) + " opens only over unencrypted http"},
                        .subject = row.visit.host});
  if (const Attempt* const there = failed_elsewhere(row)) findings.push_back(not_from_everywhere(row, there->vantage));
  return findings;
}

}  // namespace huabiao::monitor
