#include "app/audit_settings.h"

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace huabiao::app {

DigestKind audit_algorithm(const settings::Settings& settings) {
  return settings.audit_sm ? DigestKind::Sm3 : DigestKind::Sha256;
}

Result<SigningKey> audit_signing_key(const settings::Settings& settings, const storage::DataDirectory& directory) {
  const std::filesystem::path file =
      settings.audit_key.empty() ? directory.audit_heads() / "key.pem" : settings.audit_key;
  return desk::audit_key(file, settings.audit_sm ? SignatureKind::Sm2Sm3 : SignatureKind::EcdsaP256Sha256);
}

desk::AuditUpkeep audit_upkeep(const settings::Settings& settings, const storage::DataDirectory& directory) {
  return {.heads = directory.audit_heads(), .days = settings.audit_days};
}

access::AuditEntry server_entry(std::string_view action, std::string_view result) {
  access::AuditEntry entry;
  entry.way = access::AuditWay::Server;
  entry.action = action;
  entry.result = result;
  return entry;
}

access::AuditEntry command_entry(std::string_view action, std::string_view object) {
  access::AuditEntry entry;
  entry.way = access::AuditWay::CommandLine;
  const passwd* known = ::getpwuid(::geteuid());
  entry.who = known != nullptr ? known->pw_name : std::to_string(::geteuid());
  if (const char* before = std::getenv("SUDO_USER"); before != nullptr && *before != '\0')
    entry.who += " (" + std::string(before).substr(0, 64) + ")";
  entry.action = action;
  entry.object = object;
  return entry;
}

}  // namespace huabiao::app
