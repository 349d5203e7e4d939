// huabiao census import FILE: a form into the register, in one transaction.

#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <vector>

#include "app/audit_settings.h"
#include "app/cli/census.h"
#include "app/exit_code.h"
#include "base/clock.h"
#include "base/digest.h"
#include "census/compare.h"
#include "office/table_reader.h"
#include "storage/data_directory.h"
#include "storage/stores.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kProblemsShown = 200;  // on a terminal nobody reads more; `census read` gives them all

struct Taken {
  census::ReadReport report;
  std::vector<census::CensusRow> rows;
  std::uint64_t bad = 0;
};

void tell_problems(const Run& run, const census::CensusRow& row, std::size_t& shown) {
  for (const census::Problem& problem : row.problems) {
    if (problem.severity == census::Severity::Info || ++shown > kProblemsShown) continue;
    fmt::print(stderr, "{}\n", describe(problem, run.language()));
  }
}

Result<Taken> take_rows(const Run& run, const CensusImportOptions& options) {
  auto source = office::open_table(options.file);
  if (!source) return fail(std::move(source));
  Taken taken;
  std::size_t shown = 0;
  auto report = census::read(**source, {.sheet = options.sheet}, [&](census::CensusRow&& row) {
    tell_problems(run, row, shown);
    if (!row.good()) {
      ++taken.bad;
    } else if (!row.duplicate_of) {
      row.problems.clear();
      taken.rows.push_back(std::move(row));
    }
    return run.stop().stop_requested() ? table::Go::Stop : table::Go::On;
  });
  if (!report) return fail(std::move(report));
  taken.report = *std::move(report);
  return taken;
}

void tell_conflicts(const census::ImportPlan& plan, Language language) {
  for (const census::PlannedDeclaration& declaration : plan.declarations) {
    if (declaration.fate != census::Fate::Conflicting) continue;
    const auto& site = plan.sites[*declaration.site];
    const auto& hosts = std::get<registry::SiteConflict>(site.placement).hosts;
    fmt::print(stderr,
               fmt::runtime(language == Language::Chinese ? "第{}行：网站“{}”与另一网站使用同一域名 {}，须人工确认\n"
                                                          : "row {}: the site \"{}\" shares the name {} with another "
                                                            "site; a person has to decide\n"),
               declaration.rows.front(), site.incoming.name, fmt::join(hosts, ", "));
  }
}

// What happened, for programs: one JSON object on stdout.
void tell_outcome(const CensusImportOptions& options, const Taken& taken, const census::ImportPlan& plan,
                  const registry::Import& done) {
  using census::Fate;
  fmt::print(
      "{{\"schema\":1,\"form\":\"{}\",\"rows\":{},\"bad\":{},\"repeated\":{},\"new\":{},\"changed\":{},\"same\":{},"
      "\"conflicting\":{},\"dry_run\":{},\"import\":{},\"new_organisations\":{},\"new_sites\":{}}}\n",
      census::to_string(taken.report.form), taken.report.rows, taken.bad, taken.report.duplicates,
      plan.count(Fate::New), plan.count(Fate::Changed), plan.count(Fate::Same), plan.count(Fate::Conflicting),
      options.dry_run, options.dry_run ? "null" : std::to_string(done.id.value), done.organisations, done.sites);
}

Result<registry::Import> about(const CensusImportOptions& options, const Taken& taken) {
  std::ifstream in(options.file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return fail(Kind::Unreadable, "office.cannot_read", options.file);
  registry::Import import;
  import.file = std::filesystem::path(options.file).filename().string();
  import.sha256 = sha256_hex(bytes);
  import.form = census::to_string(taken.report.form);
  import.by = "cli";
  import.rows = static_cast<std::int64_t>(taken.report.rows);
  return import;
}

// Compares and writes in one transaction. A dry run and a refusal fail at its end, so that nothing is kept.
Result<registry::Import> write_rows(const Run& run, const CensusImportOptions& options, const Taken& taken,
                                    registry::RegistryStore& store, census::ImportPlan& plan) {
  auto import = about(options, taken);
  if (!import) return import;
  return store.import(*import, [&](registry::ImportWriter& writer) -> Done {
    std::optional<Error> failed;
    plan = census::compare(taken.rows, census::view_of(writer, failed));
    if (failed) return std::unexpected<Error>(*std::move(failed));
    if (options.accept == "all-or-nothing" && plan.count(census::Fate::Conflicting) > 0)
      return fail(Kind::Conflict, "census.conflicting_sites",
                  std::to_string(plan.count(census::Fate::Conflicting)) + " rows");
    if (Done done = census::carry_out(plan, writer); !done) return done;
    if (run.stop().stop_requested()) return fail(Kind::Unavailable, "census.interrupted");
    return options.dry_run ? fail(Kind::Conflict, "census.dry_run") : Done{};
  });
}

}  // namespace

int import_census(Run& run, const CensusImportOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const auto taken = take_rows(run, options);
  if (!taken) return run.report(taken.error());
  tell_read(run, taken->report);
  if (run.stop().stop_requested()) return kExitInterrupted;
  if (taken->bad > 0 && options.accept == "all-or-nothing")
    return run.report({Kind::Conflict, "census.bad_rows", std::to_string(taken->bad) + " rows", {}});

  auto directory = storage::DataDirectory::open(settings->data, settings->database);
  if (!directory) return run.report(directory.error());
  const SystemClock clock;
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return run.report(stores.error());
  census::ImportPlan plan;
  const auto write = [&] { return write_rows(run, options, *taken, (*stores)->registry(), plan); };
  const std::string file = std::filesystem::path(options.file).filename().string();
  auto done =
      options.dry_run ? write() : audited(**stores, clock, *settings, command_entry("census import", file), write);
  tell_conflicts(plan, run.language());
  if (!done && done.error().code == "census.interrupted") return kExitInterrupted;
  if (!done && done.error().code != "census.dry_run") return run.report(done.error());
  tell_outcome(options, *taken, plan, done.value_or(registry::Import{}));
  const bool left_out = taken->bad > 0 || plan.count(census::Fate::Conflicting) > 0;
  return left_out ? kExitFound : kExitDone;
}

}  // namespace huabiao::app
