#pragma once
// Every number a fetch is held to, in one place.

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace huabiao::monitor::fetch {

struct FetchLimits {
  // After Content-Encoding is undone, so a compressed bomb is cut here too. No home page a person reads is larger.
  std::size_t body_bytes = 8U << 20U;
  // All header lines of one answer.
  std::size_t header_bytes = 256U << 10U;
  std::size_t header_lines = 256;
  // A longer Location is not followed.
  std::size_t location_bytes = 8192;
  // Redirects followed; the next one ends the fetch as too_many_redirects.
  int redirects = 5;
  // Addresses of one name tried in turn when the connection fails.
  std::size_t addresses = 3;
  // From the begin to the last byte, redirects included.
  Millis total{15'000};
  // To the last address of a name until TCP and TLS stand; the others get a third.
  Millis connect{15'000};
  // One DNS question, retries included.
  Millis resolve{8'000};
};

}  // namespace huabiao::monitor::fetch
