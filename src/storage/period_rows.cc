#include "storage/period_rows.h"

#include <algorithm>

namespace huabiao::storage {

using monitor::PeriodLimits;
using monitor::WatchPeriod;

Done PeriodRows::keep(const WatchPeriod& period) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    write
        ->prepare(
            "INSERT INTO watch_period(round, began, rows, done, not_visited, left_alone, late_middle, "
            "late_p99, late_most) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT(round) DO UPDATE SET "
            "began = ?2, rows = ?3, done = ?4, not_visited = ?5, left_alone = ?6, late_middle = ?7, late_p99 = ?8, "
            "late_most = ?9")
        .bind(1, period.round)
        .bind(2, period.began)
        .bind(3, period.rows)
        .bind(4, period.done)
        .bind(5, period.not_visited)
        .bind(6, period.left_alone)
        .bind(7, period.late_middle.count())
        .bind(8, period.late_p99.count())
        .bind(9, period.late_most.count())
        .run();
    write->prepare("DELETE FROM watch_period WHERE began < ?1").bind(1, period.began - PeriodLimits::kRetention).run();
    write.commit();
  });
}

Result<std::vector<WatchPeriod>> PeriodRows::periods(TimePoint since) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<WatchPeriod> all;
    Statement rows = reader->prepare(
        "SELECT round, began, rows, done, not_visited, left_alone, late_middle, late_p99, late_most FROM watch_period "
        "WHERE began >= ?1 ORDER BY began DESC LIMIT ?2");
    rows.bind(1, since).bind(2, static_cast<std::int64_t>(PeriodLimits::kMostListed));
    while (rows.step())
      all.push_back({.round = {rows.integer(0)},
                     .began = rows.time(1),
                     .rows = rows.integer(2),
                     .done = rows.integer(3),
                     .not_visited = rows.integer(4),
                     .left_alone = rows.integer(5),
                     .late_middle = Millis(rows.integer(6)),
                     .late_p99 = Millis(rows.integer(7)),
                     .late_most = Millis(rows.integer(8))});
    std::ranges::reverse(all);
    return all;
  });
}

}  // namespace huabiao::storage
