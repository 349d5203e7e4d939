#include "http/sites_routes.h"

#include <algorithm>
#include <array>

#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"
#include "http/waves_routes.h"
#include "web/host.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 6;
constexpr std::size_t kHistoryRows = 200;  // of past rounds shown with a site

// The names the contract gives to sorts, and what each means; a leading '-' turns the order round.
constexpr std::array<std::string_view, 8> kSorts = {"name",       "-name",       "severity", "-severity",
                                                    "last_visit", "-last_visit", "newest",   "-newest"};
constexpr std::array<std::string_view, 5> kStates = {"up", "faulty", "down", "unknown", "no_address"};
constexpr std::array<std::string_view, 7> kMarks = {"script",    "link",     "picture", "error-image",
                                                    "malformed", "not-seen", "absent"};

Answer list_sites(const SitePorts& ports, const Request& request) {
  QueryReader in(request);
  monitor::SiteQuery query{.reach = request.reach};
  query.text = in.text("q", 200);
  query.region = in.region();
  query.organisation.value = in.id("organisation").value_or(0);
  if (const auto at = in.choice("state", kStates)) query.state = static_cast<monitor::SiteState>(*at);
  if (const auto at = in.choice("life", registry::kSiteLifeNames)) query.life = static_cast<registry::SiteLife>(*at);
  if (const auto at = in.choice("outcome", monitor::kOutcomeNames)) query.outcome = static_cast<monitor::Outcome>(*at);
  if (const auto at = in.choice("mark", kMarks)) query.mark = static_cast<monitor::MarkState>(*at);
  if (const auto at = in.choice("severity", monitor::kSeverityNames))
    query.findings_at_least = static_cast<monitor::Severity>(*at);
  if (const auto at = in.choice("category", monitor::kCategoryNames))
    query.finding_category = static_cast<monitor::Category>(*at);
  const std::size_t sort = in.choice("sort", kSorts).value_or(0);
  query.sort = static_cast<monitor::SiteSort>(sort / 2);
  query.order = sort % 2 == 0 ? monitor::SortOrder::Ascending : monitor::SortOrder::Descending;
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto page = ports.estate.list_sites(query);
  if (!page) return fail(std::move(page));
  RegionNames regions(ports.registry);
  json::array items;
  for (const monitor::SiteSummary& site : page->rows) items.push_back(site_row(site, regions));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

// The site as of then, with all that hangs on it. Fails: NotFound registry.no_such_site.
Answer site_answer(const SitePorts& ports, registry::SiteId id, const registry::AsOf& as_of, int status = 200) {
  auto site = must_be(ports.registry.site(id, as_of), "registry.no_such_site", id.value);
  if (!site) return fail(std::move(site));
  auto declarations = ports.registry.declarations_of(id, as_of);
  auto contacts = ports.registry.contacts_of(id, as_of);
  auto summary = ports.estate.summary(id);
  auto rows = ports.rounds.latest_rows(id.value);
  if (!declarations) return fail(std::move(declarations));
  if (!contacts) return fail(std::move(contacts));
  if (!summary) return fail(std::move(summary));
  if (!rows) return fail(std::move(rows));
  auto waves = ports.waves.now();
  if (!waves) return fail(std::move(waves));

  const registry::Site& value = site->value;
  const OrganisationNames names = organisation_names(ports.registry, as_of);
  RegionNames regions(ports.registry);
  json::array declared, people, hosts;
  std::optional<bool> mark;
  for (const auto& one : *declarations) {
    declared.push_back(declaration_document(one, names));
    if (one.value.mark_hung) mark = mark.value_or(false) || *one.value.mark_hung;
  }
  for (const auto& one : *contacts) people.push_back(contact_document(one, names));
  for (const monitor::RoundRow& row : *rows) hosts.push_back(host_row(row, value.name));
  Response response =
      json_answer(json::object{{"id", value.id.value},
                               {"name", text(value.name)},
                               {"life", registry::to_string(value.life)},
                               {"region", regions.ref(value.region)},
                               {"site_code", text(value.site_code)},
                               {"icp", text(value.icp)},
                               {"police", text(value.police)},
                               {"remark", text(value.remark)},
                               {"declarations", std::move(declared)},
                               {"contacts", std::move(people)},
                               {"mark_declared", mark ? json::value(*mark) : json::value(nullptr)},
                               {"mark_observed", mark_or_null(*summary ? (*summary)->mark : std::nullopt)},
                               {"verdict", verdict_document(*summary)},
                               {"hosts", std::move(hosts)},
                               {"wave", wave_of_site(**waves, id.value)},
                               {"effective_from", instant(site->effective.from)},
                               {"recorded_at", instant(site->recorded.from)},
                               {"by", text(site->by)}},
                  status);
  response.with("ETag", etag_of(site->recorded.from));
  if (status == 201) response.with("Location", "/api/v1/sites/" + std::to_string(id.value));
  return response;
}

Answer get_site(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  QueryReader in(request);
  registry::AsOf as_of = registry::AsOf::at(ports.clock.now());
  if (const auto at = in.instant("as_of")) as_of.effective = *at;
  if (const auto at = in.instant("as_known")) as_of.recorded = *at;
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  return site_answer(ports, {*id}, as_of);
}

// What SiteNew and SiteEdit have in common, over `site`.
registry::Site read_site(ObjectReader& in, registry::Site site, registry::Edit& edit, bool is_new) {
  in.string_into(site.name, "name", {.min = 1, .max = 200, .required = is_new});
  in.string_into(site.site_code, "site_code", {.max = 40});
  in.string_into(site.icp, "icp", {.max = 60});
  in.string_into(site.police, "police", {.max = 60});
  in.string_into(site.remark, "remark", {.max = 1000, .lines = true});
  if (const auto life = in.choice("life", registry::kSiteLifeNames); life.value)
    site.life = static_cast<registry::SiteLife>(*life.value);
  read_region(in, site.region);
  read_effective(in, edit);
  return site;
}

struct NewSite {
  registry::Site site;
  std::vector<registry::Declaration> declarations;
};
NewSite read_new_site(ObjectReader& in, registry::Edit& edit) {
  NewSite out;
  out.site = read_site(in, {}, edit, true);
  for (const auto& [object, pointer] : in.objects("declarations", 20)) {
    ObjectReader one = in.of_element(*object, pointer);
    registry::Edit own = edit;
    out.declarations.push_back(read_declaration(one, {}, own, true));
    one.finish();
  }
  return out;
}

// A new site lies in its region and where its units lie; all its units must be the caller's to speak for.
Done check_new_site(const SitePorts& ports, const registry::Reach& reach, const NewSite& fresh) {
  if (reach.everywhere) return {};
  for (const registry::Declaration& one : fresh.declarations)
    if (auto held = must_hold(ports.bounds, reach, access::RecordKind::Organisation, one.organisation.value); !held)
      return held;
  if (fresh.declarations.empty() || !fresh.site.region.empty()) return must_hold_region(reach, fresh.site.region);
  return {};
}

Answer create_site(const SitePorts& ports, const Request& request) {
  registry::Edit edit{.by = request.caller->account.name};
  auto fresh = read_body(request, kDepth, [&](ObjectReader& in) { return read_new_site(in, edit); });
  if (!fresh) return std::unexpected(std::move(fresh).error());
  if (auto held = check_new_site(ports, request.reach, *fresh); !held) return fail(std::move(held));
  for (const registry::Declaration& one : fresh->declarations)
    if (auto good = check_declaration(ports.registry, one, ports.clock.now()); !good)
      return std::unexpected<Failure>(discreet(std::move(good).error(), request.reach));
  auto id = ports.registry.save(fresh->site, std::move(fresh->declarations), edit);
  if (!id) return std::unexpected<Failure>(discreet(std::move(id).error(), request.reach));
  return site_answer(ports, *id, registry::AsOf::at(ports.clock.now()), 201);
}

Answer edit_site(const SitePorts& ports, const Request& request) {
  auto record = edited_record(request);
  if (!record) return fail(std::move(record));
  const registry::AsOf now = registry::AsOf::at(ports.clock.now());
  auto before = must_be(ports.registry.site({record->id}, now), "registry.no_such_site", record->id);
  if (!before) return fail(std::move(before));
  registry::Edit edit{.by = request.caller->account.name, .seen = record->seen};
  auto value = read_body(request, kDepth, [&](ObjectReader& in) { return read_site(in, before->value, edit, false); });
  if (!value) return std::unexpected(std::move(value).error());
  if (value->region != before->value.region)
    if (auto held = must_hold_region(request.reach, value->region); !held) return fail(std::move(held));
  if (auto saved = ports.registry.save(*value, edit); !saved) return fail(std::move(saved));
  return site_answer(ports, {record->id}, registry::AsOf::at(ports.clock.now()));
}

Answer end_site(const SitePorts& ports, const Request& request) {
  return end_record<registry::SiteId>(ports.registry, request);
}

json::value forever_or(TimePoint at) {
  return at == registry::kForever ? json::value(nullptr) : instant(at);
}

void add_changes(json::array& out, std::string_view about, const std::vector<registry::Change>& changes) {
  constexpr std::string_view kKinds[] = {"created", "changed", "removed"};
  for (const registry::Change& change : changes) {
    json::array fields;
    for (const registry::FieldChange& one : change.fields)
      fields.push_back({{"field", text(one.field)}, {"before", text(one.before)}, {"after", text(one.after)}});
    out.push_back({{"about", about},
                   {"kind", kKinds[static_cast<std::size_t>(change.kind)]},
                   {"recorded_at", instant(change.recorded)},
                   {"effective_from", instant(change.effective.from)},
                   {"effective_to", forever_or(change.effective.to)},
                   {"by", text(change.by)},
                   {"import", change.import ? json::value(change.import.value) : json::value(nullptr)},
                   {"fields", std::move(fields)}});
  }
}

Answer site_history(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto site = ports.registry.history(registry::SiteId{*id});
  if (!site) return fail(std::move(site));
  if (site->empty()) return fail(Kind::NotFound, "registry.no_such_site", std::to_string(*id));
  json::array declarations;
  add_changes(declarations, "site", *site);
  auto declared = ports.registry.declarations_of(registry::SiteId{*id}, registry::AsOf::at(ports.clock.now()));
  if (!declared) return fail(std::move(declared));
  for (const auto& one : *declared) {
    auto changes = ports.registry.history(one.value.id);
    if (!changes) return fail(std::move(changes));
    add_changes(declarations, "declaration", *changes);
  }
  std::ranges::stable_sort(declarations, [](const json::value& a, const json::value& b) {
    return a.at("recorded_at").as_string() > b.at("recorded_at").as_string();
  });
  auto rows = ports.rounds.history(*id, kHistoryRows);
  if (!rows) return fail(std::move(rows));
  json::array rounds;
  for (const monitor::RoundRow& row : *rows)
    rounds.push_back(
        {{"round", row.last_round.value},
         {"at", instant(row.last_at)},
         {"host", text(row.record.visit.host.empty() ? std::string() : web::to_unicode(row.record.visit.host))},
         {"outcome", monitor::to_string(row.record.fetch.outcome)},
         {"status", row.record.fetch.status},
         {"mark", mark_or_null(row.record.facts ? std::optional(row.record.facts->mark.state) : std::nullopt)}});
  return json_answer(json::object{{"declarations", std::move(declarations)}, {"rounds", std::move(rounds)}});
}

}  // namespace

Routes sites_routes(const SitePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SitePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sites", Wants::See, Over::Reach, TakesBody::No, with(list_sites)},
      {Method::Post, "/api/v1/sites", Wants::EditRegister, Over::Reach, TakesBody::InMemory, with(create_site)},
      {Method::Get, "/api/v1/sites/{}", Wants::See, Over::Site, TakesBody::No, with(get_site)},
      {Method::Patch, "/api/v1/sites/{}", Wants::EditRegister, Over::Site, TakesBody::InMemory, with(edit_site)},
      {Method::Delete, "/api/v1/sites/{}", Wants::EditRegister, Over::Site, TakesBody::No, with(end_site)},
      {Method::Get, "/api/v1/sites/{}/history", Wants::See, Over::Site, TakesBody::No, with(site_history)},
  };
}

}  // namespace huabiao::http
