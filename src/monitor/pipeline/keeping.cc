#include "monitor/pipeline/keeping.h"

#include <algorithm>
#include <utility>

#include "monitor/sample/sample.h"

namespace huabiao::monitor {

Done Keeping::take(SiteDone site) {
  const bool looked =
      std::ranges::any_of(site.rows, [](const VisitRecord& row) { return row.fetch.outcome != Outcome::NotVisited; });
  for (VisitRecord& row : site.rows) {
    if (ports_.evidence != nullptr && !row.fetch.body.empty() && is_accused(row))
      if (auto put = ports_.evidence->put(row.body_sha256, row.fetch.body); !put) return fail(std::move(put));
    row.fetch.body.clear();
    if (auto kept = keep_picture(row); !kept) return kept;
  }
  if (sites_.empty()) oldest_ = std::chrono::steady_clock::now();
  rows_ += site.rows.size();
  const std::int64_t number = site.rows.front().visit.site;
  sites_.push_back({number, std::move(site.rows), {}});
  if (looked) sites_.back().verdict = std::move(site.verdict);
  return rows_ >= settings_.batch_rows ? flush() : Done{};
}

// Beside the row, which names it; the bytes do not travel on.
Done Keeping::keep_picture(VisitRecord& row) const {
  if (!row.rendered || !row.rendered->picture) return {};
  Picture& picture = *row.rendered->picture;
  if (ports_.pictures == nullptr || picture.png.empty() || row.findings.empty()) {
    row.rendered->picture.reset();  // nothing it could show
    return {};
  }
  auto put = ports_.pictures->put(picture.sha256, picture.png);
  if (!put) return fail(std::move(put));
  picture.png.clear();
  if (*put == Kept::NoRoom) row.rendered->picture.reset();
  return {};
}

Done Keeping::flush_if_old() {
  const bool old = !sites_.empty() && std::chrono::steady_clock::now() - oldest_ >= settings_.batch_age;
  return old ? flush() : Done{};
}

Done Keeping::flush() {
  if (sites_.empty()) return {};
  // First: a row that is kept has its sample. A kill between the two visits once more, and that is a sample, too.
  if (auto kept = keep_samples(); !kept) return kept;
  if (auto saved = ports_.rounds.save(round_, sites_); !saved) return saved;
  kept_ += static_cast<std::int64_t>(rows_);
  sites_.clear();
  rows_ = 0;
  return {};
}

Done Keeping::keep_samples() {
  if (ports_.samples == nullptr) return {};
  std::vector<KeyedSample> samples;
  for (const SiteRows& site : sites_)
    for (const VisitRecord& row : site.rows)
      if (!row.visit.host.empty())
        // The watch's own series, also where a page was read from elsewhere: one visit, one sample.
        samples.push_back({{row.visit.site, row.visit.host, row.visit.port, CheckKind::HomePage, settings_.vantage},
                           {second_of(row.fetch.at), row.fetch.outcome, Latency::of_millis(row.fetch.timing.total)}});
  return ports_.samples->append(samples);
}

}  // namespace huabiao::monitor
