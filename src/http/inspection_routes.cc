#include "http/inspection_routes.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "http/region_names.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using monitor::kVetoItemNames;
using monitor::kVetoItems;

constexpr std::size_t kMostUnitName = 200;

json::value day_or_null(const std::optional<std::int64_t>& day) {
  return day ? json::value(shanghai_day(monitor::time_of(monitor::day_begins(*day)))) : json::value(nullptr);
}

json::object regulation(const monitor::Regulation& rule) {
  return {{"basis", text(rule.basis)},
          {"from", text(rule.from)},
          {"explanation", {{"zh", text(rule.explanation.zh)}, {"en", text(rule.explanation.en)}}}};
}

json::object rules_document(const monitor::InspectionRules& rules) {
  return {{"access", regulation(rules.availability_basis)},
          {"home", regulation(rules.home_basis)},
          {"columns", regulation(rules.columns_basis)}};
}

json::object counts_document(const monitor::InspectionCounts& counts) {
  json::object items;
  for (std::size_t i = 0; i < kVetoItems.size(); ++i)
    items[json::string_view(kVetoItemNames[i].data(), kVetoItemNames[i].size())] =
        json::object{{"proven", counts.proven[i]}, {"failed", counts.failed[i]}};
  return {{"sites", counts.sites},
          {"vetoed", counts.vetoed},
          {"items", std::move(items)},
          {"links_asked", counts.links_asked},
          {"links_dead", counts.links_dead}};
}

json::object site_document(const desk::InspectedSite& site, RegionNames& regions) {
  constexpr double kPlaces = 100;
  const monitor::SiteInspection& found = site.found;
  json::object items;
  for (std::size_t i = 0; i < kVetoItems.size(); ++i)
    items[json::string_view(kVetoItemNames[i].data(), kVetoItemNames[i].size())] = to_string(found.items[i]);
  return {{"site", named(site.site, site.name)},
          {"region", regions.ref(site.region)},
          {"unit", text(site.unit)},
          {"items", std::move(items)},
          {"visits", found.visits},
          {"failed", found.failed},
          {"failed_percent", std::round(found.failed_percent * kPlaces) / kPlaces},
          {"home_newest", day_or_null(found.home_newest)},
          {"idle_columns", found.idle_columns},
          {"links_asked", found.links_asked},
          {"links_dead", found.links_dead}};
}

// What every answer begins with.
json::object head(const desk::InspectionDesk& desk, const desk::Inspection& found) {
  return {{"rules", rules_document(desk.rules())},
          {"until", day_or_null(found.last_day())},
          {"reckoned_at", instant(found.at())}};
}

// What of it lies in the caller's reach.
Result<std::shared_ptr<const desk::Inspection>> inspection_of(const InspectionPorts& ports, const Request& request) {
  auto found = ports.desk.now();
  if (!found || request.reach.everywhere) return found;
  auto held = ports.bounds.held(request.reach);
  if (!held) return fail(std::move(held));
  return std::make_shared<const desk::Inspection>((*found)->among(held->sites));
}

Answer get_inspection(const InspectionPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string region = in.region();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto found = inspection_of(ports, request);
  if (!found) return fail(std::move(found));
  RegionNames names(ports.registry);
  json::array regions;
  for (const desk::InspectedGroup& group : (*found)->by_region(region)) {
    json::object one = counts_document(group.counts);
    one["region"] = names.ref(group.name);
    regions.push_back(std::move(one));
  }
  json::object document = head(ports.desk, **found);
  document["region"] = names.ref(region);
  document["total"] = counts_document((*found)->counts(region));
  document["regions"] = std::move(regions);
  return json_answer(document);
}

// The cursor: how many rows came before. Fails: Invalid registry.bad_cursor.
Result<std::size_t> read_place(const std::string& cursor) {
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), place);
  if (!cursor.empty() && (error != std::errc{} || end != cursor.data() + cursor.size()))
    return fail(Kind::Invalid, "registry.bad_cursor", cursor);
  return place;
}

// One page of `rows`, each written by `write`.
template <class Row, class Write>
Answer page_of(const std::vector<Row>& rows, std::size_t place, std::size_t limit, const Write& write) {
  json::array items;
  const std::size_t from = std::min(place, rows.size()), to = std::min(from + limit, rows.size());
  for (std::size_t i = from; i < to; ++i) items.push_back(write(rows[i]));
  return json_answer(page_document(std::move(items), to < rows.size() ? std::to_string(to) : std::string(),
                                   static_cast<std::int64_t>(rows.size())));
}

Answer list_units(const InspectionPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string region = in.region(), cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto place = read_place(cursor);
  if (!place) return fail(std::move(place));
  auto found = inspection_of(ports, request);
  if (!found) return fail(std::move(found));
  return page_of((*found)->by_unit(region), *place, limit, [](const desk::InspectedGroup& group) {
    json::object one = counts_document(group.counts);
    one["unit"] = text(group.name);
    return one;
  });
}

Answer list_sites(const InspectionPorts& ports, const Request& request) {
  QueryReader in(request);
  desk::InspectedQuery query{.region = in.region(), .unit = in.text("unit", kMostUnitName), .failed = {}};
  if (const auto failed = in.choice("failed", kVetoItemNames)) query.failed = kVetoItems.at(*failed);
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto place = read_place(cursor);
  if (!place) return fail(std::move(place));
  auto found = inspection_of(ports, request);
  if (!found) return fail(std::move(found));
  RegionNames names(ports.registry);
  return page_of((*found)->sites(query), *place, limit,
                 [&](const desk::InspectedSite* site) { return site_document(*site, names); });
}

json::object walk_document(const monitor::KeptWalk& walk) {
  json::array pages;
  for (const monitor::WalkedPage& page : walk.facts.pages)
    pages.push_back({{"url", text(page.url)},
                     {"name", text(page.name)},
                     {"column", to_string(page.column)},
                     {"outcome", to_string(page.outcome)},
                     {"status", page.status == 0 ? json::value(nullptr) : json::value(page.status)},
                     {"newest", day_or_null(page.newest)}});
  return {{"host", text(walk.host)},
          {"at", instant(walk.at)},
          {"home_newest", day_or_null(walk.facts.home_newest)},
          {"missing", to_string(walk.facts.missing)},
          {"linked", walk.facts.linked},
          {"refused", walk.facts.refused},
          {"stopped", text(walk.facts.stopped)},
          {"pages", std::move(pages)}};
}

Answer get_walks(const InspectionPorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  QueryReader in(request);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto known = ports.registry.site({*site}, registry::AsOf::at(ports.clock.now()));
  if (!known) return fail(std::move(known));
  if (!*known) return fail(Kind::NotFound, "registry.no_such_site", std::to_string(*site));
  auto walks = ports.walks.walks_of(*site);
  if (!walks) return fail(std::move(walks));
  json::array hosts;
  for (const monitor::KeptWalk& walk : *walks) hosts.push_back(walk_document(walk));
  return json_answer(json::object{{"rules", rules_document(ports.desk.rules())}, {"hosts", std::move(hosts)}});
}

}  // namespace

Routes inspection_routes(const InspectionPorts& ports) {
  const auto with = [ports](Answer (*handler)(const InspectionPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/inspection", Wants::See, Over::Reach, TakesBody::No, with(get_inspection)},
      {Method::Get, "/api/v1/inspection/units", Wants::See, Over::Reach, TakesBody::No, with(list_units)},
      {Method::Get, "/api/v1/inspection/sites", Wants::See, Over::Reach, TakesBody::No, with(list_sites)},
      {Method::Get, "/api/v1/sites/{}/walks", Wants::See, Over::Site, TakesBody::No, with(get_walks)},
  };
}

}  // namespace huabiao::http
