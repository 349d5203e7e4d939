#pragma once
// What a channel is told of a moment in a finding's history. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "monitor/judge/lifecycle.h"
#include "notice/channel.h"

namespace huabiao::notice {

// A moment of the history, and the finding as it is now.
struct Moment {
  std::string_view what;  // a name of monitor::Happened, or another word of the history
  monitor::Severity severity = monitor::Severity::Info;
  bool explained = false;  // by a common cause that stands, and is told itself
  const monitor::FindingLife& life;
};

struct Telling {
  // What to say, and at which severity: what ends bears the severity it was raised with. None: nothing.
  struct Say {
    Happening what;
    monitor::Severity severity;
    bool operator==(const Say&) const = default;
  };
  std::optional<Say> say;
  std::optional<monitor::Severity> standing;  // what the channel then believes of the finding
};

// `standing`: the severity at which the channel was told that the finding stands; none: it was not told, or told that
// it is over. Nor is what a common cause explains, until it stands on its own. A finding set aside by a decision is not
// told, and that it is over only where it was told to stand.
Telling tell(const Channel& channel, const Moment& moment, std::optional<monitor::Severity> standing, TimePoint now);

// A decision is in force.
bool set_aside(const monitor::FindingLife& life, TimePoint now);

// The idempotency key of a moment: 32 hex digits, the same for every channel and attempt, whenever it is reckoned.
std::string key_of(std::string_view fingerprint, std::string_view what, TimePoint at);

}  // namespace huabiao::notice
