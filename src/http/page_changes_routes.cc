#include "http/page_changes_routes.h"

#include <algorithm>
#include <set>

#include "http/declaration_body.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using monitor::KeptPage;
using monitor::PageChange;
using monitor::PagePlace;

std::string_view state_of(const KeptPage& page) {
  switch (page.body) {
    case monitor::PageBody::Kept:
      return "kept";
    case monitor::PageBody::TooLarge:
      return "too_large";
    case monitor::PageBody::Dropped:
      return "dropped";
  }
  return "dropped";
}

json::object page_document(const KeptPage& page) {
  json::value picture = nullptr;
  if (page.picture)
    picture = json::object{
        {"width", page.picture->width}, {"height", page.picture->height}, {"taken_at", instant(page.picture->at)}};
  return {{"at", instant(page.at)},       {"until", instant(page.until)}, {"url", text(page.url)},
          {"bytes", page.bytes},          {"kept", state_of(page)},       {"accused", page.accused},
          {"picture", std::move(picture)}};
}

json::array side_by_side(const monitor::ChangeReport& report) {
  const auto side = [](const monitor::ChangeSide& one) {
    return one.text.empty() ? json::value(nullptr) : json::value(text(one.text));
  };
  json::array changes;
  for (const monitor::Change& change : report.changes)
    changes.push_back({{"kind", text(change.kind)},
                       {"weight", change.weight},
                       {"before", side(change.before)},
                       {"after", side(change.after)}});
  return changes;
}

json::object comparison_document(const monitor::PageComparison& comparison) {
  return {{"grade", monitor::to_string(comparison.report.grade)},
          {"score", comparison.report.score},
          {"changes", side_by_side(comparison.report)},
          {"gone", texts(comparison.lines.gone)},
          {"come", texts(comparison.lines.come)},
          {"cut", comparison.lines.cut}};
}

Result<std::set<PagePlace>> places_of(monitor::RoundStore& rounds, std::int64_t site) {
  auto rows = rounds.latest_rows(site);
  if (!rows) return fail(std::move(rows));
  std::set<PagePlace> places;
  for (const monitor::RoundRow& row : *rows) {
    const monitor::Visit& visit = row.record.visit;
    if (!visit.host.empty()) places.insert({visit.host, visit.port, visit.path});
  }
  return places;
}

struct Found {
  std::int64_t site = 0;
  std::string site_name;
  PageChange change;
};

// Of the site in the path. Fails: NotFound registry.no_such_site, http.no_such_resource.
Result<Found> find(const PageChangePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  auto id = path_id(request, 1);
  if (!id) return fail(std::move(id));
  auto known =
      must_be(ports.registry.site({*site}, registry::AsOf::at(ports.clock.now())), "registry.no_such_site", *site);
  if (!known) return fail(std::move(known));
  auto change = ports.pages.change({*id});
  if (!change) return fail(std::move(change));
  auto places = places_of(ports.rounds, *site);
  if (!places) return fail(std::move(places));
  if (!*change || !places->contains((*change)->after.place))
    return fail(Kind::NotFound, "http.no_such_resource", request.path);
  return Found{*site, known->value.name, std::move(**change)};
}

// null: a body is not kept; what keeps it from being compared otherwise joins `document`.
Result<json::value> comparison_of(const PageChangePorts& ports, const PageChange& change, json::object& document) {
  document["not_compared"] = nullptr;
  auto before = ports.pages.body(change.before.id), after = ports.pages.body(change.after.id);
  if (!before) return fail(std::move(before));
  if (!after) return fail(std::move(after));
  if (!*before || !*after) return json::value(nullptr);
  const auto compared = ports.compare({change.before, std::move(**before)}, {change.after, std::move(**after)});
  if (compared) return json::value(comparison_document(*compared));
  // A page that ends its reader is that page's matter; a reader that cannot be had is ours.
  if (compared.error().kind != Kind::Unreadable) return std::unexpected(compared.error());
  document["not_compared"] = explained(compared.error().code);
  return json::value(nullptr);
}

Answer get_change(const PageChangePorts& ports, const Request& request) {
  auto found = find(ports, request);
  if (!found) return fail(std::move(found));
  json::object document = page_change_document(found->change);
  document["site"] = named(found->site, found->site_name);
  auto comparison = comparison_of(ports, found->change, document);
  if (!comparison) return fail(std::move(comparison));
  document["comparison"] = *std::move(comparison);
  return json_answer(std::move(document));
}

// Drawn by a browser that read a hostile page: shown as a picture or not at all.
Answer picture_answer(const PageChangePorts& ports, const Request& request, KeptPage PageChange::* side) {
  auto found = find(ports, request);
  if (!found) return fail(std::move(found));
  auto png = ports.pages.picture((found->change.*side).id);
  if (!png) return fail(std::move(png));
  if (!*png) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  Response response;
  response.body = std::move(**png);
  response.with("Content-Type", "image/png")
      .with("Content-Disposition", "inline; filename=\"page.png\"")
      .with("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

}  // namespace

json::object page_change_document(const PageChange& change) {
  return {{"id", change.after.id.value},
          {"at", instant(change.after.at)},
          {"host", text(change.after.place.host)},
          {"port", change.after.place.port == 0 ? json::value(nullptr) : json::value(change.after.place.port)},
          {"path", text(change.after.place.path)},
          {"unkept", change.after.unkept},
          {"before", page_document(change.before)},
          {"after", page_document(change.after)}};
}

Result<std::vector<PageChange>> page_changes_of(monitor::RoundStore& rounds, monitor::PageStore& pages,
                                                std::int64_t site, TimePoint from, TimePoint to, std::size_t limit) {
  auto places = places_of(rounds, site);
  if (!places) return fail(std::move(places));
  std::vector<PageChange> all;
  for (const PagePlace& place : *places) {
    auto some = pages.changes(place, from, to + Millis(1), limit);
    if (!some) return fail(std::move(some));
    std::ranges::move(*some, std::back_inserter(all));
  }
  std::ranges::stable_sort(all, std::ranges::greater(), [](const PageChange& change) { return change.after.at; });
  return all;
}

Routes page_changes_routes(const PageChangePorts& ports) {
  const auto picture = [ports](KeptPage PageChange::* side) {
    return [ports, side](const Request& request) { return picture_answer(ports, request, side); };
  };
  return {{Method::Get, "/api/v1/sites/{}/page-changes/{}", Wants::See, Over::Site, TakesBody::No,
           [ports](const Request& request) { return get_change(ports, request); }},
          {Method::Get, "/api/v1/sites/{}/page-changes/{}/before.png", Wants::See, Over::Site, TakesBody::No,
           picture(&PageChange::before)},
          {Method::Get, "/api/v1/sites/{}/page-changes/{}/after.png", Wants::See, Over::Site, TakesBody::No,
           picture(&PageChange::after)}};
}

}  // namespace huabiao::http
