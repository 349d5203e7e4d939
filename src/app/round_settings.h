#pragma once
// From the program's settings to those of a round: what check, serve and doctor start workers with.

#include <span>
#include <string>

#include "monitor/pipeline/round.h"
#include "settings/settings.h"

namespace huabiao::app {

// Reads the operator's rule packs. Fails: as operator_packs (app/rule_settings.h).
Result<monitor::RoundSettings> round_settings(const settings::Settings& settings);

}  // namespace huabiao::app
