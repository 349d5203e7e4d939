#pragma once
// ApiToken: lets a program do part of what its holder may do. Of the token only a digest is kept; what it allows is
// decided at each use by what the holder's grants allow then. ApiTokenStore keeps them: a port, storage/ implements it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/grant.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace huabiao::access {

using ApiTokenId = Id<struct ApiTokenTag>;

struct ApiToken {
  ApiTokenId id;  // 0: not stored yet
  AccountId account;
  std::string name;
  std::string hash;  // SHA-256, hex
  Abilities abilities;
  std::optional<Scope> scope;  // no further than this; nullopt: as far as the holder's grants
  TimePoint made{}, ends{};
  std::optional<TimePoint> last_used;  // to a minute
  std::optional<TimePoint> revoked;
  std::string revoked_by;
};

// Over which part of the register the token allows `ability`, its holder having these grants in force. Scopes meet only
// where one lies in the other: what cannot be told to lie within is left out.
Reach reach_of(std::span<const Grant> grants, const ApiToken& token, Ability ability);

class ApiTokenStore {
 public:
  virtual ~ApiTokenStore() = default;
  // Thread: any. Fails (all calls): Environment storage.*, Unavailable storage.locked.
  virtual Result<std::vector<ApiToken>> tokens_of(AccountId account) = 0;  // not revoked, newest first
  virtual Result<std::optional<ApiToken>> token_of(std::string_view hash) = 0;
  // At most `most` of an account stand at once. Fails: Conflict access.too_many_tokens.
  virtual Result<ApiTokenId> add(const ApiToken& token, std::size_t most) = 0;
  // False: the account has no such token, or it was revoked before.
  virtual Result<bool> revoke(AccountId account, ApiTokenId id, const std::string& by, TimePoint at) = 0;
  // May be left out while the store is busy.
  virtual Done used(ApiTokenId id, TimePoint at) = 0;
};

}  // namespace huabiao::access
