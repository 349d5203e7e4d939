#pragma once
// The stores of the settings' data directory, open for as long as some work runs.

#include "app/cli/command.h"
#include "storage/stores.h"

namespace huabiao::app {

// `work(Stores&, const Clock&, const Settings&)` gives the exit code. What keeps them from being opened is reported.
template <class Work>
int with_stores(Run& run, const Work& work) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const SystemClock clock;
  auto directory = storage::DataDirectory::open(settings->data, settings->database);
  if (!directory) return run.report(directory.error());
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return run.report(stores.error());
  return work(**stores, clock, *settings);
}

}  // namespace huabiao::app
