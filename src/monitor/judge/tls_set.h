#pragma once
// Which versions of TLS a host accepts and what chain it shows, as accusations. Pure; any thread.

#include <string>
#include <vector>

#include "monitor/finding.h"
#include "monitor/tls_set.h"

namespace huabiao::monitor {

struct TlsJudgeLimits {
  // CA/Browser Forum Baseline Requirements 6.1.5: RSA of at least 2048 bits, curves of at least 256.
  static constexpr int kRsaBits = 2'048, kCurveBits = 256;
  static constexpr int kBrokenRsaBits = 1'024;  // broken in practice below that
};

// TLS 1.0 and 1.1 must not be used: RFC 8996 (BCP 195). MD5 and SHA-1 in signatures: Baseline Requirements 7.1.3, RFC
// 9155.
std::vector<Finding> tls_set_findings(const TlsSet& set, const std::string& host);

}  // namespace huabiao::monitor
