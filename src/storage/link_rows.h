#pragma once
// LinkStore on the database. Internal to this room.

#include "access/link.h"
#include "storage/database.h"

namespace huabiao::storage {

class LinkRows final : public access::LinkStore {
 public:
  explicit LinkRows(Database& database) : database_(database) {}

  Result<std::optional<access::Link>> link_of(access::AccountId account) override;
  Result<std::optional<access::Link>> linked(access::Source source, std::string_view subject) override;
  Result<bool> claim(access::AccountId account, access::Source source, const std::string& subject) override;
  Result<access::AccountId> add(const access::Account& account, const access::Link& link) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
