#include "app/cli/progress_line.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace huabiao::app {
namespace {

constexpr std::int64_t kBarCells = 24;
constexpr std::size_t kOutcomesShown = 4;
constexpr Millis kLineEvery{5'000};  // where nothing can be redrawn

}  // namespace

std::string progress_text(const monitor::RoundProgress& progress, Language language) {
  const std::int64_t total = std::max<std::int64_t>(progress.total, 1);
  const std::int64_t full = kBarCells * std::min(progress.done, total) / total;
  std::string text = fmt::format("[{}{}] {}/{} {} %  {:.1f}/s", std::string(static_cast<std::size_t>(full), '#'),
                                 std::string(static_cast<std::size_t>(kBarCells - full), ' '), progress.done,
                                 progress.total, 100 * progress.done / total, progress.per_second);
  std::vector<std::pair<std::int64_t, std::string_view>> outcomes;
  for (std::size_t i = 0; i < progress.by_outcome.size(); ++i)
    if (progress.by_outcome[i] > 0) outcomes.emplace_back(progress.by_outcome[i], monitor::kOutcomeNames[i]);
  std::stable_sort(outcomes.begin(), outcomes.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; i < std::min(outcomes.size(), kOutcomesShown); ++i)
    text += fmt::format("  {} {}", outcomes[i].second, outcomes[i].first);
  if (progress.waiting_second > 0)
    text += fmt::format("  {} {}", language == Language::Chinese ? "待复查" : "to ask again", progress.waiting_second);
  return text;
}

void ProgressLine::show(const monitor::RoundProgress& progress) {
  if (!terminal_ && shown_ >= Millis(0) && progress.elapsed - shown_ < kLineEvery && progress.done < progress.total)
    return;
  shown_ = progress.elapsed;
  const std::string text = progress_text(progress, language_);
  if (terminal_)
    fmt::print(out_, "\r\x1b[2K{}", text);
  else
    fmt::print(out_, "{}\n", text);
  open_ = terminal_;
  std::fflush(out_);
}

void ProgressLine::end() {
  if (open_) fmt::print(out_, "\n");
  open_ = false;
}

}  // namespace huabiao::app
