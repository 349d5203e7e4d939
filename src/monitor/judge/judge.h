#pragma once
// judge: the rows of one site's hosts in one round -> SiteVerdict. An outage is believed only after a second failed
// attempt, or when the answer itself is final (no such name, 404). Pure; any thread.

#include <span>
#include <string>
#include <string_view>

#include "monitor/verdict.h"

namespace huabiao::monitor {

struct JudgeLimits {
  static constexpr int kExpirySoonDays = 30;  // a certificate that ends sooner is a finding
};

struct JudgeInput {
  std::string site_key;               // what fingerprints are made with: the site's number, or a host given by hand
  std::span<const VisitRecord> rows;  // of every host of the site in this round; second attempts after first ones
  TimePoint now{};
};

SiteVerdict judge(const JudgeInput& input);

// The row that counts of those of one host: the last that read a page, else the last. nullptr when there is none.
const VisitRecord* deciding_row(std::span<const VisitRecord> rows, std::string_view host);

// Is what the rows of one host tell to be believed as an outage? False while a second attempt is still owed.
bool outage_believed(std::span<const VisitRecord> rows, std::string_view host);

}  // namespace huabiao::monitor
