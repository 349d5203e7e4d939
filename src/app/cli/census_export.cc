// huabiao census export: the register as annex 2 or annex 3.

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "app/cli/census.h"
#include "app/exit_code.h"
#include "base/clock.h"
#include "census/layout.h"
#include "monitor/facts.h"
#include "monitor/keep/estate.h"
#include "office/xlsx_writer.h"
#include "registry/identity.h"
#include "storage/data_directory.h"
#include "storage/stores.h"

namespace huabiao::app {
namespace {

using census::FormRow;
using census::HungMark;

// What a visit saw, in the form's three words. A mark that is broken or belongs to nobody does not hang.
HungMark observed(std::optional<monitor::MarkState> state) {
  using monitor::MarkState;
  if (!state || *state == MarkState::NotSeen) return HungMark::Unverified;
  const bool hangs = *state == MarkState::Script || *state == MarkState::Link || *state == MarkState::Picture;
  return hangs ? HungMark::Yes : HungMark::No;
}

Result<std::unordered_map<registry::SiteId, HungMark>> observed_marks(monitor::Estate& estate) {
  std::unordered_map<registry::SiteId, HungMark> marks;
  monitor::SiteQuery query{.sort = monitor::SiteSort::Newest, .limit = registry::kMaxPageRows};
  do {
    auto page = estate.list_sites(query);
    if (!page) return fail(std::move(page));
    for (const monitor::SiteSummary& site : page->rows) marks[site.id] = observed(site.mark);
    query.cursor = page->next;
  } while (!query.cursor.empty());
  return marks;
}

struct Register {
  std::unordered_map<registry::OrganisationId, std::string> organisations;
  std::unordered_map<registry::SiteId, std::string> sites;
  std::vector<registry::Declaration> declarations;
  std::optional<std::unordered_map<registry::SiteId, HungMark>> observed;
};

Result<Register> load(storage::Stores& stores, const Clock& clock, bool observed) {
  const auto now = registry::AsOf::at(clock.now());
  Register loaded;
  auto organisations = stores.registry().organisations(now);
  if (!organisations) return fail(std::move(organisations));
  for (auto& one : *organisations) loaded.organisations[one.value.id] = std::move(one.value.name);
  auto sites = stores.registry().sites(now);
  if (!sites) return fail(std::move(sites));
  for (auto& one : *sites) loaded.sites[one.value.id] = std::move(one.value.name);
  auto declarations = stores.registry().declarations(now);
  if (!declarations) return fail(std::move(declarations));
  for (auto& one : *declarations) loaded.declarations.push_back(std::move(one.value));
  // The units of one site stand together; those without a site come last.
  std::ranges::stable_sort(loaded.declarations, {},
                           [](const registry::Declaration& d) { return std::tuple(!d.site, d.site, d.id); });
  if (!observed) return loaded;
  auto marks = observed_marks(stores.estate());
  if (!marks) return fail(std::move(marks));
  loaded.observed = *std::move(marks);
  return loaded;
}

std::vector<std::string> written(const std::vector<registry::DeclaredName>& names, bool unicode) {
  std::vector<std::string> texts;
  for (const registry::DeclaredName& name : names)
    texts.push_back((unicode ? name.unicode : name.ascii) + (name.port ? ":" + std::to_string(name.port) : ""));
  return texts;
}

FormRow row_of(const Register& from, const registry::Declaration& declaration) {
  const auto name = [](const auto& names, auto id) {
    const auto at = names.find(id);
    return at == names.end() ? std::string() : at->second;
  };
  FormRow row;
  row.department = declaration.department;
  row.organisation = name(from.organisations, declaration.organisation);
  row.site = declaration.site ? name(from.sites, declaration.site) : std::string();
  row.ascii_domains = written(declaration.ascii_names, false);
  row.chinese_domains = written(declaration.chinese_names, true);
  row.contact = declaration.contact;
  row.phones = declaration.phones;
  if (from.observed) {
    const auto at = from.observed->find(declaration.site);
    row.mark = at == from.observed->end() ? HungMark::Unverified : at->second;
  } else if (declaration.mark_hung) {
    row.mark = *declaration.mark_hung ? HungMark::Yes : HungMark::No;
  }
  return row;
}

// The department every row names, if they agree: annex 2 is one department's form.
std::string only_department(const Register& from) {
  std::string department;
  for (const registry::Declaration& declaration : from.declarations) {
    if (!department.empty() && declaration.department != department) return {};
    department = declaration.department;
  }
  return department;
}

// The forms end with 注：填写规范以...为例。 What was observed says when instead.
std::string note(const Clock& clock, const std::string& authority, bool observed) {
  if (observed)
    return "注：是否挂标一列为截至" + shanghai_day(clock.now()) +
           "最近一次访问所见；未能核实指未访问到页面或无法判断。";
  return authority.empty() ? "注：是否挂标一列为各单位申报情况。" : "注：填写规范以" + authority + "为例。";
}

Done write_form(const Register& from, census::Form form, const CensusExportOptions& options, const Run& run,
                const Clock& clock) {
  auto writer = office::XlsxWriter::create(options.out);
  if (!writer) return fail(std::move(writer));
  auto sheet = (*writer)->add_sheet({.name = form == census::Form::Annex2 ? "摸底自查表" : "开办情况汇总表",
                                     .widths = census::column_widths(form),
                                     .header_rows = census::kHeaderRows});
  if (!sheet) return fail(std::move(sheet));
  const std::string authority = options.authority.empty() ? only_department(from) : options.authority;
  census::Layout layout(form, authority, **sheet);
  if (Done done = layout.begin(); !done) return done;
  for (const registry::Declaration& declaration : from.declarations) {
    if (run.stop().stop_requested()) return fail(Kind::Unavailable, "census.interrupted");
    if (Done done = layout.add(row_of(from, declaration)); !done) return done;
  }
  if (Done done = layout.finish(note(clock, authority, options.mark == "observed")); !done) return done;
  return (*writer)->finish();
}

}  // namespace

int export_census(Run& run, const CensusExportOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  auto directory = storage::DataDirectory::open(settings->data);
  if (!directory) return run.report(directory.error());
  const SystemClock clock;
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return run.report(stores.error());
  auto loaded = load(**stores, clock, options.mark == "observed");
  if (!loaded) return run.report(loaded.error());
  const census::Form form = *census::form_from(options.form);
  if (form == census::Form::Annex2 && !options.authority.empty())
    std::erase_if(loaded->declarations, [&](const registry::Declaration& declaration) {
      return registry::identity_key(declaration.department) != registry::identity_key(options.authority);
    });
  if (loaded->declarations.empty())
    return run.report({Kind::NotFound, "census.nothing_to_export", options.authority, {}});
  const Done done = write_form(*loaded, form, options, run, clock);
  if (!done && done.error().code == "census.interrupted") return kExitInterrupted;
  if (!done) return run.report(done.error());
  const bool chinese = run.language() == Language::Chinese;
  fmt::print(stderr, fmt::runtime(chinese ? "已写入 {}：{} 行\n" : "wrote {}: {} rows\n"), options.out,
             loaded->declarations.size());
  return kExitDone;
}

}  // namespace huabiao::app
