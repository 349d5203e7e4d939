#pragma once
// Findings as other tools read them: SARIF 2.1.0 (OASIS), JSON Lines, and rows for a sheet. Pure; any thread.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "monitor/finding.h"

namespace huabiao::report {

// One finding and where it was met.
struct Reported {
  std::string site;      // name of the site, or empty
  std::string site_key;  // what its fingerprint is made with
  std::string address;   // URL asked, or path of the file
  TimePoint at{};        // of the visit; the epoch: not known
  std::string state = "open", decision = "none";
  monitor::Finding finding;
};

struct SarifRun {
  std::string version;                    // of huabiao
  Language language = Language::Chinese;  // of message texts; rules carry both
  bool complete = true;                   // false: stopped early
};

// One document. Rules are listed once each; a rule's texts are bilingual (zh in text, en in markdown-free "en"
// properties).
std::string to_sarif(std::span<const Reported> findings, const SarifRun& run);

// One object without a line end: site, address, at, state, decision and the finding as `inspect` writes it.
std::string to_json_line(const Reported& reported);

// A row for a sheet, in the order of findings_header().
inline constexpr std::size_t kFindingColumns = 15;
std::array<std::string_view, kFindingColumns> findings_header(Language language);
std::array<std::string, kFindingColumns> to_row(const Reported& reported, Language language);

}  // namespace huabiao::report
