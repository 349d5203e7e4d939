#include "monitor/record/json_write.h"

#include <algorithm>

#include "base/utf8.h"
#include "monitor/record/record.h"

namespace huabiao::monitor::record {

namespace json = boost::json;

namespace {

json::object place_json(const Place& place) {
  return {{"offset", place.offset}, {"length", place.length}};
}

json::array footer_json(const std::vector<FooterValue>& values) {
  json::array out;
  for (const FooterValue& value : values)
    out.push_back(json::object{{"raw", text_json(value.raw)},
                               {"normal", text_json(value.normal)},
                               {"valid", value.valid},
                               {"reason", text_or_null(value.reason)},
                               {"link", text_json(value.link)},
                               {"place", place_json(value.place)}});
  return out;
}

json::object declared_json(const Declared& declared) {
  return {{"site_name", text_json(declared.site_name)},
          {"organisation", text_json(declared.organisation)},
          {"hosts", texts_json(declared.hosts)},
          {"mark_hung", declared.mark_hung ? json::value(*declared.mark_hung) : json::value(nullptr)},
          {"site_code", text_json(declared.site_code)},
          {"icp", text_json(declared.icp)},
          {"police", text_json(declared.police)}};
}

json::object certificate_json(const Certificate& certificate) {
  return {{"subject", text_json(certificate.subject)},     {"issuer", text_json(certificate.issuer)},
          {"sha256", text_json(certificate.sha256)},       {"not_before", time_json(certificate.not_before)},
          {"not_after", time_json(certificate.not_after)}, {"names", texts_json(certificate.names)}};
}

}  // namespace

std::string time_json(TimePoint at) {
  static const TimePoint kFirst = from_iso("0001-01-01T00:00:00.000Z").value_or(TimePoint{});
  static const TimePoint kLast = from_iso("9999-12-31T23:59:59.999Z").value_or(TimePoint::max());
  return to_iso(std::clamp(at, kFirst, kLast));
}

json::string text_json(std::string_view text) {
  text = utf8::cut(text, RecordLimits::kStringBytes);
  if (utf8::valid(text)) return json::string(json::string_view(text.data(), text.size()));
  const std::string scrubbed = utf8::scrub(text);
  return json::string(json::string_view(scrubbed.data(), scrubbed.size()));
}

json::value text_or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(text_json(text));
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text_json(text));
  return out;
}

json::object visit_json(const Visit& visit) {
  return {{"id", visit.id.value},
          {"round", visit.round},
          {"site", visit.site},
          {"host", text_json(visit.host)},
          {"port", visit.port},
          {"path", text_json(visit.path)},
          {"only", visit.only ? json::value(json::string(to_string(*visit.only))) : json::value(nullptr)},
          {"attempt", visit.attempt},
          {"declared", declared_json(visit.declared)}};
}

json::object timing_json(const Timing& timing) {
  return {{"resolved", timing.resolved},
          {"connected", timing.connected},
          {"secured", timing.secured},
          {"first_byte", timing.first_byte},
          {"total", timing.total}};
}

json::value tls_json(const std::optional<TlsFacts>& tls) {
  if (!tls) return nullptr;
  json::array chain;
  for (const Certificate& certificate : tls->chain) chain.push_back(certificate_json(certificate));
  return json::object{
      {"protocol", text_json(tls->protocol)},
      {"cipher", text_json(tls->cipher)},
      {"chain", std::move(chain)},
      {"verified_until",
       tls->verified_until ? json::value(json::string(time_json(*tls->verified_until))) : json::value(nullptr)},
      {"trusted", tls->trusted},
      {"expired", tls->expired},
      {"self_signed", tls->self_signed},
      {"name_mismatch", tls->name_mismatch},
      {"verify_error", text_json(tls->verify_error)}};
}

json::array chain_json(const std::vector<Hop>& chain) {
  json::array out;
  for (const Hop& hop : chain)
    out.push_back(
        json::object{{"url", text_json(hop.url)}, {"status", hop.status}, {"address", text_json(hop.address)}});
  return out;
}

json::array attempts_json(const std::vector<Attempt>& attempts) {
  json::array out;
  for (const Attempt& attempt : attempts) {
    json::object one{{"scheme", to_string(attempt.scheme)},
                     {"number", attempt.number},
                     {"asked_url", text_json(attempt.asked_url)},
                     {"outcome", to_string(attempt.outcome)},
                     {"status", attempt.status},
                     {"reason", text_json(attempt.reason)},
                     {"address", text_json(attempt.address)},
                     {"timing", timing_json(attempt.timing)},
                     {"at", time_json(attempt.at)}};
    if (attempt.vantage != Attempt().vantage) one["vantage"] = text_json(attempt.vantage);
    out.push_back(std::move(one));
  }
  return out;
}

json::object fetch_json(const FetchOutcome& fetch) {
  json::array headers;
  for (const auto& [name, value] : fetch.headers) headers.push_back(json::array{text_json(name), text_json(value)});
  return {{"outcome", to_string(fetch.outcome)},
          {"reason", text_json(fetch.reason)},
          {"asked_url", text_json(fetch.asked_url)},
          {"final_url", text_json(fetch.final_url)},
          {"chain", chain_json(fetch.chain)},
          {"status", fetch.status},
          {"headers", std::move(headers)},
          {"truncated", fetch.truncated},
          {"tls", tls_json(fetch.tls)},
          {"timing", timing_json(fetch.timing)},
          {"at", time_json(fetch.at)}};
}

json::object charset_json(const CharsetFacts& charset) {
  return {{"used", text_json(charset.used)},
          {"declared", text_or_null(charset.declared)},
          {"source", text_json(charset.source)},
          {"lying", charset.lying}};
}

json::object page_facts_json(const PageFacts& facts) {
  const MarkFact& mark = facts.mark;
  return {{"mark", json::object{{"state", to_string(mark.state)},
                                {"id", text_json(mark.id)},
                                {"colour", text_or_null(mark.colour)},
                                {"reason", text_or_null(mark.reason)},
                                {"place", place_json(mark.place)}}},
          {"icp", footer_json(facts.icp)},
          {"police", footer_json(facts.police)},
          {"site_code", footer_json(facts.site_code)},
          {"error_report",
           json::object{{"present", facts.error_report_button}, {"code", text_json(facts.error_report_code)}}},
          {"organiser", text_json(facts.organiser)},
          {"contact", text_json(facts.contact)},
          {"site_domain", text_or_null(facts.site_domain)},
          {"password_field", facts.password_field},
          {"links", json::object{{"internal", facts.links.internal},
                                 {"external", facts.links.external},
                                 {"hidden_external", facts.links.hidden_external}}},
          {"limits_hit", texts_json(facts.limits_hit)}};
}

json::object facts_json(const PageFacts& facts) {
  json::object out = page_facts_json(facts);
  out["charset"] = charset_json(facts.charset);
  out["bytes"] = facts.bytes;
  out["title"] = text_json(facts.title);
  return out;
}

json::object walk_json(const WalkFacts& walk) {
  const auto day = [](const std::optional<std::int64_t>& one) {
    return one ? json::value(*one) : json::value(nullptr);
  };
  json::array pages;
  for (const WalkedPage& page : walk.pages)
    pages.push_back(json::object{{"url", text_json(page.url)},
                                 {"name", text_json(page.name)},
                                 {"column", to_string(page.column)},
                                 {"outcome", to_string(page.outcome)},
                                 {"status", page.status},
                                 {"newest", day(page.newest)}});
  return {{"home_newest", day(walk.home_newest)},
          {"missing", to_string(walk.missing)},
          {"linked", walk.linked},
          {"refused", walk.refused},
          {"pages", std::move(pages)},
          {"stopped", text_json(walk.stopped)}};
}

json::array evidence_json(const std::vector<Evidence>& evidence) {
  json::array out;
  for (const Evidence& one : evidence)
    out.push_back(json::object{{"offset", one.offset},
                               {"length", one.length},
                               {"snippet", text_json(one.snippet)},
                               {"decoded", text_json(one.decoded)},
                               {"why", text_json(one.why)}});
  return out;
}

json::array traits_json(const std::vector<Trait>& traits) {
  json::array out;
  for (const Trait& trait : traits)
    out.push_back(json::object{
        {"kind", to_string(trait.kind)}, {"role", to_string(trait.role)}, {"value", text_json(trait.value)}});
  return out;
}

json::array findings_json(const std::vector<Finding>& findings, const std::string_view* site_key) {
  json::array out;
  for (const Finding& finding : findings) {
    json::object one{{"rule", text_json(finding.rule)},
                     {"category", to_string(finding.category)},
                     {"severity", to_string(finding.severity)},
                     {"confidence", finding.confidence},
                     {"subject", text_json(finding.subject)},
                     {"evidence", evidence_json(finding.evidence)},
                     {"explanation", json::object{{"zh", text_json(finding.explanation.zh)},
                                                  {"en", text_json(finding.explanation.en)}}}};
    if (!finding.page.empty()) one["page"] = text_json(finding.page);
    // Lines for others tell whose finding it is; those that come back to us carry the traits it may share.
    if (site_key != nullptr)
      one["fingerprint"] = fingerprint(*site_key, finding);
    else if (!finding.traits.empty())
      one["traits"] = traits_json(finding.traits);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace huabiao::monitor::record
