#include "census/compare.h"

#include <algorithm>
#include <unordered_map>

#include "web/host.h"

namespace huabiao::census {
namespace {

using registry::Declaration;
using registry::DeclaredName;
using registry::identity_key;

template <class T>
void add_new(std::vector<T>& to, T value) {
  if (std::ranges::find(to, value) == to.end()) to.push_back(std::move(value));
}

std::uint16_t port_of(const CensusRow& row, const std::string& name) {
  const auto at = std::ranges::find(row.ports, name, &std::pair<std::string, std::uint16_t>::first);
  return at == row.ports.end() ? 0 : at->second;
}

// Who the unit answers to: annex 3 says so in the row, annex 2 above the table. Not to itself.
std::string superior_of(const CensusRow& row) {
  const auto& named = row.form == Form::Annex3 ? row.department : row.authority;
  return named && identity_key(*named) != identity_key(*row.organisation) ? *named : std::string();
}

// The name its site goes by; empty: it declares none.
std::string site_name_of(const CensusRow& row) {
  if (row.site) return *row.site;
  return row.ascii_domains.empty() ? std::string() : row.ascii_domains.front();
}

class Comparison {
 public:
  explicit Comparison(const RegisterView& view) : view_(view) {}

  ImportPlan run(std::span<const CensusRow> rows) {
    for (const CensusRow& row : rows)
      if (row.good() && row.organisation) add(row);
    place_sites();
    for (PlannedDeclaration& declaration : plan_.declarations) {
      decide(declaration);
      plan_.counts[static_cast<std::size_t>(declaration.fate)] += declaration.rows.size();
    }
    return std::move(plan_);
  }

 private:
  // Equal site names are one site; equal units about one site are one declaration.
  void add(const CensusRow& row) {
    const std::optional<std::size_t> site = add_site(row);
    const std::string key = identity_key(*row.organisation) + '\x1F' + (site ? std::to_string(*site) : "-");
    const auto [at, fresh] = by_unit_and_site_.try_emplace(key, plan_.declarations.size());
    if (fresh) {
      plan_.declarations.emplace_back();
      plan_.declarations.back().organisation = *row.organisation;
      plan_.declarations.back().site = site;
    }
    merge(plan_.declarations[at->second], row);
  }

  std::optional<std::size_t> add_site(const CensusRow& row) {
    const std::string name = site_name_of(row);
    if (name.empty()) return std::nullopt;
    const auto [at, fresh] = by_site_.try_emplace(identity_key(name), plan_.sites.size());
    if (fresh) {
      plan_.sites.emplace_back();
      plan_.sites.back().incoming.name = name;
    }
    registry::IncomingSite& site = plan_.sites[at->second].incoming;
    if (const auto& department = row.form == Form::Annex3 ? row.department : row.authority; department)
      add_new(site.departments, *department);
    for (const std::string& host : row.ascii_domains) add_new(site.hosts, host);
    return at->second;
  }

  static void merge(PlannedDeclaration& into, const CensusRow& row) {
    into.rows.push_back(row.row);
    if (into.superior.empty()) into.superior = superior_of(row);
    Declaration& after = into.after;
    if (after.department.empty())
      after.department = (row.form == Form::Annex3 ? row.department : row.authority).value_or("");
    for (const std::string& name : row.ascii_domains)
      add_new(after.ascii_names, DeclaredName{name, name, port_of(row, name)});
    for (const std::string& name : row.chinese_domains) {
      const auto host = web::parse_host(name);  // it was read from one, so it is one
      add_new(after.chinese_names, DeclaredName{host ? host->ascii : name, name, port_of(row, name)});
    }
    if (!after.mark_hung) after.mark_hung = row.mark_hung;
    if (after.contact.empty()) after.contact = row.contact.value_or("");
    for (const std::string& phone : row.phones) add_new(after.phones, phone);
    if (after.remark.empty()) after.remark = row.remark.value_or("");
  }

  void place_sites() {
    std::vector<registry::IncomingSite> incoming;
    incoming.reserve(plan_.sites.size());
    for (const PlannedSite& site : plan_.sites) incoming.push_back(site.incoming);
    std::vector<registry::Placement> placements = registry::place(incoming, view_.sites);
    for (std::size_t i = 0; i < placements.size(); ++i) plan_.sites[i].placement = std::move(placements[i]);
  }

  void decide(PlannedDeclaration& declaration) {
    declaration.organisation_id = organisation(declaration.organisation);
    declaration.after.organisation = declaration.organisation_id;
    bool new_site = false;
    if (declaration.site) {
      const registry::Placement& placement = plan_.sites[*declaration.site].placement;
      if (std::holds_alternative<registry::SiteConflict>(placement)) {
        declaration.fate = Fate::Conflicting;
        return;
      }
      if (const auto* const same = std::get_if<registry::SameSite>(&placement))
        declaration.after.site = same->id;
      else
        new_site = true;
    }
    if (!declaration.organisation_id || new_site) return;
    std::vector<Declaration> known = view_.declarations_of(declaration.organisation_id, declaration.after.site);
    if (known.empty()) return;
    declaration.before = std::move(known.front());
    declaration.after.id = declaration.before->id;
    list_changes(declaration);
  }

  void list_changes(PlannedDeclaration& declaration) {
    const Declaration &before = *declaration.before, &after = declaration.after;
    const auto note = [&](bool changed, std::string_view field) {
      if (changed) declaration.changed.push_back(field);
    };
    note(before.department != after.department, "department");
    note(before.ascii_names != after.ascii_names, "ascii_names");
    note(before.chinese_names != after.chinese_names, "chinese_names");
    note(before.mark_hung != after.mark_hung, "mark_hung");
    note(before.contact != after.contact, "contact");
    note(before.phones != after.phones, "phones");
    note(before.remark != after.remark, "remark");
    if (declaration.site) {
      const auto* const same = std::get_if<registry::SameSite>(&plan_.sites[*declaration.site].placement);
      note(same && same->renamed == registry::Renamed::Yes, "site_name");
    }
    declaration.fate = declaration.changed.empty() ? Fate::Same : Fate::Changed;
  }

  registry::OrganisationId organisation(const std::string& name) {
    const auto [at, fresh] = organisations_.try_emplace(identity_key(name));
    if (fresh)
      if (const auto known = view_.organisations_named(name); !known.empty()) at->second = known.front().id;
    return at->second;
  }

  const RegisterView& view_;
  ImportPlan plan_;
  std::unordered_map<std::string, std::size_t> by_site_, by_unit_and_site_;
  std::unordered_map<std::string, registry::OrganisationId> organisations_;
};

// Writes a plan; remembers what it has made so that each unit and each site is made once.
class CarryOut {
 public:
  CarryOut(const ImportPlan& plan, registry::ImportWriter& writer)
      : plan_(plan), writer_(writer), sites_(plan.sites.size()) {}

  Done run() {
    for (const PlannedDeclaration& planned : plan_.declarations) {
      if (planned.fate == Fate::Conflicting || planned.fate == Fate::Same) continue;
      auto organisation = unit(planned.organisation, planned.superior);
      if (!organisation) return fail(std::move(organisation));
      Declaration declaration = planned.after;
      declaration.organisation = *organisation;
      if (planned.site) {
        auto site = site_of(*planned.site);
        if (!site) return fail(std::move(site));
        declaration.site = *site;
      }
      if (auto saved = writer_.save(declaration); !saved) return fail(std::move(saved));
    }
    return {};
  }

 private:
  Result<registry::OrganisationId> unit(const std::string& name, const std::string& superior) {
    const auto [at, fresh] = units_.try_emplace(identity_key(name));
    if (!fresh) return at->second;
    auto known = writer_.organisations_named(name);
    if (!known) return fail(std::move(known));
    registry::Organisation organisation = known->empty() ? registry::Organisation{.name = name} : known->front();
    if (!superior.empty() && !organisation.superior) {
      auto above = unit(superior, {});
      if (!above) return above;
      organisation.superior = *above;
    } else if (!known->empty()) {
      return units_[identity_key(name)] = organisation.id;
    }
    auto id = writer_.save(organisation);
    if (id) units_[identity_key(name)] = *id;
    return id;
  }

  Result<registry::SiteId> site_of(std::size_t index) {
    if (sites_[index]) return sites_[index];
    const PlannedSite& planned = plan_.sites[index];
    registry::Site site{.name = planned.incoming.name};
    if (const auto* const same = std::get_if<registry::SameSite>(&planned.placement)) {
      if (same->renamed == registry::Renamed::No) return sites_[index] = same->id;
      auto known = writer_.site(same->id);
      if (!known) return fail(std::move(known));
      if (!*known) return fail(Kind::Conflict, "registry.changed_meanwhile", planned.incoming.name);
      site = **known;
      site.name = planned.incoming.name;
    }
    auto id = writer_.save(site);
    if (id) sites_[index] = *id;
    return id;
  }

  const ImportPlan& plan_;
  registry::ImportWriter& writer_;
  std::vector<registry::SiteId> sites_;
  std::unordered_map<std::string, registry::OrganisationId> units_;
};

}  // namespace

ImportPlan compare(std::span<const CensusRow> rows, const RegisterView& view) {
  return Comparison(view).run(rows);
}

Done carry_out(const ImportPlan& plan, registry::ImportWriter& writer) {
  return CarryOut(plan, writer).run();
}

RegisterView view_of(registry::ImportWriter& writer, std::optional<Error>& failed) {
  const auto ask = [&failed](auto&& question) {
    using Answer = typename std::remove_cvref_t<decltype(question())>::value_type;
    if (failed) return Answer{};
    auto answer = question();
    if (answer) return *std::move(answer);
    failed = std::move(answer).error();
    return Answer{};
  };
  RegisterView view;
  view.organisations_named = [&writer, ask](std::string_view name) {
    return ask([&] { return writer.organisations_named(name); });
  };
  view.sites.on_host = [&writer, ask](std::string_view host) {
    return ask([&] { return writer.sites_on_host(host); });
  };
  view.sites.named = [&writer, ask](std::string_view key) { return ask([&] { return writer.sites_named(key); }); };
  view.declarations_of = [&writer, ask](registry::OrganisationId unit, registry::SiteId site) {
    return ask([&] { return writer.declarations_of(unit, site); });
  };
  return view;
}

}  // namespace huabiao::census
