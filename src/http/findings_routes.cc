#include "http/findings_routes.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/digest.h"
#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"
#include "http/target.h"
#include "http/waves_routes.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::array<std::string_view, 3> kStates = {"open", "confirmed", "resolved"};
constexpr std::array<std::string_view, 3> kDecisions = {"none", "accepted", "false_alarm"};
constexpr std::array<std::string_view, 2> kExplained = {"show", "hide"};
constexpr std::array<std::string_view, 2> kSorts = {"-severity", "newest"};
constexpr std::array<std::string_view, 3> kFormats = {"jsonl", "sarif", "xlsx"};

// The filters list and export share.
monitor::FindingQuery read_filters(QueryReader& in, const registry::Reach& reach) {
  monitor::FindingQuery query{.reach = reach};
  query.text = in.text("q", 200);
  query.region = in.region();
  query.site = in.id("site").value_or(0);
  if (const auto round = in.id("round")) query.round = monitor::RoundId{*round};
  if (const auto at = in.choice("category", monitor::kCategoryNames))
    query.category = static_cast<monitor::Category>(*at);
  if (const auto at = in.choice("severity", monitor::kSeverityNames))
    query.at_least = static_cast<monitor::Severity>(*at);
  if (const auto at = in.choice("state", kStates)) query.states = {static_cast<monitor::FindingState>(*at)};
  if (const auto at = in.choice("decision", kDecisions)) query.decision = static_cast<monitor::FindingDecision>(*at);
  if (const auto cause = in.id("cause")) query.explained_by = monitor::FindingId{*cause};
  query.unexplained = in.choice("explained", kExplained).value_or(0) == 1;
  return query;
}

Answer list_findings(const FindingPorts& ports, const Request& request) {
  QueryReader in(request);
  monitor::FindingQuery query = read_filters(in, request.reach);
  query.sort = in.choice("sort", kSorts).value_or(0) == 1 ? monitor::FindingSort::Newest
                                                          : monitor::FindingSort::SeverityThenNewest;
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto page = ports.rounds.findings(query);
  if (!page) return fail(std::move(page));
  json::array items;
  for (const monitor::KeptFinding& one : page->rows) items.push_back(finding_row(one));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

json::value decision_document(const monitor::KeptFinding& kept) {
  if (kept.life.decision == monitor::FindingDecision::None) return nullptr;
  TimePoint at = kept.life.first_seen;
  for (const monitor::FindingMoment& moment : kept.moments)
    if (moment.what == monitor::to_string(monitor::Happened::Decided)) at = moment.at;
  return json::object{{"decision", monitor::to_string(kept.life.decision)},
                      {"reason", text(kept.life.decided_why)},
                      {"by", text(kept.life.decided_by)},
                      {"at", instant(at)},
                      {"until", instant(kept.life.decided_until)}};
}

// What a decision is based on: the life of the finding as it was read.
std::string finding_etag(const monitor::KeptFinding& kept) {
  return fmt::format("\"{}-{}-{}-{}\"", static_cast<int>(kept.life.state), static_cast<int>(kept.life.decision),
                     to_millis(kept.life.last_seen), kept.moments.size());
}

// The wave of the finding's site, when it is this finding that shows what the wave shares.
Result<json::value> wave_of(const FindingPorts& ports, const monitor::KeptFinding& kept) {
  auto waves = ports.waves.now();
  if (!waves) return fail(std::move(waves));
  const monitor::Wave* const wave = (*waves)->of_site(kept.site);
  if (wave == nullptr) return json::value(nullptr);
  const auto site = std::ranges::find(wave->sites, kept.site, &monitor::WaveSite::site);
  const bool shows = site != wave->sites.end() && std::ranges::binary_search(site->findings, kept.id.value);
  return shows ? wave_of_site(**waves, kept.site) : json::value(nullptr);
}

// null: there is none, or it is gone by age or quota.
json::value picture_document(const FindingPorts& ports, const monitor::KeptFinding& kept) {
  if (!kept.picture) return nullptr;
  const auto png = ports.pictures.get(kept.picture->sha256);
  if (!png || !*png) return nullptr;
  return json::object{{"width", kept.picture->width},
                      {"height", kept.picture->height},
                      {"bytes", static_cast<std::int64_t>((*png)->size())},
                      {"taken_at", instant(kept.picture->at)}};
}

Answer finding_answer(const FindingPorts& ports, const monitor::KeptFinding& kept) {
  auto wave = wave_of(ports, kept);
  if (!wave) return fail(std::move(wave));
  json::object out = finding_row(kept);
  out["subject"] = text(kept.finding.subject);
  json::array evidence, headers, events;
  for (const monitor::Evidence& one : kept.finding.evidence)
    evidence.push_back({{"offset", one.offset},
                        {"length", one.length},
                        {"snippet", text(one.snippet)},
                        {"decoded", text(one.decoded)},
                        {"why", text(one.why)}});
  for (const auto& [name, value] : kept.headers) headers.push_back({{"name", text(name)}, {"value", text(value)}});
  for (const monitor::FindingMoment& one : kept.moments)
    events.push_back(
        {{"at", instant(one.at)}, {"what", text(one.what)}, {"by", text(one.by)}, {"note", text(one.note)}});
  bool body_kept = false;
  if (!kept.body_sha256.empty())
    if (auto body = ports.evidence.get(kept.body_sha256)) body_kept = body->has_value();
  out["evidence"] = std::move(evidence);
  out["headers"] = std::move(headers);
  out["body_sha256"] = text(kept.body_sha256);
  out["body_kept"] = body_kept;
  out["picture"] = picture_document(ports, kept);
  out["decided"] = decision_document(kept);
  out["events"] = std::move(events);
  out["wave"] = std::move(*wave);
  Response response = json_answer(std::move(out));
  response.with("ETag", finding_etag(kept));
  return response;
}

// Fails: NotFound http.no_such_resource.
Result<monitor::KeptFinding> find(const FindingPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto kept = ports.rounds.finding({*id});
  if (!kept) return fail(std::move(kept));
  if (!*kept) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  return std::move(**kept);
}

Answer get_finding(const FindingPorts& ports, const Request& request) {
  auto kept = find(ports, request);
  if (!kept) return fail(std::move(kept));
  return finding_answer(ports, *kept);
}

monitor::Decide read_decision(ObjectReader& in) {
  const auto decision = in.choice("decision", kDecisions, true);
  const auto reason = in.string("reason", {.max = 1000, .lines = true});
  const auto until = in.instant("until");
  if (decision.value.value_or(0) != 0 && reason.value.value_or("").empty())
    in.fault("reason", "", {"说明理由", "the reason"}, {"作出决定须说明理由", "A decision needs its reason"});
  return {.decision = static_cast<monitor::FindingDecision>(decision.value.value_or(0)),
          .by = {},
          .why = reason.value.value_or(""),
          .until = until.value};
}

Answer decide_finding(const FindingPorts& ports, const Request& request) {
  if (request.header("if-match").empty()) return fail(Kind::Invalid, "http.no_if_match", {}, "If-Match");
  auto decision = read_body(request, kDepth, read_decision);
  if (!decision) return std::unexpected(std::move(decision).error());
  decision->by = request.caller->account.name;
  auto kept = find(ports, request);
  if (!kept) return fail(std::move(kept));
  if (request.header("if-match") != finding_etag(*kept)) return fail(Kind::Conflict, "http.changed_meanwhile");
  if (auto moved = ports.rounds.move(kept->id, *decision); !moved) return fail(std::move(moved));
  return get_finding(ports, request);
}

Answer export_findings(const FindingPorts& ports, const Request& request) {
  QueryReader in(request);
  const monitor::FindingQuery query = read_filters(in, request.reach);
  in.need("format");
  const std::size_t format = in.choice("format", kFormats).value_or(0);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  constexpr std::string_view kTypes[] = {"application/x-ndjson", "application/sarif+json",
                                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
  const auto file = ports.spool / fmt::format("findings-{}.{}", random_hex(16), kFormats[format]);
  auto written = desk::write_findings(ports.rounds, query, static_cast<desk::FindingsFormat>(format), request.language,
                                      ports.version, file);
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return fail(std::move(written));
  }
  Response response;
  response.file = FileBody{file, true};
  response.with("Content-Type", std::string(kTypes[format]))
      .with("Content-Disposition", attachment(fmt::format("findings.{}", kFormats[format])));
  return response;
}

// A hostile page's bytes: handed over as they are, in a way no browser renders, sniffs or runs.
Answer download_evidence(const FindingPorts& ports, const Request& request) {
  const std::string& sha256 = request.arguments.at(0);
  const bool digest = sha256.size() == 64 && std::ranges::all_of(sha256, [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                      });
  if (!digest) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  auto body = ports.evidence.get(sha256);
  if (!body) return fail(std::move(body));
  if (!*body) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  Response response;
  response.body = std::move(**body);
  response.with("Content-Type", "application/octet-stream")
      .with("Content-Disposition", attachment("evidence-" + sha256.substr(0, 16) + ".bin"))
      .with("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

// Drawn by a browser that read a hostile page: shown as a picture or not at all.
Answer show_picture(const FindingPorts& ports, const Request& request) {
  auto kept = find(ports, request);
  if (!kept) return fail(std::move(kept));
  if (!kept->picture) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  auto png = ports.pictures.get(kept->picture->sha256);
  if (!png) return fail(std::move(png));
  if (!*png) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  Response response;
  response.body = std::move(**png);
  response.with("Content-Type", "image/png")
      .with("Content-Disposition", "inline; filename=\"finding.png\"")
      .with("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

}  // namespace

Routes findings_routes(const FindingPorts& ports) {
  const auto with = [ports](Answer (*handler)(const FindingPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/findings", Wants::See, Over::Reach, TakesBody::No, with(list_findings)},
      {Method::Get, "/api/v1/findings/export", Wants::Export, Over::Reach, TakesBody::No, with(export_findings)},
      {Method::Get, "/api/v1/findings/{}", Wants::See, Over::Finding, TakesBody::No, with(get_finding)},
      {Method::Patch, "/api/v1/findings/{}", Wants::DecideFindings, Over::Finding, TakesBody::InMemory,
       with(decide_finding)},
      {Method::Get, "/api/v1/findings/{}/picture", Wants::See, Over::Finding, TakesBody::No, with(show_picture)},
      {Method::Get, "/api/v1/evidence/{}", Wants::See, Over::Body, TakesBody::No, with(download_evidence)},
  };
}

}  // namespace huabiao::http
