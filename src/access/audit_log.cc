#include "access/audit_log.h"

#include <algorithm>
#include <utility>

namespace huabiao::access {

AuditLog::AuditLog(AuditStore& store, const Clock& clock, DigestKind algorithm, const RefusalLimits& limits)
    : store_(store), clock_(clock), algorithm_(algorithm), limits_(limits) {}

Result<std::int64_t> AuditLog::write(AuditEntry entry) {
  entry.at = clock_.now();
  entry.algorithm = algorithm_;
  auto link = store_.append(std::move(entry));
  if (!link) return fail(std::move(link));
  return link->sequence;
}

Done AuditLog::conclude(AuditEntry entry, std::int64_t intent) {
  entry.intent = intent;
  entry.asked.clear();  // the intent has it
  auto written = write(std::move(entry));
  return written ? Done() : fail(std::move(written));
}

Done AuditLog::conclude_left_open(Millis older_than) {
  auto open = store_.open_intents(clock_.now() - older_than);
  if (!open) return fail(std::move(open));
  for (AuditEntry& entry : *open) {
    entry.stage = AuditStage::Failed;
    entry.result = "audit.end_unknown";
    const std::int64_t intent = entry.sequence;
    if (auto concluded = conclude(std::move(entry), intent); !concluded) return concluded;
  }
  return {};
}

std::vector<AuditEntry> AuditLog::counted(const Minute& minute) {
  std::vector<AuditEntry> entries;
  for (const auto& [source, tally] : minute.by_source) {
    if (tally.counted == 0) continue;
    entries.push_back(tally.latest);
    entries.back().count = tally.counted;
  }
  return entries;
}

bool AuditLog::admit(Minute& minute, const AuditEntry& entry) const {
  std::string source = entry.account != 0 ? "account " + std::to_string(entry.account) : entry.address;
  if (minute.by_source.size() >= limits_.sources && !minute.by_source.contains(source)) source = "others";
  Tally& tally = minute.by_source[source];
  if (tally.written < limits_.each && minute.written < limits_.in_all) {
    ++tally.written;
    ++minute.written;
    return true;
  }
  ++tally.counted;
  tally.latest = entry;
  return false;
}

Done AuditLog::write_all(const std::vector<AuditEntry>& entries) {
  Done done;
  for (const AuditEntry& entry : entries)
    if (auto written = write(entry); !written && done) done = fail(std::move(written));
  return done;
}

Done AuditLog::refused(AuditEntry entry) {
  entry.stage = AuditStage::Refused;
  std::vector<AuditEntry> due;
  minute_.with([&](Minute& minute) {
    const TimePoint now = clock_.now();
    if (now - minute.began >= limits_.minute || now < minute.began)
      due = counted(std::exchange(minute, Minute{.began = now, .written = 0, .by_source = {}}));
    if (admit(minute, entry)) due.push_back(std::move(entry));
  });
  return write_all(due);
}

Done AuditLog::flush(bool all) {
  std::vector<AuditEntry> due;
  minute_.with([&](Minute& minute) {
    const TimePoint now = clock_.now();
    if (all || now - minute.began >= limits_.minute || now < minute.began)
      due = counted(std::exchange(minute, Minute{.began = now, .written = 0, .by_source = {}}));
  });
  return write_all(due);
}

}  // namespace huabiao::access
