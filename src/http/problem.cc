#include "http/problem.h"

#include <boost/json.hpp>
#include <charconv>

#include "base/utf8.h"
#include "http/json.h"
#include "language/catalogue.h"

namespace huabiao::http {
namespace {

int status_of_kind(Kind kind) {
  switch (kind) {
    case Kind::Invalid:
      return 400;
    case Kind::Unauthenticated:
      return 401;
    case Kind::Denied:
      return 403;
    case Kind::NotFound:
      return 404;
    case Kind::Conflict:
      return 409;
    case Kind::TooLarge:
      return 413;
    case Kind::Unreadable:
      return 422;
    case Kind::Unavailable:
      return 503;
    case Kind::Environment:
    case Kind::Internal:
      break;
  }
  return 500;
}

// Refusals of the protocol itself, for which HTTP has a status of its own.
struct StatusOfCode {
  std::string_view code;
  int status;
};
constexpr StatusOfCode kStatusOfCode[] = {
    {"http.method_not_allowed", 405}, {"http.unsupported_media", 415},
    {"http.no_if_match", 428},        {"http.headers_too_large", 431},
    {"http.target_too_long", 414},    {"registry.changed_meanwhile", 412},
    {"http.changed_meanwhile", 412},  {"access.wait", 429},
    {"http.too_slow", 408},           {"storage.disk_full", 507},
};

// One item as JSON; empty parts are left out.
boost::json::object item_document(const ProblemItem& item, Language language) {
  boost::json::object out;
  if (!item.pointer.empty()) out["pointer"] = text(item.pointer);
  if (!item.parameter.empty()) out["parameter"] = text(item.parameter);
  if (!item.read.empty()) out["read"] = text(item.read);
  if (!item.expected.en.empty()) out["expected"] = text(item.expected.in(language));
  out["message"] = text(item.message.in(language));
  return out;
}

bool is_secret(Kind kind) {
  return kind == Kind::Internal || kind == Kind::Environment;
}

}  // namespace

int status_of(const Error& error) {
  for (const auto& [code, status] : kStatusOfCode)
    if (code == error.code) return status;
  return status_of_kind(error.kind);
}

boost::json::object explained(std::string_view code) {
  const language::Message* const said = language::find(code);
  return {{"zh", text(said != nullptr ? said->zh : code)}, {"en", text(said != nullptr ? said->en : code)}};
}

boost::json::object problem_document(const Failure& failure, Language language) {
  const Error& error = failure.error;
  const language::Message* message = language::find(error.code);
  const bool chinese = language == Language::Chinese;
  boost::json::object out;
  out["type"] = "/api/v1/problems/" + error.code;
  out["title"] = message != nullptr ? (chinese ? message->zh : message->en) : std::string_view(error.code);
  out["status"] = status_of(error);
  out["code"] = error.code;
  if (!error.detail.empty() && !is_secret(error.kind)) out["detail"] = text(utf8::cut(error.detail, 2000));
  if (!error.expected.empty()) out["expected"] = text(error.expected);
  if (message != nullptr) out["next"] = chinese ? message->next_zh : message->next_en;
  if (!failure.items.empty()) {
    boost::json::array items;
    for (const ProblemItem& item : failure.items) items.push_back(item_document(item, language));
    out["errors"] = std::move(items);
  }
  return out;
}

Response problem(const Failure& failure, Language language) {
  Response response;
  response.status = status_of(failure.error);
  response.body = boost::json::serialize(problem_document(failure, language));
  response.with("Content-Type", "application/problem+json; charset=utf-8")
      .with("Content-Language", language == Language::Chinese ? "zh" : "en");
  if (failure.error.code == "access.wait")
    response.with("Retry-After", failure.error.detail);  // seconds
  else if (response.status == 503)
    response.with("Retry-After", "2");
  return response;
}

Language accepted_language(std::string_view accept_language) {
  double best = 0;
  Language chosen = Language::Chinese;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    std::string_view range = accept_language.substr(0, comma);
    accept_language = comma == std::string_view::npos ? std::string_view{} : accept_language.substr(comma + 1);
    while (!range.empty() && range.front() == ' ') range.remove_prefix(1);
    double weight = 1;
    if (const auto q = range.find(";q="); q != std::string_view::npos) {
      const std::string_view digits = range.substr(q + 3);
      weight = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    }
    const std::string_view tag = range.substr(0, 2);
    const bool known = range.size() == 2 || (range.size() > 2 && (range[2] == '-' || range[2] == ';'));
    if (!known || weight <= best) continue;
    if (tag == "zh" || tag == "en") {
      best = weight;
      chosen = tag == "zh" ? Language::Chinese : Language::English;
    }
  }
  return chosen;
}

}  // namespace huabiao::http
