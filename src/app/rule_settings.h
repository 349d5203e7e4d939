#pragma once
// From the program's settings to rule packs: which are used, whose signature counts.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "rules/bundle.h"
#include "rules/match/rule_set.h"
#include "rules/pack.h"
#include "settings/settings.h"

namespace huabiao::app {

Result<rules::Trust> rule_trust(const settings::Settings& settings);
// Payloads, as worker children take them. Fails: as rules::operator_packs.
Result<std::vector<std::string>> operator_packs(const settings::Settings& settings);
// The built-in pack and the operator's, compiled; the data directory, if it is there, keeps what was compiled for the
// next start. Fails: as the above and rules::RuleSet::build.
Result<std::shared_ptr<const rules::RuleSet>> rules_in_use(const settings::Settings& settings);
Result<std::shared_ptr<const rules::RuleSet>> compile_rules(const settings::Settings& settings,
                                                            std::span<const std::string> payloads);

}  // namespace huabiao::app
