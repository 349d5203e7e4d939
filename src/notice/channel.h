#pragma once
// Channel: a way to tell people, and what they want to hear over it. How it is reached is deliver's business. Values.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "monitor/finding.h"

namespace huabiao::notice {

// What a message says of a finding.
enum class Happening { Opened, Confirmed, Resolved, Reopened, SetAside };
inline constexpr std::array<std::string_view, 5> kHappeningNames = {"opened", "confirmed", "resolved", "reopened",
                                                                    "set_aside"};
constexpr std::string_view to_string(Happening happening) {
  return kHappeningNames[static_cast<std::size_t>(happening)];
}
constexpr std::optional<Happening> happening_from(std::string_view name) {
  for (std::size_t i = 0; i < kHappeningNames.size(); ++i)
    if (kHappeningNames[i] == name) return static_cast<Happening>(i);
  return std::nullopt;
}
// The finding stands no more: what was raised on its account may be lowered.
constexpr bool ends(Happening happening) {
  return happening == Happening::Resolved || happening == Happening::SetAside;
}

enum class ChannelKind { Mail, Webhook, Alertmanager, Chat, Syslog };
inline constexpr std::array<std::string_view, 5> kChannelKindNames = {"mail", "webhook", "alertmanager", "chat",
                                                                      "syslog"};
constexpr std::string_view to_string(ChannelKind kind) {
  return kChannelKindNames[static_cast<std::size_t>(kind)];
}
constexpr std::optional<ChannelKind> channel_kind_from(std::string_view name) {
  for (std::size_t i = 0; i < kChannelKindNames.size(); ++i)
    if (kChannelKindNames[i] == name) return static_cast<ChannelKind>(i);
  return std::nullopt;
}

struct Policy {
  monitor::Severity least = monitor::Severity::Medium;
  // `opened` is told of a critical finding in any case; `set_aside` wherever alerts stand until they are lowered.
  std::vector<Happening> happenings = {Happening::Confirmed, Happening::Resolved, Happening::Reopened};
  [[nodiscard]] bool wants(Happening happening) const {
    return std::ranges::find(happenings, happening) != happenings.end();
  }
};

struct Channel {
  std::string name;  // is_channel_name()
  ChannelKind kind = ChannelKind::Webhook;
  Policy policy;
  Language language = Language::Chinese;
};

inline constexpr std::size_t kMostChannels = 16;  // each has a thread of its own

// Lower-case letters, digits, '-'; 1 to 40. It stands in addresses, labels and headers as it is.
constexpr bool is_channel_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace huabiao::notice
