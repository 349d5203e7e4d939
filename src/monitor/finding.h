#pragma once
// Finding: one accusation with evidence. Detectors make them; the judge believes or suppresses them. Values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "monitor/trait.h"

namespace huabiao::monitor {

enum class Severity { Info, Low, Medium, High, Critical };
inline constexpr std::array<std::string_view, 5> kSeverityNames = {"info", "low", "medium", "high", "critical"};
constexpr std::string_view to_string(Severity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];
}
constexpr std::optional<Severity> severity_from(std::string_view name) {
  for (std::size_t i = 0; i < kSeverityNames.size(); ++i)
    if (kSeverityNames[i] == name) return static_cast<Severity>(i);
  return std::nullopt;
}

enum class Category {
  // attack
  DarkLink,
  TitleHijack,
  ConditionalContent,
  InjectedScript,
  InjectedFrame,
  Defacement,
  Counterfeit,
  // others
  PersonalData,
  Exposure,
  ForeignResource,
  Technology,
  Mark,
  Footer,
  Availability,
  Certificate,
  Dns,
  ContentFreshness,
  BrokenLink,
  Change,
};
inline constexpr std::array<std::string_view, 19> kCategoryNames = {"dark-link",
                                                                    "title-hijack",
                                                                    "conditional-content",
                                                                    "injected-script",
                                                                    "injected-frame",
                                                                    "defacement",
                                                                    "counterfeit",
                                                                    "personal-data",
                                                                    "exposure",
                                                                    "foreign-resource",
                                                                    "technology",
                                                                    "mark",
                                                                    "footer",
                                                                    "availability",
                                                                    "certificate",
                                                                    "dns",
                                                                    "content-freshness",
                                                                    "broken-link",
                                                                    "change"};
constexpr std::string_view to_string(Category category) {
  return kCategoryNames[static_cast<std::size_t>(category)];
}
constexpr std::optional<Category> category_from(std::string_view name) {
  for (std::size_t i = 0; i < kCategoryNames.size(); ++i)
    if (kCategoryNames[i] == name) return static_cast<Category>(i);
  return std::nullopt;
}
constexpr bool is_attack(Category category) {
  return category <= Category::Counterfeit;
}

struct Evidence {
  std::int64_t offset = 0;  // bytes into the body after Content-Encoding, before charset decoding; -1: not in the body
  std::int64_t length = 0;  // bytes
  std::string snippet;      // as read, UTF-8, at most kSnippetBytes
  std::string decoded;      // what the snippet stands for when it is encoded; empty when the same
  std::string why;          // the mechanism: "position:absolute;left:-9999px"
};
inline constexpr std::size_t kSnippetBytes = 1024;

struct Finding {
  std::string rule;  // "dark-link.hidden-list"
  Category category = Category::Change;
  Severity severity = Severity::Info;
  double confidence = 1.0;  // 0..1
  std::vector<Evidence> evidence;
  Bilingual explanation;
  // What the accusation is about, without offsets and counters (a host, a title, a number): the fingerprint's third
  // part.
  std::string subject;
  std::string page = {};  // the inner page it stands on; empty: the page of the visit, or the site as a whole
  // Of an attack, strongest first; at most TraitLimits::kPerFinding (monitor/correlate).
  std::vector<Trait> traits = {};
  // Of a site's sickness: the fingerprint of what it shares with others (common_cause.h); empty: it is the site's
  // own; unset: not known.
  std::optional<std::string> cause = std::nullopt;
};

// 32 hex digits, the same for the same site, rule and subject in every round, and different otherwise.
std::string fingerprint(std::string_view site_key, const Finding& finding);

enum class Assessment { Clean, Suspicious, Malicious };
constexpr std::string_view to_string(Assessment assessment) {
  return assessment == Assessment::Clean ? "clean" : assessment == Assessment::Suspicious ? "suspicious" : "malicious";
}
// malicious: any attack finding of high or above; suspicious: any attack finding of medium or above.
Assessment assess(const std::vector<Finding>& findings);

}  // namespace huabiao::monitor
