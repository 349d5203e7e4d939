#pragma once
// The session as the API tells it, and its cookie. Inside this room only.

#include <string>
#include <string_view>

#include "http/json.h"
#include "http/session_routes.h"

namespace huabiao::http {

access::Peer peer_of(const Request& request);
std::string session_cookie(std::string_view token, bool tls, Millis age);

// Before the second factor was proved it tells what is owed, and nothing of what the account may do. Fails: as the
// stores.
Result<boost::json::object> session_document(const SessionPorts& ports, const access::SignedIn& who);
// The document with the cookie of a fresh session.
Answer signed_in(const SessionPorts& ports, const access::SignedIn& who, const Request& request);

}  // namespace huabiao::http
