#pragma once
// The days a page shows: of its news, notices and links. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string_view>

#include "monitor/page.h"

namespace huabiao::monitor {

// The newest day, counted as day_of (sample/sample.h) does, that the text or the addresses of visible links show and
// that is not after `today`. The day a page tells as today's, and those of its copyright, are none of its news.
// nullopt: it shows none.
std::optional<std::int64_t> newest_day(const Page& page, std::int64_t today);

// The same of a text: "2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", and "11-20" standing alone, which is
// the latest such day.
std::optional<std::int64_t> newest_day_in_text(std::string_view text, std::int64_t today);
// The same of an address: "/art/2026/11/20/", "/202611/t20261120_12.html".
std::optional<std::int64_t> newest_day_in_address(std::string_view url, std::int64_t today);

}  // namespace huabiao::monitor
