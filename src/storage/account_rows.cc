#include "storage/account_rows.h"

#include <soci/soci.h>

#include "storage/grant_rows.h"

namespace huabiao::storage {
namespace {

using access::Account;
using access::Session;

void bind_optional(Statement& row, int index, const std::optional<TimePoint>& at) {
  if (at)
    row.bind(index, *at);
  else
    row.bind_null(index);
}

void bind_account(Statement& row, const Account& account) {
  row.bind(1, account.name).bind(2, account.full_name).bind(3, account.organisation);
  row.bind(4, static_cast<std::int64_t>(account.state)).bind(5, account.password);
  row.bind(6, std::int64_t{account.must_change_password}).bind(7, account.created).bind(8, account.password_changed);
  row.bind(9, account.failures);
  bind_optional(row, 10, account.last_failure);
  bind_optional(row, 11, account.last_sign_in);
}

constexpr std::string_view kSessionColumns =
    "SELECT id, account, token_hash, csrf, began, last_used, address, user_agent, second_factor FROM session ";

Session read_session(const Statement& row) {
  return {{row.integer(0)}, {row.integer(1)}, row.text(2), row.text(3),        row.time(4),
          row.time(5),      row.text(6),      row.text(7), row.integer(8) != 0};
}

access::AccountId insert(Connection& connection, const Account& account) {
  Statement row = connection.prepare(
      "INSERT INTO account(name, full_name, organisation, state, password, must_change, created, password_changed, "
      "failures, "
      "last_failure, last_sign_in) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  bind_account(row, account);
  row.run();
  return {connection.last_id()};
}

}  // namespace

// `where` uses :name and :id, in this order, each once.
std::vector<Account> AccountRows::select(const std::string& where, const std::string& name, long long id) {
  Database::Session session(database_);
  std::vector<Account> accounts;
  Account account;
  long long number = 0, organisation = 0, state = 0, must_change = 0, created = 0, changed = 0, failures = 0,
            failed = 0, signed_in = 0;
  soci::indicator failed_there = soci::i_null, signed_in_there = soci::i_null;
  soci::statement rows =
      ((*session).prepare << "SELECT id, name, full_name, organisation, state, password, must_change, created, "
                             "password_changed, failures, last_failure, last_sign_in FROM account WHERE " +
                                 where + " ORDER BY name",
       soci::into(number), soci::into(account.name), soci::into(account.full_name), soci::into(organisation),
       soci::into(state), soci::into(account.password), soci::into(must_change), soci::into(created),
       soci::into(changed), soci::into(failures), soci::into(failed, failed_there),
       soci::into(signed_in, signed_in_there), soci::use(name), soci::use(id));
  rows.execute();
  while (rows.fetch()) {
    account.id.value = number;
    account.organisation = organisation;
    account.state = static_cast<access::AccountState>(state);
    account.must_change_password = must_change != 0;
    account.created = from_millis(created);
    account.password_changed = from_millis(changed);
    account.failures = failures;
    account.last_failure.reset();
    account.last_sign_in.reset();
    if (failed_there == soci::i_ok) account.last_failure = from_millis(failed);
    if (signed_in_there == soci::i_ok) account.last_sign_in = from_millis(signed_in);
    accounts.push_back(account);
  }
  return accounts;
}

Result<std::vector<Account>> AccountRows::accounts() {
  return at_rim([&] { return select("(:name = '' OR 1) AND (:id = 0 OR 1)", "", 0); });
}

Result<std::optional<Account>> AccountRows::account(access::AccountId id) {
  return at_rim([&]() -> std::optional<Account> {
    auto found = select(":name = '' AND id = :id", "", id.value);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Result<std::optional<Account>> AccountRows::account_named(std::string_view name) {
  return at_rim([&]() -> std::optional<Account> {
    auto found = select("name = :name AND :id = 0", std::string(name), 0);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Result<access::AccountId> AccountRows::save(const Account& account) {
  return save(account, {});
}

Result<access::AccountId> AccountRows::save(const Account& account, std::span<const access::Grant> grants) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    {
      Statement other = write->prepare("SELECT 1 FROM account WHERE name = ?1 AND id <> ?2");
      other.bind(1, account.name).bind(2, account.id);
      if (other.step()) throw Failure({Kind::Conflict, "access.name_taken", account.name, {}});
    }
    access::AccountId id = account.id;
    if (!id) {
      id = insert(*write, account);
    } else {
      Statement row = write->prepare(
          "UPDATE account SET name = ?1, full_name = ?2, organisation = ?3, state = ?4, password = ?5, must_change = "
          "?6, created = ?7, password_changed = ?8, failures = ?9, last_failure = ?10, last_sign_in = ?11 WHERE id = "
          "?12");
      bind_account(row, account);
      row.bind(12, id).run();
    }
    for (access::Grant grant : grants) {
      grant.account = id;
      insert_grant(*write, grant);
    }
    write.commit();
    return id;
  });
}

Result<access::SessionId> AccountRows::open_session(const Session& session) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write
        ->prepare(
            "INSERT INTO session(account, token_hash, csrf, began, last_used, address, user_agent, second_factor) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(1, session.account)
        .bind(2, session.token_hash)
        .bind(3, session.csrf)
        .bind(4, session.began)
        .bind(5, session.last_used)
        .bind(6, session.address)
        .bind(7, session.user_agent)
        .bind(8, std::int64_t{session.second_factor})
        .run();
    const access::SessionId id{write->last_id()};
    write.commit();
    return id;
  });
}

Result<std::optional<Session>> AccountRows::session(std::string_view token_hash) {
  return at_rim([&]() -> std::optional<Session> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kSessionColumns) + "WHERE token_hash = ?1");
    row.bind(1, token_hash);
    if (!row.step()) return std::nullopt;
    return read_session(row);
  });
}

Done AccountRows::touch_session(access::SessionId id, TimePoint at) {
  if (database_.writing()) return {};  // nobody's page waits for somebody's import
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);  // losing it costs half a minute of idle time
    write->prepare("UPDATE session SET last_used = ?2 WHERE id = ?1").bind(1, id).bind(2, at).run();
    write.commit();
  });
}

Done AccountRows::end_session(access::SessionId id) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("DELETE FROM session WHERE id = ?1").bind(1, id).run();
    write.commit();
  });
}

Done AccountRows::end_sessions_of(access::AccountId account) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("DELETE FROM session WHERE account = ?1").bind(1, account).run();
    write.commit();
  });
}

Result<std::vector<Session>> AccountRows::sessions_of(access::AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<Session> sessions;
    Statement rows = reader->prepare(std::string(kSessionColumns) + "WHERE account = ?1 ORDER BY id DESC");
    rows.bind(1, account);
    while (rows.step()) sessions.push_back(read_session(rows));
    return sessions;
  });
}

Done AccountRows::drop_sessions(TimePoint began_before, TimePoint used_before) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    write->prepare("DELETE FROM session WHERE began < ?1 OR last_used < ?2")
        .bind(1, began_before)
        .bind(2, used_before)
        .run();
    write.commit();
  });
}

}  // namespace huabiao::storage
