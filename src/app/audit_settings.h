#pragma once
// What the settings say of the audit, and the entries that no request makes.

#include "access/audit_log.h"
#include "desk/audit_keeper.h"
#include "settings/settings.h"
#include "storage/data_directory.h"
#include "storage/stores.h"

namespace huabiao::app {

DigestKind audit_algorithm(const settings::Settings& settings);
// Fails: as desk::audit_key.
Result<SigningKey> audit_signing_key(const settings::Settings& settings, const storage::DataDirectory& directory);
desk::AuditUpkeep audit_upkeep(const settings::Settings& settings, const storage::DataDirectory& directory);

// By the server itself.
access::AuditEntry server_entry(std::string_view action, std::string_view result);
// By who has the machine: the account of the operating system that runs the command, and who became it.
access::AuditEntry command_entry(std::string_view action, std::string_view object);

// Announces `entry`, does the work, concludes. `work()` gives a Result. Fails: Unavailable audit.not_written, nothing
// was done then; as the work.
template <class Work>
auto audited(storage::Stores& stores, const Clock& clock, const settings::Settings& settings, access::AuditEntry entry,
             const Work& work) -> decltype(work()) {
  access::AuditLog log(stores.audit(), clock, audit_algorithm(settings));
  entry.stage = access::AuditStage::Intended;
  auto announced = log.write(entry);
  if (!announced) return fail(Kind::Unavailable, "audit.not_written", announced.error().code);
  auto result = work();
  entry.stage = result ? access::AuditStage::Done : access::AuditStage::Failed;
  entry.result = result ? std::string("done") : result.error().code;
  (void)log.conclude(std::move(entry), *announced);  // else concluded as unknown by the next server
  return result;
}

}  // namespace huabiao::app
