#pragma once
// Hands one RFC 5424 message to a receiver: over TCP with its length before it (RFC 6587), or as one datagram.

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "deliver/destination.h"
#include "deliver/limits.h"

namespace huabiao::deliver {

// Tries each address until one takes it. Over TCP it is told when the receiver did not drop the connection; no receiver
// of syslog says that it kept it. Fails: Unavailable deliver.unreachable, deliver.timeout, deliver.cut_off.
Done hand_to_syslog(const Syslog& syslog, const std::vector<std::string>& addresses, const std::string& text,
                    const std::stop_token& stop, const DeliverLimits& limits = {});

}  // namespace huabiao::deliver
