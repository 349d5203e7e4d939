#include "monitor/pipeline/keeping.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "monitor/sample/sample.h"

namespace huabiao::monitor {

Done Keeping::take(SiteDone site, KeepVerdict verdict) {
  if (ports_.evidence != nullptr)
    for (const VisitRecord& row : site.rows)
      if (!row.fetch.body.empty())
        if (auto put = ports_.evidence->put(row.body_sha256, row.fetch.body); !put) return fail(std::move(put));
  for (VisitRecord& row : site.rows) {
    row.fetch.body.clear();
    completed_.push_back({row.visit.site, row.visit.host, row.visit.port, row.visit.path});
  }
  const std::span<const VisitRecord> rows(site.rows);
  if (verdict == KeepVerdict::Yes)
    if (auto saved = ports_.rounds.save_verdict(round_, rows.front().visit.site, site.verdict, rows); !saved)
      return saved;
  if (rows_.empty()) oldest_ = std::chrono::steady_clock::now();
  std::move(site.rows.begin(), site.rows.end(), std::back_inserter(rows_));
  return rows_.size() >= settings_.batch_rows ? flush() : Done{};
}

Done Keeping::flush_if_old() {
  const bool old = !rows_.empty() && std::chrono::steady_clock::now() - oldest_ >= settings_.batch_age;
  return old ? flush() : Done{};
}

Done Keeping::flush() {
  if (rows_.empty()) return {};
  // First: a row that is kept has its sample. A kill between the two visits once more, and that is a sample, too.
  if (auto kept = keep_samples(); !kept) return kept;
  if (auto saved = ports_.rounds.save(round_, rows_, completed_); !saved) return saved;
  kept_ += static_cast<std::int64_t>(rows_.size());
  rows_.clear();
  completed_.clear();
  return {};
}

Done Keeping::keep_samples() {
  if (ports_.samples == nullptr) return {};
  std::vector<KeyedSample> samples;
  for (const VisitRecord& row : rows_)
    if (!row.visit.host.empty())
      samples.push_back({{row.visit.site, row.visit.host, row.visit.port, CheckKind::HomePage, row.vantage},
                         {second_of(row.fetch.at), row.fetch.outcome, Latency::of_millis(row.fetch.timing.total)}});
  return ports_.samples->append(samples);
}

}  // namespace huabiao::monitor
