#pragma once
// For tests of what reads pages by the rules: the built-in pack, compiled once.

#include <memory>

#include "rules/match/rule_set.h"

namespace huabiao::test {

const rules::RuleSet& built_in_rules();

}  // namespace huabiao::test
