#include "http/vantage_routes.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 2;

json::object vantage_document(const access::VantagePoint& kept, const dispatch::VantageSeen& seen) {
  const bool known = !seen.name.empty();
  return {{"name", text(kept.name)},
          {"added_at", instant(kept.added)},
          {"added_by", text(kept.added_by)},
          {"heard_at", instant(known ? std::optional(seen.heard) : kept.heard)},
          {"version", text(kept.version)},
          {"present", seen.present},
          {"out", seen.out},
          {"done", seen.done},
          {"lapsed", seen.lapsed},
          {"refused", seen.refused}};
}

Answer list_vantages(const VantagePorts& ports, const Request& request) {
  QueryReader in(request);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto kept = ports.gate.vantages();
  if (!kept) return fail(std::move(kept));
  const auto seen = ports.hall.seen();
  json::array items;
  for (const access::VantagePoint& one : *kept) {
    const auto found = std::ranges::find(seen, one.name, &dispatch::VantageSeen::name);
    items.push_back(vantage_document(one, found == seen.end() ? dispatch::VantageSeen{} : *found));
  }
  return json_answer(json::object{{"items", std::move(items)}});
}

Answer add_vantage(const VantagePorts& ports, const Request& request) {
  auto name = read_body(request, kDepth, [](ObjectReader& in) {
    std::string read;
    in.string_into(read, "name", {.min = 1, .max = access::VantageRules::kNameBytes, .required = true});
    return read;
  });
  if (!name) return std::unexpected(std::move(name).error());
  auto token = ports.gate.add(*name, request.caller->account.name);
  if (!token) return fail(std::move(token));
  return json_answer(json::object{{"name", text(*name)}, {"token", text(*token)}}, 201);
}

Answer remove_vantage(const VantagePorts& ports, const Request& request) {
  const std::string& name = request.arguments.at(0);
  if (auto removed = ports.gate.remove(name); !removed) return fail(std::move(removed));
  ports.hall.forget(name);
  return no_content();
}

Response lease_answer(const dispatch::Lease& lease) {
  Response response;
  response.with("Content-Type", "application/x-ndjson");
  response.body = dispatch::write_lease(lease);
  return response;
}

class WaitForWork final : public LaterAnswer {
 public:
  WaitForWork(const VantagePorts& ports, const Request& request, std::size_t room)
      : ports_(ports), token_(request.header("authorization")), name_(request.vantage->name), room_(room) {
    token_.erase(0, token_.find(' ') + 1);
  }

  std::optional<Answer> ready() override {
    // It may have been removed while it waited, also by another process.
    if (auto known = ports_.gate.recognise(token_); !known) return Answer(fail(std::move(known)));
    if (const auto lease = ports_.hall.lease(name_, room_)) return Answer(lease_answer(*lease));
    if (std::chrono::steady_clock::now() < until_) return std::nullopt;
    return Answer(lease_answer(dispatch::VantageHall::nothing()));
  }

 private:
  const VantagePorts ports_;
  std::string token_;
  const std::string name_;
  const std::size_t room_;
  const std::chrono::steady_clock::time_point until_ = std::chrono::steady_clock::now() + kLeasePoll;
};

struct LeaseBody {
  std::int64_t room = 0;
  std::string version;
};

Answer lease_errands(const VantagePorts& ports, const Request& request) {
  auto body = read_body(request, kDepth, [](ObjectReader& in) {
    LeaseBody read;
    read.room = in.integer("room", 0, 100'000, true).value.value_or(0);
    in.string_into(read.version, "version", {.max = access::VantageRules::kVersionBytes, .required = true});
    return read;
  });
  if (!body) return std::unexpected(std::move(body).error());
  ports.gate.heard(*request.vantage, body->version);
  ports.hall.heard(request.vantage->name, body->version);
  if (body->room == 0) return lease_answer(dispatch::VantageHall::nothing());
  Response response;
  response.later = std::make_shared<WaitForWork>(ports, request, static_cast<std::size_t>(body->room));
  return response;
}

// What was spooled, at most as much as a result may hold. Fails: TooLarge http.body_too_large; Environment
// http.no_spool.
Result<std::string> spooled(const std::filesystem::path& file) {
  if (file.empty()) return std::string();
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (!error && size > dispatch::VantageLimits::kResultBytes)
    return fail(Kind::TooLarge, "http.body_too_large", std::to_string(size),
                std::to_string(dispatch::VantageLimits::kResultBytes));
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return fail(Kind::Environment, "http.no_spool", file.string());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Answer take_results(const VantagePorts& ports, const Request& request) {
  const std::string& name = request.vantage->name;
  auto payload = spooled(request.upload);
  if (!payload) return fail(std::move(payload));
  ports.hall.heard(name, {});
  auto result = dispatch::read_result(*payload);
  if (!result) {
    // Its lease has had its answer: the errand is not kept waiting for a better one.
    if (std::string lease = dispatch::lease_of_result(*payload); !lease.empty())
      (void)ports.hall.take(name, {.lease = std::move(lease), .errand = 0, .records = {}});
    return fail(Kind::Unreadable, "vantage.bad_results",
                fmt::format("{}: {}", result.error().code, result.error().detail));
  }
  auto taken = ports.hall.take(name, *std::move(result));
  if (!taken) return fail(std::move(taken));
  return json_answer(json::object{{"state", *taken == dispatch::VantageHall::Accepted::New ? "accepted" : "known"}});
}

}  // namespace

Routes vantage_routes(const VantagePorts& ports) {
  const auto with = [ports](Answer (*handler)(const VantagePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/vantages", Wants::Vantages, Over::Everything, TakesBody::No, with(list_vantages)},
      {Method::Post, "/api/v1/vantages", Wants::Vantages, Over::Everything, TakesBody::InMemory, with(add_vantage)},
      {Method::Delete, "/api/v1/vantages/{}", Wants::Vantages, Over::Everything, TakesBody::No, with(remove_vantage)},
      {Method::Post, "/api/v1/vantage/lease", Wants::VantagePoint, Over::Nothing, TakesBody::InMemory,
       with(lease_errands)},
      {Method::Post, "/api/v1/vantage/results", Wants::VantagePoint, Over::Nothing, TakesBody::OnDisk,
       with(take_results)},
  };
}

}  // namespace huabiao::http
