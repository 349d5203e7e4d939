#pragma once
// Findings as a file: JSON Lines, SARIF 2.1.0 or a workbook, read page by page from the store. Thread: any; blocks.

#include <filesystem>
#include <string>

#include "base/bilingual.h"
#include "base/result.h"
#include "monitor/keep/round_store.h"

namespace huabiao::desk {

enum class FindingsFormat { JsonLines, Sarif, Workbook };

struct FindingsFileLimits {
  static constexpr std::size_t kSarifFindings = 100'000;  // SARIF is one document, built in memory
};

// Writes every finding the query names (its cursor and limit do not count) to a new file.
// Fails: as RoundStore; Environment storage.disk_full, office.cannot_write; TooLarge desk.too_many_findings.
Done write_findings(monitor::RoundStore& store, monitor::FindingQuery query, FindingsFormat format, Language language,
                    const std::string& version, const std::filesystem::path& file);

}  // namespace huabiao::desk
