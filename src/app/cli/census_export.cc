// huabiao census export: the register as annex 2 or annex 3.

#include <fmt/format.h>

#include "app/cli/census.h"
#include "app/exit_code.h"
#include "base/clock.h"
#include "desk/register_form.h"
#include "storage/data_directory.h"
#include "storage/stores.h"

namespace huabiao::app {

int export_census(Run& run, const CensusExportOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  auto directory = storage::DataDirectory::open(settings->data, settings->database);
  if (!directory) return run.report(directory.error());
  const SystemClock clock;
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return run.report(stores.error());
  const desk::FormOrder order{
      .form = *census::form_from(options.form),
      .mark = options.mark == "observed" ? desk::MarkColumn::Observed : desk::MarkColumn::Declared,
      .authority = options.authority};
  const auto rows =
      desk::write_register_form((*stores)->registry(), (*stores)->estate(), clock, order, options.out, run.stop());
  if (!rows && rows.error().code == "census.interrupted") return kExitInterrupted;
  if (!rows) return run.report(rows.error());
  const bool chinese = run.language() == Language::Chinese;
  fmt::print(stderr, fmt::runtime(chinese ? "已写入 {}：{} 行\n" : "wrote {}: {} rows\n"), options.out, *rows);
  return kExitDone;
}

}  // namespace huabiao::app
