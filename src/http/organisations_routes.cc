#include "http/organisations_routes.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <set>

#include "base/guarded.h"
#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"
#include "registry/region.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr Millis kTreeAge{5'000};  // how old the picture of superiors and their units may be

std::int64_t sites_of(const SitePorts& ports, registry::OrganisationId id) {
  auto declarations = ports.registry.declarations_of(id, registry::AsOf::at(ports.clock.now()));
  std::set<std::int64_t> sites;
  if (declarations)
    for (const auto& one : *declarations)
      if (one.value.site) sites.insert(one.value.site.value);
  return static_cast<std::int64_t>(sites.size());
}

json::object organisation_document(const SitePorts& ports, const registry::Versioned<registry::Organisation>& versioned,
                                   const OrganisationNames& names, RegionNames& regions) {
  const registry::Organisation& unit = versioned.value;
  return {{"id", unit.id.value},
          {"name", text(unit.name)},
          {"kind", registry::to_string(unit.kind)},
          {"superior", unit.superior ? named(unit.superior.value, names(unit.superior)) : json::value(nullptr)},
          {"sector", text(unit.sector)},
          {"region", regions.ref(unit.region)},
          {"credit_code", text(unit.credit_code)},
          {"sites", sites_of(ports, unit.id)},
          {"effective_from", instant(versioned.effective.from)},
          {"recorded_at", instant(versioned.recorded.from)},
          {"by", text(versioned.by)}};
}

Answer list_organisations(const SitePorts& ports, const Request& request) {
  QueryReader in(request);
  registry::OrganisationQuery query{.reach = request.reach};
  query.text = in.text("q", 200);
  query.region = in.region();
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto page = ports.registry.organisations(query);
  if (!page) return fail(std::move(page));
  const OrganisationNames names = organisation_names(ports.registry, registry::AsOf::at(ports.clock.now()));
  RegionNames regions(ports.registry);
  json::array items;
  for (const auto& one : page->rows) items.push_back(organisation_document(ports, one, names, regions));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

Result<registry::Versioned<registry::Organisation>> organisation_now(const SitePorts& ports,
                                                                     registry::OrganisationId id) {
  return must_be(ports.registry.organisation(id, registry::AsOf::at(ports.clock.now())),
                 "registry.no_such_organisation", id.value);
}

Answer organisation_answer(const SitePorts& ports, registry::OrganisationId id, int status = 200) {
  auto unit = organisation_now(ports, id);
  if (!unit) return fail(std::move(unit));
  const OrganisationNames names = organisation_names(ports.registry, registry::AsOf::at(ports.clock.now()));
  RegionNames regions(ports.registry);
  Response response = json_answer(organisation_document(ports, *unit, names, regions), status);
  response.with("ETag", etag_of(unit->recorded.from));
  if (status == 201) response.with("Location", fmt::format("/api/v1/organisations/{}", id.value));
  return response;
}

Answer get_organisation(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  return organisation_answer(ports, {*id});
}

registry::Organisation read_organisation(ObjectReader& in, registry::Organisation unit, bool is_new) {
  in.string_into(unit.name, "name", {.min = 1, .max = 200, .required = is_new});
  in.string_into(unit.sector, "sector", {.max = 60});
  in.string_into(unit.credit_code, "credit_code", {.max = 40});
  if (const auto kind = in.choice("kind", registry::kOrganisationKindNames); kind.value)
    unit.kind = static_cast<registry::OrganisationKind>(*kind.value);
  if (const auto superior = in.id("superior"); superior.given) unit.superior.value = superior.value.value_or(0);
  read_region(in, unit.region);
  return unit;
}

Done check_superior(const SitePorts& ports, const registry::Organisation& unit) {
  constexpr int kLevels = 32;  // deeper chains do not exist; a longer one is a ring
  registry::OrganisationId above = unit.superior;
  for (int level = 0; above && level < kLevels; ++level) {
    if (unit.id && above == unit.id)
      return fail(Kind::Conflict, "http.own_superior", std::to_string(unit.superior.value));
    auto next = organisation_now(ports, above);
    if (!next) return fail(std::move(next));
    above = next->value.superior;
  }
  return {};
}

// Where a unit is put must lie in the reach: by its region, or under a superior or in a sector that does.
Done check_new_place(const SitePorts& ports, const registry::Reach& reach, const registry::Organisation& unit,
                     const registry::Organisation* before) {
  if (reach.everywhere) return {};
  if (before != nullptr && unit.region == before->region && unit.superior == before->superior &&
      unit.sector == before->sector)
    return {};
  if (reach.holds_region(unit.region) || std::ranges::find(reach.sectors, unit.sector) != reach.sectors.end())
    return {};
  if (unit.superior && reach.regions.empty())
    return must_hold(ports.bounds, reach, access::RecordKind::Organisation, unit.superior.value);
  return fail(Kind::Denied, "http.beyond_reach", unit.region);
}

Answer create_organisation(const SitePorts& ports, const Request& request) {
  auto unit = read_body(request, kDepth,
                        [&](ObjectReader& in) { return read_organisation(in, registry::Organisation{}, true); });
  if (!unit) return std::unexpected(std::move(unit).error());
  if (auto good = check_superior(ports, *unit); !good) return fail(std::move(good));
  if (auto held = check_new_place(ports, request.reach, *unit, nullptr); !held) return fail(std::move(held));
  auto id = ports.registry.save(*unit, {.by = request.caller->account.name});
  if (!id) return fail(std::move(id));
  return organisation_answer(ports, *id, 201);
}

Answer edit_organisation(const SitePorts& ports, const Request& request) {
  auto record = edited_record(request);
  if (!record) return fail(std::move(record));
  auto before = organisation_now(ports, {record->id});
  if (!before) return fail(std::move(before));
  auto unit = read_body(request, kDepth, [&](ObjectReader& in) { return read_organisation(in, before->value, false); });
  if (!unit) return std::unexpected(std::move(unit).error());
  if (auto good = check_superior(ports, *unit); !good) return fail(std::move(good));
  if (auto held = check_new_place(ports, request.reach, *unit, &before->value); !held) return fail(std::move(held));
  auto saved = ports.registry.save(*unit, {.by = request.caller->account.name, .seen = record->seen});
  if (!saved) return fail(std::move(saved));
  return organisation_answer(ports, {record->id});
}

Answer end_organisation(const SitePorts& ports, const Request& request) {
  return end_record<registry::OrganisationId>(ports.registry, request);
}

// Who answers to whom, read in one go and kept a few seconds: a console opening nodes asks again and again.
class Tree {
 public:
  struct Node {
    std::int64_t id = 0;
    std::string name;
  };
  struct Picture {
    TimePoint at{};
    std::map<std::int64_t, std::vector<Node>> below;  // by superior; 0: the topmost
  };

  Result<std::shared_ptr<const Picture>> picture(const SitePorts& ports) {
    return kept_.with([&](std::shared_ptr<const Picture>& kept) -> Result<std::shared_ptr<const Picture>> {
      const TimePoint now = ports.clock.now();
      if (kept && now - kept->at < kTreeAge) return kept;
      auto all = ports.registry.organisations(registry::AsOf::at(now));
      if (!all) return fail(std::move(all));
      auto fresh = std::make_shared<Picture>();
      fresh->at = now;
      for (const auto& one : *all)
        fresh->below[one.value.superior.value].push_back({one.value.id.value, one.value.name});
      kept = fresh;
      return kept;
    });
  }

 private:
  Guarded<std::shared_ptr<const Picture>> kept_;
};

// Of the units within a reach; topmost are those whose superior lies beyond it.
Result<std::shared_ptr<const Tree::Picture>> picture_of(const SitePorts& ports, const registry::Reach& reach) {
  auto held = ports.bounds.held(reach);
  if (!held) return fail(std::move(held));
  auto all = ports.registry.organisations(registry::AsOf::at(ports.clock.now()));
  if (!all) return fail(std::move(all));
  const auto holds = [&](registry::OrganisationId id) {
    return std::ranges::binary_search(held->organisations, id.value);
  };
  auto picture = std::make_shared<Tree::Picture>();
  for (const auto& one : *all)
    if (holds(one.value.id))
      picture->below[holds(one.value.superior) ? one.value.superior.value : 0].push_back(
          {one.value.id.value, one.value.name});
  return picture;
}

Answer list_tree(const SitePorts& ports, Tree& tree, const Request& request) {
  QueryReader in(request);
  const std::int64_t parent = in.id("parent").value_or(0);
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto picture = request.reach.everywhere ? tree.picture(ports) : picture_of(ports, request.reach);
  if (!picture) return fail(std::move(picture));
  const auto found = (*picture)->below.find(parent);
  static const std::vector<Tree::Node> kNone;
  const std::vector<Tree::Node>& nodes = found == (*picture)->below.end() ? kNone : found->second;
  std::size_t from = 0;  // nodes are in the order of their ids; the cursor is the last id shown
  if (!cursor.empty()) {
    std::int64_t last = 0;
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), last);
    if (error != std::errc{} || end != cursor.data() + cursor.size())
      return fail(Kind::Invalid, "registry.bad_cursor", cursor);
    while (from < nodes.size() && nodes[from].id <= last) ++from;
  }
  json::array items;
  const std::size_t until = std::min(nodes.size(), from + limit);
  for (std::size_t i = from; i < until; ++i) {
    const auto below = (*picture)->below.find(nodes[i].id);
    items.push_back({{"id", nodes[i].id},
                     {"name", text(nodes[i].name)},
                     {"children", below == (*picture)->below.end() ? std::size_t{0} : below->second.size()},
                     {"sites", sites_of(ports, {nodes[i].id})}});
  }
  const std::string next = until < nodes.size() ? std::to_string(nodes[until - 1].id) : std::string();
  return json_answer(page_document(std::move(items), next, static_cast<std::int64_t>(nodes.size())));
}

using SitesByProvince = std::optional<std::map<std::string, std::int64_t>>;

// Provinces are counted in one go, the first time one is met; a division below by a query of its own.
Result<std::int64_t> sites_in(const SitePorts& ports, const registry::Reach& reach, const std::string& code,
                              SitesByProvince& provinces) {
  if (!code.ends_with("0000")) {
    auto sites = ports.estate.list_sites({.reach = reach, .region = code, .limit = 1});
    if (!sites) return fail(std::move(sites));
    return sites->total;
  }
  if (!provinces) {
    auto overview = ports.estate.overview("", reach);
    if (!overview) return fail(std::move(overview));
    provinces.emplace();
    for (const auto& one : overview->by_region) (*provinces)[one.region] = one.sites;
  }
  const auto found = provinces->find(code);
  return found == provinces->end() ? 0 : found->second;
}

Answer list_regions(const SitePorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string wanted = in.text("q", 200);
  const std::string parent = in.text("parent", 6);
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto all = ports.registry.regions();
  if (!all) return fail(std::move(all));
  std::erase_if(*all, [&](const registry::Region& one) {
    if (!wanted.empty()) return one.name.find(wanted) == std::string::npos && !one.code.starts_with(wanted);
    return one.parent != parent;
  });
  std::ranges::sort(*all, {}, &registry::Region::code);
  const auto from = std::ranges::upper_bound(*all, cursor, {}, &registry::Region::code);
  json::array items;
  std::string next;
  SitesByProvince provinces;
  for (auto at = from; at != all->end(); ++at) {
    if (items.size() == limit) {
      next = std::prev(at)->code;
      break;
    }
    auto sites = sites_in(ports, request.reach, at->code, provinces);
    if (!sites) return fail(std::move(sites));
    items.push_back({{"code", text(at->code)},
                     {"name", text(at->name)},
                     {"parent", at->parent.empty() ? json::value(nullptr) : json::value(text(at->parent))},
                     {"sites", *sites}});
  }
  return json_answer(page_document(std::move(items), next, static_cast<std::int64_t>(all->size())));
}

}  // namespace

Routes organisations_routes(const SitePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SitePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  const auto tree = std::make_shared<Tree>();
  return {
      {Method::Get, "/api/v1/organisations", Wants::See, Over::Reach, TakesBody::No, with(list_organisations)},
      {Method::Post, "/api/v1/organisations", Wants::EditRegister, Over::Reach, TakesBody::InMemory,
       with(create_organisation)},
      {Method::Get, "/api/v1/organisations/tree", Wants::See, Over::Reach, TakesBody::No,
       [ports, tree](const Request& request) { return list_tree(ports, *tree, request); }},
      {Method::Get, "/api/v1/organisations/{}", Wants::See, Over::Organisation, TakesBody::No, with(get_organisation)},
      {Method::Patch, "/api/v1/organisations/{}", Wants::EditRegister, Over::Organisation, TakesBody::InMemory,
       with(edit_organisation)},
      {Method::Delete, "/api/v1/organisations/{}", Wants::EditRegister, Over::Organisation, TakesBody::No,
       with(end_organisation)},
      {Method::Get, "/api/v1/regions", Wants::See, Over::Reach, TakesBody::No, with(list_regions)},
  };
}

}  // namespace huabiao::http
