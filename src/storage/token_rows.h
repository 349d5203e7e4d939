#pragma once
// ApiTokenStore on the database. Internal to this room.

#include "access/api_token.h"
#include "storage/database.h"

namespace huabiao::storage {

class TokenRows final : public access::ApiTokenStore {
 public:
  explicit TokenRows(Database& database) : database_(database) {}

  Result<std::vector<access::ApiToken>> tokens_of(access::AccountId account) override;
  Result<std::optional<access::ApiToken>> token_of(std::string_view hash) override;
  Result<access::ApiTokenId> add(const access::ApiToken& token, std::size_t most) override;
  Result<bool> revoke(access::AccountId account, access::ApiTokenId id, const std::string& by, TimePoint at) override;
  Done used(access::ApiTokenId id, TimePoint at) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
