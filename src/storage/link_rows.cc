#include "storage/link_rows.h"

namespace huabiao::storage {
namespace {

using access::AccountId;
using access::Link;
using access::Source;

Link read_link(const Statement& row) {
  return {{row.integer(0)}, static_cast<Source>(row.integer(1)), row.text(2)};
}

void must_be_free(Connection& connection, Source source, const std::string& subject) {
  if (subject.empty()) return;
  Statement other = connection.prepare("SELECT 1 FROM account_link WHERE source = ?1 AND subject = ?2");
  other.bind(1, static_cast<std::int64_t>(source)).bind(2, subject);
  if (other.step()) throw Failure({Kind::Conflict, "access.subject_taken", subject, {}});
}

}  // namespace

Result<std::optional<Link>> LinkRows::link_of(AccountId account) {
  return at_rim([&]() -> std::optional<Link> {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT account, source, subject FROM account_link WHERE account = ?1");
    row.bind(1, account);
    if (!row.step()) return std::nullopt;
    return read_link(row);
  });
}

Result<std::optional<Link>> LinkRows::linked(Source source, std::string_view subject) {
  return at_rim([&]() -> std::optional<Link> {
    if (subject.empty()) return std::nullopt;
    Database::Reader reader(database_);
    Statement row =
        reader->prepare("SELECT account, source, subject FROM account_link WHERE source = ?1 AND subject = ?2");
    row.bind(1, static_cast<std::int64_t>(source)).bind(2, subject);
    if (!row.step()) return std::nullopt;
    return read_link(row);
  });
}

Result<bool> LinkRows::claim(AccountId account, Source source, const std::string& subject) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    must_be_free(*write, source, subject);
    write->prepare("UPDATE account_link SET subject = ?3 WHERE account = ?1 AND source = ?2 AND subject = ''")
        .bind(1, account)
        .bind(2, static_cast<std::int64_t>(source))
        .bind(3, subject)
        .run();
    const bool claimed = write->changed() == 1;
    write.commit();
    return claimed;
  });
}

Result<AccountId> LinkRows::add(const access::Account& account, const Link& link) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    must_be_free(*write, link.source, link.subject);
    {
      Statement named = write->prepare("SELECT 1 FROM account WHERE name = ?1");
      named.bind(1, account.name);
      if (named.step()) throw Failure({Kind::Conflict, "access.name_taken", account.name, {}});
    }
    write
        ->prepare(
            "INSERT INTO account(name, full_name, organisation, state, password, must_change, created, "
            "password_changed, failures) VALUES(?1, ?2, ?3, ?4, '', 0, ?5, ?5, 0)")
        .bind(1, account.name)
        .bind(2, account.full_name)
        .bind(3, account.organisation)
        .bind(4, static_cast<std::int64_t>(account.state))
        .bind(5, account.created)
        .run();
    const AccountId id{write->last_id()};
    write->prepare("INSERT INTO account_link(account, source, subject) VALUES(?1, ?2, ?3)")
        .bind(1, id)
        .bind(2, static_cast<std::int64_t>(link.source))
        .bind(3, link.subject)
        .run();
    write.commit();
    return id;
  });
}

}  // namespace huabiao::storage
