#pragma once
// Reading of HTTP/1.1 request heads, as little as a server of fixed pages needs. Pure; views into the bytes given.

#include <optional>
#include <string>
#include <string_view>

#include "reply.h"

namespace huabiao::badweb {

struct ParsedRequest {
  Request request;  // its views point into the head
  bool keep_alive = true;
};

// Bytes of the first complete head, its empty line included; nullopt: more must be read.
std::optional<std::size_t> request_length(std::string_view bytes);
// Both "GET /x" and a proxy's "GET http://host/x" are understood: a client may use the plain port as its proxy.
// Lifetime: `head` outlives the result.
ParsedRequest parse_request(std::string_view head);
std::string lower_case(std::string_view text);

}  // namespace huabiao::badweb
