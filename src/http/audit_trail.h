#pragma once
// AuditTrail: what the dispatcher writes into the audit. A change is announced before its handler runs and concluded
// after, with what differs of the record it is about; what is taken away as a file or read of the audit itself is
// written before it is handed out; refused attempts are written as they are refused. Blocks on stores: work pool only.
// Thread: any.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "access/audit_log.h"
#include "http/route.h"

namespace huabiao::http {

bool is_change(Method method);

class AuditTrail {
 public:
  // Lifetime: both outlive it.
  AuditTrail(access::AuditLog& log, const RouteTable& table) : log_(log), table_(table) {}

  struct Announced {
    access::AuditEntry entry;
    std::int64_t sequence = 0;  // 0: nothing is written before
    std::string before;         // the record, JSON
  };
  // Before the handler; nullopt: not of what is audited. Fails: Unavailable audit.not_written; nothing is to happen.
  Result<std::optional<Announced>> announce(const Route& route, const Request& request);
  // After it. What cannot be written of a change now is concluded as unknown later (AuditLog::conclude_left_open).
  // Signing in is written here alone, refusals within the bounds of those; fails with Unavailable audit.not_written
  // where somebody would enter unseen.
  Done conclude(Announced announced, const Request& request, const Answer& answer);
  void refused(const Route& route, const Request& request, const Error& error);

 private:
  Done write_entrance(access::AuditEntry entry);
  [[nodiscard]] std::string shown(std::string_view path, const Request& request) const;

  access::AuditLog& log_;
  const RouteTable& table_;
};

// What a request sent as JSON, without secrets; empty: nothing. Of a body that is no JSON only its size.
std::string asked_of(const Request& request);
// The members that differ between two records, those of nested objects by themselves; either side may be empty.
std::pair<std::string, std::string> differences(std::string_view before, std::string_view after);

}  // namespace huabiao::http
