#include "storage/token_rows.h"

#include <algorithm>

namespace huabiao::storage {
namespace {

using access::Abilities;
using access::AccountId;
using access::ApiToken;
using access::ApiTokenId;

constexpr std::string_view kColumns =
    "SELECT id, account, name, hash, abilities, scope, scope_id, scope_name, made, ends, last_used, revoked, "
    "revoked_by FROM api_token ";

// By name, so that the numbers of the enum may change.
std::string text_of(Abilities abilities) {
  std::string text;
  for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
    if (abilities.has(static_cast<access::Ability>(i)))
      text += (text.empty() ? "" : " ") + std::string(access::kAbilityNames.at(i));
  return text;
}

// A name nobody knows any more allows nothing.
Abilities abilities_in(std::string_view text) {
  Abilities abilities;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
      if (access::kAbilityNames.at(i) == word) abilities.add({static_cast<access::Ability>(i)});
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return abilities;
}

std::optional<TimePoint> time_or_none(const Statement& row, int column) {
  if (row.null(column)) return std::nullopt;
  return row.time(column);
}

ApiToken read_token(const Statement& row) {
  ApiToken token{.id = {row.integer(0)},
                 .account = {row.integer(1)},
                 .name = row.text(2),
                 .hash = row.text(3),
                 .abilities = abilities_in(row.text(4)),
                 .scope = {},
                 .made = row.time(8),
                 .ends = row.time(9),
                 .last_used = time_or_none(row, 10),
                 .revoked = time_or_none(row, 11),
                 .revoked_by = row.text(12)};
  if (!row.null(5))
    token.scope = registry::Scope{static_cast<registry::ScopeKind>(row.integer(5)), row.integer(6), row.text(7)};
  return token;
}

}  // namespace

Result<std::vector<ApiToken>> TokenRows::tokens_of(AccountId account) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(std::string(kColumns) + "WHERE account = ?1 AND revoked IS NULL ORDER BY id DESC");
    rows.bind(1, account);
    std::vector<ApiToken> tokens;
    while (rows.step()) tokens.push_back(read_token(rows));
    return tokens;
  });
}

Result<std::optional<ApiToken>> TokenRows::token_of(std::string_view hash) {
  return at_rim([&]() -> std::optional<ApiToken> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kColumns) + "WHERE hash = ?1");
    row.bind(1, hash);
    if (!row.step()) return std::nullopt;
    return read_token(row);
  });
}

Result<ApiTokenId> TokenRows::add(const ApiToken& token, std::size_t most) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    {
      Statement standing =
          write->prepare("SELECT count(*) FROM api_token WHERE account = ?1 AND revoked IS NULL AND ends > ?2");
      standing.bind(1, token.account).bind(2, token.made);
      if (standing.step() && standing.integer(0) >= static_cast<std::int64_t>(most))
        throw Failure({Kind::Conflict, "access.too_many_tokens", std::to_string(most), {}});
    }
    {
      Statement row = write->prepare(
          "INSERT INTO api_token(account, name, hash, abilities, scope, scope_id, scope_name, made, ends, revoked_by) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '')");
      row.bind(1, token.account).bind(2, token.name).bind(3, token.hash).bind(4, text_of(token.abilities));
      if (token.scope)
        row.bind(5, static_cast<std::int64_t>(token.scope->kind));
      else
        row.bind_null(5);
      row.bind(6, token.scope ? token.scope->id : 0).bind(7, token.scope ? token.scope->name : std::string());
      row.bind(8, token.made).bind(9, token.ends).run();
    }
    const ApiTokenId id{write->last_id()};
    write.commit();
    return id;
  });
}

Result<bool> TokenRows::revoke(AccountId account, ApiTokenId id, const std::string& by, TimePoint at) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    write
        ->prepare(
            "UPDATE api_token SET revoked = ?3, revoked_by = ?4 WHERE id = ?2 AND account = ?1 AND revoked IS NULL")
        .bind(1, account)
        .bind(2, id)
        .bind(3, at)
        .bind(4, by)
        .run();
    const bool revoked = write->changed() == 1;
    write.commit();
    return revoked;
  });
}

Done TokenRows::used(ApiTokenId id, TimePoint at) {
  return at_rim([&] {
    if (database_.writing()) return;  // nobody's program waits for somebody's import
    Database::Write write(database_, Durability::Normal);
    write->prepare("UPDATE api_token SET last_used = ?2 WHERE id = ?1").bind(1, id).bind(2, at).run();
    write.commit();
  });
}

}  // namespace huabiao::storage
