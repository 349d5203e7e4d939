#pragma once
// TokenGate: API tokens made, revoked, recognised. Each call blocks on the stores: work pool only.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/api_token.h"
#include "access/sign_in.h"

namespace huabiao::access {

struct TokenRules {
  static constexpr std::size_t kMost = 50;   // of one account
  static constexpr std::size_t kBytes = 32;  // of randomness
  static constexpr Millis kTouchEvery{60'000};
};

class TokenGate {
 public:
  // Lifetime: all outlive it. Thread: any.
  TokenGate(ApiTokenStore& tokens, const DoorStores& stores, const Doorkeeper& door, const Clock& clock)
      : tokens_(tokens), stores_(stores), door_(door), clock_(clock) {}

  struct Wanted {
    std::string name;
    Abilities abilities;
    std::optional<Scope> scope;
    TimePoint ends{};
  };
  struct Made {
    ApiToken token;
    std::string text;  // told here and never again
  };
  // Fails: Invalid access.bad_token_end (past, or beyond AccessRules::longest_token), access.no_ability,
  // access.wider_scope; Denied access.not_yours (an ability the holder has not); Conflict access.too_many_tokens.
  Result<Made> make(const Account& holder, std::span<const Grant> grants, const Wanted& wanted);
  Result<std::vector<ApiToken>> tokens_of(AccountId account) { return tokens_.tokens_of(account); }
  // Fails: NotFound access.no_such_token.
  Done revoke(AccountId account, ApiTokenId id, const std::string& by);

  struct Known {
    Account account;
    std::vector<Grant> grants;  // the holder's, in force now
    ApiToken token;
  };
  // Is this text one of ours, by its form?
  static bool is_token(std::string_view text);
  // Whose is it? Fails: Unauthenticated access.bad_token (unknown, revoked, ended, its holder disabled or given a new
  // secret: told alike); Denied access.address_refused.
  Result<Known> recognise(std::string_view text, std::string_view address);

 private:
  ApiTokenStore& tokens_;
  DoorStores stores_;
  const Doorkeeper& door_;
  const Clock& clock_;
};

}  // namespace huabiao::access
