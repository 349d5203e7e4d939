#pragma once
// Pack: detection rules as data, read but not yet compiled (docs/formats/rule-pack.md). Every rule has an id, says in
// two languages what it means, and brings a page it must hit and one it must miss. Plain values.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bilingual.h"
#include "monitor/finding.h"

namespace huabiao::rules {

// A file of a pack as it comes off a disk, out of a bundle, or out of the binary. `path` is relative, with '/'.
struct PackFile {
  std::string path, bytes;
};

// What a word says of the text it stands in.
enum class Sense : std::uint8_t {
  Accuses,  // sells something no public site sells
  Against,  // warns of it, or forbids it: turns the accusation around
};

// Words of one kind. Strong words (weight 3) are said by nobody else; weak ones (1) count only in company.
struct WordRule {
  std::string id;
  std::string category;  // "gambling", "loans", ...: what is sold
  Sense sense = Sense::Accuses;
  int weight = 1;    // 1..3; 0 for words against
  std::string date;  // "2026-11-22": last looked over
  Bilingual explanation;
  std::vector<std::string> words;  // combinations written out
};

// Hosts half the web points at from hidden places: a hidden link or frame to one of them says nothing.
struct HostRule {
  std::string id, date;
  Bilingual explanation;
  std::vector<std::string> hosts;  // A-labels; what lies under one counts as well
};

// Where a rule looks. Source: the body as it came. Text: what a reader sees, UTF-8. Script: one script's source and
// its decoded strings.
enum class Part : std::uint8_t { Source, Text, Script };
constexpr std::string_view to_string(Part part) {
  constexpr std::string_view kNames[] = {"source", "text", "script"};
  return kNames[static_cast<std::size_t>(part)];
}

// A regular expression over bytes, with the rule it comes from and when that is in force.
struct PatternRule {
  std::string id;
  monitor::Category category = monitor::Category::Footer;
  monitor::Severity severity = monitor::Severity::Info;
  Part part = Part::Source;
  std::string pattern;
  std::string basis;     // the regulation, its number and date
  std::string from, to;  // days, both included; `to` may be empty
  Bilingual explanation;
};

// Numbers a regulation sets, by name, and when they are in force.
struct Measure {
  std::string id;
  std::string basis;     // the regulation, its number and date
  std::string from, to;  // days, both included; `to` may be empty
  Bilingual explanation;
  std::map<std::string, std::int64_t> numbers;
};

// Who answers for the domains under some suffixes, and how often it may be asked. Facts, not regulations: where they
// come from stands beside them.
struct RegistryRule {
  std::string id, date, source;
  Bilingual name;
  std::vector<std::string> suffixes;  // A-labels: "cn"; what lies under one counts as well
  std::string rdap;                   // base URL, https, ends in '/'; empty: none
  std::string whois;                  // host; empty: none
  std::string query;                  // what WHOIS is asked, "{}" for the domain
  std::int64_t gap_seconds = 0;       // between two questions
  std::int64_t utc_offset_hours = 0;  // of its times that name no zone
};

// A file of YARA rules. What each says of itself (id, severity, ...) stands in its meta and is read when compiled.
struct YaraFile {
  std::string path, text;
};

// A product known by what its pages hold, in FingerprintHub's form: all keywords in the body and all headers.
struct Fingerprint {
  std::string id, name;
  std::vector<std::string> keywords;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case; value "*": any
  int status = 0;                                            // 0: any
};

// A rule's must-hit or must-miss page.
enum class Must : std::uint8_t { Hit, Miss };
struct TestPage {
  std::string rule;
  Must must = Must::Hit;
  std::string path, bytes;
};

struct Pack {
  std::string name;
  std::int64_t version = 0;  // rises with every issue
  std::string date;
  Bilingual title;
  std::vector<WordRule> words;
  std::vector<HostRule> hosts;
  std::vector<PatternRule> patterns;
  std::vector<Measure> measures;
  std::vector<RegistryRule> registries;
  std::vector<YaraFile> yara;
  std::vector<Fingerprint> fingerprints;
  std::vector<TestPage> pages;
};

// The numbers in force on `day`; of several the one that came into force last. nullptr: none. Lifetime: the packs'.
const Measure* measure_on(std::span<const Pack> packs, std::string_view id, std::string_view day);

bool is_rule_id(std::string_view text);  // "dark-link.hidden-list": two or more parts of a-z, 0-9 and '-'
bool is_day(std::string_view text);      // "2026-11-22"

}  // namespace huabiao::rules
