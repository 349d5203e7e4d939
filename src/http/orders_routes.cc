#include "http/orders_routes.h"

#include <algorithm>
#include <fmt/format.h>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::size_t kMostQuiet = 20;  // windows of one order
constexpr std::int64_t kDays = 7;
constexpr int kHourMinutes = 60;

std::string clock_text(int minutes) {
  return fmt::format("{:02}:{:02}", minutes / kHourMinutes, minutes % kHourMinutes);
}

// "22:00" -> 1320; nullopt: not that form.
std::optional<int> read_clock(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0'), minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return hours * kHourMinutes + minutes;
}

json::object order_document(const monitor::WatchOrder& order) {
  json::array quiet;
  for (const monitor::QuietHours& hours : order.quiet) {
    json::array days;
    for (std::size_t i = 0; i < hours.days.size(); ++i)
      if (hours.days[i]) days.emplace_back(static_cast<std::int64_t>(i) + 1);
    quiet.push_back({{"days", std::move(days)}, {"from", clock_text(hours.from)}, {"to", clock_text(hours.to)}});
  }
  return {{"consent", monitor::to_string(order.consent)},
          {"consent_by", text(order.consent_by)},
          {"paused", order.pause.has_value()},
          {"pause_reason", text(order.pause ? order.pause->reason : "")},
          {"paused_until", instant(order.pause ? order.pause->until : std::nullopt)},
          {"quiet", std::move(quiet)}};
}

Answer orders_answer(const OrderPorts& ports, std::int64_t site, int status = 200) {
  auto given = ports.orders.orders_of(site);
  if (!given) return fail(std::move(given));
  json::array history;
  for (const monitor::GivenOrder& one : *given) {
    json::object document = order_document(one.order);
    document["by"] = text(one.by);
    document["at"] = instant(one.at);
    history.push_back(std::move(document));
  }
  return json_answer(
      json::object{{"now", order_document(given->empty() ? ports.orders.general() : given->front().order)},
                   {"history", std::move(history)}},
      status);
}

// The id in the path, of a site of the register. Fails: as path_id; NotFound registry.no_such_site.
Result<std::int64_t> known_site(const OrderPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto site = must_be(ports.registry.site({*id}, registry::AsOf::at(ports.clock.now())), "registry.no_such_site", *id);
  if (!site) return fail(std::move(site));
  return *id;
}

Answer get_orders(const OrderPorts& ports, const Request& request) {
  auto site = known_site(ports, request);
  if (!site) return fail(std::move(site));
  return orders_answer(ports, *site);
}

int read_time(ObjectReader& in, std::string_view key) {
  const auto typed = in.string(key, {.min = 1, .max = 5, .required = true});
  const auto minutes = typed.value ? read_clock(*typed.value) : std::nullopt;
  if (typed.value && !minutes)
    in.fault(key, *typed.value, {"时:分，例如 22:00", "hours and minutes such as 22:00"},
             {"时间写法不对", "This is no time of day"});
  return minutes.value_or(0);
}

monitor::QuietHours read_quiet(ObjectReader& in) {
  monitor::QuietHours hours;
  const auto days = in.ids("days", kDays);
  const bool good = days.value && !days.value->empty() &&
                    std::ranges::all_of(*days.value, [](std::int64_t day) { return day >= 1 && day <= kDays; });
  if (!good)
    in.fault("days", "", {"1 到 7，1 为星期一", "1 to 7, 1 being Monday"}, {"请选择星期", "Name the days of the week"});
  else
    for (const std::int64_t day : *days.value) hours.days[static_cast<std::size_t>(day - 1)] = true;
  hours.from = read_time(in, "from");
  hours.to = read_time(in, "to");
  return hours;
}

monitor::WatchOrder read_order(ObjectReader& in) {
  monitor::WatchOrder order;
  if (const auto consent = in.choice("consent", monitor::kConsentNames, true); consent.value)
    order.consent = static_cast<monitor::Consent>(*consent.value);
  in.string_into(order.consent_by, "consent_by", {.max = 200});
  if (order.consent > monitor::Consent::Passive && order.consent_by.empty())
    in.fault("consent_by", "", {"同意人或文件", "a person or a document"},
             {"超出普通访问的检查须写明由谁同意", "Checks beyond an ordinary visit need to say who consented"});
  const bool paused = in.boolean("paused").value.value_or(false);
  monitor::WatchPause pause;
  in.string_into(pause.reason, "pause_reason", {.max = 300});
  pause.until = in.instant("paused_until").value;
  if (paused && pause.reason.empty())
    in.fault("pause_reason", "", {"暂停原因", "the reason"}, {"暂停须说明原因", "A pause needs its reason"});
  if (paused) order.pause = std::move(pause);
  for (const auto& [object, pointer] : in.objects("quiet", kMostQuiet)) {
    ObjectReader one = in.of_element(*object, pointer);
    order.quiet.push_back(read_quiet(one));
    one.finish();
  }
  return order;
}

Answer give_order(const OrderPorts& ports, const Request& request) {
  auto site = known_site(ports, request);
  if (!site) return fail(std::move(site));
  auto order = read_body(request, kDepth, read_order);
  if (!order) return std::unexpected(std::move(order).error());
  if (auto given = ports.orders.give(*site, *order, request.caller->account.name); !given)
    return fail(std::move(given));
  return orders_answer(ports, *site, 201);
}

}  // namespace

Routes orders_routes(const OrderPorts& ports) {
  const auto with = [ports](Answer (*handler)(const OrderPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sites/{}/orders", Wants::See, TakesBody::No, with(get_orders)},
      {Method::Post, "/api/v1/sites/{}/orders", Wants::RunRounds, TakesBody::InMemory, with(give_order)},
  };
}

}  // namespace huabiao::http
