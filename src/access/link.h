#pragma once
// Link: an account whose owner signs in elsewhere, by what is known there. LinkStore keeps them: a port, storage/
// implements it. Thread: any. Fails (all calls): Environment storage.*, Unavailable storage.locked.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/account.h"
#include "base/result.h"

namespace huabiao::access {

// Where a person proves who they are. Numbers are stored: append only.
enum class Source : std::uint8_t { Local, Ldap, Oidc };
inline constexpr std::array<std::string_view, 3> kSourceNames = {"local", "ldap", "oidc"};

struct Link {
  AccountId account;
  Source source = Source::Local;
  std::string subject;  // Person::subject; empty: taken from the first sign-in under the account's name
};

class LinkStore {
 public:
  virtual ~LinkStore() = default;
  // nullopt: the account has a password of its own.
  virtual Result<std::optional<Link>> link_of(AccountId account) = 0;
  virtual Result<std::optional<Link>> linked(Source source, std::string_view subject) = 0;
  // The account's subject, while it has none. False: it has one. Fails: Conflict access.subject_taken.
  virtual Result<bool> claim(AccountId account, Source source, const std::string& subject) = 0;
  // A new account with its link, all or nothing; the account's number is filled in. Fails: Conflict access.name_taken,
  // access.subject_taken.
  virtual Result<AccountId> add(const Account& account, const Link& link) = 0;
};

}  // namespace huabiao::access
