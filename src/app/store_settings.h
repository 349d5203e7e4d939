#pragma once
// From the program's settings to those of what it keeps: how long, how much, and under which order sites are.

#include "base/result.h"
#include "settings/settings.h"
#include "storage/stores.h"

namespace huabiao::app {

// Fails: settings.bad_value, a consent beyond ordinary visits that nobody gave.
Result<storage::StoreSettings> store_settings(const settings::Settings& settings);

}  // namespace huabiao::app
