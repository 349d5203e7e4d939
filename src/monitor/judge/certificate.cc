#include "monitor/judge/certificate.h"

#include <algorithm>

#include "monitor/judge/judge.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

Finding certificate_finding(const VisitRecord& row, std::string_view what, Severity severity, const Bilingual& words) {
  Finding finding;
  finding.rule = "certificate." + std::string(what);
  finding.category = Category::Certificate;
  finding.severity = severity;
  finding.subject = row.visit.host;
  const std::string host = web::to_unicode(row.visit.host);
  finding.explanation = {host + "：" + words.zh, host + ": " + words.en};
  Evidence evidence{.offset = -1, .length = 0, .snippet = {}, .decoded = {}, .why = row.fetch.tls->verify_error};
  if (!row.fetch.tls->chain.empty()) {
    const Certificate& leaf = row.fetch.tls->chain.front();
    evidence.snippet = leaf.subject + "\nissuer " + leaf.issuer + "\nsha256 " + leaf.sha256 + "\n" +
                       to_iso(leaf.not_before) + " .. " + to_iso(leaf.not_after);
  }
  finding.evidence.push_back(std::move(evidence));
  return finding;
}

}  // namespace

std::vector<Finding> certificate_findings(const VisitRecord& row, TimePoint now) {
  std::vector<Finding> findings;
  if (!row.fetch.tls) return findings;
  const TlsFacts& tls = *row.fetch.tls;
  const auto add = [&](std::string_view what, Severity severity, const Bilingual& words) {
    findings.push_back(certificate_finding(row, what, severity, words));
  };
  const bool has_leaf = !tls.chain.empty();
  const TimePoint ends = has_leaf ? tls.chain.front().not_after : TimePoint{};
  const TimePoint begins = has_leaf ? tls.chain.front().not_before : TimePoint{};
  const std::string day = has_leaf ? shanghai_day(ends) : std::string();
  if (tls.expired && has_leaf && now < begins)
    add("not-yet-valid", Severity::High, {"证书尚未生效", "the certificate is not valid yet"});
  else if (tls.expired)
    add("expired", Severity::High, {"证书已于 " + day + " 过期", "the certificate expired on " + day});
  if (tls.self_signed)
    add("self-signed", Severity::Medium,
        {"使用自签名证书，浏览器会警告", "the certificate is self-signed; browsers warn of it"});
  if (tls.name_mismatch)
    add("name-mismatch", Severity::Medium, {"证书不是签发给这个域名的", "the certificate is for another name"});
  if (!tls.trusted && !tls.expired && !tls.self_signed && !tls.name_mismatch)
    add("untrusted", Severity::Medium,
        {"证书不受信任：" + tls.verify_error, "the certificate is not trusted: " + tls.verify_error});
  const auto left = std::chrono::floor<std::chrono::days>(ends - now).count();
  if (!tls.expired && has_leaf && left < JudgeLimits::kExpirySoonDays)
    add("expiring", Severity::Low,
        {"证书将于 " + day + " 到期，剩余不足 30 天", "the certificate ends on " + day + ", in less than 30 days"});
  if (tls.verified_until && has_leaf && *tls.verified_until < ends &&
      std::chrono::floor<std::chrono::days>(*tls.verified_until - now).count() < JudgeLimits::kExpirySoonDays) {
    const std::string first = shanghai_day(*tls.verified_until);
    add("chain-expiring", Severity::Low,
        {"上级证书将于 " + first + " 到期，早于网站证书",
         "a certificate above the site's own ends on " + first + ", before the site's does"});
  }
  const bool above_ended =
      std::any_of(tls.chain.begin() + (has_leaf ? 1 : 0), tls.chain.end(),
                  [&](const Certificate& one) { return one.not_after < now && one.subject != one.issuer; });
  if (tls.trusted && above_ended)
    add("chain-expired", Severity::Low,
        {"服务器还在发送已过期的上级证书，部分客户端会拒绝",
         "a certificate above the site's own that is still sent has ended; some clients refuse it"});
  return findings;
}

}  // namespace huabiao::monitor
