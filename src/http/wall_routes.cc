#include "http/wall_routes.h"

#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"
#include "http/region_names.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kNews = 50;
constexpr std::chrono::hours kNewsAge{24};

json::object region_document(const monitor::RegionState& state, RegionNames& names) {
  const auto count = [&](monitor::SiteState one) {
    const auto found = state.by_state.find(std::string(monitor::to_string(one)));
    return found == state.by_state.end() ? 0 : found->second;
  };
  using monitor::SiteState;
  const std::int64_t up = count(SiteState::Up), faulty = count(SiteState::Faulty), down = count(SiteState::Down);
  return {{"region", names.ref(state.region)},
          {"sites", state.sites},
          {"up", up},
          {"faulty", faulty},
          {"down", down},
          {"other", state.sites - up - faulty - down},
          {"with_alerts", state.with_alerts}};
}

Answer get_wall(const WallPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string region = in.region();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto states = ports.estate.region_states(region, request.reach);
  if (!states) return fail(std::move(states));
  const TimePoint now = ports.clock.now();
  monitor::NewsQuery query{.reach = request.reach,
                           .region = region,
                           .at_least = monitor::Severity::Medium,
                           .unexplained = true,
                           .untold = true,
                           .since = now - kNewsAge,
                           .limit = kNews};
  auto news = ports.rounds.news(query);
  if (!news) return fail(std::move(news));
  RegionNames names(ports.registry);
  json::array regions, happened;
  for (const monitor::RegionState& state : *states) regions.push_back(region_document(state, names));
  for (const monitor::FindingNews& one : *news) happened.push_back(news_document(one));
  return json_answer(json::object{{"region", names.ref(region)},
                                  {"at", instant(now)},
                                  {"regions", std::move(regions)},
                                  {"news", std::move(happened)}});
}

}  // namespace

Routes wall_routes(const WallPorts& ports) {
  return {{Method::Get, "/api/v1/wall", Wants::See, Over::Reach, TakesBody::No,
           [ports](const Request& request) { return get_wall(ports, request); }}};
}

}  // namespace huabiao::http
