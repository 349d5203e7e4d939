#pragma once
// send: one message over one channel, now. Thread: any; blocks for as long as DeliverLimits allow, on the resolver and
// the net. Fails: what address_gate, curl_call and syslog_wire fail with; nobody was told then, or nobody knows.

#include <stop_token>

#include "base/bilingual.h"
#include "base/clock.h"
#include "base/result.h"
#include "deliver/destination.h"
#include "deliver/limits.h"
#include "notice/message.h"

namespace huabiao::deliver {

Done send(const Destination& destination, const notice::Message& message, Language language, TimePoint now,
          const std::stop_token& stop, const DeliverLimits& limits = {});

}  // namespace huabiao::deliver
