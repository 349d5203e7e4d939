#include "http/orders_routes.h"

#include <algorithm>
#include <fmt/format.h>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "http/region_names.h"
#include "registry/region.h"

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
          {"quiet", std::move(quiet)},
          {"every", order.every}};
}

// Whom an order is for, with the names people know; null for the general one.
json::value whom_document(const OrderPorts& ports, const monitor::OrderedFor& whom, RegionNames& regions) {
  const registry::AsOf now = registry::AsOf::at(ports.clock.now());
  json::value name(nullptr);
  if (whom.scope == monitor::OrderScope::Unit) {
    const auto unit = ports.registry.organisation({whom.id}, now);
    name = named(whom.id, unit && *unit ? (*unit)->value.name : "");
  } else if (whom.scope == monitor::OrderScope::Site) {
    const auto site = ports.registry.site({whom.id}, now);
    name = named(whom.id, site && *site ? (*site)->value.name : "");
  }
  return json::object{
      {"scope", monitor::to_string(whom.scope)}, {"of", std::move(name)}, {"region", regions.ref(whom.region)}};
}

json::object given_document(const monitor::GivenOrder& given) {
  json::object document = order_document(given.order.value_or(monitor::WatchOrder{}));
  document["withdrawn"] = !given.order.has_value();
  document["by"] = text(given.by);
  document["at"] = instant(given.at);
  return document;
}

Answer orders_answer(const OrderPorts& ports, std::int64_t site, int status = 200) {
  auto given = ports.orders.orders_of(monitor::for_site(site));
  if (!given) return fail(std::move(given));
  auto in_force = ports.orders.in_force(site);
  if (!in_force) return fail(std::move(in_force));
  json::array history;
  for (const monitor::GivenOrder& one : *given) history.push_back(given_document(one));
  RegionNames regions(ports.registry);
  return json_answer(
      json::object{{"now", order_document(*in_force ? *(*in_force)->order : ports.orders.general())},
                   {"from", *in_force ? whom_document(ports, (*in_force)->whom, regions) : json::value(nullptr)},
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

// Unset: the order before is withdrawn.
std::optional<monitor::WatchOrder> read_order(ObjectReader& in) {
  monitor::WatchOrder order;
  const bool withdrawn = in.boolean("withdrawn").value.value_or(false);
  if (const auto consent = in.choice("consent", monitor::kConsentNames, !withdrawn); consent.value)
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
  order.every = static_cast<int>(in.integer("every", 1, monitor::kMostPeriods).value.value_or(1));
  return withdrawn ? std::nullopt : std::optional(std::move(order));
}

Answer give_order(const OrderPorts& ports, const Request& request) {
  auto site = known_site(ports, request);
  if (!site) return fail(std::move(site));
  auto order = read_body(request, kDepth, read_order);
  if (!order) return std::unexpected(std::move(order).error());
  if (auto given = ports.orders.give(monitor::for_site(*site), *order, request.caller->account.name); !given)
    return fail(std::move(given));
  return orders_answer(ports, *site, 201);
}

// Does all that the order is for lie in the reach?
Result<bool> holds(const OrderPorts& ports, const registry::Reach& reach, const monitor::OrderedFor& whom) {
  if (whom.scope == monitor::OrderScope::Unit)
    return ports.bounds.holds(reach, access::RecordKind::Organisation, whom.id);
  if (whom.scope == monitor::OrderScope::Site) return ports.bounds.holds(reach, access::RecordKind::Site, whom.id);
  return reach.holds_region(whom.region);
}

Answer group_orders_answer(const OrderPorts& ports, const Request& request, int status = 200) {
  auto given = ports.orders.orders();
  if (!given) return fail(std::move(given));
  RegionNames regions(ports.registry);
  json::array items;
  for (const monitor::GivenOrder& one : *given) {
    if (one.whom.scope == monitor::OrderScope::Site) continue;
    auto held = holds(ports, request.reach, one.whom);
    if (!held) return fail(std::move(held));
    if (!*held) continue;
    auto sites = ports.orders.sites_under(one.whom);
    if (!sites) return fail(std::move(sites));
    items.push_back({{"whom", whom_document(ports, one.whom, regions)},
                     {"order", given_document(one)},
                     {"sites", static_cast<std::int64_t>(sites->size())}});
  }
  return json_answer(json::object{{"general", order_document(ports.orders.general())}, {"items", std::move(items)}},
                     status);
}

struct GroupOrder {
  monitor::OrderedFor whom;
  std::optional<monitor::WatchOrder> order;
};

GroupOrder read_group_order(ObjectReader& in) {
  GroupOrder group;
  const auto unit = in.id("unit").value;
  const auto region = in.string("region", {.max = 6}).value;
  const bool coded = region && registry::is_region_code(*region);
  if (unit.has_value() == coded || (region && !coded))
    in.fault("region", region.value_or(""),
             {"单位编号，或六位地区代码，二者之一", "a unit's number or a region's six digits, one of them"},
             {"请选择单位或地区", "Name a unit or a region"});
  group.whom = unit ? monitor::for_unit(*unit) : monitor::for_region(region.value_or(""));
  group.order = read_order(in);
  return group;
}

Answer give_group_order(const OrderPorts& ports, const Request& request) {
  auto group = read_body(request, kDepth, read_group_order);
  if (!group) return std::unexpected(std::move(group).error());
  auto held = holds(ports, request.reach, group->whom);
  if (!held) return fail(std::move(held));
  if (!*held) return fail(Kind::Denied, "http.beyond_reach", group->whom.region);
  if (group->whom.scope == monitor::OrderScope::Unit) {
    auto unit = must_be(ports.registry.organisation({group->whom.id}, registry::AsOf::at(ports.clock.now())),
                        "registry.no_such_organisation", group->whom.id);
    if (!unit) return fail(std::move(unit));
  }
  if (auto given = ports.orders.give(group->whom, group->order, request.caller->account.name); !given)
    return fail(std::move(given));
  return group_orders_answer(ports, request, 201);
}

}  // namespace

Routes orders_routes(const OrderPorts& ports) {
  const auto with = [ports](Answer (*handler)(const OrderPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sites/{}/orders", Wants::See, Over::Site, TakesBody::No, with(get_orders)},
      {Method::Post, "/api/v1/sites/{}/orders", Wants::RunRounds, Over::Site, TakesBody::InMemory, with(give_order)},
      {Method::Get, "/api/v1/orders", Wants::See, Over::Reach, TakesBody::No,
       [ports](const Request& request) { return group_orders_answer(ports, request); }},
      {Method::Post, "/api/v1/orders", Wants::RunRounds, Over::Reach, TakesBody::InMemory, with(give_group_order)},
  };
}

}  // namespace huabiao::http
