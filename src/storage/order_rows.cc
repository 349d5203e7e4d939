#include "storage/order_rows.h"

#include <algorithm>
#include <charconv>

#include "registry/region.h"
#include "storage/sql_text.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using monitor::GivenOrder;
using monitor::OrderedFor;
using monitor::OrderScope;
using monitor::QuietHours;

constexpr std::string_view kColumns =
    "SELECT site, consent, consent_by, paused, paused_until, pause_reason, quiet, author, at, scope, region, "
    "withdrawn, "
    "every FROM watch_order ";

// "1111100 1320 360": from Monday, minutes of the day.
std::string quiet_text(const QuietHours& hours) {
  std::string out;
  for (const bool day : hours.days) out += day ? '1' : '0';
  return out + " " + std::to_string(hours.from) + " " + std::to_string(hours.to);
}

QuietHours read_quiet(std::string_view text) {
  constexpr std::size_t kDays = 7;
  constexpr int kDayMinutes = 24 * 60;
  QuietHours hours;
  for (std::size_t i = 0; i < kDays && i < text.size(); ++i) hours.days[i] = text[i] == '1';
  const std::string_view rest = text.substr(std::min(kDays + 1, text.size()));
  const auto [blank, first] = std::from_chars(rest.data(), rest.data() + rest.size(), hours.from);
  const auto [end, second] =
      std::from_chars(std::min(blank + 1, rest.data() + rest.size()), rest.data() + rest.size(), hours.to);
  const bool good = first == std::errc() && second == std::errc() && end == rest.data() + rest.size() &&
                    hours.from >= 0 && hours.from < kDayMinutes && hours.to >= 0 && hours.to < kDayMinutes;
  if (!good) throw Failure({Kind::Environment, "storage.corrupt", "watch_order.quiet: " + std::string(text), {}});
  return hours;
}

GivenOrder read_order(const Statement& row) {
  GivenOrder given;
  given.whom.id = row.integer(0);
  given.whom.scope = static_cast<OrderScope>(std::clamp<std::int64_t>(row.integer(9), 0, 2));
  given.whom.region = row.text(10);
  given.by = row.text(7);
  given.at = row.time(8);
  if (row.integer(11) != 0) return given;
  monitor::WatchOrder& order = given.order.emplace();
  order.consent = static_cast<monitor::Consent>(std::clamp<std::int64_t>(row.integer(1), 0, 3));
  order.consent_by = row.text(2);
  if (row.integer(3) != 0) {
    order.pause = monitor::WatchPause{row.text(5), {}};
    if (!row.null(4)) order.pause->until = row.time(4);
  }
  for (const std::string& one : split_list(row.text(6))) order.quiet.push_back(read_quiet(one));
  order.every = static_cast<int>(std::clamp<std::int64_t>(row.integer(12), 1, monitor::kMostPeriods));
  return given;
}

std::vector<GivenOrder> read_orders(Statement& rows) {
  std::vector<GivenOrder> all;
  while (rows.step()) all.push_back(read_order(rows));
  return all;
}

// The newest of each, widest first: a province's before a county's, of equally wide ones the oldest.
constexpr std::string_view kStanding =
    "WHERE id IN (SELECT max(id) FROM watch_order GROUP BY scope, site, region) AND withdrawn = 0 ";
constexpr std::string_view kWidestFirst =
    "ORDER BY scope, CASE WHEN region LIKE '%0000' THEN 0 WHEN region LIKE '%00' THEN 1 ELSE 2 END, id";

}  // namespace

Result<std::vector<GivenOrder>> OrderRows::orders() {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(std::string(kColumns) + std::string(kStanding) + std::string(kWidestFirst));
    return read_orders(rows);
  });
}

Result<std::vector<GivenOrder>> OrderRows::orders_of(const OrderedFor& whom) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows =
        reader->prepare(std::string(kColumns) + "WHERE site = ?1 AND scope = ?2 AND region = ?3 ORDER BY id DESC");
    rows.bind(1, whom.id).bind(2, static_cast<std::int64_t>(whom.scope)).bind(3, whom.region);
    return read_orders(rows);
  });
}

Result<std::vector<std::int64_t>> OrderRows::sites_under(const OrderedFor& whom) {
  return at_rim([&]() -> std::vector<std::int64_t> {
    if (whom.scope == OrderScope::Site) return {whom.id};
    Database::Reader reader(database_);
    SqlText sql;
    if (whom.scope == OrderScope::Unit) {
      sql.add("SELECT site FROM site_unit WHERE organisation = ? ORDER BY site", whom.id);
    } else {
      const std::string_view prefix = registry::region_prefix(whom.region);
      sql.add("SELECT site FROM site_summary WHERE ");
      sql.add(prefix.size() == 2 ? "province" : prefix.size() == 4 ? "prefecture" : "region").add(" = ?", prefix);
      sql.add(" ORDER BY site");
    }
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    std::vector<std::int64_t> sites;
    while (rows.step()) sites.push_back(rows.integer(0));
    return sites;
  });
}

Result<std::optional<GivenOrder>> OrderRows::in_force(std::int64_t site) {
  return at_rim([&]() -> std::optional<GivenOrder> {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(
        std::string(kColumns) + std::string(kStanding) +
        "AND ((scope = 2 AND site = ?1) OR (scope = 1 AND site IN (SELECT organisation FROM site_unit WHERE site = "
        "?1)) "
        "OR (scope = 0 AND region IN (SELECT province || '0000' FROM site_summary WHERE site = ?1 UNION "
        "SELECT prefecture || '00' FROM site_summary WHERE site = ?1 UNION "
        "SELECT region FROM site_summary WHERE site = ?1))) " +
        std::string(kWidestFirst));
    rows.bind(1, site);
    auto all = read_orders(rows);
    if (all.empty()) return std::nullopt;
    return std::move(all.back());
  });
}

Done OrderRows::give(const OrderedFor& whom, const std::optional<monitor::WatchOrder>& given, const std::string& by) {
  return at_rim([&] {
    const monitor::WatchOrder order = given.value_or(monitor::WatchOrder{});
    std::vector<std::string> quiet;
    quiet.reserve(order.quiet.size());
    for (const QuietHours& hours : order.quiet) quiet.push_back(quiet_text(hours));
    Database::Write write(database_, Durability::Full);
    Statement row = write->prepare(
        "INSERT INTO watch_order(site, consent, consent_by, paused, paused_until, pause_reason, quiet, author, at, "
        "scope, region, withdrawn, every) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    row.bind(1, whom.id).bind(2, static_cast<std::int64_t>(order.consent)).bind(3, order.consent_by);
    row.bind(4, std::int64_t{order.pause ? 1 : 0});
    if (order.pause && order.pause->until)
      row.bind(5, *order.pause->until);
    else
      row.bind_null(5);
    row.bind(6, order.pause ? order.pause->reason : std::string()).bind(7, join_list(quiet)).bind(8, by);
    row.bind(9, database_.now()).bind(10, static_cast<std::int64_t>(whom.scope)).bind(11, whom.region);
    row.bind(12, std::int64_t{given ? 0 : 1}).bind(13, std::int64_t{order.every}).run();
    write.commit();
  });
}

}  // namespace huabiao::storage
