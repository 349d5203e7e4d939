#include "http/audit_trail.h"

#include <algorithm>
#include <array>
#include <spdlog/spdlog.h>
#include <tuple>

#include "base/digest.h"
#include "http/json.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using access::AuditEntry;
using access::AuditStage;
using access::AuditWay;

struct AuditTrailLimits {
  static constexpr std::size_t kText = 16'384;       // bytes of what was asked, before and after, each
  static constexpr std::size_t kRecord = 1'048'576;  // of a record that is looked at
};

// Members whose value nobody is to read anywhere, and of the session's own routes those that may be read.
constexpr std::array<std::string_view, 9> kSecrets = {"password", "current", "new",           "secret",   "token",
                                                      "code",     "otp",     "recovery_code", "assertion"};
constexpr std::array<std::string_view, 13> kSessionWords = {"name",         "account",   "role", "scope", "region",
                                                            "organisation", "sector",    "site", "until", "ends",
                                                            "reason",       "abilities", "days"};

bool is_secret(std::string_view key, bool of_session) {
  if (of_session) return std::ranges::find(kSessionWords, key) == kSessionWords.end();
  return std::ranges::find(kSecrets, key) != kSecrets.end();
}

void hide_secrets(json::value& value, bool of_session) {
  if (json::array* list = value.if_array())
    for (json::value& one : *list) hide_secrets(one, of_session);
  json::object* object = value.if_object();
  if (object == nullptr) return;
  for (auto& [key, member] : *object) {
    if (is_secret(key, of_session))
      member = "***";
    else
      hide_secrets(member, false);
  }
}

std::optional<json::value> parsed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) return std::nullopt;
  return value;
}

// A text that is too long says how long it was and which.
std::string bounded(std::string text) {
  if (text.size() <= AuditTrailLimits::kText) return text;
  return json::serialize(json::object{{"bytes", text.size()}, {"sha256", sha256_hex(text)}});
}

std::pair<json::object, json::object> differing(const json::object& before, const json::object& after) {
  json::object was, is;
  for (const auto& [key, value] : before) {
    const json::value* now = after.if_contains(key);
    if (now == nullptr) {
      was[key] = value;
    } else if (value.is_object() && now->is_object()) {
      auto [inner_was, inner_is] = differing(value.get_object(), now->get_object());
      if (!inner_was.empty()) was[key] = std::move(inner_was);
      if (!inner_is.empty()) is[key] = std::move(inner_is);
    } else if (value != *now) {
      was[key] = value;
      is[key] = *now;
    }
  }
  for (const auto& [key, value] : after)
    if (!before.contains(key)) is[key] = value;
  return {std::move(was), std::move(is)};
}

std::string serialized(const json::object& object) {
  return object.empty() ? std::string() : bounded(json::serialize(object));
}

// A browser that comes back from a provider signs in by a GET.
bool signs_in(const Route& route) {
  return route.wants == Wants::Nobody && route.pattern.starts_with("/api/v1/session");
}

bool is_audited_read(const Route& route) {
  return route.wants == Wants::Export || route.wants == Wants::ReadAudit;
}

AuditWay way_of(const Route& route, const Request& request) {
  if (route.wants == Wants::VantagePoint) return AuditWay::VantagePoint;
  return request.header("authorization").empty() ? AuditWay::Session : AuditWay::Token;
}

AuditEntry entry_of(const Route& route, const Request& request) {
  AuditEntry entry;
  entry.way = way_of(route, request);
  if (request.caller) {
    entry.account = request.caller->account.id.value;
    entry.who = request.caller->account.name;
  } else if (request.vantage) {
    entry.who = request.vantage->name;
  }
  entry.address = request.peer;
  entry.request = request.id;
  entry.action = std::string(to_string(request.method)) + " " + std::string(route.pattern);
  entry.object = printable(request.path);
  return entry;
}

// Who tries to sign in is nobody yet: the name that was tried.
void take_tried_name(AuditEntry& entry) {
  if (entry.account != 0 || !entry.who.empty()) return;
  const auto asked = parsed(entry.asked);
  const json::value* name = asked && asked->is_object() ? asked->get_object().if_contains("name") : nullptr;
  if (name != nullptr && name->is_string())
    entry.who = printable({name->get_string().data(), name->get_string().size()});
}

std::unexpected<Error> not_written(const Error& error) {
  spdlog::error("audit: {} {}", error.code, error.detail);
  return fail(Kind::Unavailable, "audit.not_written", error.code);
}

AuditStage stage_of(const Error& error) {
  const bool ours = error.kind == Kind::Internal || error.kind == Kind::Environment || error.kind == Kind::Unavailable;
  return ours ? AuditStage::Failed : AuditStage::Refused;
}

}  // namespace

bool is_change(Method method) {
  return method != Method::Get && method != Method::Head && method != Method::Options;
}

std::string asked_of(const Request& request) {
  if (!request.upload.empty()) return {};
  if (request.body.empty()) return {};
  auto body = parsed(request.body);
  if (!body || !body->is_object()) return json::serialize(json::object{{"bytes", request.body.size()}});
  hide_secrets(*body, request.path.starts_with("/api/v1/session"));
  return bounded(json::serialize(*body));
}

std::pair<std::string, std::string> differences(std::string_view before, std::string_view after) {
  const auto was = parsed(before), is = parsed(after);
  const json::object none;
  const auto object = [&none](const std::optional<json::value>& value) -> const json::object& {
    return value && value->is_object() ? value->get_object() : none;
  };
  const auto [old, fresh] = differing(object(was), object(is));
  return {serialized(old), serialized(fresh)};
}

// As the record's own route shows it to who may see everything; empty: there is none.
std::string AuditTrail::shown(std::string_view path, const Request& request) const {
  RouteTable::Record record = table_.record_of(path);
  if (record.match.route == nullptr) return {};
  Request look;
  look.path = std::move(record.path);
  look.arguments = std::move(record.match.arguments);
  look.language = request.language;
  look.caller = request.caller;
  look.reach = registry::Reach::all();
  Answer answer = Response();
  try {
    answer = record.match.route->handler(look);
  } catch (const std::exception& bug) {  // whoever changes the record is not to suffer for it
    spdlog::error("{} audit: {}: {}", request.id, printable(look.path), bug.what());
    return {};
  }
  if (!answer || answer->status != 200 || answer->body.size() > AuditTrailLimits::kRecord) return {};
  return answer->body;
}

Result<std::optional<AuditTrail::Announced>> AuditTrail::announce(const Route& route, const Request& request) {
  const bool change = (is_change(request.method) && route.wants != Wants::VantagePoint) || signs_in(route);
  if (!change && !is_audited_read(route)) return std::optional<Announced>();
  Announced announced;
  AuditEntry& entry = announced.entry = entry_of(route, request);
  if (change) {
    entry.stage = AuditStage::Intended;
    entry.asked = asked_of(request);
    take_tried_name(entry);
    if (RouteTable::Record record = table_.record_of(request.path); record.match.route != nullptr)
      entry.object = printable(record.path);
    announced.before = shown(request.path, request);
  } else {
    entry.result = "asked";
  }
  if (signs_in(route)) return std::optional(std::move(announced));
  auto written = log_.write(entry);
  if (!written) return not_written(written.error());
  announced.sequence = *written;
  return change ? std::optional(std::move(announced)) : std::nullopt;
}

Done AuditTrail::conclude(Announced announced, const Request& request, const Answer& answer) {
  AuditEntry& entry = announced.entry;
  if (answer) {
    entry.stage = answer->refused.empty() ? AuditStage::Done : AuditStage::Refused;
    entry.result = answer->refused.empty() ? std::to_string(answer->status) : answer->refused;
    if (answer->entered) {
      entry.account = answer->entered->id.value;
      entry.who = answer->entered->name;
    }
    const std::string_view made = answer->status == 201 ? field(answer->headers, "Location") : std::string_view();
    if (!made.empty() && announced.before.empty()) entry.object = made;
    const std::string after = shown(made.empty() ? std::string_view(request.path) : made, request);
    std::tie(entry.before, entry.after) = differences(announced.before, after);
  } else {
    entry.stage = stage_of(answer.error().error);
    entry.result = answer.error().error.code;
  }
  if (announced.sequence == 0) return write_entrance(std::move(entry));
  if (auto concluded = log_.conclude(std::move(entry), announced.sequence); !concluded)
    spdlog::error("audit: {} is not concluded: {} {}", announced.sequence, concluded.error().code,
                  concluded.error().detail);
  return {};
}

// Anybody may try to sign in, as often as they like: nothing is written of it but within the bounds of refusals.
Done AuditTrail::write_entrance(AuditEntry entry) {
  if (entry.stage == AuditStage::Done) {
    auto written = log_.write(std::move(entry));
    return written ? Done() : not_written(written.error());
  }
  if (auto written = log_.refused(std::move(entry)); !written)
    spdlog::error("audit: a refused attempt is not written: {} {}", written.error().code, written.error().detail);
  return {};
}

void AuditTrail::refused(const Route& route, const Request& request, const Error& error) {
  AuditEntry entry = entry_of(route, request);
  entry.result = error.code;
  if (auto written = log_.refused(std::move(entry)); !written)
    spdlog::error("audit: a refused attempt is not written: {} {}", written.error().code, written.error().detail);
}

}  // namespace huabiao::http
