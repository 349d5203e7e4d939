#include "access/audit.h"

#include <utility>

namespace huabiao::access {
namespace {

// Length first, so that no two entries are written alike.
void add(std::string& into, std::string_view field) {
  into += std::to_string(field.size());
  into += ':';
  into += field;
  into += '\n';
}
void add(std::string& into, std::int64_t field) {
  add(into, std::to_string(field));
}

std::string head_message(const AuditLink& link, TimePoint at) {
  std::string message = "huabiao-audit-head-1\n";
  add(message, link.sequence);
  add(message, link.hash);
  add(message, to_millis(at));
  return message;
}

}  // namespace

std::string chained_hash(std::string_view previous, const AuditEntry& entry) {
  std::string text = "huabiao-audit-1\n";
  add(text, previous);
  add(text, entry.sequence);
  add(text, to_millis(entry.at));
  add(text, to_string(entry.stage));
  add(text, to_string(entry.way));
  add(text, entry.account);
  for (const std::string& field : {entry.who, entry.address, entry.request, entry.action, entry.object, entry.result})
    add(text, field);
  add(text, entry.intent);
  add(text, entry.count);
  for (const std::string& field : {entry.asked, entry.before, entry.after}) add(text, field);
  return digest_hex(entry.algorithm, text);
}

AuditHead sign_head(const AuditLink& link, TimePoint at, const SigningKey& key) {
  return {link, at, key_id(key.public_pem()), key.sign(head_message(link, at))};
}

bool verify_head(const AuditHead& head, std::string_view public_pem) {
  return verify_signature(public_pem, head_message(head.link, head.at), head.signature);
}

std::optional<AuditFault> ChainReader::take(const AuditEntry& entry) {
  using What = AuditFault::What;
  const AuditLink before = std::exchange(at_, {entry.sequence, entry.hash});
  if (entry.sequence <= before.sequence) {
    at_.sequence = before.sequence;
    return AuditFault{What::OutOfOrder, entry.sequence, "after " + std::to_string(before.sequence)};
  }
  if (entry.sequence != before.sequence + 1)
    return AuditFault{What::Missing, before.sequence + 1, "up to " + std::to_string(entry.sequence - 1)};
  if (const std::string hash = chained_hash(before.hash, entry); hash != entry.hash)
    return AuditFault{What::Edited, entry.sequence, "its hash should be " + hash};
  return std::nullopt;
}

}  // namespace huabiao::access
