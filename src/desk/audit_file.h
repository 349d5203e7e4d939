#pragma once
// The audit outside the database (docs/formats/audit.md): entries as JSON Lines, signed heads, exports. Reading checks
// every field: such a file may come from anywhere. Pure but for the two functions that name a file.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "access/audit_store.h"
#include "base/result.h"

namespace huabiao::desk {

struct AuditFileLimits {
  static constexpr std::size_t kLine = 262'144;  // bytes of one line
  static constexpr std::size_t kFaults = 100;    // told one by one
};

std::string audit_line(const access::AuditEntry& entry);
// Fails: Unreadable audit.bad_line.
Result<access::AuditEntry> read_audit_line(std::string_view line);

// A head and the key that proves it.
struct HeadFile {
  access::AuditHead head;
  std::string public_pem;
};
std::string head_document(const HeadFile& head);  // one line
// Fails: Unreadable audit.bad_head.
Result<HeadFile> read_head(std::string_view text);

// What a verification found.
struct AuditReport {
  access::AuditLink from, last;  // the link the chain began at, and its end
  std::int64_t entries = 0, heads = 0;
  std::int64_t fault_count = 0;
  std::vector<access::AuditFault> faults;  // the first AuditFileLimits::kFaults
  std::string signed_by;                   // of an export: which key signed its end

  void add(access::AuditFault fault);
  [[nodiscard]] bool fine() const { return fault_count == 0; }
};

using Progress = std::function<void(std::int64_t entries)>;

// The kept chain against itself and these heads; those of before the oldest kept entry are left out. `public_pem`: the
// key that every head must be proved by. Fails: as the store.
Result<AuditReport> verify_audit(access::AuditStore& store, const std::vector<HeadFile>& heads,
                                 std::string_view public_pem, const Progress& progress = {});
// An export against itself and its own head; `public_pem` empty: by the key it names itself.
// Fails: Environment audit.no_file; Unreadable audit.bad_line, audit.bad_head.
Result<AuditReport> verify_export(const std::filesystem::path& file, std::string_view public_pem,
                                  const Progress& progress = {});

// Entries with `from` <= sequence as an export, head and all, whole or not at all.
// Fails: as the store; Environment storage.disk_full, storage.read_only.
Result<std::int64_t> export_audit(access::AuditStore& store, std::int64_t from, TimePoint now, const SigningKey& key,
                                  const std::filesystem::path& file, const Progress& progress = {});

}  // namespace huabiao::desk
