// The half of Outbox that hands out what waits, and keeps what became of it.
#include "storage/outbox_rows.h"

#include <algorithm>

#include "base/digest.h"
#include "storage/cursor.h"
#include "storage/finding_rows.h"
#include "storage/sql_text.h"

namespace huabiao::storage {
namespace {

using notice::Delivery;
using notice::DeliveryId;
using notice::DeliveryState;

constexpr std::size_t kMostListed = 200;
constexpr std::string_view kCursor = "notice.deliveries";
constexpr std::string_view kColumns =
    "d.id, d.channel, d.key, d.finding, d.what, d.severity, d.at, d.state, d.attempts, d.planned, d.next_try, d.tried, "
    "d.ended, d.error, d.detail, f.site, coalesce(s.name, ''), f.rule";
constexpr std::string_view kFrom =
    " FROM notice_delivery d JOIN finding f ON f.id = d.finding LEFT JOIN site_summary s ON s.site = f.site ";

Delivery read_delivery(const Statement& row) {
  Delivery one;
  one.id.value = row.integer(0);
  one.channel = row.text(1);
  one.key = row.text(2);
  one.finding.value = row.integer(3);
  one.what = static_cast<notice::Happening>(row.integer(4));
  one.severity = static_cast<monitor::Severity>(row.integer(5));
  one.at = row.time(6);
  one.state = static_cast<DeliveryState>(row.integer(7));
  one.attempts = row.integer(8);
  one.planned = row.time(9);
  one.next_try = row.time(10);
  if (!row.null(11)) one.tried = row.time(11);
  if (!row.null(12)) one.ended = row.time(12);
  one.error = row.text(13);
  one.detail = row.text(14);
  one.site = row.integer(15);
  one.site_name = row.text(16);
  one.rule = row.text(17);
  return one;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + std::string(kFrom) + std::string(rest);
}

// Throws Failure: notice.no_such_delivery.
Delivery delivery(Connection& connection, DeliveryId id) {
  Statement row = connection.prepare(select("WHERE d.id = ?1"));
  row.bind(1, id);
  if (!row.step()) throw Failure({Kind::NotFound, "notice.no_such_delivery", std::to_string(id.value), {}});
  return read_delivery(row);
}

void put_state(Connection& connection, const Delivery& one) {
  Statement row = connection.prepare(
      "UPDATE notice_delivery SET state = ?2, attempts = ?3, planned = ?4, next_try = ?5, tried = ?6, ended = ?7, "
      "error = ?8, detail = ?9 WHERE id = ?1");
  row.bind(1, one.id).bind(2, static_cast<std::int64_t>(one.state)).bind(3, one.attempts);
  row.bind(4, one.planned).bind(5, one.next_try);
  one.tried ? row.bind(6, *one.tried) : row.bind_null(6);
  one.ended ? row.bind(7, *one.ended) : row.bind_null(7);
  row.bind(8, one.error).bind(9, one.detail);
  row.run();
}

double chance() {
  constexpr double kMost = 255;
  return static_cast<unsigned char>(random_bytes(1).front()) / kMost;
}

}  // namespace

Result<std::vector<notice::DueDelivery>> OutboxRows::due(const std::string& channel, std::size_t limit) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<notice::DueDelivery> due;
    {
      Statement rows = reader->prepare(
          select("WHERE d.channel = ?1 AND d.state = 0 AND d.next_try <= ?2 AND NOT EXISTS (SELECT 1 FROM "
                 "notice_delivery e WHERE e.channel = d.channel AND e.finding = d.finding AND e.state = 0 AND "
                 "e.id < d.id) ORDER BY d.next_try, d.id LIMIT ?3"));
      rows.bind(1, channel).bind(2, database_.now()).bind(3, static_cast<std::int64_t>(limit));
      while (rows.step()) due.push_back({read_delivery(rows), {}});
    }
    for (notice::DueDelivery& one : due) {
      Statement row = reader->prepare("SELECT " + std::string(finding_columns()) + " FROM finding f WHERE f.id = ?1");
      row.bind(1, one.delivery.finding);
      if (!row.step()) throw Failure({Kind::Internal, "finding.none", std::to_string(one.delivery.finding.value), {}});
      one.finding = read_finding(row);
      one.finding.site_name = one.delivery.site_name;
    }
    return due;
  });
}

Done OutboxRows::sent(DeliveryId id) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Delivery one = delivery(*write, id);
    one.state = DeliveryState::Sent;
    one.tried = one.ended = database_.now();
    one.error.clear();
    one.detail.clear();
    put_state(*write, one);
    add_moment(*write, one.finding, {*one.ended, "told", {}, {}, one.channel});
    write.commit();
  });
}

Result<DeliveryState> OutboxRows::failed(DeliveryId id, const Error& error) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Delivery one = delivery(*write, id);
    const TimePoint now = database_.now();
    ++one.attempts;
    one.tried = now;
    one.error = error.code;
    one.detail = error.detail;
    one.next_try = now + notice::wait_after(one.attempts, chance(), limits_);
    if (one.next_try > one.planned + limits_.give_up_after) {
      one.state = DeliveryState::GivenUp;
      one.ended = now;
    }
    put_state(*write, one);
    write.commit();
    return one.state;
  });
}

Done OutboxRows::give_up(DeliveryId id, const Error& why) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Delivery one = delivery(*write, id);
    one.state = DeliveryState::GivenUp;
    one.ended = database_.now();
    one.error = why.code;
    one.detail = why.detail;
    put_state(*write, one);
    write.commit();
  });
}

Result<Delivery> OutboxRows::replay(DeliveryId id) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Delivery one = delivery(*write, id);
    {
      Statement row = write->prepare("SELECT 1 FROM notice_channel WHERE name = ?1");
      row.bind(1, one.channel);
      if (!row.step()) throw Failure({Kind::Conflict, "notice.no_such_channel", one.channel, {}});
    }
    one.state = DeliveryState::Waiting;
    one.planned = one.next_try = database_.now();
    one.attempts = 0;
    one.ended.reset();
    put_state(*write, one);
    write.commit();
    return one;
  });
}

Result<notice::DeliveryPage> OutboxRows::deliveries(const notice::DeliveryQuery& query) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const Cursor cursor = Cursor::read(query.cursor, kCursor, "registry.bad_cursor");
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kMostListed);
    SqlText conditions;
    conditions.add("WHERE true");
    if (!query.channel.empty()) conditions.add(" AND d.channel = ?", query.channel);
    if (query.state) conditions.add(" AND d.state = ?", static_cast<std::int64_t>(*query.state));
    notice::DeliveryPage page;
    {
      SqlText count;
      count.add("SELECT count(*) FROM notice_delivery d ").add(conditions);
      Statement row = reader->prepare(count.text());
      count.bind(row);
      if (row.step()) page.total = row.integer(0);
    }
    SqlText sql;
    sql.add(select("")).add(conditions);
    if (cursor.set) sql.add(" AND d.id < ?", cursor.id);
    sql.add(" ORDER BY d.id DESC LIMIT ?", static_cast<std::int64_t>(limit + 1));
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) page.rows.push_back(read_delivery(rows));
    if (page.rows.size() > limit) {
      page.rows.pop_back();
      page.next = Cursor{"", page.rows.back().id.value}.write(kCursor);
    }
    return page;
  });
}

Result<std::vector<notice::ChannelUse>> OutboxRows::use() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<notice::ChannelUse> all;
    Statement rows = reader->prepare(
        "SELECT c.name, count(CASE WHEN d.state = 0 THEN 1 END), count(CASE WHEN d.state = 1 THEN 1 END), "
        "count(CASE WHEN d.state = 2 THEN 1 END), "
        "min(CASE WHEN d.state = 0 THEN d.planned END), max(CASE WHEN d.state = 1 THEN d.ended END) "
        "FROM notice_channel c LEFT JOIN notice_delivery d ON d.channel = c.name GROUP BY c.name ORDER BY c.name");
    while (rows.step()) {
      notice::ChannelUse one{.channel = rows.text(0),
                             .waiting = rows.integer(1),
                             .sent = rows.integer(2),
                             .given_up = rows.integer(3),
                             .oldest_waiting = std::nullopt,
                             .last_sent = std::nullopt};
      if (!rows.null(4)) one.oldest_waiting = rows.time(4);
      if (!rows.null(5)) one.last_sent = rows.time(5);
      all.push_back(std::move(one));
    }
    return all;
  });
}

Result<bool> OutboxRows::prune() {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    write
        ->prepare(
            "DELETE FROM notice_delivery WHERE id IN (SELECT id FROM notice_delivery WHERE state <> 0 AND ended < ?1 "
            "LIMIT ?2)")
        .bind(1, database_.now() - limits_.retention)
        .bind(2, static_cast<std::int64_t>(limits_.pruned_per_step))
        .run();
    const bool more = write->changed() == static_cast<std::int64_t>(limits_.pruned_per_step);
    write.commit();
    return more;
  });
}

}  // namespace huabiao::storage
