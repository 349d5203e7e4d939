#pragma once
// A message as RFC 5424 wants it. Pure; any thread.

#include <string>
#include <string_view>

#include "base/bilingual.h"
#include "deliver/limits.h"
#include "notice/message.h"

namespace huabiao::deliver {

// The structured data's name; 32473 is the number IANA keeps for documentation, which nobody else's means.
inline constexpr std::string_view kStructuredData = "huabiao@32473";

// `host`: who speaks; what is no printable ASCII in it is dropped.
std::string syslog_text(const notice::Message& message, Language language, std::string_view host,
                        const DeliverLimits& limits = {});

}  // namespace huabiao::deliver
