#include "storage/account_rows.h"

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

namespace {

constexpr std::string_view kAccountColumns =
    "SELECT id, name, full_name, organisation, state, password, must_change, created, password_changed, failures, "
    "last_failure, last_sign_in FROM account ";

Account read_account(const Statement& row) {
  Account account;
  account.id.value = row.integer(0);
  account.name = row.text(1);
  account.full_name = row.text(2);
  account.organisation = row.integer(3);
  account.state = static_cast<access::AccountState>(row.integer(4));
  account.password = row.text(5);
  account.must_change_password = row.integer(6) != 0;
  account.created = row.time(7);
  account.password_changed = row.time(8);
  account.failures = row.integer(9);
  if (!row.null(10)) account.last_failure = row.time(10);
  if (!row.null(11)) account.last_sign_in = row.time(11);
  return account;
}

template <class Key>
Result<std::optional<Account>> one_account(Database& database, std::string_view where, const Key& key) {
  return at_rim([&]() -> std::optional<Account> {
    Database::Reader reader(database);
    Statement row = reader->prepare(std::string(kAccountColumns) + std::string(where));
    row.bind(1, key);
    if (!row.step()) return std::nullopt;
    return read_account(row);
  });
}

}  // namespace

Result<std::vector<Account>> AccountRows::accounts() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<Account> accounts;
    Statement rows = reader->prepare(std::string(kAccountColumns) + "ORDER BY name");
    while (rows.step()) accounts.push_back(read_account(rows));
    return accounts;
  });
}

Result<std::optional<Account>> AccountRows::account(access::AccountId id) {
  return one_account(database_, "WHERE id = ?1", id);
}

Result<std::optional<Account>> AccountRows::account_named(std::string_view name) {
  return one_account(database_, "WHERE name = ?1", name);
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
  return at_rim([&] {
    if (database_.writing()) return;                       // nobody's page waits for somebody's import
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
