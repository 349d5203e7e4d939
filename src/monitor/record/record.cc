#include "monitor/record/record.h"

#include "base/base64.h"
#include "monitor/record/json_read.h"
#include "monitor/record/json_write.h"

namespace huabiao::monitor::record {

namespace json = boost::json;

namespace {

template <class T>
Result<T> read(std::string_view text, T (*each)(const json::value&, Trouble&)) {
  auto value = parse_json(text);
  if (!value) return fail(std::move(value));
  Trouble trouble;
  T out = each(*value, trouble);
  if (trouble.found()) return trouble.failure();
  return out;
}

}  // namespace

std::string write_visit(const Visit& visit) {
  json::object out = visit_json(visit);
  if (!visit.known_page.empty()) out["known_page"] = text_json(visit.known_page);
  if (visit.kept_page) {
    out["kept_page"] = text_json(*visit.kept_page);
    out["send_page"] = visit.send_page;
  }
  if (!visit.again.empty()) out["again"] = texts_json(visit.again);
  if (!visit.looks.empty()) {
    std::vector<std::string> looks;
    for (const Look look : kLooks)
      if (visit.looks.has(look)) looks.emplace_back(to_string(look));
    out["looks"] = texts_json(looks);
  }
  return json::serialize(out);
}

std::string write_record(const VisitRecord& record, Body body) {
  json::object out{{"visit", visit_json(record.visit)},
                   {"fetch", fetch_json(record.fetch)},
                   {"attempts", attempts_json(record.attempts)},
                   {"facts", record.facts ? json::value(facts_json(*record.facts)) : json::value(nullptr)},
                   {"findings", findings_json(record.findings, nullptr)},
                   {"body_sha256", text_json(record.body_sha256)},
                   {"vantage", text_json(record.vantage)},
                   {"body", nullptr}};
  if (!record.views.empty()) out["views"] = texts_json(record.views);
  if (record.walk) {
    json::object walk = walk_json(*record.walk);
    walk["findings"] = findings_json(record.walk->findings, nullptr);
    out["walk"] = std::move(walk);
  }
  if (record.names) out["names"] = names_json(*record.names);
  if (record.registration) out["registration"] = registration_json(*record.registration);
  if (record.tls_set) out["tls_set"] = tls_set_json(*record.tls_set);
  if (record.rendered) {
    json::object rendered = rendered_json(*record.rendered);
    rendered["findings"] = findings_json(record.rendered->findings, nullptr);
    if (body == Body::Include && record.rendered->picture) rendered["png"] = to_base64(record.rendered->picture->png);
    out["rendered"] = std::move(rendered);
  }
  if (body == Body::Include) {
    out["body"] = to_base64(record.fetch.body);
    out["page_key"] = text_json(record.page_key);
    out["as_known"] = record.as_known;
    if (!record.content_key.empty()) out["content_key"] = text_json(record.content_key);
  }
  return json::serialize(out);
}

std::string write_fetch(const FetchOutcome& fetch) {
  return json::serialize(fetch_json(fetch));
}

std::string write_walk(const WalkFacts& walk) {
  return json::serialize(walk_json(walk));
}

std::string write_facts(const PageFacts& facts) {
  return json::serialize(facts_json(facts));
}

std::string write_findings(const std::vector<Finding>& findings, std::string_view site_key) {
  return json::serialize(findings_json(findings, &site_key));
}

std::string write_evidence(const std::vector<Evidence>& evidence) {
  return json::serialize(evidence_json(evidence));
}

std::string write_names(const NameFacts& names) {
  return json::serialize(names_json(names));
}

std::string write_rendered(const RenderedView& view) {
  return json::serialize(rendered_json(view));
}

std::string write_known_names(const KnownNames& known) {
  return json::serialize(known_names_json(known));
}

std::string write_registration(const RegistrationFacts& facts) {
  return json::serialize(registration_json(facts));
}

std::string write_known_registration(const KnownRegistration& known) {
  return json::serialize(known_registration_json(known));
}

std::string write_tls_set(const TlsSet& set) {
  return json::serialize(tls_set_json(set));
}

Result<Visit> read_visit(std::string_view line) {
  return read<Visit>(line, read_visit_json);
}

Result<VisitRecord> read_record(std::string_view line) {
  return read<VisitRecord>(line, read_record_json);
}

Result<FetchOutcome> read_fetch(std::string_view text) {
  return read<FetchOutcome>(text, read_fetch_json);
}

Result<PageFacts> read_facts(std::string_view text) {
  return read<PageFacts>(text, read_facts_json);
}

Result<WalkFacts> read_walk(std::string_view text) {
  return read<WalkFacts>(text, read_walk_json);
}

Result<std::vector<Finding>> read_findings(std::string_view text) {
  return read<std::vector<Finding>>(text, read_findings_json);
}

Result<std::vector<Evidence>> read_evidence(std::string_view text) {
  return read<std::vector<Evidence>>(text, read_evidence_json);
}

Result<NameFacts> read_names(std::string_view text) {
  return read<NameFacts>(text, read_names_json);
}

Result<RenderedView> read_rendered(std::string_view text) {
  return read<RenderedView>(text, read_rendered_json);
}

Result<KnownNames> read_known_names(std::string_view text) {
  return read<KnownNames>(text, read_known_names_json);
}

Result<RegistrationFacts> read_registration(std::string_view text) {
  return read<RegistrationFacts>(text, read_registration_json);
}

Result<KnownRegistration> read_known_registration(std::string_view text) {
  return read<KnownRegistration>(text, read_known_registration_json);
}

Result<TlsSet> read_tls_set(std::string_view text) {
  return read<TlsSet>(text, read_tls_set_json);
}

}  // namespace huabiao::monitor::record
