#pragma once
// Which of samples, hours and days answers a question: the longest that gives the same. Over a year days are read, over
// a month hours, over a day every sample. Thread: any. Fail: as SampleStore.

#include <cstdint>
#include <vector>

#include "monitor/keep/sample_store.h"

namespace huabiao::monitor {

// Steps of what began in seconds [from, to). Hours and days on the edge are taken whole. Requires: step > 0.
Result<std::vector<SampleStep>> steps_of(SampleStore& store, SeriesId series, std::int64_t from, std::int64_t to,
                                         std::int64_t step);

// Days [from, to], also those that may still grow.
Result<std::vector<SampleDay>> days_of(SampleStore& store, SeriesId series, std::int64_t from, std::int64_t to);

}  // namespace huabiao::monitor
