#pragma once
// Problem documents (RFC 9457): the one place where an Error's Kind becomes an HTTP status. Pure; any thread.

#include "base/bilingual.h"
#include "http/message.h"

namespace huabiao::http {

int status_of(const Error& error);

// application/problem+json with the catalogue's sentences in `language`. Details of Internal and Environment errors
// stay in the log: they may name paths.
Response problem(const Failure& failure, Language language);

// The language a client wants: the first of zh and en by weight in Accept-Language; Chinese when it names neither.
Language accepted_language(std::string_view accept_language);

}  // namespace huabiao::http
