#include "storage/sign_in_rows.h"

namespace huabiao::storage {
namespace {

using access::AccountId;
using access::Factor;

constexpr std::string_view kFactor = "SELECT account, secret, begun, confirmed, last_step FROM second_factor ";

Factor read_factor(const Statement& row) {
  Factor factor{.account = {row.integer(0)}, .secret = row.text(1), .begun = row.time(2), .confirmed = {}};
  if (!row.null(3)) factor.confirmed = row.time(3);
  factor.last_step = row.integer(4);
  return factor;
}

void replace_codes(Connection& connection, AccountId account, std::span<const std::string> hashes) {
  connection.prepare("DELETE FROM recovery_code WHERE account = ?1").bind(1, account).run();
  Statement row = connection.prepare("INSERT INTO recovery_code(account, hash) VALUES(?1, ?2)");
  for (const std::string& hash : hashes) row.bind(1, account).bind(2, hash).run();
}

}  // namespace

Done SignInRows::refused(AccountId account, TimePoint at) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("UPDATE account SET failures = failures + 1, last_failure = ?2 WHERE id = ?1")
        .bind(1, account)
        .bind(2, at)
        .run();
    write.commit();
  });
}

Done SignInRows::entered(AccountId account, TimePoint at) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("UPDATE account SET failures = 0, last_failure = NULL, last_sign_in = ?2 WHERE id = ?1")
        .bind(1, account)
        .bind(2, at)
        .run();
    write.commit();
  });
}

Done SignInRows::set_password(AccountId account, const std::string& hash, TimePoint at, std::size_t kept) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write
        ->prepare(
            "INSERT INTO former_password(account, hash, until) SELECT id, password, ?2 FROM account WHERE id = ?1")
        .bind(1, account)
        .bind(2, at)
        .run();
    write
        ->prepare(
            "DELETE FROM former_password WHERE account = ?1 AND id NOT IN (SELECT id FROM former_password WHERE "
            "account = ?1 ORDER BY id DESC LIMIT ?2)")
        .bind(1, account)
        .bind(2, static_cast<std::int64_t>(kept))
        .run();
    write
        ->prepare(
            "UPDATE account SET password = ?2, must_change = 0, password_changed = ?3, failures = 0, last_failure = "
            "NULL WHERE id = ?1")
        .bind(1, account)
        .bind(2, hash)
        .bind(3, at)
        .run();
    write.commit();
  });
}

Result<std::vector<std::string>> SignInRows::former_passwords(AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare("SELECT hash FROM former_password WHERE account = ?1 ORDER BY id DESC");
    rows.bind(1, account);
    std::vector<std::string> hashes;
    while (rows.step()) hashes.push_back(rows.text(0));
    return hashes;
  });
}

Result<std::optional<Factor>> SignInRows::factor(AccountId account) {
  return at_rim([&]() -> std::optional<Factor> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kFactor) + "WHERE account = ?1");
    row.bind(1, account);
    if (!row.step()) return std::nullopt;
    return read_factor(row);
  });
}

Result<bool> SignInRows::begin_factor(const Factor& factor) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write
        ->prepare(
            "INSERT INTO second_factor(account, secret, begun, confirmed, last_step) VALUES(?1, ?2, ?3, NULL, 0) ON "
            "CONFLICT(account) DO UPDATE SET secret = excluded.secret, begun = excluded.begun, last_step = 0 WHERE "
            "second_factor.confirmed IS NULL")
        .bind(1, factor.account)
        .bind(2, factor.secret)
        .bind(3, factor.begun)
        .run();
    const bool begun = write->changed() == 1;
    write.commit();
    return begun;
  });
}

Result<bool> SignInRows::confirm_factor(AccountId account, std::int64_t step, TimePoint at,
                                        std::span<const std::string> code_hashes) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("UPDATE second_factor SET confirmed = ?2, last_step = ?3 WHERE account = ?1 AND confirmed IS NULL")
        .bind(1, account)
        .bind(2, at)
        .bind(3, step)
        .run();
    if (write->changed() != 1) return false;
    replace_codes(*write, account, code_hashes);
    write.commit();
    return true;
  });
}

Result<bool> SignInRows::take_step(AccountId account, std::int64_t step) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("UPDATE second_factor SET last_step = ?2 WHERE account = ?1 AND last_step < ?2")
        .bind(1, account)
        .bind(2, step)
        .run();
    const bool taken = write->changed() == 1;
    write.commit();
    return taken;
  });
}

Done SignInRows::drop_factor(AccountId account) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("DELETE FROM second_factor WHERE account = ?1").bind(1, account).run();
    replace_codes(*write, account, {});
    write.commit();
  });
}

Done SignInRows::set_recovery_codes(AccountId account, std::span<const std::string> hashes) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    replace_codes(*write, account, hashes);
    write.commit();
  });
}

Result<bool> SignInRows::take_recovery_code(AccountId account, std::string_view hash, TimePoint at) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write->prepare("UPDATE recovery_code SET used = ?3 WHERE account = ?1 AND hash = ?2 AND used IS NULL")
        .bind(1, account)
        .bind(2, hash)
        .bind(3, at)
        .run();
    const bool taken = write->changed() == 1;
    write.commit();
    return taken;
  });
}

Result<std::int64_t> SignInRows::recovery_codes_left(AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT count(*) FROM recovery_code WHERE account = ?1 AND used IS NULL");
    row.bind(1, account);
    (void)row.step();
    return row.integer(0);
  });
}

Result<std::optional<Factor>> SignInRows::any_factor() {
  return at_rim([&]() -> std::optional<Factor> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kFactor) + "ORDER BY account LIMIT 1");
    if (!row.step()) return std::nullopt;
    return read_factor(row);
  });
}

}  // namespace huabiao::storage
