#include "monitor/judge/tls_set.h"

#include <gtest/gtest.h>
#include <optional>

namespace huabiao::monitor {
namespace {

using enum TlsAccepts;

TlsSet accepting(TlsAccepts v10, TlsAccepts v11, TlsAccepts v12, TlsAccepts v13) {
  TlsSet set;
  set.versions = {v10, v11, v12, v13};
  set.chain = {{.subject = "CN=a", .issuer = "CN=b", .key = "RSA", .key_bits = 2048, .signature = "RSA-SHA256"}};
  return set;
}

std::optional<Severity> severity(const TlsSet& set, std::string_view rule) {
  for (const Finding& one : tls_set_findings(set, "www.a.gov.cn"))
    if (one.rule == rule) return one.severity;
  return std::nullopt;
}

TEST(JudgeTlsSet, ObsoleteProtocolsAreAccusedByWhatElseIsAccepted) {
  constexpr std::string_view kRule = "certificate.obsolete-protocol";
  EXPECT_FALSE(severity(accepting(Refused, Refused, Accepted, Accepted), kRule));
  EXPECT_EQ(severity(accepting(Accepted, Refused, Accepted, Accepted), kRule), Severity::Low);
  EXPECT_EQ(severity(accepting(Refused, Accepted, Accepted, Refused), kRule), Severity::Low);
  EXPECT_EQ(severity(accepting(Accepted, Accepted, Refused, Refused), kRule), Severity::Medium);
  EXPECT_EQ(severity(accepting(Accepted, Accepted, Silent, Refused), kRule), Severity::Low)
      << "not known to be refused";
}

TEST(JudgeTlsSet, AHostThatAcceptedNothingAccusesNobody) {
  TlsSet set = accepting(Silent, Silent, Silent, Silent);
  set.complete = set.in_order = false;
  EXPECT_TRUE(tls_set_findings(set, "a").empty());
}

TEST(JudgeTlsSet, AChainThatIsNotWholeOrNotInOrder) {
  TlsSet set = accepting(Refused, Refused, Accepted, Accepted);
  EXPECT_TRUE(tls_set_findings(set, "a").empty());
  set.complete = false;
  EXPECT_EQ(severity(set, "certificate.chain-incomplete"), Severity::Medium);
  set.complete = true;
  set.in_order = false;
  EXPECT_EQ(severity(set, "certificate.chain-disorder"), Severity::Low);
}

TEST(JudgeTlsSet, WeakKeysAndSignatures) {
  const auto with = [](const char* key, int bits, const char* signature, bool self_issued = false) {
    TlsSet set = accepting(Refused, Refused, Accepted, Accepted);
    set.chain = {{.key = key, .key_bits = bits, .signature = signature, .self_issued = self_issued}};
    return set;
  };
  EXPECT_EQ(severity(with("RSA", 2047, "RSA-SHA256"), "certificate.weak-key"), Severity::Medium);
  EXPECT_EQ(severity(with("RSA", 1023, "RSA-SHA256"), "certificate.weak-key"), Severity::High);
  EXPECT_FALSE(severity(with("RSA", 2048, "RSA-SHA256"), "certificate.weak-key"));
  EXPECT_EQ(severity(with("EC", 224, "ecdsa-with-SHA256"), "certificate.weak-key"), Severity::Medium);
  EXPECT_FALSE(severity(with("EC", 256, "ecdsa-with-SHA256"), "certificate.weak-key"));
  EXPECT_FALSE(severity(with("ED25519", 253, "ED25519"), "certificate.weak-key"));
  EXPECT_EQ(severity(with("RSA", 2048, "RSA-SHA1"), "certificate.weak-signature"), Severity::Medium);
  EXPECT_EQ(severity(with("EC", 256, "ecdsa-with-SHA1"), "certificate.weak-signature"), Severity::Medium);
  EXPECT_EQ(severity(with("RSA", 2048, "RSA-MD5"), "certificate.weak-signature"), Severity::Medium);
  EXPECT_FALSE(severity(with("RSA", 2048, "RSA-SHA1", true), "certificate.weak-signature")) << "a root's own";
}

}  // namespace
}  // namespace huabiao::monitor
