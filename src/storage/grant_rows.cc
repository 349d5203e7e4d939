#include "storage/grant_rows.h"

#include <algorithm>

namespace huabiao::storage {
namespace {

using access::AccountId;
using access::Grant;
using access::GrantId;

constexpr std::string_view kColumns =
    "SELECT g.id, g.account, g.role, g.scope, g.scope_id, g.scope_name, g.begins, g.ends, g.lent_from, g.author, "
    "g.reason, g.at, g.withdrawn, g.withdrawn_by FROM role_grant g ";
// ?1 is now; a lent grant holds only while the one it comes from does.
constexpr std::string_view kInForce =
    "g.withdrawn IS NULL AND g.begins <= ?1 AND (g.ends IS NULL OR g.ends > ?1) AND (g.lent_from IS NULL OR EXISTS("
    "SELECT 1 FROM role_grant l JOIN account a ON a.id = l.account AND a.state = 0 WHERE l.id = g.lent_from AND "
    "l.withdrawn IS NULL AND l.begins <= ?1 AND (l.ends IS NULL OR l.ends > ?1)))";

std::optional<TimePoint> time_or_none(const Statement& row, int column) {
  if (row.null(column)) return std::nullopt;
  return row.time(column);
}

Grant read_grant(const Statement& row) {
  return {.id = {row.integer(0)},
          .account = {row.integer(1)},
          .role = static_cast<access::Role>(row.integer(2)),
          .scope = {static_cast<registry::ScopeKind>(row.integer(3)), row.integer(4), row.text(5)},
          .from = row.time(6),
          .until = time_or_none(row, 7),
          .delegated_from = {row.null(8) ? 0 : row.integer(8)},
          .by = row.text(9),
          .reason = row.text(10),
          .at = row.time(11),
          .withdrawn = time_or_none(row, 12),
          .withdrawn_by = row.text(13)};
}

std::vector<Grant> all_of(Statement& rows) {
  std::vector<Grant> grants;
  while (rows.step()) grants.push_back(read_grant(rows));
  return grants;
}

std::vector<Grant> held_by(Connection& connection, AccountId account, TimePoint now) {
  Statement rows = connection.prepare(std::string(kColumns) + "WHERE " + std::string(kInForce) +
                                      " AND g.account = ?2 ORDER BY g.id");
  rows.bind(1, now).bind(2, account);
  return all_of(rows);
}

// Those that hold now or are yet to begin: what nobody may hold together, nobody is granted for later either.
std::vector<Grant> standing(Connection& connection, AccountId account, TimePoint now) {
  Statement rows = connection.prepare(
      std::string(kColumns) +
      "WHERE g.withdrawn IS NULL AND (g.ends IS NULL OR g.ends > ?1) AND g.account = ?2 ORDER BY g.id");
  rows.bind(1, now).bind(2, account);
  return all_of(rows);
}

std::optional<Grant> find(Connection& connection, GrantId id) {
  Statement row = connection.prepare(std::string(kColumns) + "WHERE g.id = ?1");
  row.bind(1, id);
  if (!row.step()) return std::nullopt;
  return read_grant(row);
}

void must_fit(const Grant& wanted, const std::vector<Grant>& held) {
  if (auto fine = access::check_grant(wanted, held); !fine) throw Failure(fine.error());
}

void end_grant(Connection& connection, GrantId id, const std::string& by, TimePoint now) {
  connection
      .prepare(
          "UPDATE role_grant SET withdrawn = ?2, withdrawn_by = ?3 WHERE (id = ?1 OR lent_from = ?1) AND "
          "withdrawn IS NULL")
      .bind(1, id)
      .bind(2, now)
      .bind(3, by)
      .run();
}

std::vector<access::Role> held_administrators(Connection& connection, TimePoint now) {
  std::vector<access::Role> roles;
  Statement rows = connection.prepare(
      "SELECT DISTINCT g.role FROM role_grant g JOIN account h ON h.id = g.account AND h.state = 0 WHERE g.role <= 2 "
      "AND " +
      std::string(kInForce) + " ORDER BY 1");
  rows.bind(1, now);
  while (rows.step()) roles.push_back(static_cast<access::Role>(rows.integer(0)));
  return roles;
}

}  // namespace

GrantId insert_grant(Connection& connection, const Grant& grant) {
  Statement row = connection.prepare(
      "INSERT INTO role_grant(account, role, scope, scope_id, scope_name, begins, ends, lent_from, author, reason, at, "
      "withdrawn_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '')");
  row.bind(1, grant.account).bind(2, static_cast<std::int64_t>(grant.role));
  row.bind(3, static_cast<std::int64_t>(grant.scope.kind)).bind(4, grant.scope.id).bind(5, grant.scope.name);
  row.bind(6, grant.from);
  if (grant.until)
    row.bind(7, *grant.until);
  else
    row.bind_null(7);
  row.bind_or_null(8, grant.delegated_from).bind(9, grant.by).bind(10, grant.reason).bind(11, grant.at).run();
  return {connection.last_id()};
}

Result<std::vector<Grant>> GrantRows::in_force(AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    return held_by(*reader, account, database_.now());
  });
}

Result<std::vector<Grant>> GrantRows::grants(AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(std::string(kColumns) + "WHERE (?1 = 0 OR g.account = ?1) ORDER BY g.id DESC");
    rows.bind(1, account);
    return all_of(rows);
  });
}

Result<std::optional<Grant>> GrantRows::grant(GrantId id) {
  return at_rim([&] {
    Database::Reader reader(database_);
    return find(*reader, id);
  });
}

Result<std::vector<access::Role>> GrantRows::administrators() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return held_administrators(*reader, database_.now());
  });
}

Result<GrantId> GrantRows::add(const Grant& grant) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    must_fit(grant, standing(*write, grant.account, database_.now()));
    const GrantId id = insert_grant(*write, grant);
    write.commit();
    return id;
  });
}

Done GrantRows::withdraw(GrantId id, const std::string& by) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const TimePoint now = database_.now();
    const std::optional<Grant> grant = find(*write, id);
    if (!grant) throw Failure({Kind::NotFound, "access.no_such_grant", std::to_string(id.value), {}});
    if (grant->withdrawn) throw Failure({Kind::Conflict, "access.withdrawn_already", std::to_string(id.value), {}});
    end_grant(*write, id, by, now);
    const std::vector<access::Role> left = held_administrators(*write, now);
    if (access::is_administrator(grant->role) && std::ranges::find(left, grant->role) == left.end())
      throw Failure({Kind::Conflict, "access.last_administrator", std::string(access::to_string(grant->role)), {}});
    write.commit();
  });
}

Done GrantRows::hand_over(AccountId from, AccountId to, const std::string& by, const std::string& reason) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const TimePoint now = database_.now();
    std::vector<Grant> held = standing(*write, to, now);
    for (Grant grant : standing(*write, from, now)) {
      end_grant(*write, grant.id, by, now);
      if (grant.delegated_from) continue;  // what was lent to the person goes back to the lender
      const bool holds_it = std::ranges::any_of(held, [&](const Grant& one) {
        return one.role == grant.role && one.scope == grant.scope && !one.delegated_from;
      });
      if (holds_it) continue;
      grant.account = to;
      grant.from = std::max(grant.from, now);
      grant.at = now;
      grant.by = by;
      grant.reason = reason;
      must_fit(grant, held);
      insert_grant(*write, grant);
      held.push_back(std::move(grant));
    }
    write->prepare("UPDATE account SET state = 1 WHERE id = ?1").bind(1, from).run();
    write->prepare("DELETE FROM session WHERE account = ?1").bind(1, from).run();
    write.commit();
  });
}

}  // namespace huabiao::storage
