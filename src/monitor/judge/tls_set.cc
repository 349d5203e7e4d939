#include "monitor/judge/tls_set.h"

#include <algorithm>
#include <utility>

#include "web/host.h"

namespace huabiao::monitor {
namespace {

std::string versions_text(const TlsSet& set) {
  std::string text;
  for (const TlsVersion version : kTlsVersions)
    text += (text.empty() ? "" : ", ") + std::string(to_string(version)) + " " +
            std::string(to_string(accepts(set, version)));
  return text;
}

std::string chain_text(const TlsSet& set) {
  std::string text;
  for (const ShownCertificate& one : set.chain) {
    if (text.size() > kSnippetBytes / 2) return text + "...";
    text += one.subject + "\n  issuer " + one.issuer + "\n  " + one.key + " " + std::to_string(one.key_bits) + ", " +
            one.signature + "\n";
  }
  return text;
}

bool is_weak_signature(std::string_view name) {
  std::string letters;
  for (const char c : name)
    if (c != '-' && c != '_') letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return letters.find("md5") != std::string::npos || letters.find("md2") != std::string::npos ||
         letters.find("md4") != std::string::npos || letters.find("sha1") != std::string::npos;
}

class Judging {
 public:
  Judging(const TlsSet& set, const std::string& host) : set_(set), host_(host) {}

  std::vector<Finding> run() && {
    if (!answered(set_)) return {};
    protocols();
    chain();
    certificates();
    return std::move(findings_);
  }

 private:
  Finding& accuse(std::string_view what, Severity severity, const Bilingual& words) {
    Finding& finding = findings_.emplace_back();
    finding.rule = "certificate." + std::string(what);
    finding.category = Category::Certificate;
    finding.severity = severity;
    finding.subject = host_;
    const std::string host = web::to_unicode(host_);
    finding.explanation = {host + "：" + words.zh, host + ": " + words.en};
    return finding;
  }
  static void show(Finding& finding, std::string snippet, std::string why) {
    finding.evidence.push_back(
        {.offset = -1, .length = 0, .snippet = std::move(snippet), .decoded = {}, .why = std::move(why)});
  }

  void protocols() {
    const auto takes = [&](TlsVersion version) { return accepts(set_, version) == TlsAccepts::Accepted; };
    if (!takes(TlsVersion::Tls10) && !takes(TlsVersion::Tls11)) return;
    // That nothing newer is taken is said only where the newer ones were refused.
    const auto refuses = [&](TlsVersion version) { return accepts(set_, version) == TlsAccepts::Refused; };
    const bool nothing_else = refuses(TlsVersion::Tls12) && refuses(TlsVersion::Tls13);
    Finding& finding = nothing_else
                           ? accuse("obsolete-protocol", Severity::Medium,
                                    {"只支持已废止的 TLS 1.0/1.1，现行浏览器无法打开（RFC 8996）",
                                     "only TLS 1.0 or 1.1 is accepted, which today's browsers refuse (RFC 8996)"})
                           : accuse("obsolete-protocol", Severity::Low,
                                    {"仍接受已废止的 TLS 1.0/1.1（RFC 8996）",
                                     "TLS 1.0 or 1.1 is still accepted, which must not be used (RFC 8996)"});
    show(finding, set_.address + ": " + versions_text(set_), "RFC 8996");
  }

  void chain() {
    if (!set_.complete)
      show(accuse(
               "chain-incomplete", Severity::Medium,
               {"服务器没有发送完整的证书链，缺少中间证书", "an intermediate certificate is not sent with the chain"}),
           chain_text(set_), "issuer not served: " + (set_.chain.empty() ? std::string() : set_.chain.back().issuer));
    if (!set_.in_order)
      show(accuse("chain-disorder", Severity::Low,
                  {"证书链的顺序不对，部分客户端无法验证", "the chain is not in order; some clients cannot verify it"}),
           chain_text(set_), "RFC 5246 7.4.2");
  }

  void certificates() {
    for (const ShownCertificate& one : set_.chain) {
      const bool rsa = one.key.starts_with("RSA") || one.key == "DSA";
      const int least = rsa ? TlsJudgeLimits::kRsaBits : TlsJudgeLimits::kCurveBits;
      // Of Ed25519 253 bits are counted; nobody calls it weak.
      const bool counted = rsa || one.key == "EC" || one.key == "SM2";
      if (counted && one.key_bits > 0 && one.key_bits < least && !weak_key_) {
        weak_key_ = true;
        const std::string key = one.key + " " + std::to_string(one.key_bits);
        show(
            accuse("weak-key", rsa && one.key_bits < TlsJudgeLimits::kBrokenRsaBits ? Severity::High : Severity::Medium,
                   {"证书的密钥过短（" + key + "）", "a certificate's key is too short (" + key + ")"}),
            chain_text(set_), key);
      }
      // Of a root that is served along the signature is not checked by anybody.
      if (!one.self_issued && is_weak_signature(one.signature) && !weak_signature_) {
        weak_signature_ = true;
        show(accuse("weak-signature", Severity::Medium,
                    {"证书使用已淘汰的签名算法（" + one.signature + "）",
                     "a certificate is signed with an algorithm that is out of use (" + one.signature + ")"}),
             chain_text(set_), one.signature);
      }
    }
  }

  const TlsSet& set_;
  const std::string& host_;
  bool weak_key_ = false, weak_signature_ = false;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> tls_set_findings(const TlsSet& set, const std::string& host) {
  return Judging(set, host).run();
}

}  // namespace huabiao::monitor
