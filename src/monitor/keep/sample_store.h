#pragma once
// SampleStore: every check of every host, raw, for as long as it is retained, two bytes each (monitor/sample). Written
// in batches as checks end; upkeep() moves what was written to where it is small, seals days, and drops what is past
// retention, in steps short enough that the watch does not wait.
// Thread: any; readers do not wait; writers wait for each other. Fails (all calls): as RegistryStore;
// Unreadable samples.damaged where bytes on disk are not what was written.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "monitor/sample/sample_day.h"
#include "monitor/sample/sample_hour.h"

namespace huabiao::monitor {

struct SampleRetention {
  std::int64_t raw_days = 400;    // every sample
  std::int64_t hour_days = 400;   // how many checks of an hour, how many failed, how long they took
  std::int64_t day_days = 3'650;  // the same of a day
};

struct Series {
  SeriesId id;
  SeriesKey key;
};

struct SeriesDay {
  SeriesKey key;
  SampleDay day;
};

struct SampleUse {
  std::int64_t series = 0;
  std::int64_t waiting = 0;     // batches not yet moved to their blocks
  std::int64_t disk_bytes = 0;  // all of the file and its log
};

enum class Upkeep { Done, More };

class SampleStore {
 public:
  virtual ~SampleStore() = default;
  // On disk when it returns, all or nothing. Of two samples of one series and second the first stands; late ones go
  // where they belong.
  virtual Done append(std::span<const KeyedSample> batch) = 0;
  virtual Result<std::vector<Series>> series_of(std::int64_t site) = 0;
  // Of seconds [from, to), in their order.
  virtual Result<std::vector<Sample>> samples(SeriesId series, std::int64_t from, std::int64_t to) = 0;
  // The hours that have samples and begin in [from, to), in their order: of days whose samples are gone as
  // rolled up, of others from their samples.
  virtual Result<std::vector<SampleHour>> hours(SeriesId series, std::int64_t from, std::int64_t to) = 0;
  // Sealed days [from, to], in their order; a day without samples is not told, nor is one that may still grow.
  virtual Result<std::vector<SampleDay>> days(SeriesId series, std::int64_t from, std::int64_t to) = 0;
  // Sealed, of every series that has samples of that day, by site.
  virtual Result<std::vector<SeriesDay>> day_of_all(std::int64_t day) = 0;
  // One step. More: there is another to do now.
  virtual Result<Upkeep> upkeep() = 0;
  virtual Result<SampleUse> use() = 0;
};

}  // namespace huabiao::monitor
