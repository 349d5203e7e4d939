#pragma once
// SignInStore on the database. Internal to this room.

#include "access/sign_in_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class SignInRows final : public access::SignInStore {
 public:
  explicit SignInRows(Database& database) : database_(database) {}

  Done refused(access::AccountId account, TimePoint at) override;
  Done entered(access::AccountId account, TimePoint at) override;
  Done set_password(access::AccountId account, const std::string& hash, TimePoint at, std::size_t kept) override;
  Result<std::vector<std::string>> former_passwords(access::AccountId account) override;
  Result<std::optional<access::Factor>> factor(access::AccountId account) override;
  Result<bool> begin_factor(const access::Factor& factor) override;
  Result<bool> confirm_factor(access::AccountId account, std::int64_t step, TimePoint at,
                              std::span<const std::string> code_hashes) override;
  Result<bool> take_step(access::AccountId account, std::int64_t step) override;
  Done drop_factor(access::AccountId account) override;
  Done set_recovery_codes(access::AccountId account, std::span<const std::string> hashes) override;
  Result<bool> take_recovery_code(access::AccountId account, std::string_view hash, TimePoint at) override;
  Result<std::int64_t> recovery_codes_left(access::AccountId account) override;
  Result<std::optional<access::Factor>> any_factor() override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
