#include "http/notice_routes.h"

#include <algorithm>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

json::value failure_document(std::string_view code, std::string_view detail) {
  if (code.empty()) return nullptr;
  return json::object{{"code", text(code)}, {"explanation", explained(code)}, {"detail", text(detail)}};
}

json::object channel_document(const desk::Teller& teller, const desk::TellerChannel& one,
                              const notice::ChannelUse& use) {
  json::array tells;
  for (const notice::Happening what : one.channel.policy.happenings) tells.emplace_back(notice::to_string(what));
  const desk::Teller::Told told = teller.told(one.channel.name);
  return {{"name", one.channel.name},
          {"kind", notice::to_string(one.channel.kind)},
          {"address", text(one.address)},
          {"language", one.channel.language == Language::Chinese ? "zh" : "en"},
          {"least_severity", monitor::to_string(one.channel.policy.least)},
          {"tells", std::move(tells)},
          {"waiting", use.waiting},
          {"sent", use.sent},
          {"given_up", use.given_up},
          {"oldest_waiting_at", instant(use.oldest_waiting)},
          {"last_sent_at", instant(use.last_sent)},
          {"failure", told.failure ? failure_document(told.failure->code, told.failure->detail) : nullptr}};
}

json::object delivery_document(const notice::Delivery& one) {
  return {{"id", one.id.value},
          {"channel", text(one.channel)},
          {"key", text(one.key)},
          {"finding", one.finding.value},
          {"site", named(one.site, one.site_name)},
          {"rule", text(one.rule)},
          {"happening", notice::to_string(one.what)},
          {"severity", monitor::to_string(one.severity)},
          {"at", instant(one.at)},
          {"state", notice::to_string(one.state)},
          {"attempts", one.attempts},
          {"planned_at", instant(one.planned)},
          {"next_try_at", one.state == notice::DeliveryState::Waiting ? instant(one.next_try) : json::value(nullptr)},
          {"ended_at", instant(one.ended)},
          {"failure", failure_document(one.error, one.detail)}};
}

Answer list_channels(desk::Teller& teller, const Request& request) {
  QueryReader in(request);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto use = teller.outbox().use();
  if (!use) return fail(std::move(use));
  json::array items;
  for (const desk::TellerChannel& one : teller.channels()) {
    const auto found = std::ranges::find(*use, one.channel.name, &notice::ChannelUse::channel);
    items.push_back(channel_document(teller, one, found == use->end() ? notice::ChannelUse{} : *found));
  }
  return json_answer(json::object{{"items", std::move(items)}});
}

Answer test_channel(desk::Teller& teller, const Request& request) {
  auto sent = teller.test(request.arguments.at(0));
  if (!sent) return fail(std::move(sent));
  return json_answer(json::object{{"sent", true}});
}

Answer list_deliveries(desk::Teller& teller, const Request& request) {
  QueryReader in(request);
  notice::DeliveryQuery query{.channel = in.text("channel", 40), .state = std::nullopt, .cursor = {}};
  if (const auto at = in.choice("state", notice::kDeliveryStateNames))
    query.state = static_cast<notice::DeliveryState>(*at);
  query.cursor = in.cursor();
  query.limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto page = teller.outbox().deliveries(query);
  if (!page) return fail(std::move(page));
  json::array items;
  for (const notice::Delivery& one : page->rows) items.push_back(delivery_document(one));
  return json_answer(page_document(std::move(items), page->next, page->total));
}

Answer replay_delivery(desk::Teller& teller, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto again = teller.outbox().replay({*id});
  if (!again) return fail(std::move(again));
  teller.wake();
  return json_answer(delivery_document(*again));
}

}  // namespace

Routes notice_routes(desk::Teller& teller) {
  const auto with = [&teller](Answer (*handler)(desk::Teller&, const Request&)) {
    return [&teller, handler](const Request& request) { return handler(teller, request); };
  };
  return {
      {Method::Get, "/api/v1/channels", Wants::See, Over::Everything, TakesBody::No, with(list_channels)},
      {Method::Post, "/api/v1/channels/{}/test", Wants::Tell, Over::Everything, TakesBody::No, with(test_channel)},
      {Method::Get, "/api/v1/deliveries", Wants::See, Over::Everything, TakesBody::No, with(list_deliveries)},
      {Method::Post, "/api/v1/deliveries/{}/replay", Wants::Tell, Over::Everything, TakesBody::No,
       with(replay_delivery)},
  };
}

}  // namespace huabiao::http
