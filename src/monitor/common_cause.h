#pragma once
// A common cause: one thing many sick sites hang on, found by judge/cause_book.h and kept as a finding of the estate;
// the findings it explains name its fingerprint (Finding::cause). Values.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "monitor/finding.h"

namespace huabiao::monitor {

// In the order in which they are believed where they explain equally much.
enum class CauseKind : std::uint8_t { NameServer, Domain, Machine, Certificate };
inline constexpr std::array<std::string_view, 4> kCauseRules = {"dns.shared-name-server", "dns.shared-domain",
                                                                "availability.shared-machine", "certificate.shared"};

// The site its finding is kept under: none, it is of many.
inline constexpr std::int64_t kEstate = 0;

inline bool is_common_cause(const Finding& finding) {
  return std::ranges::find(kCauseRules, finding.rule) != kCauseRules.end();
}

}  // namespace huabiao::monitor
