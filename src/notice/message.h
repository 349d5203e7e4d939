#pragma once
// Message: what is told, the same over every channel; each form of it is deliver's business. Values and pure functions.

#include <string>

#include "base/bilingual.h"
#include "base/clock.h"
#include "monitor/keep/kept_finding.h"
#include "notice/channel.h"

namespace huabiao::notice {

struct Message {
  std::string key;             // never changes for the same notice
  monitor::FindingId finding;  // 0: a trial of the channel
  Happening what = Happening::Confirmed;
  TimePoint at{};          // when it happened
  TimePoint first_seen{};  // the finding's first sight
  monitor::Severity severity = monitor::Severity::Medium;
  monitor::Category category = monitor::Category::Change;
  std::string rule;
  std::int64_t site = 0;
  std::string site_name, host, address;  // of others: hostile until escaped
  Bilingual title;                       // one line
  Bilingual text;                        // a few lines, no markup
  std::string link;                      // the finding in the console; empty when nobody said where that is
};

struct MessageLimits {
  static constexpr std::size_t kTitleBytes = 240;   // a subject line
  static constexpr std::size_t kTextBytes = 2'000;  // chats take 2 KiB and more
};

struct Saying {
  std::string key;
  Happening what = Happening::Confirmed;
  monitor::Severity severity = monitor::Severity::Medium;
  TimePoint at{};
};
// `console`: "https://huabiao.example.gov.cn", or empty. Line breaks and control characters of names become spaces.
Message compose(const Saying& saying, const monitor::KeptFinding& finding, std::string_view console);

// What a person sends to see whether a channel works.
Message trial(const std::string& key, TimePoint now, std::string_view console);

Bilingual happening_title(Happening what);

}  // namespace huabiao::notice
