#pragma once
// SampleStore on a database of its own, samples.db. Samples go to the journal as they come; upkeep() sorts them into
// one open block per series, and when its day is over into a sealed one, written once, in the order of series, so that
// its pages are full. A kill between two steps leaves samples in both journal and block: those count once, because a
// series has one sample a second. Internal to this room.

#include <map>
#include <mutex>
#include <vector>

#include "monitor/keep/sample_store.h"
#include "monitor/sample/sample_block.h"
#include "storage/database.h"
#include "storage/sample_batch.h"

namespace huabiao::storage {

struct SampleUpkeep {
  static constexpr std::chrono::minutes kJournalAge{10};   // a batch is at most so old when it is moved
  static constexpr std::int64_t kJournalBytes = 16 << 20;  // or so many bytes of batches
  static constexpr std::size_t kSeriesPerStep = 2'000;     // in one transaction
  static constexpr std::int64_t kRowsPerStep = 2'000;
  static constexpr std::chrono::hours kDayGrace{2};  // after midnight, before a quiet series' day is sealed
};

class SampleRows final : public monitor::SampleStore {
 public:
  SampleRows(const DatabaseAddress& address, const Clock& clock, const monitor::SampleRetention& retention);

  Done append(std::span<const monitor::KeyedSample> batch) override;
  Result<std::vector<monitor::Series>> series_of(std::int64_t site) override;
  Result<std::vector<monitor::Sample>> samples(monitor::SeriesId series, std::int64_t from, std::int64_t to) override;
  Result<std::vector<monitor::SampleHour>> hours(monitor::SeriesId series, std::int64_t from, std::int64_t to) override;
  Result<std::vector<monitor::SampleDay>> days(monitor::SeriesId series, std::int64_t from, std::int64_t to) override;
  Result<std::vector<monitor::SeriesDay>> day_of_all(std::int64_t day) override;
  Result<monitor::Upkeep> upkeep() override;
  Result<monitor::SampleUse> use() override;

  void guard(const std::string& purpose, std::int64_t fence) { database_.guard(purpose, fence); }

 private:
  // Samples on their way from the journal to their blocks, by series and time.
  struct Moving {
    std::vector<SeriesSample> samples;
    std::size_t at = 0;
    std::int64_t newest_row = 0;
  };
  std::int64_t series_id(Connection& connection, const monitor::SeriesKey& key);
  bool journal_is_due();
  void load_journal();
  void move_some();
  bool seal_quiet_days();
  bool roll_up_leaving(std::int64_t today);
  bool prune();

  Database database_;
  const monitor::SampleRetention retention_;
  std::mutex ids_, upkeep_;
  std::map<monitor::SeriesKey, std::int64_t> series_;  // guarded by ids_
  std::optional<Moving> moving_;                       // guarded by upkeep_
};

}  // namespace huabiao::storage
