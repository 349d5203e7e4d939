#include "monitor/record/json_read.h"

#include <array>
#include <cmath>
#include <limits>

#include "base/base64.h"
#include "monitor/record/fields.h"
#include "monitor/record/record.h"

namespace huabiao::monitor::record {

namespace json = boost::json;

namespace {

constexpr int kMostPort = 65'535, kMostStatus = 999;

std::optional<Scheme> scheme_from(std::string_view name) {
  if (name == "https") return Scheme::Https;
  if (name == "http") return Scheme::Http;
  return std::nullopt;
}

std::optional<MarkState> mark_state_from(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(MarkState::Absent); ++i)
    if (to_string(static_cast<MarkState>(i)) == name) return static_cast<MarkState>(i);
  return std::nullopt;
}

Declared read_declared(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "declared", trouble);
  Declared declared;
  declared.site_name = fields.text("site_name");
  declared.organisation = fields.text("organisation");
  declared.hosts = fields.texts("hosts");
  if (!fields.at("mark_hung").is_null()) declared.mark_hung = fields.flag("mark_hung");
  declared.site_code = fields.text("site_code");
  declared.icp = fields.text("icp");
  declared.police = fields.text("police");
  return declared;
}

Timing read_timing(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "timing", trouble);
  return {.resolved = fields.number("resolved", -1, kMost),
          .connected = fields.number("connected", -1, kMost),
          .secured = fields.number("secured", -1, kMost),
          .first_byte = fields.number("first_byte", -1, kMost),
          .total = fields.number("total", -1, kMost)};
}

Certificate read_certificate(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "chain", trouble);
  return {.subject = fields.text("subject"),
          .issuer = fields.text("issuer"),
          .sha256 = fields.text("sha256"),
          .not_before = fields.time("not_before"),
          .not_after = fields.time("not_after"),
          .names = fields.texts("names")};
}

TlsFacts read_tls(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "tls", trouble);
  return {.protocol = fields.text("protocol"),
          .cipher = fields.text("cipher"),
          .chain = fields.list<Certificate>("chain", 100, read_certificate),
          .verified_until = fields.time_or_nothing("verified_until"),
          .trusted = fields.flag("trusted"),
          .expired = fields.flag("expired"),
          .self_signed = fields.flag("self_signed"),
          .name_mismatch = fields.flag("name_mismatch"),
          .verify_error = fields.text("verify_error")};
}

Hop read_hop(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "chain", trouble);
  return {.url = fields.text("url"),
          .status = fields.number<int>("status", 0, kMostStatus),
          .address = fields.text("address")};
}

Attempt read_attempt(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "attempts", trouble);
  Attempt attempt{.scheme = fields.named("scheme", scheme_from),
                  .number = fields.number<int>("number", 0, 1000),
                  .asked_url = fields.text("asked_url"),
                  .outcome = fields.named("outcome", outcome_from),
                  .status = fields.number<int>("status", 0, kMostStatus),
                  .reason = fields.text("reason"),
                  .address = fields.text("address"),
                  .timing = read_timing(fields.at("timing"), trouble),
                  .at = fields.time("at")};
  if (fields.has("vantage")) attempt.vantage = fields.text("vantage");
  return attempt;
}

std::pair<std::string, std::string> read_header(const json::value& value, Trouble& trouble) {
  const json::array* pair = value.if_array();
  if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_string() ||
      (*pair)[0].get_string().size() + (*pair)[1].get_string().size() > RecordLimits::kStringBytes) {
    trouble.note("headers", "must be pairs of text within their limit");
    return {};
  }
  return {std::string((*pair)[0].get_string()), std::string((*pair)[1].get_string())};
}

Place read_place(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "place", trouble);
  return {fields.number("offset", -1, kMost), fields.number("length", 0, kMost)};
}

FooterValue read_footer(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "footer", trouble);
  return {.raw = fields.text("raw"),
          .normal = fields.text("normal"),
          .valid = fields.flag("valid"),
          .reason = fields.text_or_null("reason"),
          .link = fields.text("link"),
          .place = read_place(fields.at("place"), trouble)};
}

Evidence read_one_evidence(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "evidence", trouble);
  return {.offset = fields.number("offset", -1, kMost),
          .length = fields.number("length", 0, kMost),
          .snippet = fields.text("snippet"),
          .decoded = fields.text("decoded"),
          .why = fields.text("why")};
}

Trait read_trait(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "traits", trouble);
  return {.kind = fields.named("kind", trait_kind_from),
          .role = fields.named("role", trait_role_from),
          .value = fields.text("value", RecordLimits::kTraitBytes)};
}

Finding read_finding(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "findings", trouble);
  Finding finding;
  finding.rule = fields.text("rule");
  finding.category = fields.named("category", category_from);
  finding.severity = fields.named("severity", severity_from);
  finding.confidence = fields.share("confidence");
  finding.subject = fields.text("subject");
  finding.evidence = read_evidence_json(fields.at("evidence"), trouble);
  // Rows kept before there were traits have none.
  if (fields.has("traits")) finding.traits = fields.list<Trait>("traits", RecordLimits::kTraits, read_trait);
  if (fields.has("page")) finding.page = fields.text("page");
  const Fields explanation(fields.at("explanation"), "explanation", trouble);
  finding.explanation = {explanation.text("zh"), explanation.text("en")};
  return finding;
}

std::optional<std::int64_t> read_day(const Fields& fields, std::string_view name) {
  if (fields.at(name).is_null()) return std::nullopt;
  constexpr std::int64_t kMostDay = 1'000'000;  // some 2,700 years from 1970
  return fields.number(name, -kMostDay, kMostDay);
}

WalkedPage read_walked(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "pages", trouble);
  return {.url = fields.text("url"),
          .name = fields.text("name"),
          .column = fields.named("column", column_from),
          .outcome = fields.named("outcome", outcome_from),
          .status = fields.number<int>("status", 0, kMostStatus),
          .newest = read_day(fields, "newest")};
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  if (text.size() > RecordLimits::kLineBytes)
    return fail(Kind::TooLarge, "record.too_large", std::to_string(text.size()) + " bytes");
  json::parse_options options;
  options.max_depth = RecordLimits::kDepth;
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return fail(Kind::Unreadable, "record.not_json", error.message());
  return value;
}

Visit read_visit_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "visit", trouble);
  Visit visit;
  visit.id = {fields.number("id", 0, kMost)};
  visit.round = fields.number("round", 0, kMost);
  visit.site = fields.number("site", 0, kMost);
  visit.host = fields.text("host");
  visit.port = fields.number<std::uint16_t>("port", 0, kMostPort);
  visit.path = fields.text("path");
  if (!fields.at("only").is_null()) visit.only = fields.named("only", scheme_from);
  visit.attempt = fields.number<int>("attempt", 0, 1000);
  visit.declared = read_declared(fields.at("declared"), trouble);
  if (fields.has("looks"))
    for (const std::string& name : fields.texts("looks")) {
      if (const auto look = look_from(name))
        visit.looks.add(*look);
      else
        trouble.note("looks", "must be known");
    }
  if (fields.has("again")) visit.again = fields.texts("again");
  if (fields.has("known_page")) visit.known_page = fields.text("known_page");
  if (fields.has("kept_page")) {
    visit.kept_page = fields.text("kept_page");
    visit.send_page = fields.flag("send_page");
  }
  return visit;
}

FetchOutcome read_fetch_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "fetch", trouble);
  FetchOutcome fetch;
  fetch.outcome = fields.named("outcome", outcome_from);
  fetch.reason = fields.text("reason");
  fetch.asked_url = fields.text("asked_url");
  fetch.final_url = fields.text("final_url");
  fetch.chain = fields.list<Hop>("chain", 100, read_hop);
  fetch.status = fields.number<int>("status", 0, kMostStatus);
  fetch.headers = fields.list<std::pair<std::string, std::string>>("headers", RecordLimits::kListEntries, read_header);
  fetch.truncated = fields.flag("truncated");
  if (!fields.at("tls").is_null()) fetch.tls = read_tls(fields.at("tls"), trouble);
  fetch.timing = read_timing(fields.at("timing"), trouble);
  fetch.at = fields.time("at");
  return fetch;
}

WalkFacts read_walk_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "walk", trouble);
  WalkFacts walk;
  walk.home_newest = read_day(fields, "home_newest");
  walk.missing = fields.named("missing", missing_answer_from);
  walk.linked = fields.number("linked", 0, kMost);
  walk.refused = fields.number("refused", 0, kMost);
  walk.pages = fields.list<WalkedPage>("pages", WalkLimits::kPages, read_walked);
  walk.stopped = fields.text("stopped");
  if (fields.has("findings")) walk.findings = read_findings_json(fields.at("findings"), trouble);
  return walk;
}

PageFacts read_facts_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "facts", trouble);
  PageFacts facts;
  const Fields charset(fields.at("charset"), "charset", trouble);
  facts.charset = {.used = charset.text("used"),
                   .declared = charset.text_or_null("declared"),
                   .source = charset.text("source"),
                   .lying = charset.flag("lying")};
  facts.bytes = fields.number("bytes", 0, kMost);
  facts.title = fields.text("title");
  const Fields mark(fields.at("mark"), "mark", trouble);
  facts.mark = {.state = mark.named("state", mark_state_from),
                .id = mark.text("id"),
                .colour = mark.text_or_null("colour"),
                .reason = mark.text_or_null("reason"),
                .place = read_place(mark.at("place"), trouble)};
  facts.icp = fields.list<FooterValue>("icp", RecordLimits::kListEntries, read_footer);
  facts.police = fields.list<FooterValue>("police", RecordLimits::kListEntries, read_footer);
  facts.site_code = fields.list<FooterValue>("site_code", RecordLimits::kListEntries, read_footer);
  const Fields button(fields.at("error_report"), "error_report", trouble);
  facts.error_report_button = button.flag("present");
  facts.error_report_code = button.text("code");
  facts.organiser = fields.text("organiser");
  facts.contact = fields.text("contact");
  if (fields.has("site_domain")) facts.site_domain = fields.text_or_null("site_domain");
  if (fields.has("password_field")) facts.password_field = fields.flag("password_field");
  const Fields links(fields.at("links"), "links", trouble);
  facts.links = {.internal = links.number("internal", 0, kMost),
                 .external = links.number("external", 0, kMost),
                 .hidden_external = links.number("hidden_external", 0, kMost)};
  facts.limits_hit = fields.texts("limits_hit");
  return facts;
}

std::vector<Evidence> read_evidence_json(const json::value& value, Trouble& trouble) {
  return Fields::as_list<Evidence>(value, "evidence", RecordLimits::kEvidence, trouble, read_one_evidence);
}

std::vector<Finding> read_findings_json(const json::value& value, Trouble& trouble) {
  return Fields::as_list<Finding>(value, "findings", RecordLimits::kFindings, trouble, read_finding);
}

VisitRecord read_record_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "record", trouble);
  VisitRecord record;
  record.visit = read_visit_json(fields.at("visit"), trouble);
  record.fetch = read_fetch_json(fields.at("fetch"), trouble);
  if (!fields.at("body").is_null()) {
    if (auto body = from_base64(fields.text("body", RecordLimits::kLineBytes)))
      record.fetch.body = *std::move(body);
    else
      trouble.note("body", "must be base64");
  }
  record.attempts = fields.list<Attempt>("attempts", RecordLimits::kListEntries, read_attempt);
  if (!fields.at("facts").is_null()) record.facts = read_facts_json(fields.at("facts"), trouble);
  record.findings = read_findings_json(fields.at("findings"), trouble);
  record.body_sha256 = fields.text("body_sha256");
  record.vantage = fields.text("vantage");
  if (fields.has("views")) record.views = fields.texts("views");
  if (fields.has("walk")) record.walk = read_walk_json(fields.at("walk"), trouble);
  if (fields.has("names")) record.names = read_names_json(fields.at("names"), trouble);
  if (fields.has("registration")) record.registration = read_registration_json(fields.at("registration"), trouble);
  if (fields.has("tls_set")) record.tls_set = read_tls_set_json(fields.at("tls_set"), trouble);
  if (fields.has("rendered")) record.rendered = read_rendered_json(fields.at("rendered"), trouble);
  if (fields.has("page_key")) record.page_key = fields.text("page_key");
  if (fields.has("as_known")) record.as_known = fields.flag("as_known");
  if (fields.has("content_key")) record.content_key = fields.text("content_key");
  return record;
}

}  // namespace huabiao::monitor::record
