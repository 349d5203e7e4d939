#pragma once
// What `huabiao doctor` prints: every check with its answer, then every setting with where it came from
// (docs/formats/doctor.md). Pure.

#include <string>
#include <string_view>

#include "base/bilingual.h"
#include "doctor/check.h"
#include "settings/settings.h"

namespace huabiao::app {

// For people: a table of the checks, how to mend each that is not well, and a table of the settings.
std::string doctor_table(const doctor::World& world, const settings::Resolved& resolved, Language language);
// For programs: one JSON object a line, kind "check" or "setting".
std::string doctor_lines(const doctor::World& world, const settings::Resolved& resolved);

// The worst state of all checks.
doctor::State worst_state(const doctor::World& world);

// A setting's value without what must not be shown: passwords in a proxy's address, values of request headers.
std::string shown_value(std::string_view key, std::string_view value);

}  // namespace huabiao::app
