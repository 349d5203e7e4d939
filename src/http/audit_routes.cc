#include "http/audit_routes.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/digest.h"
#include "desk/audit_file.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using access::AuditEntry;

// What an entry holds as JSON is shown as such.
json::value embedded(const std::string& stored) {
  if (stored.empty()) return nullptr;
  boost::system::error_code error;
  json::value value = json::parse(stored, error);
  return error ? json::value(text(stored)) : value;
}

json::object entry_document(const AuditEntry& entry) {
  return {{"sequence", entry.sequence},
          {"at", instant(entry.at)},
          {"stage", to_string(entry.stage)},
          {"way", to_string(entry.way)},
          {"account", entry.account == 0 ? json::value(nullptr) : json::value(entry.account)},
          {"who", text(entry.who)},
          {"address", text(entry.address)},
          {"request", text(entry.request)},
          {"action", text(entry.action)},
          {"object", text(entry.object)},
          {"result", text(entry.result)},
          {"count", entry.count}};
}

Answer list_entries(const AuditPorts& ports, const Request& request) {
  QueryReader in(request);
  access::AuditQuery query;
  query.who = in.text("who", 100);
  query.object = in.text("object", 300);
  if (const auto stage = in.choice("stage", access::kAuditStageNames))
    query.stage = static_cast<access::AuditStage>(*stage);
  query.from = in.instant("from");
  query.until = in.instant("until");
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto page = ports.audit.list(query);
  if (!page) return fail(std::move(page));
  json::array items;
  for (const AuditEntry& entry : page->rows) items.push_back(entry_document(entry));
  return json_answer(
      json::object{{"items", std::move(items)},
                   {"next_cursor", page->next.empty() ? json::value(nullptr) : json::value(page->next)}});
}

Answer get_entry(const AuditPorts& ports, const Request& request) {
  auto sequence = path_id(request);
  if (!sequence) return fail(std::move(sequence));
  auto entry = ports.audit.entry(*sequence);
  if (!entry) return fail(std::move(entry));
  if (!*entry) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  std::string asked = (*entry)->asked;
  if ((*entry)->intent != 0) {
    auto intent = ports.audit.entry((*entry)->intent);
    if (!intent) return fail(std::move(intent));
    if (*intent) asked = (*intent)->asked;
  }
  json::object document = entry_document(**entry);
  document["intent"] = (*entry)->intent == 0 ? json::value(nullptr) : json::value((*entry)->intent);
  document["asked"] = embedded(asked);
  document["before"] = embedded((*entry)->before);
  document["after"] = embedded((*entry)->after);
  document["algorithm"] = to_string((*entry)->algorithm);
  document["hash"] = (*entry)->hash;
  return json_answer(document);
}

// Where the chain stands now, signed: to be kept elsewhere.
Answer get_head(const AuditPorts& ports, const Request&) {
  auto last = ports.audit.last();
  if (!last) return fail(std::move(last));
  auto anchor = ports.audit.anchor();
  if (!anchor) return fail(std::move(anchor));
  const access::AuditHead head = sign_head(*last, ports.clock.now(), ports.key);
  return json_answer(json::object{{"at", instant(head.at)},
                                  {"oldest", anchor->sequence + 1},
                                  {"sequence", head.link.sequence},
                                  {"hash", head.link.hash},
                                  {"signature_kind", to_string(ports.key.kind())},
                                  {"signed_by", head.signed_by},
                                  {"signature", to_base64(head.signature)},
                                  {"public_key", ports.key.public_pem()}});
}

Answer export_entries(const AuditPorts& ports, const Request& request) {
  QueryReader in(request);
  const auto from = in.id("from");
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  const std::filesystem::path file = ports.spool / ("audit-" + random_hex(16));
  auto written = desk::export_audit(ports.audit, from.value_or(0), ports.clock.now(), ports.key, file);
  if (!written) return fail(std::move(written));
  Response response;
  response.file = FileBody{.path = file, .remove_after = true};
  response.with("Content-Type", "application/x-ndjson")
      .with("Content-Disposition",
            fmt::format("attachment; filename=\"huabiao-audit-{}.jsonl\"", shanghai_day(ports.clock.now())));
  return response;
}

}  // namespace

Routes audit_routes(const AuditPorts& ports) {
  const auto with = [ports](Answer (*handler)(const AuditPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  constexpr Over kPlatform = Over::Everything;  // administrators' grants have no other scope
  return {
      {Method::Get, "/api/v1/audit", Wants::ReadAudit, kPlatform, TakesBody::No, with(list_entries)},
      {Method::Get, "/api/v1/audit/head", Wants::ReadAudit, kPlatform, TakesBody::No, with(get_head)},
      {Method::Get, "/api/v1/audit/export", Wants::ReadAudit, kPlatform, TakesBody::No, with(export_entries)},
      {Method::Get, "/api/v1/audit/{}", Wants::ReadAudit, kPlatform, TakesBody::No, with(get_entry)},
  };
}

}  // namespace huabiao::http
