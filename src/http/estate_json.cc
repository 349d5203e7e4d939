#include "http/estate_json.h"

#include <charconv>
#include <fmt/format.h>

#include "http/json.h"
#include "web/host.h"

namespace huabiao::http {

namespace json = boost::json;
namespace {

json::value millis_or_null(std::int64_t millis) {
  return millis < 0 ? json::value(nullptr) : json::value(millis);
}
json::value bool_or_null(const std::optional<bool>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
json::value id_or_null(std::int64_t id) {
  return id == 0 ? json::value(nullptr) : json::value(id);
}

json::object timing_document(const monitor::Timing& timing) {
  return {{"resolved", millis_or_null(timing.resolved)},
          {"connected", millis_or_null(timing.connected)},
          {"secured", millis_or_null(timing.secured)},
          {"first_byte", millis_or_null(timing.first_byte)},
          {"total", millis_or_null(timing.total)}};
}

json::value tls_document(const std::optional<monitor::TlsFacts>& tls) {
  if (!tls) return nullptr;
  json::array chain;
  for (const monitor::Certificate& one : tls->chain)
    chain.push_back({{"subject", text(one.subject)},
                     {"issuer", text(one.issuer)},
                     {"sha256", text(one.sha256)},
                     {"not_before", instant(one.not_before)},
                     {"not_after", instant(one.not_after)},
                     {"names", texts(one.names)}});
  return json::object{{"protocol", text(tls->protocol)},
                      {"cipher", text(tls->cipher)},
                      {"trusted", tls->trusted},
                      {"expired", tls->expired},
                      {"self_signed", tls->self_signed},
                      {"name_mismatch", tls->name_mismatch},
                      {"verify_error", text(tls->verify_error)},
                      {"chain", std::move(chain)}};
}

json::array footer_values(const std::vector<monitor::FooterValue>& values) {
  json::array out;
  for (const monitor::FooterValue& one : values)
    out.push_back({{"raw", text(one.raw)},
                   {"normal", text(one.normal)},
                   {"valid", one.valid},
                   {"reason", text(one.reason)},
                   {"link", text(one.link)}});
  return out;
}

json::array attempts_document(const std::vector<monitor::Attempt>& attempts) {
  json::array out;
  for (const monitor::Attempt& one : attempts)
    out.push_back({{"scheme", monitor::to_string(one.scheme)},
                   {"number", one.number},
                   {"asked_url", text(one.asked_url)},
                   {"outcome", monitor::to_string(one.outcome)},
                   {"status", one.status},
                   {"reason", text(one.reason)},
                   {"address", text(one.address)},
                   {"total_ms", millis_or_null(one.timing.total)},
                   {"at", instant(one.at)},
                   {"vantage", text(one.vantage)}});
  return out;
}

// The parts of a row that a read page fills; null without one.
void add_facts(json::object& out, const std::optional<monitor::PageFacts>& facts) {
  out["title"] = facts ? text(facts->title) : json::string();
  out["bytes"] = facts ? facts->bytes : 0;
  if (!facts) {
    out["charset"] = out["mark"] = out["footer"] = nullptr;
    return;
  }
  out["charset"] = {{"used", text(facts->charset.used)},
                    {"declared", text(facts->charset.declared)},
                    {"source", text(facts->charset.source)},
                    {"lying", facts->charset.lying}};
  out["mark"] = {{"state", monitor::to_string(facts->mark.state)},
                 {"id", text(facts->mark.id)},
                 {"colour", text(facts->mark.colour)},
                 {"reason", text(facts->mark.reason)}};
  out["footer"] = {{"icp", footer_values(facts->icp)},
                   {"police", footer_values(facts->police)},
                   {"site_code", footer_values(facts->site_code)},
                   {"error_report_button", facts->error_report_button},
                   {"organiser", text(facts->organiser)},
                   {"contact", text(facts->contact)}};
}

json::array names_document(const std::vector<registry::DeclaredName>& names) {
  json::array out;
  for (const registry::DeclaredName& one : names)
    out.push_back({{"ascii", text(one.ascii)}, {"unicode", text(one.unicode)}, {"port", id_or_null(one.port)}});
  return out;
}

}  // namespace

json::value severity_or_null(const std::optional<monitor::Severity>& severity) {
  return severity ? json::value(monitor::to_string(*severity)) : json::value(nullptr);
}
json::value mark_or_null(const std::optional<monitor::MarkState>& mark) {
  return mark ? json::value(monitor::to_string(*mark)) : json::value(nullptr);
}

json::object site_row(const monitor::SiteSummary& site, RegionNames& regions) {
  return {{"id", site.id.value},
          {"name", text(site.name)},
          {"life", registry::to_string(site.life)},
          {"organisations", texts(site.organisations)},
          {"region", regions.ref(site.region)},
          {"hosts", texts(site.hosts)},
          {"chinese_names", texts(site.chinese_names)},
          {"site_code", text(site.site_code)},
          {"mark_declared", bool_or_null(site.mark_declared)},
          {"mark_observed", mark_or_null(site.mark)},
          {"state", monitor::to_string(site.state.value_or(monitor::SiteState::Unknown))},
          {"outcome", site.outcome ? json::value(monitor::to_string(*site.outcome)) : json::value(nullptr)},
          {"worst_severity", severity_or_null(site.worst)},
          {"open_findings", site.open_findings},
          {"last_visit_at", instant(site.last_visit)},
          {"last_round", id_or_null(site.last_round.value)}};
}

json::object verdict_document(const std::optional<monitor::SiteSummary>& site) {
  const monitor::SiteSummary& from = site ? *site : monitor::SiteSummary{};
  return {{"state", monitor::to_string(from.state.value_or(monitor::SiteState::Unknown))},
          {"outcome", from.outcome ? json::value(monitor::to_string(*from.outcome)) : json::value(nullptr)},
          {"open_findings", from.open_findings},
          {"worst_severity", severity_or_null(from.worst)},
          {"round", id_or_null(from.last_round.value)},
          {"at", instant(from.last_visit)}};
}

json::object host_row(const monitor::RoundRow& row, std::string_view site_name) {
  const monitor::VisitRecord& record = row.record;
  const monitor::FetchOutcome& fetch = record.fetch;
  json::array chain;
  for (const monitor::Hop& hop : fetch.chain)
    chain.push_back({{"url", text(hop.url)}, {"status", hop.status}, {"address", text(hop.address)}});
  const std::string host = record.visit.host.empty() ? std::string() : web::to_unicode(record.visit.host);
  json::object out{
      {"id", row.row},
      {"first_round", row.first_round.value},
      {"round", row.last_round.value},
      {"first_at", instant(row.first_at)},
      {"site", named(record.visit.site, site_name)},
      {"host", text(record.visit.port == 0 ? host : fmt::format("{}:{}", host, record.visit.port))},
      {"asked_url", text(fetch.asked_url)},
      {"final_url", text(fetch.final_url)},
      {"chain", std::move(chain)},
      {"attempts", attempts_document(record.attempts)},
      {"outcome", monitor::to_string(fetch.outcome)},
      {"reason", text(fetch.reason)},
      {"status", fetch.status},
      {"at", instant(row.last_at)},
      {"timing", timing_document(fetch.timing)},
      {"truncated", fetch.truncated},
      {"tls", tls_document(fetch.tls)},
      {"body_sha256", text(record.body_sha256)},
      {"vantage", text(record.vantage)},
  };
  add_facts(out, record.facts);
  return out;
}

json::object round_document(const monitor::Round& round) {
  return {{"id", round.id.value},
          {"kind", monitor::to_string(round.kind)},
          {"state", monitor::to_string(round.state)},
          {"started_at", instant(round.started)},
          {"ended_at", instant(round.ended)},
          {"by", text(round.by)},
          {"targets", round.targets},
          {"done", round.done}};
}

json::object declaration_document(const registry::Versioned<registry::Declaration>& versioned,
                                  const OrganisationNames& names) {
  const registry::Declaration& declaration = versioned.value;
  return {{"id", declaration.id.value},
          {"organisation", named(declaration.organisation.value, names(declaration.organisation))},
          {"department", text(declaration.department)},
          {"ascii_domains", names_document(declaration.ascii_names)},
          {"chinese_domains", names_document(declaration.chinese_names)},
          {"mark_hung", bool_or_null(declaration.mark_hung)},
          {"contact", text(declaration.contact)},
          {"phones", texts(declaration.phones)},
          {"remark", text(declaration.remark)},
          {"effective_from", instant(versioned.effective.from)},
          {"recorded_at", instant(versioned.recorded.from)},
          {"by", text(versioned.by)},
          {"etag", etag_of(versioned.recorded.from)}};
}

json::object contact_document(const registry::Versioned<registry::Contact>& versioned, const OrganisationNames& names) {
  const registry::Contact& contact = versioned.value;
  return {{"id", contact.id.value},
          {"organisation", contact.organisation ? named(contact.organisation.value, names(contact.organisation))
                                                : json::value(nullptr)},
          {"name", text(contact.name)},
          {"duty", text(contact.duty)},
          {"phones", texts(contact.phones)},
          {"mail", text(contact.mail)},
          {"etag", etag_of(versioned.recorded.from)}};
}

json::object finding_row(const monitor::KeptFinding& kept) {
  const monitor::Finding& finding = kept.finding;
  return {{"id", kept.id.value},
          {"fingerprint", text(kept.fingerprint)},
          {"site", kept.site == monitor::kEstate ? json::value(nullptr) : named(kept.site, kept.site_name)},
          {"cause", id_or_null(kept.cause.value)},
          {"host", text(kept.host)},
          {"rule", text(finding.rule)},
          {"category", monitor::to_string(finding.category)},
          {"severity", monitor::to_string(finding.severity)},
          {"confidence", finding.confidence},
          {"state", monitor::to_string(kept.life.state)},
          {"decision", monitor::to_string(kept.life.decision)},
          {"explanation", {{"zh", text(finding.explanation.zh)}, {"en", text(finding.explanation.en)}}},
          {"url", text(kept.asked_url)},
          {"first_seen_at", instant(kept.life.first_seen)},
          {"last_seen_at", instant(kept.life.last_seen)},
          {"times_seen", kept.life.seen}};
}

json::object news_document(const monitor::FindingNews& news) {
  return {{"at", instant(news.moment.at)},
          {"what", text(news.moment.what)},
          {"by", text(news.moment.by)},
          {"finding", finding_row(news.finding)}};
}

std::string etag_of(TimePoint recorded) {
  return fmt::format("\"{}\"", to_millis(recorded));
}

Result<TimePoint> if_match(const Request& request) {
  std::string_view tag = request.header("if-match");
  if (tag.empty()) return fail(Kind::Invalid, "http.no_if_match", {}, "If-Match");
  std::int64_t millis = 0;
  if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') {
    tag = tag.substr(1, tag.size() - 2);
    const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), millis);
    if (error == std::errc{} && end == tag.data() + tag.size()) return from_millis(millis);
  }
  return fail(Kind::Conflict, "http.changed_meanwhile", std::string(tag));
}

}  // namespace huabiao::http
