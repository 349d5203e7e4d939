#include "desk/enter_form.h"

#include <set>
#include <vector>

#include "census/compare.h"
#include "office/table_reader.h"

namespace huabiao::desk {
namespace {

struct Taken {
  census::ReadReport report;
  std::vector<census::CensusRow> rows;  // good ones, each once
};

Result<Taken> take_rows(const ImportDesk::Order& order) {
  auto source = office::open_table(order.file);
  if (!source) return fail(std::move(source));
  Taken taken;
  auto report = census::read(**source, {.sheet = order.sheet}, [&](census::CensusRow&& row) {
    if (row.good() && !row.duplicate_of) {
      row.problems.clear();
      taken.rows.push_back(std::move(row));
    }
    return table::Go::On;
  });
  if (!report) return fail(std::move(report));
  taken.report = *std::move(report);
  return taken;
}

// Sites the register knew and about which something was changed.
std::int64_t sites_changed(const census::ImportPlan& plan) {
  std::set<std::int64_t> changed;
  for (const census::PlannedDeclaration& one : plan.declarations)
    if (one.fate == census::Fate::Changed && one.after.site) changed.insert(one.after.site.value);
  return static_cast<std::int64_t>(changed.size());
}

}  // namespace

Result<Committed> enter_form(registry::RegistryStore& store, const ImportDesk::Order& order) {
  auto taken = take_rows(order);
  if (!taken) return fail(std::move(taken));
  const bool all = order.accept == Accept::AllOrNothing;
  if (all && taken->report.rows_with_errors > 0)
    return fail(Kind::Conflict, "desk.rows_with_errors", std::to_string(taken->report.rows_with_errors));
  registry::Import about;
  about.file = order.filename;
  about.sha256 = order.sha256;
  about.form = census::to_string(taken->report.form);
  about.by = order.by;
  about.rows = static_cast<std::int64_t>(taken->report.rows);
  census::ImportPlan plan;
  auto done = store.import(about, [&](registry::ImportWriter& writer) -> Done {
    std::optional<Error> failed;
    plan = census::compare(taken->rows, census::view_of(writer, failed));
    if (failed) return std::unexpected<Error>(*std::move(failed));
    if (all && plan.count(census::Fate::Conflicting) > 0)
      return fail(Kind::Conflict, "census.conflicting_sites", std::to_string(plan.count(census::Fate::Conflicting)));
    return census::carry_out(plan, writer);
  });
  if (!done) return fail(std::move(done));
  const auto rows = static_cast<std::int64_t>(taken->report.rows);
  const auto left = static_cast<std::int64_t>(taken->report.rows_with_errors + plan.count(census::Fate::Conflicting));
  return Committed{.accept = order.accept,
                   .sites_new = done->sites,
                   .sites_changed = sites_changed(plan),
                   .organisations_new = done->organisations,
                   .rows_taken = rows - left,
                   .rows_left = left};
}

}  // namespace huabiao::desk
