#include "storage/sample_rows.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <set>

namespace huabiao::storage {
namespace {

using monitor::Sample;
using monitor::SampleBlock;
using monitor::SampleDay;

constexpr int kSeriesBits = 32;
constexpr std::int64_t block_id(std::int64_t day, std::int64_t series) {
  return day << kSeriesBits | series;
}

void put_hours(Connection& connection, std::int64_t id, std::span<const Sample> samples) {
  connection.prepare("INSERT INTO hours(id, hours) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET hours = excluded.hours")
      .bind(1, id)
      .bind_bytes(2, monitor::write_hours(monitor::sample_hours(samples)))
      .run();
}

void seal(Connection& connection, std::int64_t series, const SampleBlock& block) {
  const std::int64_t id = block_id(block.day(), series);
  const auto samples = must(monitor::read_samples(block.day(), block.bytes()));
  const SampleDay row = monitor::sample_day(block.day(), samples);
  connection
      .prepare("INSERT INTO block(id, samples) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET samples = excluded.samples")
      .bind(1, id)
      .bind_bytes(2, block.bytes())
      .run();
  connection
      .prepare(
          "INSERT INTO day(id, samples, opened, failed, median, slowest) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
          "ON CONFLICT(id) DO UPDATE SET samples = ?2, opened = ?3, failed = ?4, median = ?5, slowest = ?6")
      .bind(1, id)
      .bind(2, row.samples)
      .bind(3, row.opened)
      .bind(4, row.failed)
      .bind(5, std::int64_t{row.median.step()})
      .bind(6, std::int64_t{row.slowest.step()})
      .run();
}

// Its samples are dropped already; what was rolled up of it stands.
bool is_pruned(Connection& connection, std::int64_t series, std::int64_t day) {
  Statement row =
      connection.prepare("SELECT 1 FROM day WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM block WHERE id = ?1)");
  return row.bind(1, block_id(day, series)).step();
}

// A block of this day to go on with: one that was sealed too early comes back.
SampleBlock begin_block(Connection& connection, std::int64_t series, std::int64_t day) {
  Statement sealed = connection.prepare("SELECT samples FROM block WHERE id = ?1");
  sealed.bind(1, block_id(day, series));
  return sealed.step() ? must(SampleBlock::read(day, sealed.bytes(0))) : SampleBlock(day);
}

std::optional<SampleBlock> open_block(Connection& connection, std::int64_t series) {
  Statement open = connection.prepare("SELECT day, samples FROM open_block WHERE series = ?1");
  open.bind(1, series);
  if (!open.step()) return std::nullopt;
  return must(SampleBlock::read(open.integer(0), open.bytes(1)));
}

// In the order of time, one a second: a second sample of one second is a repeat.
void put_in_order(std::vector<Sample>& samples) {
  std::ranges::stable_sort(samples, {}, &Sample::second);
  const auto repeats = std::ranges::unique(samples, {}, &Sample::second);
  samples.erase(repeats.begin(), repeats.end());
}

// `samples` of the block's day, in the order of time. Late ones, as of a slow visit or a clock set back, go where they
// belong.
SampleBlock with(SampleBlock block, std::span<const SeriesSample> samples) {
  if (block.size() == 0 || samples.front().sample.second > block.last().second) {
    for (const SeriesSample& one : samples) block.add(one.sample);
    return block;
  }
  std::vector<Sample> all = must(monitor::read_samples(block.day(), block.bytes()));
  for (const SeriesSample& one : samples) all.push_back(one.sample);
  put_in_order(all);
  SampleBlock anew(block.day());
  for (const Sample& sample : all) anew.add(sample);
  return anew;
}

// All of one series, in the order of time.
void add_to_block(Connection& connection, std::int64_t series, std::span<const SeriesSample> samples) {
  std::optional<SampleBlock> newest = open_block(connection, series);
  while (!samples.empty()) {
    const std::int64_t day = monitor::day_of(samples.front().sample.second);
    const auto end = std::ranges::find_if(
        samples, [&](const SeriesSample& one) { return monitor::day_of(one.sample.second) != day; });
    const auto of_day = samples.first(static_cast<std::size_t>(end - samples.begin()));
    samples = samples.subspan(of_day.size());
    if (is_pruned(connection, series, day)) continue;
    if (newest && day < newest->day()) {
      seal(connection, series, with(begin_block(connection, series, day), of_day));
      continue;
    }
    if (newest && day > newest->day()) {
      seal(connection, series, *newest);
      newest.reset();
    }
    newest = with(newest ? *std::move(newest) : begin_block(connection, series, day), of_day);
  }
  if (!newest) return;
  connection
      .prepare(
          "INSERT INTO open_block(series, day, samples) VALUES(?1, ?2, ?3) "
          "ON CONFLICT(series) DO UPDATE SET day = excluded.day, samples = excluded.samples")
      .bind(1, series)
      .bind(2, newest->day())
      .bind_bytes(3, newest->bytes())
      .run();
}

// From columns samples, opened, failed, median, slowest.
SampleDay read_day(const Statement& row, std::int64_t day) {
  const auto latency = [&](int column) {
    return monitor::Latency::of_step(static_cast<std::uint8_t>(row.integer(column))).value_or(monitor::Latency());
  };
  return {day, row.integer(0), row.integer(1), row.integer(2), latency(3), latency(4)};
}

std::vector<SeriesSample> journal_of(Connection& connection, std::int64_t& newest_row) {
  std::vector<SeriesSample> all;
  Statement rows = connection.prepare("SELECT id, samples FROM journal ORDER BY id");
  while (rows.step()) {
    newest_row = rows.integer(0);
    const auto batch = must(read_batch(rows.bytes(1)));
    all.insert(all.end(), batch.begin(), batch.end());
  }
  return all;
}

std::vector<Sample> sealed_samples(Connection& connection, std::int64_t series, std::int64_t day) {
  Statement sealed = connection.prepare("SELECT samples FROM block WHERE id = ?1");
  sealed.bind(1, block_id(day, series));
  return sealed.step() ? must(monitor::read_samples(day, sealed.bytes(0))) : std::vector<Sample>();
}

// From `from` to `to`, as far as these tables have days at all: who asks for ever is not answered day by day.
struct Days {
  std::int64_t from = 0, to = -1;
};
Days kept_days(Connection& connection, std::initializer_list<std::string_view> tables, std::int64_t from,
               std::int64_t to) {
  std::optional<Days> kept;
  for (const std::string_view table : tables) {
    Statement row = connection.prepare("SELECT min(id), max(id) FROM " + std::string(table));
    if (!row.step() || row.null(0)) continue;
    const Days here{row.integer(0) >> kSeriesBits, row.integer(1) >> kSeriesBits};
    kept = kept ? Days{std::min(kept->from, here.from), std::max(kept->to, here.to)} : here;
  }
  if (!kept) return {};
  return {std::max(from, kept->from), std::min(to, kept->to)};
}

// What is in no sealed day yet, or waits to go to one; in no order, and twice after a kill.
std::vector<Sample> growing(Connection& connection, std::int64_t series) {
  std::vector<Sample> all;
  Statement open = connection.prepare("SELECT day, samples FROM open_block WHERE series = ?1");
  open.bind(1, series);
  if (open.step()) all = must(monitor::read_samples(open.integer(0), open.bytes(1)));
  std::int64_t newest = 0;
  for (const SeriesSample& one : journal_of(connection, newest))
    if (one.series == series) all.push_back(one.sample);
  return all;
}

}  // namespace

SampleRows::SampleRows(const DatabaseAddress& address, const Clock& clock, const monitor::SampleRetention& retention)
    : database_(address, clock, samples_schema()), retention_(retention) {}

std::int64_t SampleRows::series_id(Connection& connection, const monitor::SeriesKey& key) {
  if (const auto known = series_.find(key); known != series_.end()) return known->second;
  const auto find = [&]() -> std::optional<std::int64_t> {
    Statement row = connection.prepare(
        "SELECT id FROM series WHERE site = ?1 AND host = ?2 AND port = ?3 AND kind = ?4 AND vantage = ?5");
    row.bind(1, key.site).bind(2, key.host).bind(3, std::int64_t{key.port});
    row.bind(4, static_cast<std::int64_t>(key.kind)).bind(5, key.vantage);
    return row.step() ? std::optional(row.integer(0)) : std::nullopt;
  };
  if (const auto id = find()) return *id;
  connection.prepare("INSERT INTO series(site, host, port, kind, vantage) VALUES(?1, ?2, ?3, ?4, ?5)")
      .bind(1, key.site)
      .bind(2, key.host)
      .bind(3, std::int64_t{key.port})
      .bind(4, static_cast<std::int64_t>(key.kind))
      .bind(5, key.vantage)
      .run();
  return connection.last_id();
}

Done SampleRows::append(std::span<const monitor::KeyedSample> batch) {
  return at_rim([&] {
    if (batch.empty()) return;
    const std::scoped_lock lock(ids_);
    Database::Write write(database_, Durability::Normal);
    std::vector<SeriesSample> samples;
    std::map<monitor::SeriesKey, std::int64_t> fresh;  // known only once they are on disk
    for (const monitor::KeyedSample& one : batch) {
      const std::int64_t id = series_id(*write, one.key);
      fresh.emplace(one.key, id);
      samples.push_back({id, one.sample});
    }
    write->prepare("INSERT INTO journal(at, samples) VALUES(?1, ?2)")
        .bind(1, database_.now())
        .bind_bytes(2, write_batch(samples))
        .run();
    write.commit();
    series_.merge(fresh);
  });
}

Result<std::vector<monitor::Series>> SampleRows::series_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<monitor::Series> all;
    Statement rows = reader->prepare(
        "SELECT id, host, port, kind, vantage FROM series WHERE site = ?1 ORDER BY host, port, kind, vantage");
    rows.bind(1, site);
    while (rows.step())
      all.push_back({{rows.integer(0)},
                     {site, rows.text(1), static_cast<std::uint16_t>(rows.integer(2)),
                      static_cast<monitor::CheckKind>(rows.integer(3)), rows.text(4)}});
    return all;
  });
}

Result<std::vector<Sample>> SampleRows::samples(monitor::SeriesId series, std::int64_t from, std::int64_t to) {
  return at_rim([&] {
    std::vector<Sample> all;
    if (from >= to) return all;
    Database::Reader reader(database_);
    const auto take = [&](const std::vector<Sample>& some) {
      std::ranges::copy_if(some, std::back_inserter(all),
                           [&](const Sample& sample) { return sample.second >= from && sample.second < to; });
    };
    const Days kept = kept_days(*reader, {"block"}, monitor::day_of(from), monitor::day_of(to - 1));
    for (std::int64_t day = kept.from; day <= kept.to; ++day) take(sealed_samples(*reader, series.value, day));
    take(growing(*reader, series.value));
    put_in_order(all);
    return all;
  });
}

Result<std::vector<monitor::SampleHour>> SampleRows::hours(monitor::SeriesId series, std::int64_t from,
                                                           std::int64_t to) {
  return at_rim([&] {
    std::vector<monitor::SampleHour> all;
    if (from >= to) return all;
    Database::Reader reader(database_);
    std::map<std::int64_t, std::vector<Sample>> fresh;  // by day: may not be rolled up yet
    for (const Sample& sample : growing(*reader, series.value)) fresh[monitor::day_of(sample.second)].push_back(sample);
    const auto take = [&](const std::vector<monitor::SampleHour>& some) {
      std::ranges::copy_if(some, std::back_inserter(all),
                           [&](const monitor::SampleHour& hour) { return hour.from >= from && hour.from < to; });
    };
    const Days kept_there = kept_days(*reader, {"block", "hours"}, monitor::day_of(from), monitor::day_of(to - 1));
    std::set<std::int64_t> asked;
    for (std::int64_t day = kept_there.from; day <= kept_there.to; ++day) asked.insert(day);
    for (const auto& [day, samples] : fresh) asked.insert(day);
    for (const std::int64_t day : asked) {
      const auto own = fresh.find(day);
      Statement kept = reader->prepare("SELECT hours FROM hours WHERE id = ?1");
      kept.bind(1, block_id(day, series.value));
      const bool rolled_up = kept.step();
      if (rolled_up && (own == fresh.end() || is_pruned(*reader, series.value, day))) {
        take(must(monitor::read_hours(day, kept.bytes(0))));
        continue;
      }
      std::vector<Sample> samples = sealed_samples(*reader, series.value, day);
      if (own != fresh.end()) samples.insert(samples.end(), own->second.begin(), own->second.end());
      put_in_order(samples);
      take(monitor::sample_hours(samples));
    }
    return all;
  });
}

Result<std::vector<monitor::SeriesDay>> SampleRows::day_of_all(std::int64_t day) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<monitor::SeriesDay> all;
    Statement rows = reader->prepare(
        "SELECT d.samples, d.opened, d.failed, d.median, d.slowest, s.site, s.host, s.port, s.kind, s.vantage "
        "FROM day d JOIN series s ON s.id = d.id - ?1 WHERE d.id >= ?1 AND d.id < ?2");
    rows.bind(1, block_id(day, 0)).bind(2, block_id(day + 1, 0));
    while (rows.step())
      all.push_back({{rows.integer(5), rows.text(6), static_cast<std::uint16_t>(rows.integer(7)),
                      static_cast<monitor::CheckKind>(rows.integer(8)), rows.text(9)},
                     read_day(rows, day)});
    std::ranges::stable_sort(all, {}, [](const monitor::SeriesDay& one) { return one.key.site; });
    return all;
  });
}

Result<std::vector<SampleDay>> SampleRows::days(monitor::SeriesId series, std::int64_t from, std::int64_t to) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<SampleDay> all;
    const Days kept = kept_days(*reader, {"day"}, from, to);
    for (std::int64_t day = kept.from; day <= kept.to; ++day) {
      Statement row = reader->prepare("SELECT samples, opened, failed, median, slowest FROM day WHERE id = ?1");
      row.bind(1, block_id(day, series.value));
      if (!row.step()) continue;
      all.push_back(read_day(row, day));
    }
    return all;
  });
}

bool SampleRows::journal_is_due() {
  Database::Reader reader(database_);
  Statement row = reader->prepare("SELECT min(at), sum(length(samples)) FROM journal");
  return row.step() && !row.null(0) &&
         (row.time(0) <= database_.now() - SampleUpkeep::kJournalAge || row.integer(1) >= SampleUpkeep::kJournalBytes);
}

void SampleRows::load_journal() {
  Database::Reader reader(database_);
  Moving moving;
  moving.samples = journal_of(*reader, moving.newest_row);
  std::ranges::stable_sort(moving.samples, {},
                           [](const SeriesSample& one) { return std::pair(one.series, one.sample.second); });
  moving_ = std::move(moving);
}

void SampleRows::move_some() {
  Database::Write write(database_, Durability::Normal);
  std::size_t at = moving_->at;
  const std::span<const SeriesSample> all(moving_->samples);
  for (std::size_t series = 0; series < SampleUpkeep::kSeriesPerStep && at < all.size(); ++series) {
    std::size_t end = at;
    while (end < all.size() && all[end].series == all[at].series) ++end;
    add_to_block(*write, all[at].series, all.subspan(at, end - at));
    at = end;
  }
  const bool last = at == all.size();
  if (last) write->prepare("DELETE FROM journal WHERE id <= ?1").bind(1, moving_->newest_row).run();
  write.commit();
  moving_->at = at;
  if (last) moving_.reset();
}

bool SampleRows::seal_quiet_days() {
  const std::int64_t today = monitor::day_of(monitor::second_of(database_.now() - SampleUpkeep::kDayGrace));
  std::vector<std::int64_t> quiet;
  {
    Database::Reader reader(database_);
    Statement rows = reader->prepare("SELECT series FROM open_block WHERE day < ?1 ORDER BY series LIMIT ?2");
    rows.bind(1, today).bind(2, SampleUpkeep::kRowsPerStep);
    while (rows.step()) quiet.push_back(rows.integer(0));
  }
  if (quiet.empty()) return false;
  Database::Write write(database_, Durability::Normal);
  for (const std::int64_t series : quiet) {
    if (const auto block = open_block(*write, series)) seal(*write, series, *block);
    write->prepare("DELETE FROM open_block WHERE series = ?1").bind(1, series).run();
  }
  write.commit();
  return true;
}

// Days whose samples go now: their hours stay, for as long as hours do. While samples are there, hours are made of
// them.
bool SampleRows::roll_up_leaving(std::int64_t today) {
  if (retention_.hour_days <= retention_.raw_days) return false;
  Database::Write write(database_, Durability::Normal);
  std::vector<std::pair<std::int64_t, std::string>> leaving;
  {
    Statement rows = write->prepare(
        "SELECT id, samples FROM block WHERE id >= ?1 AND id < ?2 AND NOT EXISTS "
        "(SELECT 1 FROM hours WHERE hours.id = block.id) LIMIT ?3");
    rows.bind(1, block_id(today - retention_.hour_days, 0)).bind(2, block_id(today - retention_.raw_days, 0));
    rows.bind(3, SampleUpkeep::kRowsPerStep);
    while (rows.step()) leaving.emplace_back(rows.integer(0), rows.bytes(1));
  }
  for (const auto& [id, samples] : leaving)
    put_hours(*write, id, must(monitor::read_samples(id >> kSeriesBits, samples)));
  write.commit();
  return !leaving.empty();
}

bool SampleRows::prune() {
  const std::int64_t today = monitor::day_of(monitor::second_of(database_.now()));
  if (roll_up_leaving(today)) return true;
  const std::array<std::pair<std::string_view, std::int64_t>, 3> old{
      {{"DELETE FROM block WHERE id IN (SELECT id FROM block WHERE id < ?1 LIMIT ?2)", today - retention_.raw_days},
       {"DELETE FROM hours WHERE id IN (SELECT id FROM hours WHERE id < ?1 LIMIT ?2)", today - retention_.hour_days},
       {"DELETE FROM day WHERE id IN (SELECT id FROM day WHERE id < ?1 LIMIT ?2)", today - retention_.day_days}}};
  for (const auto& [drop, before] : old) {
    Database::Write write(database_, Durability::Normal);
    write->prepare(drop).bind(1, block_id(before, 0)).bind(2, SampleUpkeep::kRowsPerStep).run();
    const bool some = write->changed() > 0;
    write.commit();
    if (some) return true;
  }
  return false;
}

Result<monitor::Upkeep> SampleRows::upkeep() {
  return at_rim([&] {
    const std::scoped_lock lock(upkeep_);
    if (moving_) {
      move_some();
      return monitor::Upkeep::More;
    }
    if (journal_is_due()) {
      load_journal();
      return monitor::Upkeep::More;
    }
    return seal_quiet_days() || prune() ? monitor::Upkeep::More : monitor::Upkeep::Done;
  });
}

Result<monitor::SampleUse> SampleRows::use() {
  return at_rim([&] {
    Database::Reader reader(database_);
    monitor::SampleUse use;
    use.series = reader->integer("SELECT count(*) FROM series");
    use.waiting = reader->integer("SELECT count(*) FROM journal");
    use.disk_bytes = reader->engine().disk_bytes();
    return use;
  });
}

}  // namespace huabiao::storage
