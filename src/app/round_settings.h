#pragma once
// From the program's settings to those of a round: what check, serve and doctor start workers with.

#include <span>
#include <string>
#include <utility>

#include "monitor/pipeline/round.h"
#include "settings/settings.h"

namespace huabiao::app {

// Reads and compiles the rule packs, so that a broken one is told here and not by every worker child. Fails: as
// rules_in_use (app/rule_settings.h).
Result<monitor::RoundSettings> round_settings(const settings::Settings& settings);

// The settings of a running server's rounds. Rule packs are looked at again for each round: changed ones are compiled
// and used from then on; when one cannot be used, those of before stay in use and the log says why. Thread: one at a
// time.
class RenewedSettings {
 public:
  // `first`: what round_settings gave at the start.
  RenewedSettings(settings::Settings settings, monitor::RoundSettings first)
      : settings_(std::move(settings)), now_(std::move(first)) {}
  const monitor::RoundSettings& renew();

 private:
  settings::Settings settings_;
  monitor::RoundSettings now_;
};

}  // namespace huabiao::app
