#include "storage/order_rows.h"

#include <algorithm>
#include <charconv>

#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using monitor::GivenOrder;
using monitor::QuietHours;

constexpr std::string_view kColumns =
    "SELECT site, consent, consent_by, paused, paused_until, pause_reason, quiet, author, at FROM watch_order ";

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
  given.site = row.integer(0);
  given.order.consent = static_cast<monitor::Consent>(std::clamp<std::int64_t>(row.integer(1), 0, 3));
  given.order.consent_by = row.text(2);
  if (row.integer(3) != 0) {
    given.order.pause = monitor::WatchPause{row.text(5), {}};
    if (!row.null(4)) given.order.pause->until = row.time(4);
  }
  for (const std::string& one : split_list(row.text(6))) given.order.quiet.push_back(read_quiet(one));
  given.by = row.text(7);
  given.at = row.time(8);
  return given;
}

}  // namespace

Result<std::vector<GivenOrder>> OrderRows::orders() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<GivenOrder> all;
    Statement rows = reader->prepare(std::string(kColumns) +
                                     "WHERE id IN (SELECT max(id) FROM watch_order GROUP BY site) ORDER BY site");
    while (rows.step()) all.push_back(read_order(rows));
    return all;
  });
}

Result<std::vector<GivenOrder>> OrderRows::orders_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<GivenOrder> all;
    Statement rows = reader->prepare(std::string(kColumns) + "WHERE site = ?1 ORDER BY id DESC");
    rows.bind(1, site);
    while (rows.step()) all.push_back(read_order(rows));
    return all;
  });
}

Done OrderRows::give(std::int64_t site, const monitor::WatchOrder& order, const std::string& by) {
  return at_rim([&] {
    std::vector<std::string> quiet;
    quiet.reserve(order.quiet.size());
    for (const QuietHours& hours : order.quiet) quiet.push_back(quiet_text(hours));
    Database::Write write(database_, Durability::Full);
    Statement row = write->prepare(
        "INSERT INTO watch_order(site, consent, consent_by, paused, paused_until, pause_reason, quiet, author, at) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    row.bind(1, site).bind(2, static_cast<std::int64_t>(order.consent)).bind(3, order.consent_by);
    row.bind(4, std::int64_t{order.pause ? 1 : 0});
    if (order.pause && order.pause->until)
      row.bind(5, *order.pause->until);
    else
      row.bind_null(5);
    row.bind(6, order.pause ? order.pause->reason : std::string()).bind(7, join_list(quiet)).bind(8, by);
    row.bind(9, database_.now()).run();
    write.commit();
  });
}

}  // namespace huabiao::storage
