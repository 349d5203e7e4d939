#include "http/waves_routes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::array<std::string_view, 2> kStates = {"open", "over"};
constexpr std::size_t kRowTraits = 4;      // shown with a wave in a list
constexpr std::size_t kTraits = 200;       // with the wave itself
constexpr std::size_t kSiteFindings = 10;  // with one of its sites

std::string_view state_of(const monitor::Wave& wave) {
  return kStates[wave.open_sites > 0 ? 0 : 1];
}

json::object wave_document(const monitor::Wave& wave, std::size_t most_traits) {
  json::array traits;
  for (const monitor::WaveTrait& one : wave.traits) {
    if (traits.size() == most_traits) break;
    traits.push_back({{"kind", monitor::to_string(one.trait.kind)},
                      {"role", monitor::to_string(one.trait.role)},
                      {"value", text(one.trait.value)},
                      {"sites", one.sites},
                      {"first_seen_at", instant(one.first_seen)},
                      {"last_seen_at", instant(one.last_seen)}});
  }
  return {{"id", text(wave.id)},
          {"state", state_of(wave)},
          {"severity", monitor::to_string(wave.worst)},
          {"sites", static_cast<std::int64_t>(wave.sites.size())},
          {"open_sites", wave.open_sites},
          {"traits", std::move(traits)},
          {"traits_total", static_cast<std::int64_t>(wave.traits.size())},
          {"first_seen_at", instant(wave.first_seen)},
          {"last_seen_at", instant(wave.last_seen)}};
}

// The sites of a limited reach, sorted; nullopt: all are.
Result<std::optional<std::vector<std::int64_t>>> sites_in_reach(const SitePorts& ports, const Request& request) {
  if (request.reach.everywhere) return std::nullopt;
  auto held = ports.bounds.held(request.reach);
  if (!held) return fail(std::move(held));
  return std::optional(std::move(held->sites));
}

Answer list_waves(const SitePorts& ports, const Request& request) {
  QueryReader in(request);
  desk::WaveQuery query;
  query.text = in.text("q", 200);
  query.site = in.id("site").value_or(0);
  if (const auto at = in.choice("state", kStates)) query.open = *at == 0;
  if (const auto at = in.choice("kind", monitor::kTraitKindNames)) query.kind = static_cast<monitor::TraitKind>(*at);
  if (const auto at = in.choice("severity", monitor::kSeverityNames))
    query.at_least = static_cast<monitor::Severity>(*at);
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto among = sites_in_reach(ports, request);
  if (!among) return fail(std::move(among));
  query.among = *std::move(among);
  auto page = ports.waves.list(query);
  if (!page) return fail(std::move(page));
  json::array items;
  for (const monitor::Wave* wave : page->rows) items.push_back(wave_document(*wave, kRowTraits));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

struct Found {
  std::shared_ptr<const desk::Waves> of;
  const monitor::Wave* wave;
  std::vector<monitor::WaveSite> sites;  // those in the caller's reach
};

// Fails: NotFound http.no_such_resource.
Result<Found> find(const SitePorts& ports, const Request& request) {
  auto waves = ports.waves.now();
  if (!waves) return fail(std::move(waves));
  const monitor::Wave* const wave = (*waves)->find(request.arguments.at(0));
  if (wave == nullptr) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  auto among = sites_in_reach(ports, request);
  if (!among) return fail(std::move(among));
  std::vector<monitor::WaveSite> sites = wave->sites;
  if (*among)
    std::erase_if(sites, [&](const monitor::WaveSite& one) { return !std::ranges::binary_search(**among, one.site); });
  if (sites.empty()) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  return Found{*waves, wave, std::move(sites)};
}

Answer get_wave(const SitePorts& ports, const Request& request) {
  auto found = find(ports, request);
  if (!found) return fail(std::move(found));
  return json_answer(wave_document(*found->wave, kTraits));
}

Result<json::object> site_document(const SitePorts& ports, const monitor::WaveSite& site) {
  auto summary = ports.estate.summary({site.site});
  if (!summary) return fail(std::move(summary));
  json::array findings;
  for (const std::int64_t id : site.findings) {
    if (findings.size() == kSiteFindings) break;
    auto kept = ports.rounds.finding({id});
    if (!kept) return fail(std::move(kept));
    if (!*kept) continue;
    const monitor::Finding& finding = (*kept)->finding;
    findings.push_back({{"id", id},
                        {"rule", text(finding.rule)},
                        {"category", monitor::to_string(finding.category)},
                        {"severity", monitor::to_string(finding.severity)},
                        {"state", monitor::to_string((*kept)->life.state)},
                        {"explanation", {{"zh", text(finding.explanation.zh)}, {"en", text(finding.explanation.en)}}}});
  }
  return json::object{{"site", named(site.site, *summary ? (*summary)->name : "")},
                      {"organisations", *summary ? texts((*summary)->organisations) : json::array{}},
                      {"hosts", *summary ? texts((*summary)->hosts) : json::array{}},
                      {"state", kStates[site.open ? 0 : 1]},
                      {"severity", monitor::to_string(site.worst)},
                      {"findings", std::move(findings)},
                      {"findings_total", static_cast<std::int64_t>(site.findings.size())},
                      {"first_seen_at", instant(site.first_seen)},
                      {"last_seen_at", instant(site.last_seen)}};
}

Answer list_wave_sites(const SitePorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  std::size_t from = 0;  // the cursor is how many were shown
  if (!cursor.empty()) {
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), from);
    if (error != std::errc{} || end != cursor.data() + cursor.size())
      return fail(Kind::Invalid, "registry.bad_cursor", cursor);
  }
  auto found = find(ports, request);
  if (!found) return fail(std::move(found));
  const std::vector<monitor::WaveSite>& sites = found->sites;
  json::array items;
  std::size_t at = std::min(from, sites.size());
  for (; at < sites.size() && items.size() < limit; ++at) {
    auto document = site_document(ports, sites[at]);
    if (!document) return fail(std::move(document));
    items.push_back(std::move(*document));
  }
  return json_answer(page_document(std::move(items), at < sites.size() ? std::to_string(at) : "",
                                   static_cast<std::int64_t>(sites.size())));
}

}  // namespace

json::value wave_of_site(const desk::Waves& waves, std::int64_t site) {
  const monitor::Wave* const wave = waves.of_site(site);
  if (wave == nullptr) return nullptr;
  return json::object{{"id", text(wave->id)},
                      {"state", state_of(*wave)},
                      {"severity", monitor::to_string(wave->worst)},
                      {"sites", static_cast<std::int64_t>(wave->sites.size())},
                      {"open_sites", wave->open_sites}};
}

Routes waves_routes(const SitePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SitePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/waves", Wants::See, Over::Reach, TakesBody::No, with(list_waves)},
      {Method::Get, "/api/v1/waves/{}", Wants::See, Over::Reach, TakesBody::No, with(get_wave)},
      {Method::Get, "/api/v1/waves/{}/sites", Wants::See, Over::Reach, TakesBody::No, with(list_wave_sites)},
  };
}

}  // namespace huabiao::http
