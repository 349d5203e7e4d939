#pragma once
// Every number that bounds what a client may cost the server. Values; any thread.

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace huabiao::http {

struct Limits {
  std::size_t header_bytes = 16U << 10U;           // request line and headers; over: 431
  std::size_t target_bytes = 4U << 10U;            // of the request line's target; over: 414
  std::size_t body_bytes = 256U << 10U;            // of a JSON body; over: 413
  std::uint64_t upload_bytes = 256U << 20U;        // of a workbook on its way to disk; over: 413
  std::size_t json_depth = 16;                     // nested arrays and objects
  std::size_t query_parameters = 32;               // name=value pairs
  std::size_t connections = 2'048;                 // open at once; for one more, who waits longest unknown goes
  std::size_t event_streams = 1'024;               // of these, watching a round; more: 503
  std::size_t waiting_answers = 128;               // of these, vantage points that wait for work; more: 503
  std::size_t waiting_requests = 256;              // for a thread of the pool; more: 503
  unsigned handler_threads = 4;                    // plain functions run here
  unsigned io_threads = 2;                         // move bytes, never block
  Millis header_deadline{10'000};                  // from the first byte awaited to the blank line; also the idle time
  Millis body_grace{10'000};                       // for the first byte of body or answer, to which comes ...
  std::uint64_t slowest_bytes_per_s = 16U << 10U;  // ... the time the rest takes at this speed
  Millis event_tick{250};                          // between two looks at what a stream has to say
  Millis heartbeat{15'000};                        // a silent stream sends a comment this often
  Millis stop_grace{5'000};                        // for answers under way when the server stops
  Millis certificate_look{5'000};                  // between two looks whether the certificate's files changed
};

}  // namespace huabiao::http
