#pragma once
// The nouns as JSON values. The only writer; record.cc and lines.cc put them together. Pure; any thread.

#include <boost/json.hpp>
#include <string_view>

#include "monitor/verdict.h"

namespace huabiao::monitor::record {

// Text for JSON: ill-formed UTF-8 becomes U+FFFD.
boost::json::string text_json(std::string_view text);
boost::json::value text_or_null(std::string_view text);

// A certificate may say any year; four digits are what the written form carries.
std::string time_json(TimePoint at);
boost::json::array texts_json(const std::vector<std::string>& texts);
boost::json::object visit_json(const Visit& visit);
boost::json::object fetch_json(const FetchOutcome& fetch);  // without body
boost::json::object timing_json(const Timing& timing);
boost::json::value tls_json(const std::optional<TlsFacts>& tls);
boost::json::array chain_json(const std::vector<Hop>& chain);
boost::json::array attempts_json(const std::vector<Attempt>& attempts);
boost::json::object charset_json(const CharsetFacts& charset);
// What `inspect` calls "facts": all but charset, bytes and title.
boost::json::object page_facts_json(const PageFacts& facts);
boost::json::object facts_json(const PageFacts& facts);  // all
// Without its findings.
boost::json::object walk_json(const WalkFacts& walk);
// Without its findings and the picture's bytes.
boost::json::object rendered_json(const RenderedView& view);
boost::json::object names_json(const NameFacts& names);
boost::json::object known_names_json(const KnownNames& known);
boost::json::object registration_json(const RegistrationFacts& facts);
boost::json::object known_registration_json(const KnownRegistration& known);
boost::json::object tls_set_json(const TlsSet& set);
boost::json::array evidence_json(const std::vector<Evidence>& evidence);
boost::json::array traits_json(const std::vector<Trait>& traits);
// `site_key`: what fingerprints are made with; nullptr: no fingerprint (a worker knows none).
boost::json::array findings_json(const std::vector<Finding>& findings, const std::string_view* site_key);

}  // namespace huabiao::monitor::record
