#pragma once
// Every number a browser and a page in it are held to, in one place.

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace huabiao::monitor::render {

struct RenderLimits {
  // Requests of one page that are asked, its own address and redirects included. The next ones are refused.
  std::int64_t requests = 50;
  // Asked at one time: what a visitor's browser would, and less.
  std::size_t at_once = 4;
  // A page that refuses to end: requests refused beyond this many and it is let go.
  std::int64_t refused = 2'000;
  // Of one answer, and of all of a page's.
  std::size_t answer_bytes = 8U << 20U;
  std::size_t page_bytes = 24U << 20U;
  // From the first word to the browser: until the page is looked at as it stands, and until it is let go.
  Millis load{8'000};
  Millis total{10'000};
  // After load: so long without a request, and the page is settled.
  Millis quiet{500};
  // To let go of what belongs to the page; a browser that does not is replaced.
  Millis close{3'000};
  // One message of the browser: the page as drawn, or its picture, as JSON.
  std::size_t message_bytes = 48U << 20U;
  // The page as drawn; as much as of a page that is fetched.
  std::size_t html_bytes = 8U << 20U;
  // The window, and how far down a picture reaches.
  std::int64_t width = 1280, height = 900, most_height = 6'000;
  // Of a picture in PNG; a larger one is taken again at half its size, a yet larger one left out.
  std::size_t picture_bytes = 4U << 20U;
};

struct BrowserLimits {
  // From start to its first answer.
  Millis start{15'000};
  // Writable memory of each of its processes.
  std::uint64_t memory = 4ULL << 30U;
  // Its own file system, in memory; holds profile and caches.
  static constexpr const char* kScratch = "size=256m,mode=700";
  // Pages before another takes its place.
  std::uint64_t pages = 40;
};

}  // namespace huabiao::monitor::render
