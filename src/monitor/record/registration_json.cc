// What registries said and what was learnt of it, as JSON and back.

#include "monitor/record/fields.h"
#include "monitor/record/json_write.h"

namespace huabiao::monitor::record {

namespace {

using Limits = RegistrationLimits;

std::optional<RegistrationOutcome> outcome_from(std::string_view name) {
  for (std::size_t i = 0; i < kRegistrationOutcomeNames.size(); ++i)
    if (kRegistrationOutcomeNames[i] == name) return static_cast<RegistrationOutcome>(i);
  return std::nullopt;
}

json::value time_or_null(const std::optional<TimePoint>& at) {
  return at ? json::value(json::string(time_json(*at))) : json::value(nullptr);
}

}  // namespace

json::object registration_json(const RegistrationFacts& facts) {
  json::object out{{"domain", text_json(facts.domain)},
                   {"suffix", text_json(facts.suffix)},
                   {"outcome", to_string(facts.outcome)},
                   {"server", text_json(facts.server)},
                   {"reason", text_json(facts.reason)},
                   {"wait", facts.wait},
                   {"said", nullptr}};
  if (facts.outcome == RegistrationOutcome::Registered)
    out["said"] = json::object{
        {"registered", time_or_null(facts.said.registered)}, {"expires", time_or_null(facts.said.expires)},
        {"changed", time_or_null(facts.said.changed)},       {"statuses", texts_json(facts.said.statuses)},
        {"servers", texts_json(facts.said.servers)},         {"registrar", text_json(facts.said.registrar)}};
  return out;
}

RegistrationFacts read_registration_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "registration", trouble);
  RegistrationFacts facts{.domain = fields.text("domain", Limits::kTextBytes),
                          .suffix = fields.text("suffix", Limits::kTextBytes),
                          .outcome = fields.named("outcome", outcome_from),
                          .server = fields.text("server"),
                          .reason = fields.text("reason"),
                          .wait = fields.number("wait", -1, Limits::kMostWait),
                          .said = {}};
  if (facts.outcome != RegistrationOutcome::Registered) return facts;
  const Fields said(fields.at("said"), "said", trouble);
  facts.said = {.registered = said.time_or_nothing("registered"),
                .expires = said.time_or_nothing("expires"),
                .changed = said.time_or_nothing("changed"),
                .statuses = said.texts("statuses", Limits::kStatuses, Limits::kTextBytes),
                .servers = said.texts("servers", Limits::kServers, Limits::kTextBytes),
                .registrar = said.text("registrar", Limits::kTextBytes)};
  return facts;
}

json::object known_registration_json(const KnownRegistration& known) {
  return {{"registrar", text_json(known.registrar)},
          {"servers", texts_json(known.servers)},
          {"registrar_since", time_or_null(known.registrar_since)},
          {"servers_since", time_or_null(known.servers_since)}};
}

KnownRegistration read_known_registration_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "known", trouble);
  return {.registrar = fields.text("registrar", Limits::kTextBytes),
          .servers = fields.texts("servers", Limits::kServers, Limits::kTextBytes),
          .registrar_since = fields.time_or_nothing("registrar_since"),
          .servers_since = fields.time_or_nothing("servers_since")};
}

}  // namespace huabiao::monitor::record
