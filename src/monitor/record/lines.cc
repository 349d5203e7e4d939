// The lines of `check` and `inspect`: what other programs read, so their shape changes only with a new "schema".

#include <cmath>

#include "monitor/record/fields.h"
#include "monitor/record/json_write.h"
#include "monitor/record/record.h"

namespace huabiao::monitor::record {

namespace json = boost::json;

namespace {
constexpr int kSchema = 1;

// To four places: what lies behind them is noise of the arithmetic.
double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}
}  // namespace

std::string check_line(const VisitRecord& record, std::string_view site_key) {
  const FetchOutcome& fetch = record.fetch;
  json::object facts = record.facts ? facts_json(*record.facts) : json::object{};
  facts["tls"] = tls_json(fetch.tls);
  facts["timing"] = timing_json(fetch.timing);
  if (record.registration) facts["registration"] = registration_json(*record.registration);
  if (record.tls_set) facts["tls_set"] = tls_set_json(*record.tls_set);
  json::object line{{"schema", kSchema},
                    {"site", record.visit.site == 0 ? json::value(nullptr) : json::value(record.visit.site)},
                    {"site_name", text_or_null(record.visit.declared.site_name)},
                    {"host", text_json(record.visit.host)},
                    {"address", text_json(fetch.asked_url)},
                    {"final_url", text_json(fetch.final_url)},
                    {"outcome", to_string(fetch.outcome)},
                    {"reason", text_or_null(fetch.reason)},
                    {"status", fetch.status == 0 ? json::value(nullptr) : json::value(fetch.status)},
                    {"truncated", fetch.truncated},
                    {"chain", chain_json(fetch.chain)},
                    {"attempts", attempts_json(record.attempts)},
                    {"facts", std::move(facts)},
                    {"findings", findings_json(record.findings, &site_key)},
                    {"body_sha256", text_or_null(record.body_sha256)},
                    {"round", record.visit.round == 0 ? json::value(nullptr) : json::value(record.visit.round)},
                    {"time", to_iso(fetch.at)},
                    {"vantage", text_json(record.vantage)}};
  if (record.rendered) {
    json::object rendered = rendered_json(*record.rendered);
    rendered.erase("facts");
    if (record.rendered->facts) rendered["mark"] = to_string(record.rendered->facts->mark.state);
    line["rendered"] = std::move(rendered);
  }
  return json::serialize(line);
}

std::string inspect_line(const Inspected& inspected) {
  const PageFacts& facts = inspected.facts;
  const std::string_view site_key = inspected.host.empty() ? inspected.path : inspected.host;
  const json::object line{{"schema", kSchema},
                          {"path", text_json(inspected.path)},
                          {"host", text_or_null(inspected.host)},
                          {"bytes", facts.bytes},
                          {"charset", charset_json(facts.charset)},
                          {"title", text_json(facts.title)},
                          {"assessment", to_string(assess(inspected.findings))},
                          {"findings", findings_json(inspected.findings, &site_key)},
                          {"facts", page_facts_json(facts)}};
  return json::serialize(line);
}

std::string wave_line(const Wave& wave, const std::vector<std::vector<std::string>>& pages) {
  json::array traits, paths;
  for (const WaveTrait& one : wave.traits)
    traits.push_back(json::object{{"kind", to_string(one.trait.kind)},
                                  {"role", to_string(one.trait.role)},
                                  {"value", text_json(one.trait.value)},
                                  {"sites", one.sites}});
  for (const std::vector<std::string>& site : pages)
    for (const std::string& page : site) paths.emplace_back(text_json(page));
  const json::object line{
      {"schema", kSchema},          {"wave", text_json(wave.id)},  {"severity", to_string(wave.worst)},
      {"sites", wave.sites.size()}, {"traits", std::move(traits)}, {"paths", std::move(paths)}};
  return json::serialize(line);
}

std::string change_line(const ChangeReport& report) {
  const auto side = [](const ChangeSide& side) -> json::value {
    if (side.text.empty() && side.place.length == 0) return nullptr;
    return json::object{{"text", text_json(side.text)}, {"offset", side.place.offset}, {"length", side.place.length}};
  };
  json::array changes;
  for (const Change& change : report.changes)
    changes.push_back(json::object{{"kind", change.kind},
                                   {"weight", rounded(change.weight)},
                                   {"before", side(change.before)},
                                   {"after", side(change.after)}});
  const json::object line{
      {"schema", kSchema},           {"grade", to_string(report.grade)}, {"score", rounded(report.score)},
      {"approved", report.approved}, {"history", report.looks},          {"changes", std::move(changes)}};
  return json::serialize(line);
}

namespace {

ChangeSide read_side(const json::value& value, std::string_view name, Trouble& trouble) {
  if (value.is_null()) return {};
  const Fields fields(value, name, trouble);
  return {fields.text("text"), {fields.number("offset", -1, kMost), fields.number("length", 0, kMost)}};
}

}  // namespace

Result<ChangeReport> read_change(std::string_view line) {
  const auto value = parse_json(line);
  if (!value) return std::unexpected(value.error());
  Trouble trouble;
  const Fields fields(*value, "change", trouble);
  ChangeReport report;
  report.grade = fields.named("grade", change_grade_from);
  report.score = fields.share("score");
  report.approved = fields.flag("approved");
  report.looks = fields.number("history", 0, kMost);
  report.changes =
      fields.list<Change>("changes", RecordLimits::kListEntries, [](const json::value& one, Trouble& noted) {
        const Fields change(one, "change", noted);
        return Change{change.text("kind"), change.share("weight"), read_side(change.at("before"), "before", noted),
                      read_side(change.at("after"), "after", noted)};
      });
  if (trouble.found()) return trouble.failure();
  return report;
}

}  // namespace huabiao::monitor::record
