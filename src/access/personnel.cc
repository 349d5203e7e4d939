#include "access/personnel.h"

#include <algorithm>
#include <utility>

namespace huabiao::access {

Personnel::Personnel(const DoorStores& stores, const Clock& clock, AccessRules rules)
    : accounts_(stores.accounts),
      grants_(stores.grants),
      sign_in_(stores.sign_in),
      links_(stores.links),
      clock_(clock),
      rules_(std::move(rules)) {}

Result<Account> Personnel::must_be(AccountId id) {
  auto found = accounts_.account(id);
  if (!found) return fail(std::move(found));
  if (!*found) return fail(Kind::NotFound, "access.no_such_account", std::to_string(id.value));
  return *std::move(*found);
}

// Whoever could give another administrator a new secret would be that administrator.
Result<Account> Personnel::within_reach_of(AccountId id, AccountId by) {
  auto account = must_be(id);
  if (!account) return account;
  if (id == by) return fail(Kind::Denied, "access.own_account", account->name);
  auto held = grants_.in_force(id);
  if (!held) return fail(std::move(held));
  if (std::ranges::any_of(*held, [](const Grant& one) { return is_administrator(one.role); }))
    return fail(Kind::Denied, "access.administrators_account", account->name);
  return account;
}

Result<NewSecret> Personnel::create(std::string_view name, std::string_view full_name, std::int64_t organisation) {
  if (auto fine = check_account_name(name); !fine) return fail(std::move(fine));
  NewSecret secret = new_secret(name);
  const TimePoint now = clock_.now();
  auto account = with_secret(
      {.name = std::string(name), .full_name = std::string(full_name), .organisation = organisation, .created = now},
      secret, now, rules_.cost);
  if (!account) return fail(std::move(account));
  if (auto id = accounts_.save(*account); !id) return fail(std::move(id));
  return secret;
}

Done Personnel::create(std::string_view name, std::string_view full_name, std::int64_t organisation, const Link& link) {
  if (auto fine = check_account_name(name); !fine) return fine;
  Account account{.name = std::string(name), .full_name = std::string(full_name), .organisation = organisation};
  account.created = account.password_changed = clock_.now();
  auto made = links_.add(account, link);
  return made ? Done() : fail(std::move(made));
}

Done Personnel::edit(AccountId id, const AccountEdit& edit, AccountId by) {
  auto account = edit.state ? within_reach_of(id, by) : must_be(id);
  if (!account) return fail(std::move(account));
  if (edit.full_name) account->full_name = *edit.full_name;
  if (edit.organisation) account->organisation = *edit.organisation;
  if (edit.state) account->state = *edit.state;
  if (auto saved = accounts_.save(*account); !saved) return fail(std::move(saved));
  return account->state == AccountState::Disabled ? accounts_.end_sessions_of(id) : Done();
}

Result<NewSecret> Personnel::renew(Account account) {
  auto link = links_.link_of(account.id);
  if (!link) return fail(std::move(link));
  if (*link) return fail(Kind::Denied, "access.password_elsewhere", account.name);
  NewSecret secret = new_secret(account.name);
  const AccountId id = account.id;
  auto renewed = with_secret(std::move(account), secret, clock_.now(), rules_.cost);
  if (!renewed) return fail(std::move(renewed));
  // The one before it is not taken again either.
  auto kept = sign_in_.set_password(id, renewed->password, renewed->password_changed, rules_.password.history);
  if (!kept) return fail(std::move(kept));
  if (auto saved = accounts_.save(*renewed); !saved) return fail(std::move(saved));
  if (auto ended = accounts_.end_sessions_of(id); !ended) return fail(std::move(ended));
  return secret;
}

Result<NewSecret> Personnel::renew_secret(AccountId id, AccountId by) {
  auto account = within_reach_of(id, by);
  if (!account) return fail(std::move(account));
  return renew(*std::move(account));
}

Result<NewSecret> Personnel::renew_secret(std::string_view name) {
  auto account = accounts_.account_named(name);
  if (!account) return fail(std::move(account));
  if (!*account) return fail(Kind::NotFound, "access.no_such_account", std::string(name));
  (*account)->state = AccountState::Active;
  return renew(**std::move(account));
}

Done Personnel::end_sessions(AccountId id) {
  if (auto account = must_be(id); !account) return fail(std::move(account));
  return accounts_.end_sessions_of(id);
}

Done Personnel::drop_factor(AccountId id) {
  auto factor = sign_in_.factor(id);
  if (!factor) return fail(std::move(factor));
  if (!*factor) return fail(Kind::NotFound, "access.no_factor", std::to_string(id.value));
  if (auto dropped = sign_in_.drop_factor(id); !dropped) return dropped;
  return accounts_.end_sessions_of(id);
}

Done Personnel::reset_factor(AccountId id, AccountId by) {
  if (auto account = within_reach_of(id, by); !account) return fail(std::move(account));
  return drop_factor(id);
}

Done Personnel::reset_factor(std::string_view name) {
  auto account = accounts_.account_named(name);
  if (!account) return fail(std::move(account));
  if (!*account) return fail(Kind::NotFound, "access.no_such_account", std::string(name));
  return drop_factor((*account)->id);
}

Result<GrantId> Personnel::grant(Grant wanted, const Account& by) {
  if (wanted.account == by.id) return fail(Kind::Denied, "access.own_grant", by.name);
  if (auto account = must_be(wanted.account); !account) return fail(std::move(account));
  const TimePoint now = clock_.now();
  wanted.from = std::max(wanted.from, now);
  if (wanted.until && *wanted.until <= wanted.from) return fail(Kind::Invalid, "access.bad_dates");
  wanted.by = by.name;
  wanted.at = now;
  return grants_.add(wanted);
}

Done Personnel::withdraw(GrantId id, const Account& by) {
  auto found = grants_.grant(id);
  if (!found) return fail(std::move(found));
  if (!*found) return fail(Kind::NotFound, "access.no_such_grant", std::to_string(id.value));
  if ((*found)->account == by.id) return fail(Kind::Denied, "access.own_grant", by.name);
  return grants_.withdraw(id, by.name);
}

Result<GrantId> Personnel::lend(GrantId id, Grant wanted, const Account& lender) {
  auto lent = grants_.grant(id);
  if (!lent) return fail(std::move(lent));
  if (!*lent || (*lent)->account != lender.id)
    return fail(Kind::NotFound, "access.no_such_grant", std::to_string(id.value));
  if (wanted.account == lender.id) return fail(Kind::Denied, "access.own_grant", lender.name);
  if (auto account = must_be(wanted.account); !account) return fail(std::move(account));
  const TimePoint now = clock_.now();
  if (auto fine = check_delegation(**lent, wanted, now); !fine) return fail(std::move(fine));
  wanted.role = (*lent)->role;
  wanted.delegated_from = id;
  wanted.from = std::max(wanted.from, now);
  wanted.by = lender.name;
  wanted.at = now;
  return grants_.add(wanted);
}

Done Personnel::take_back(GrantId id, const Account& lender) {
  auto lent = grants_.grant(id);
  if (!lent) return fail(std::move(lent));
  auto from = *lent && (*lent)->delegated_from ? grants_.grant((*lent)->delegated_from) : std::optional<Grant>();
  if (!from) return fail(std::move(from));
  if (!*from || (*from)->account != lender.id)
    return fail(Kind::NotFound, "access.no_such_grant", std::to_string(id.value));
  return grants_.withdraw(id, lender.name);
}

Done Personnel::hand_over(AccountId from, AccountId to, const Account& by, const std::string& reason) {
  if (from == by.id || to == by.id) return fail(Kind::Denied, "access.own_grant", by.name);
  for (const AccountId id : {from, to})
    if (auto account = must_be(id); !account) return fail(std::move(account));
  return grants_.hand_over(from, to, by.name, reason);
}

}  // namespace huabiao::access
