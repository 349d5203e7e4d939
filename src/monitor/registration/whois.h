#pragma once
// A WHOIS answer about a domain (RFC 3912 leaves its form to the registry; these are the forms registries write). Who
// registered it is passed over. Hostile: bounded by RegistrationLimits. Pure; any thread.

#include <string>
#include <string_view>

#include "base/clock.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

// The line to send, its end included. `query`: as rules::RegistryRule::query.
std::string whois_question(std::string_view query, std::string_view domain);

struct WhoisReading {
  RegistrationOutcome outcome = RegistrationOutcome::BadAnswer;
  std::string reason;  // the registry's line, of what is no record
  Registration said;
};
// `domain`: A-labels. `utc_offset`: of times that name no zone.
WhoisReading read_whois(std::string_view text, std::string_view domain, Millis utc_offset);

}  // namespace huabiao::monitor
