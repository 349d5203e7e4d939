#pragma once
// Single values as RDAP and WHOIS answers write them. Inner to this room. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

// "2028-03-17T12:48:36Z", "2028-03-17 12:48:36", "2028-03-17T12:48:36.5+08:00", "2028/03/17", "17-Mar-2028".
// `utc_offset`: of a time that names no zone.
std::optional<TimePoint> registration_time(std::string_view text, Millis utc_offset);

// "clientHold" of "client hold", "clientHold https://icann.org/epp#clientHold", "CLIENT-HOLD". What EPP does not know
// stays as written, in lower case. Empty: no status.
std::string registration_status(std::string_view text);

// A domain or host name in A-labels; empty: it is none.
std::string registration_name(std::string_view text);

// Text of a registry, cut and scrubbed.
std::string registration_text(std::string_view text);

// Adds a value once, within the limit.
void add_status(Registration& to, std::string_view text);
void add_server(Registration& to, std::string_view text);
void put_in_order(Registration& registration);

}  // namespace huabiao::monitor
