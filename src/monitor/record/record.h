#pragma once
// The one place where the monitor's nouns become JSON and come back: worker framing, what the store keeps, the lines of
// `check` and `inspect` (docs/formats/check.md, inspect.md). Every writer gives one line without a line end. Every
// reader is strict: what a worker child sends is hostile too. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/change_report.h"
#include "monitor/verdict.h"
#include "monitor/wave.h"

namespace huabiao::monitor::record {

struct RecordLimits {
  static constexpr std::size_t kLineBytes = 24u << 20;    // an 8 MiB body in base64 and everything beside it
  static constexpr int kDepth = 16;                       // of nested arrays and objects
  static constexpr std::size_t kFindings = 1'000;         // of one record
  static constexpr std::size_t kEvidence = 100;           // of one finding
  static constexpr std::size_t kTraits = 64;              // of one finding
  static constexpr std::size_t kTraitBytes = 1024;        // of one
  static constexpr std::size_t kListEntries = 2'000;      // of any other list
  static constexpr std::size_t kStringBytes = 64u << 10;  // of any string but a body
};

enum class Body { LeaveOut, Include };

// Worker framing.
std::string write_visit(const Visit& visit);
std::string write_record(const VisitRecord& record, Body body);
// Fail: record.not_json, record.wrong_shape (detail names the field), record.too_large.
Result<Visit> read_visit(std::string_view line);
Result<VisitRecord> read_record(std::string_view line);

// What a store keeps of a row, each by itself.
std::string write_fetch(const FetchOutcome& fetch);                                           // without body
std::string write_facts(const PageFacts& facts);                                              // as "facts" of `inspect`
std::string write_findings(const std::vector<Finding>& findings, std::string_view site_key);  // an array
std::string write_walk(const WalkFacts& walk);                                                // without findings
std::string write_evidence(const std::vector<Evidence>& evidence);                            // an array
std::string write_names(const NameFacts& names);
std::string write_rendered(const RenderedView& view);  // without findings and the picture's bytes
std::string write_known_names(const KnownNames& known);
std::string write_registration(const RegistrationFacts& facts);
std::string write_known_registration(const KnownRegistration& known);
std::string write_tls_set(const TlsSet& set);
Result<FetchOutcome> read_fetch(std::string_view json);
Result<PageFacts> read_facts(std::string_view json);
Result<WalkFacts> read_walk(std::string_view json);
Result<std::vector<Finding>> read_findings(std::string_view json);
Result<std::vector<Evidence>> read_evidence(std::string_view json);
Result<NameFacts> read_names(std::string_view json);
Result<RenderedView> read_rendered(std::string_view json);
Result<KnownNames> read_known_names(std::string_view json);
Result<RegistrationFacts> read_registration(std::string_view json);
Result<KnownRegistration> read_known_registration(std::string_view json);
Result<TlsSet> read_tls_set(std::string_view json);

// A line of `check`. `site_name` may be empty; `site_key` is what fingerprints are made with.
std::string check_line(const VisitRecord& record, std::string_view site_key);

// A line of `inspect`.
struct Inspected {
  std::string path;
  std::string host;  // empty: not known
  PageFacts facts;
  std::vector<Finding> findings;
};
std::string inspect_line(const Inspected& inspected);

// A line of `inspect --waves`: what several pages share. `pages`: of each of the wave's sites, in their order.
std::string wave_line(const Wave& wave, const std::vector<std::vector<std::string>>& pages);

// A line of `compare`.
std::string change_line(const ChangeReport& report);
Result<ChangeReport> read_change(std::string_view line);

}  // namespace huabiao::monitor::record
