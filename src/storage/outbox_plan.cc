// The half of Outbox that plans: from where a channel stood in the history of findings to deliveries that wait.
#include <algorithm>

#include "notice/telling.h"
#include "storage/finding_rows.h"
#include "storage/outbox_rows.h"

namespace huabiao::storage {
namespace {

using notice::Channel;

constexpr std::string_view kGone = "notice.channel_gone";

std::int64_t newest_moment(Connection& connection) {
  return connection.integer("SELECT coalesce(max(id), 0) FROM finding_moment");
}

struct Known {
  std::string name;
  std::int64_t cursor = 0;
};

std::vector<Known> known_channels(Connection& connection) {
  std::vector<Known> known;
  Statement rows = connection.prepare("SELECT name, cursor FROM notice_channel ORDER BY name");
  while (rows.step()) known.push_back({rows.text(0), rows.integer(1)});
  return known;
}

// Everything is as planned: nothing to write.
bool at_rest(Connection& connection, std::span<const Channel> channels) {
  const std::vector<Known> known = known_channels(connection);
  if (known.size() != channels.size()) return false;
  const std::int64_t newest = newest_moment(connection);
  return std::ranges::all_of(channels, [&](const Channel& channel) {
    const auto at = std::ranges::find(known, channel.name, &Known::name);
    return at != known.end() && at->cursor >= newest;
  });
}

// One plan being written.
class Plan {
 public:
  Plan(Connection& connection, TimePoint now, std::size_t most) : connection_(connection), now_(now), most_(most) {}

  void match(std::span<const Channel> channels) {
    for (const Known& known : known_channels(connection_))
      if (std::ranges::find(channels, known.name, &Channel::name) == channels.end()) forget(known.name);
    for (const Channel& channel : channels)
      connection_
          .prepare("INSERT INTO notice_channel(name, cursor, began) VALUES(?1, ?2, ?3) ON CONFLICT(name) DO NOTHING")
          .bind(1, channel.name)
          .bind(2, newest_moment(connection_))
          .bind(3, now_)
          .run();
  }

  // True: there is history left.
  bool advance(const Channel& channel) {
    std::int64_t cursor = 0;
    {
      Statement row = connection_.prepare("SELECT cursor FROM notice_channel WHERE name = ?1");
      row.bind(1, channel.name);
      if (row.step()) cursor = row.integer(0);
    }
    std::size_t read = 0;
    for (const Moment& moment : moments_after(cursor)) {
      take(channel, moment);
      cursor = moment.row;
      ++read;
    }
    connection_.prepare("UPDATE notice_channel SET cursor = ?2 WHERE name = ?1")
        .bind(1, channel.name)
        .bind(2, cursor)
        .run();
    return read == most_;
  }

  [[nodiscard]] std::size_t deliveries() const { return deliveries_; }

 private:
  struct Moment {
    std::int64_t row = 0;
    std::string what, fingerprint;
    TimePoint at{};
    monitor::FindingId finding;
    monitor::Severity severity = monitor::Severity::Info;
    bool explained = false;
    monitor::FindingLife life;  // of it, what telling reads
  };

  std::vector<Moment> moments_after(std::int64_t cursor) {
    std::vector<Moment> moments;
    Statement rows = connection_.prepare(
        "SELECT m.id, m.what, m.at, f.id, f.fingerprint, f.severity, f.state, f.decision, f.decided_until, "
        "f.cause <> '' AND EXISTS(SELECT 1 FROM finding c WHERE c.fingerprint = f.cause AND c.state <> 2 AND "
        "(c.decision <> 2 OR c.decided_until <= ?3)) "
        "FROM finding_moment m JOIN finding f ON f.id = m.finding WHERE m.id > ?1 ORDER BY m.id LIMIT ?2");
    rows.bind(1, cursor).bind(2, static_cast<std::int64_t>(most_)).bind(3, now_);
    while (rows.step()) {
      Moment moment{.row = rows.integer(0),
                    .what = rows.text(1),
                    .fingerprint = rows.text(4),
                    .at = rows.time(2),
                    .finding = {rows.integer(3)},
                    .severity = static_cast<monitor::Severity>(rows.integer(5)),
                    .explained = rows.integer(9) != 0,
                    .life = {}};
      moment.life.state = static_cast<monitor::FindingState>(rows.integer(6));
      moment.life.decision = static_cast<monitor::FindingDecision>(rows.integer(7));
      if (!rows.null(8)) moment.life.decided_until = rows.time(8);
      moments.push_back(std::move(moment));
    }
    return moments;
  }

  void take(const Channel& channel, const Moment& moment) {
    const auto before = standing(channel.name, moment.finding);
    const notice::Telling telling = notice::tell(
        channel, {.what = moment.what, .severity = moment.severity, .explained = moment.explained, .life = moment.life},
        before, now_);
    if (telling.standing != before) stand(channel.name, moment.finding, telling.standing);
    if (!telling.say) return;
    connection_
        .prepare(
            "INSERT INTO notice_delivery(channel, key, finding, what, severity, at, state, attempts, planned, "
            "next_try, error, detail) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?7, '', '') "
            "ON CONFLICT(channel, key) DO NOTHING")
        .bind(1, channel.name)
        .bind(2, notice::key_of(moment.fingerprint, moment.what, moment.at))
        .bind(3, moment.finding)
        .bind(4, static_cast<std::int64_t>(telling.say->what))
        .bind(5, static_cast<std::int64_t>(telling.say->severity))
        .bind(6, moment.at)
        .bind(7, now_)
        .run();
    deliveries_ += static_cast<std::size_t>(connection_.changed());
  }

  std::optional<monitor::Severity> standing(const std::string& channel, monitor::FindingId finding) {
    Statement row = connection_.prepare("SELECT severity FROM notice_standing WHERE channel = ?1 AND finding = ?2");
    row.bind(1, channel).bind(2, finding);
    if (!row.step()) return std::nullopt;
    return static_cast<monitor::Severity>(row.integer(0));
  }

  void stand(const std::string& channel, monitor::FindingId finding, std::optional<monitor::Severity> severity) {
    if (!severity) {
      connection_.prepare("DELETE FROM notice_standing WHERE channel = ?1 AND finding = ?2")
          .bind(1, channel)
          .bind(2, finding)
          .run();
      return;
    }
    connection_
        .prepare(
            "INSERT INTO notice_standing(channel, finding, severity) VALUES(?1, ?2, ?3) "
            "ON CONFLICT(channel, finding) DO UPDATE SET severity = excluded.severity")
        .bind(1, channel)
        .bind(2, finding)
        .bind(3, static_cast<std::int64_t>(*severity))
        .run();
  }

  void forget(const std::string& channel) {
    connection_.prepare("UPDATE notice_delivery SET state = 2, ended = ?2, error = ?3 WHERE channel = ?1 AND state = 0")
        .bind(1, channel)
        .bind(2, now_)
        .bind(3, kGone)
        .run();
    connection_.prepare("DELETE FROM notice_standing WHERE channel = ?1").bind(1, channel).run();
    connection_.prepare("DELETE FROM notice_channel WHERE name = ?1").bind(1, channel).run();
  }

  Connection& connection_;
  TimePoint now_;
  std::size_t most_;
  std::size_t deliveries_ = 0;
};

}  // namespace

Result<notice::Outbox::Planned> OutboxRows::plan(std::span<const Channel> channels) {
  return at_rim([&]() -> Planned {
    {
      Database::Reader reader(database_);
      if (at_rest(*reader, channels)) return {};
    }
    Database::Write write(database_, Durability::Full);
    Plan plan(*write, database_.now(), limits_.moments_per_plan);
    plan.match(channels);
    Planned planned;
    for (const Channel& channel : channels)
      if (plan.advance(channel)) planned.more = true;
    planned.deliveries = plan.deliveries();
    write.commit();
    return planned;
  });
}

}  // namespace huabiao::storage
