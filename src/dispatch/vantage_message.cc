#include "dispatch/vantage_message.h"

#include <algorithm>
#include <fmt/format.h>

#include "dispatch/frame.h"
#include "dispatch/message_lines.h"
#include "monitor/record/record.h"

namespace huabiao::dispatch {
namespace {

namespace json = boost::json;

bool is_lease_id(std::string_view text) {
  return text.size() == VantageLimits::kLeaseIdBytes &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// One line of a request, with nothing in it that could end it.
bool is_plain(std::string_view text) {
  constexpr unsigned char kSpace = 0x20, kDelete = 0x7F;
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= kSpace && byte != kDelete;
  });
}

bool is_header(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || text.size() > VantageLimits::kHeaderBytes) return false;
  const bool name = std::ranges::all_of(text.substr(0, colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return name && is_plain(text);
}

Result<VantageSettings> read_settings(Fields& fields) {
  VantageSettings settings;
  settings.user_agent = fields.text("user_agent");
  settings.headers = fields.texts("headers");
  settings.timeout =
      Millis(fields.number("timeout_ms", VantageLimits::kLeastTimeout.count(), VantageLimits::kMostTimeout.count()));
  settings.host_gap = Millis(fields.number("host_gap_ms", 0, VantageLimits::kMostHostGap.count()));
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  if (settings.user_agent.size() > VantageLimits::kUserAgentBytes || !is_plain(settings.user_agent))
    return bad_message("user_agent");
  if (settings.headers.size() > VantageLimits::kHeaders || !std::ranges::all_of(settings.headers, is_header))
    return bad_message("headers");
  return settings;
}

Result<LeasedErrand> read_leased(std::string_view& rest) {
  auto line = take_line(rest);
  if (!line) return fail(std::move(line));
  auto head = read_head(*line);
  if (!head) return fail(std::move(head));
  Fields fields(*head);
  LeasedErrand leased;
  const std::string type = fields.text("type");
  leased.lease = fields.text("lease");
  leased.left = Millis(fields.number("left_ms", 0, VantageLimits::kMostLease.count()));
  leased.errand.number = static_cast<std::uint64_t>(fields.number("errand", 1, INT64_MAX));
  const auto count = fields.number("count", 1, FrameLimits::kVisitsPerErrand);
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  if (type != "errand" || !is_lease_id(leased.lease)) return bad_message("lease");
  for (std::int64_t i = 0; i < count; ++i) {
    auto visit_line = take_line(rest);
    if (!visit_line) return fail(std::move(visit_line));
    auto visit = monitor::record::read_visit(*visit_line);
    if (!visit) return fail(std::move(visit));
    leased.errand.visits.push_back(*std::move(visit));
  }
  return leased;
}

Result<VantageResult> read_result_head(const Split& message) {
  if (message.type != "results") return bad_message("type");
  Fields fields(message.head);
  VantageResult result;
  result.lease = fields.text("lease");
  result.errand = static_cast<std::uint64_t>(fields.number("errand", 1, INT64_MAX));
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  if (!is_lease_id(result.lease)) return bad_message("lease");
  return result;
}

}  // namespace

VantageSettings vantage_settings(const WorkerSettings& worker) {
  return {.user_agent = worker.user_agent,
          .headers = worker.headers,
          .timeout = std::clamp(worker.timeout, VantageLimits::kLeastTimeout, VantageLimits::kMostTimeout),
          .host_gap = std::min(worker.host_gap, VantageLimits::kMostHostGap)};
}

std::string write_lease(const Lease& lease) {
  json::array headers;
  for (const std::string& header : lease.settings.headers) headers.emplace_back(header);
  std::string out = line_of({{"type", "lease"},
                             {"user_agent", lease.settings.user_agent},
                             {"headers", std::move(headers)},
                             {"timeout_ms", lease.settings.timeout.count()},
                             {"host_gap_ms", lease.settings.host_gap.count()},
                             {"errands", static_cast<std::int64_t>(lease.errands.size())}}) +
                    "\n";
  for (const LeasedErrand& one : lease.errands) {
    out += line_of({{"type", "errand"},
                    {"lease", one.lease},
                    {"left_ms", one.left.count()},
                    {"errand", static_cast<std::int64_t>(one.errand.number)},
                    {"count", static_cast<std::int64_t>(one.errand.visits.size())}}) +
           "\n";
    for (const monitor::Visit& visit : one.errand.visits) (out += monitor::record::write_visit(visit)) += '\n';
  }
  return out;
}

std::string write_result(const VantageResult& result) {
  std::string out = line_of({{"type", "results"},
                             {"lease", result.lease},
                             {"errand", static_cast<std::int64_t>(result.errand)},
                             {"count", static_cast<std::int64_t>(result.records.size())}}) +
                    "\n";
  for (const monitor::VisitRecord& record : result.records)
    (out += monitor::record::write_record(record, monitor::record::Body::Include)) += '\n';
  return out;
}

Result<Lease> read_lease(std::string_view payload) {
  if (payload.size() > VantageLimits::kLeaseBytes)
    return fail(Kind::TooLarge, "dispatch.frame_too_large", fmt::format("{} bytes", payload.size()));
  auto message = split(payload);
  if (!message) return fail(std::move(message));
  if (message->type != "lease") return bad_message("type");
  Fields fields(message->head);
  const auto errands = fields.number("errands", 0, VantageLimits::kErrandsPerLease);
  auto settings = read_settings(fields);
  if (!settings) return fail(std::move(settings));
  Lease lease{.settings = *std::move(settings), .errands = {}};
  std::string_view rest = message->rest;
  for (std::int64_t i = 0; i < errands; ++i) {
    auto leased = read_leased(rest);
    if (!leased) return fail(std::move(leased));
    lease.errands.push_back(*std::move(leased));
  }
  if (!rest.empty()) return bad_message("more lines than said");
  return lease;
}

Result<VantageResult> read_result(std::string_view payload) {
  if (payload.size() > VantageLimits::kResultBytes)
    return fail(Kind::TooLarge, "dispatch.frame_too_large", fmt::format("{} bytes", payload.size()));
  auto message = split(payload);
  if (!message) return fail(std::move(message));
  auto result = read_result_head(*message);
  if (!result) return result;
  Fields fields(message->head);
  const auto count = fields.number("count", 1, FrameLimits::kVisitsPerErrand);
  if (!fields.first_wrong().empty()) return bad_message(fields.first_wrong());
  auto lines = lines_of(message->rest, static_cast<std::size_t>(count));
  if (!lines) return fail(std::move(lines));
  for (const std::string_view line : *lines) {
    auto record = monitor::record::read_record(line);
    if (!record) return fail(std::move(record));
    result->records.push_back(*std::move(record));
  }
  return result;
}

std::string lease_of_result(std::string_view payload) {
  const auto message = split(payload);
  if (!message) return {};
  auto result = read_result_head(*message);
  return result ? std::move(result->lease) : std::string();
}

}  // namespace huabiao::dispatch
