#include "monitor/plan/permission.h"

#include <algorithm>
#include <fmt/format.h>

namespace huabiao::monitor {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr std::chrono::hours kShanghai{8};  // Asia/Shanghai has no summer time since 1992

std::string clock_text(int minutes) {
  constexpr int kHour = 60;
  return fmt::format("{:02}:{:02}", minutes / kHour, minutes % kHour);
}

}  // namespace

bool is_quiet(const QuietHours& hours, TimePoint now) {
  const auto local = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch() + kShanghai).count();
  const auto day = static_cast<std::size_t>((local / kDayMinutes + 3) % 7);  // 1970-01-01 was a Thursday
  const auto yesterday = (day + 6) % 7;
  const int minute = static_cast<int>(local % kDayMinutes);
  if (hours.from < hours.to) return hours.days[day] && minute >= hours.from && minute < hours.to;
  return (hours.days[day] && minute >= hours.from) || (hours.days[yesterday] && minute < hours.to);
}

bool has_turn(const WatchOrder& order, std::int64_t site, std::int64_t period) {
  return order.every <= 1 || (site + period) % order.every == 0;
}

Consent consent_of(Look look) {
  switch (look) {
    case Look::Views:
    case Look::Render:  // its scripts are run, and all that they ask for
      return Consent::Standard;
    case Look::Walk:
    case Look::Names:         // asked of resolvers; the site does not notice
    case Look::Registration:  // asked of the registry
    case Look::Tls:           // a few handshakes, as any visitor's programs make them
      return Consent::Passive;
  }
  return Consent::Intrusive;
}

std::string why_not(const WatchOrder& order, Asked asked, TimePoint now) {
  if (order.consent == Consent::None) return "no consent to visit it";
  if (order.pause && (!order.pause->until || now < *order.pause->until)) return "paused: " + order.pause->reason;
  if (asked == Asked::ByPerson) return {};
  const auto quiet = std::ranges::find_if(order.quiet, [&](const QuietHours& hours) { return is_quiet(hours, now); });
  if (quiet == order.quiet.end()) return {};
  return fmt::format("quiet hours {}-{}", clock_text(quiet->from), clock_text(quiet->to));
}

}  // namespace huabiao::monitor
