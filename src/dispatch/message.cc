#include "dispatch/message.h"

#include "dispatch/frame.h"
#include "dispatch/message_lines.h"
#include "monitor/record/record.h"

namespace huabiao::dispatch {
namespace {

namespace json = boost::json;

std::string write_one(const WorkerSettings& settings) {
  json::array headers, resolvers, registries, packs;
  for (const std::string& header : settings.headers) headers.emplace_back(header);
  for (const std::string& resolver : settings.resolvers) resolvers.emplace_back(resolver);
  for (const std::string& registry : settings.registries) registries.emplace_back(registry);
  std::string bytes;
  for (const std::string& pack : settings.rule_packs) {
    packs.emplace_back(static_cast<std::int64_t>(pack.size()));
    bytes += pack;
  }
  bytes += settings.compiled_rules;
  return line_of({{"type", "settings"},
                  {"user_agent", settings.user_agent},
                  {"headers", std::move(headers)},
                  {"proxy", settings.proxy},
                  {"lab", settings.lab},
                  {"resolvers", std::move(resolvers)},
                  {"registries", std::move(registries)},
                  {"ca_file", settings.ca_file},
                  {"timeout_ms", settings.timeout.count()},
                  {"host_gap_ms", settings.host_gap.count()},
                  {"concurrency", settings.concurrency},
                  {"browser", settings.browser.program},
                  {"browser_user", settings.browser.user},
                  {"browser_group", settings.browser.group},
                  {"rule_packs", std::move(packs)},
                  {"compiled_rules", static_cast<std::int64_t>(settings.compiled_rules.size())}}) +
         "\n" + bytes;
}

std::string write_one(const monitor::Errand& errand) {
  std::string out = line_of({{"type", "errand"},
                             {"errand", static_cast<std::int64_t>(errand.number)},
                             {"count", static_cast<std::int64_t>(errand.visits.size())}}) +
                    "\n";
  for (const monitor::Visit& visit : errand.visits) (out += monitor::record::write_visit(visit)) += '\n';
  return out;
}

std::string write_one(const Probe& /*probe*/) {
  return line_of({{"type", "probe"}}) + "\n";
}

std::string write_one(const Ready& ready) {
  return line_of({{"type", "ready"},
                  {"no_new_privileges", ready.sandbox.no_new_privileges},
                  {"limits", ready.sandbox.limits},
                  {"system_calls", ready.sandbox.system_calls},
                  {"refused", ready.sandbox.refused},
                  {"failure", ready.failure},
                  {"detail", ready.detail}}) +
         "\n";
}

std::string write_one(const Records& records) {
  std::string out = line_of({{"type", "records"},
                             {"errand", static_cast<std::int64_t>(records.errand)},
                             {"count", static_cast<std::int64_t>(records.records.size())}}) +
                    "\n";
  for (const monitor::VisitRecord& record : records.records)
    (out += monitor::record::write_record(record, monitor::record::Body::Include)) += '\n';
  return out;
}

std::string write_one(const ProbeAnswer& answer) {
  return line_of({{"type", "probed"},
                  {"opens_files", answer.opens_files},
                  {"runs_programs", answer.runs_programs},
                  {"sees_environment", answer.sees_environment}}) +
         "\n";
}

constexpr std::int64_t kMostNumber = INT64_MAX;
constexpr std::int64_t kMostUser = (std::int64_t{1} << 32) - 2;  // the last one means nobody

Result<ToChild> read_settings(const Split& message) {
  Fields fields(message.head);
  WorkerSettings settings;
  settings.user_agent = fields.text("user_agent");
  settings.headers = fields.texts("headers");
  settings.proxy = fields.text("proxy");
  settings.lab = fields.text("lab");
  settings.resolvers = fields.texts("resolvers");
  settings.registries = fields.texts("registries");
  settings.ca_file = fields.text("ca_file");
  settings.timeout = Millis(fields.number("timeout_ms", 1, 3'600'000));
  settings.host_gap = Millis(fields.number("host_gap_ms", 0, 3'600'000));
  settings.concurrency = fields.number("concurrency", 1, 100'000);
  settings.browser = {.program = fields.text("browser"),
                      .user = fields.number("browser_user", -1, kMostUser),
                      .group = fields.number("browser_group", -1, kMostUser)};
  const auto sizes = fields.numbers("rule_packs");
  const auto compiled = fields.number("compiled_rules", 0, FrameLimits::kToChild);
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  std::string_view rest = message.rest;
  for (const std::int64_t size : sizes) {
    if (size < 0 || static_cast<std::uint64_t>(size) > rest.size()) return bad_message("rule_packs");
    settings.rule_packs.emplace_back(rest.substr(0, static_cast<std::size_t>(size)));
    rest.remove_prefix(static_cast<std::size_t>(size));
  }
  if (static_cast<std::uint64_t>(compiled) != rest.size()) return bad_message("compiled_rules");
  settings.compiled_rules = rest;
  return ToChild(std::move(settings));
}

Result<ToChild> read_errand(const Split& message) {
  Fields fields(message.head);
  monitor::Errand errand;
  errand.number = static_cast<std::uint64_t>(fields.number("errand", 1, kMostNumber));
  const auto count = fields.number("count", 1, FrameLimits::kVisitsPerErrand);
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  auto lines = lines_of(message.rest, static_cast<std::size_t>(count));
  if (!lines) return fail(std::move(lines));
  for (const std::string_view line : *lines) {
    auto visit = monitor::record::read_visit(line);
    if (!visit) return fail(std::move(visit));
    errand.visits.push_back(*std::move(visit));
  }
  return ToChild(std::move(errand));
}

Result<ToParent> read_ready(const Split& message) {
  Fields fields(message.head);
  Ready ready;
  ready.sandbox.no_new_privileges = fields.flag("no_new_privileges");
  ready.sandbox.limits = fields.flag("limits");
  ready.sandbox.system_calls = fields.flag("system_calls");
  ready.sandbox.refused = fields.text("refused");
  ready.failure = fields.text("failure");
  ready.detail = fields.text("detail");
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  if (!message.rest.empty()) return bad_message("lines after ready");
  return ToParent(std::move(ready));
}

Result<ToParent> read_records(const Split& message) {
  Fields fields(message.head);
  Records records;
  records.errand = static_cast<std::uint64_t>(fields.number("errand", 1, kMostNumber));
  const auto count = fields.number("count", 1, FrameLimits::kVisitsPerErrand);
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  auto lines = lines_of(message.rest, static_cast<std::size_t>(count));
  if (!lines) return fail(std::move(lines));
  for (const std::string_view line : *lines) {
    auto record = monitor::record::read_record(line);
    if (!record) return fail(std::move(record));
    records.records.push_back(*std::move(record));
  }
  return ToParent(std::move(records));
}

Result<ToParent> read_probed(const Split& message) {
  Fields fields(message.head);
  ProbeAnswer answer;
  answer.opens_files = fields.flag("opens_files");
  answer.runs_programs = fields.flag("runs_programs");
  answer.sees_environment = fields.flag("sees_environment");
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  if (!message.rest.empty()) return bad_message("lines after probed");
  return ToParent(answer);
}

}  // namespace

std::string write(const ToChild& message) {
  return std::visit([](const auto& one) { return write_one(one); }, message);
}
std::string write(const ToParent& message) {
  return std::visit([](const auto& one) { return write_one(one); }, message);
}

Result<ToChild> read_to_child(std::string_view payload) {
  auto message = split(payload);
  if (!message) return fail(std::move(message));
  if (message->type == "settings") return read_settings(*message);
  if (message->type == "errand") return read_errand(*message);
  if (message->type == "probe" && message->rest.empty()) return ToChild(Probe{});
  return bad_message("type");
}

Result<ToParent> read_to_parent(std::string_view payload) {
  auto message = split(payload);
  if (!message) return fail(std::move(message));
  if (message->type == "ready") return read_ready(*message);
  if (message->type == "records") return read_records(*message);
  if (message->type == "probed") return read_probed(*message);
  return bad_message("type");
}

}  // namespace huabiao::dispatch
