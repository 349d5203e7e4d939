#include "monitor/page.h"

#include <algorithm>

namespace huabiao::monitor {

Place PageText::place_of(std::size_t at, std::size_t length) const {
  const auto after = [](std::size_t value, const Run& run) { return value < run.at; };
  const auto next = std::upper_bound(runs.begin(), runs.end(), at, after);
  if (next == runs.begin()) return {};
  const Run& first = *(next - 1);
  const std::size_t first_end = next == runs.end() ? text.size() : next->at;
  // A run holds its text plus at most one separator; when the sizes agree it was copied byte for byte.
  const auto copied = static_cast<std::size_t>(first.place.length);
  if (first_end - first.at <= copied + 1 && first_end - first.at >= copied && at + length <= first_end) {
    const std::size_t inside = std::min(at - first.at, copied);
    return {first.place.offset + static_cast<std::int64_t>(inside),
            static_cast<std::int64_t>(std::min(length, copied - inside))};
  }
  auto last = std::upper_bound(next, runs.end(), length == 0 ? at : at + length - 1, after) - 1;
  if (last < next) last = next - 1;
  return {first.place.offset, last->place.offset + last->place.length - first.place.offset};
}

std::string asked_of(unsigned asks) {
  constexpr std::string_view kNames[] = {"user agent", "referrer", "cookie", "time", "region"};
  std::string out;
  for (unsigned i = 0; i < std::size(kNames); ++i)
    if ((asks >> i & 1) != 0) out.append(out.empty() ? "" : ", ").append(kNames[i]);
  return out;
}

}  // namespace huabiao::monitor
