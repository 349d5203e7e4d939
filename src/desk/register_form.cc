#include "desk/register_form.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "census/layout.h"
#include "office/xlsx_writer.h"
#include "registry/identity.h"

namespace huabiao::desk {
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

bool lies_within(const access::Held& within, const registry::Declaration& declaration) {
  return declaration.site ? std::ranges::binary_search(within.sites, declaration.site.value)
                          : std::ranges::binary_search(within.organisations, declaration.organisation.value);
}

Result<Register> load(registry::RegistryStore& registry, monitor::Estate& estate, const Clock& clock,
                      const FormOrder& order) {
  const auto now = registry::AsOf::at(clock.now());
  Register loaded;
  auto organisations = registry.organisations(now);
  if (!organisations) return fail(std::move(organisations));
  for (auto& one : *organisations) loaded.organisations[one.value.id] = std::move(one.value.name);
  auto sites = registry.sites(now);
  if (!sites) return fail(std::move(sites));
  for (auto& one : *sites) loaded.sites[one.value.id] = std::move(one.value.name);
  auto declarations = registry.declarations(now);
  if (!declarations) return fail(std::move(declarations));
  for (auto& one : *declarations)
    if (!order.within || lies_within(*order.within, one.value)) loaded.declarations.push_back(std::move(one.value));
  // The units of one site stand together; those without a site come last.
  std::ranges::stable_sort(loaded.declarations, {},
                           [](const registry::Declaration& d) { return std::tuple(!d.site, d.site, d.id); });
  if (order.mark == MarkColumn::Declared) return loaded;
  auto marks = observed_marks(estate);
  if (!marks) return fail(std::move(marks));
  loaded.observed = *std::move(marks);
  return loaded;
}

std::vector<std::string> written(const std::vector<registry::DeclaredName>& names, bool unicode) {
  std::vector<std::string> texts;
  texts.reserve(names.size());
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
std::string note(const Clock& clock, const std::string& authority, MarkColumn mark) {
  if (mark == MarkColumn::Observed)
    return "注：是否挂标一列为截至" + shanghai_day(clock.now()) +
           "最近一次访问所见；未能核实指未访问到页面或无法判断。";
  return authority.empty() ? "注：是否挂标一列为各单位申报情况。" : "注：填写规范以" + authority + "为例。";
}

Done write(const Register& from, const FormOrder& order, const Clock& clock, const std::filesystem::path& file,
           const std::stop_token& stop) {
  auto writer = office::XlsxWriter::create(file);
  if (!writer) return fail(std::move(writer));
  auto sheet = (*writer)->add_sheet({.name = order.form == census::Form::Annex2 ? "摸底自查表" : "开办情况汇总表",
                                     .widths = census::column_widths(order.form),
                                     .header_rows = census::kHeaderRows});
  if (!sheet) return fail(std::move(sheet));
  const std::string authority = order.authority.empty() ? only_department(from) : order.authority;
  census::Layout layout(order.form, authority, **sheet);
  if (Done done = layout.begin(); !done) return done;
  for (const registry::Declaration& declaration : from.declarations) {
    if (stop.stop_requested()) return fail(Kind::Unavailable, "census.interrupted");
    if (Done done = layout.add(row_of(from, declaration)); !done) return done;
  }
  if (Done done = layout.finish(note(clock, authority, order.mark)); !done) return done;
  return (*writer)->finish();
}

}  // namespace

Result<std::uint64_t> write_register_form(registry::RegistryStore& registry, monitor::Estate& estate,
                                          const Clock& clock, const FormOrder& order, const std::filesystem::path& file,
                                          const std::stop_token& stop) {
  auto loaded = load(registry, estate, clock, order);
  if (!loaded) return fail(std::move(loaded));
  if (order.form == census::Form::Annex2 && !order.authority.empty())
    std::erase_if(loaded->declarations, [&](const registry::Declaration& declaration) {
      return registry::identity_key(declaration.department) != registry::identity_key(order.authority);
    });
  if (loaded->declarations.empty()) return fail(Kind::NotFound, "census.nothing_to_export", order.authority);
  if (Done done = write(*loaded, order, clock, file, stop); !done) return fail(std::move(done));
  return loaded->declarations.size();
}

}  // namespace huabiao::desk
