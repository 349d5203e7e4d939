#pragma once
// CheckOutput writes what `check` found, in the form asked for. JSON Lines go out as they come; a table and a SARIF
// document when the round ends, whole also after an interruption.

#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/cli/text_table.h"
#include "base/bilingual.h"
#include "monitor/finding.h"
#include "monitor/verdict.h"
#include "report/sarif.h"

namespace huabiao::app {

enum class CheckFormat { Table, JsonLines, Sarif };

class CheckOutput {
 public:
  CheckOutput(std::FILE* out, CheckFormat format, Language language);

  // A site's rows and what was concluded. Findings about the site as a whole stand on the row of the host they are
  // about, else on its first.
  void site(const std::string& name, std::span<const monitor::VisitRecord> rows, const monitor::SiteVerdict& verdict);
  // `below`: what stands under a table; other forms leave it out.
  void finish(bool complete, const std::string& below = {});

  // The worst finding met; nullopt: none.
  [[nodiscard]] std::optional<monitor::Severity> worst() const { return worst_; }

 private:
  void add_row(const std::string& name, const monitor::VisitRecord& record);
  std::FILE* out_;
  const CheckFormat format_;
  const Language language_;
  TextTable table_;
  std::vector<report::Reported> reported_;
  std::optional<monitor::Severity> worst_;
};

}  // namespace huabiao::app
