#pragma once
// Every number that bounds what one delivery may cost. Values; any thread.

#include <cstddef>

#include "base/clock.h"

namespace huabiao::deliver {

struct DeliverLimits {
  Millis connect{5'000};                         // until TCP stands
  Millis whole{15'000};                          // of one delivery, from the first packet to the last answer
  Millis mail{30'000};                           // of a mail: servers let strangers wait before they greet
  Millis farewell{1'000};                        // for a syslog receiver to close after it was told all
  std::size_t answer_bytes = 64U << 10U;         // of a body; a longer one is a refusal
  std::size_t answer_header_bytes = 16U << 10U;  // of all headers
  std::size_t kept_answer_bytes = 200;           // of it, in the delivery's record
  std::size_t addresses = 16;                    // of one name
  std::size_t syslog_bytes = 2'048;              // of one message, as every receiver takes (RFC 5424, 6.1)
  std::size_t chat_bytes = 2'000;                // of a text; the narrowest takes 2,048
};

}  // namespace huabiao::deliver
