#include "access/token_gate.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"

namespace huabiao::access {
namespace {

// So that a token lying about says what it is, to people and to programs that look for secrets.
constexpr std::string_view kMark = "hb_";

}  // namespace

bool TokenGate::is_token(std::string_view text) {
  return text.starts_with(kMark);
}

Result<TokenGate::Made> TokenGate::make(const Account& holder, std::span<const Grant> grants, const Wanted& wanted) {
  const TimePoint now = clock_.now();
  if (wanted.ends <= now || wanted.ends - now > door_.rules().longest_token)
    return fail(Kind::Invalid, "access.bad_token_end", to_iso(wanted.ends), to_iso(now + door_.rules().longest_token));
  if (wanted.abilities == Abilities()) return fail(Kind::Invalid, "access.no_ability");
  const Abilities held = abilities_of(grants);
  for (std::size_t i = 0; i < kAbilityNames.size(); ++i)
    if (const auto one = static_cast<Ability>(i); wanted.abilities.has(one) && !held.has(one))
      return fail(Kind::Denied, "access.not_yours", std::string(to_string(one)));
  const auto holds_scope = [&](const Grant& grant) { return lies_in(*wanted.scope, grant.scope); };
  if (wanted.scope && std::ranges::none_of(grants, holds_scope))
    return fail(Kind::Invalid, "access.wider_scope", std::string(to_string(wanted.scope->kind)));
  Made made{.token = {.id = {},
                      .account = holder.id,
                      .name = wanted.name,
                      .hash = {},
                      .abilities = wanted.abilities,
                      .scope = wanted.scope,
                      .made = now,
                      .ends = wanted.ends,
                      .last_used = {},
                      .revoked = {},
                      .revoked_by = {}},
            .text = std::string(kMark) + to_base64url(random_bytes(TokenRules::kBytes))};
  made.token.hash = sha256_hex(made.text);
  auto id = tokens_.add(made.token, TokenRules::kMost);
  if (!id) return fail(std::move(id));
  made.token.id = *id;
  return made;
}

Done TokenGate::revoke(AccountId account, ApiTokenId id, const std::string& by) {
  auto revoked = tokens_.revoke(account, id, by, clock_.now());
  if (!revoked) return fail(std::move(revoked));
  return *revoked ? Done() : fail(Kind::NotFound, "access.no_such_token", std::to_string(id.value));
}

Result<TokenGate::Known> TokenGate::recognise(std::string_view text, std::string_view address) {
  const auto bad = [] { return fail(Kind::Unauthenticated, "access.bad_token"); };
  const std::string hash = sha256_hex(text);
  auto found = tokens_.token_of(hash);
  if (!found) return fail(std::move(found));
  const TimePoint now = clock_.now();
  if (!*found || !equal_in_constant_time((*found)->hash, hash) || (*found)->revoked || (*found)->ends <= now)
    return bad();
  auto account = stores_.accounts.account((*found)->account);
  if (!account) return fail(std::move(account));
  if (!*account || (*account)->state == AccountState::Disabled || (*account)->must_change_password) return bad();
  auto grants = stores_.grants.in_force((*found)->account);
  if (!grants) return fail(std::move(grants));
  if (auto fine = door_.check_address(*grants, address); !fine) return fail(std::move(fine));
  const auto& last = (*found)->last_used;
  if (!last || now < *last || now - *last >= TokenRules::kTouchEvery) (void)tokens_.used((*found)->id, now);
  return Known{**std::move(account), *std::move(grants), **std::move(found)};
}

}  // namespace huabiao::access
