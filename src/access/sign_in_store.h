#pragma once
// SignInStore: keeps what signing in needs beside accounts and sessions: refused attempts, former passwords, second
// factors. A port: storage/ implements it. Thread: any. Fails (all calls): Environment storage.*, Unavailable
// storage.locked.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

// A second factor: a secret shared with an authenticator app.
struct Factor {
  AccountId account;
  std::string secret;  // sealed
  TimePoint begun{};
  std::optional<TimePoint> confirmed;  // by a first code; until then it asks for nothing
  std::int64_t last_step = 0;          // of the codes taken
};

class SignInStore {
 public:
  virtual ~SignInStore() = default;

  // Each counts or changes in one step, so that attempts at once count each, and nothing else of the account changes.
  virtual Done refused(AccountId account, TimePoint at) = 0;
  virtual Done entered(AccountId account, TimePoint at) = 0;  // no refusals any more
  // The one before it is kept among the `kept` former ones.
  virtual Done set_password(AccountId account, const std::string& hash, TimePoint at, std::size_t kept) = 0;
  virtual Result<std::vector<std::string>> former_passwords(AccountId account) = 0;  // newest first

  virtual Result<std::optional<Factor>> factor(AccountId account) = 0;
  // One not yet confirmed takes the place of another such. False: a confirmed one stands.
  virtual Result<bool> begin_factor(const Factor& factor) = 0;
  // It holds from now on, with these recovery codes. False: none was begun.
  virtual Result<bool> confirm_factor(AccountId account, std::int64_t step, TimePoint at,
                                      std::span<const std::string> code_hashes) = 0;
  // False: this step, or a later one, was taken before.
  virtual Result<bool> take_step(AccountId account, std::int64_t step) = 0;
  virtual Done drop_factor(AccountId account) = 0;  // and its recovery codes

  virtual Done set_recovery_codes(AccountId account, std::span<const std::string> hashes) = 0;
  // False: there is no such code, or it was taken before.
  virtual Result<bool> take_recovery_code(AccountId account, std::string_view hash, TimePoint at) = 0;
  virtual Result<std::int64_t> recovery_codes_left(AccountId account) = 0;

  // A value sealed with the installation's key, if there is any.
  virtual Result<std::optional<Factor>> any_factor() = 0;
};

}  // namespace huabiao::access
