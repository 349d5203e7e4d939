#pragma once
// SecondFactors: a person's authenticator app and recovery codes: set up, proved, renewed, taken away. Each call blocks
// on the store: work pool only. Counting wrong codes is the Doorkeeper's business.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/sign_in_store.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/seal.h"

namespace huabiao::access {

inline constexpr std::size_t kRecoveryCodes = 10;

// Shown once, to be read by an authenticator app.
struct Enrolment {
  std::string secret, uri;  // base32
};

class SecondFactors {
 public:
  struct Standing {
    bool set_up = false;
    std::optional<TimePoint> since;
    std::int64_t recovery_codes = 0;
  };

  // Lifetime: all three outlive it. Thread: any.
  SecondFactors(SignInStore& store, const Sealer& sealer, const Clock& clock)
      : store_(store), sealer_(sealer), clock_(clock) {}

  Result<Standing> standing(AccountId account);
  // Fails: Conflict access.factor_stands.
  Result<Enrolment> begin(const Account& account);
  // By a first code; gives the recovery codes, this once. Fails: Unauthenticated access.wrong_code; Conflict
  // access.no_enrolment.
  Result<std::vector<std::string>> confirm(AccountId account, std::string_view code);
  // A code of the app or a recovery code; each is good once. Fails: Environment seal.*.
  Result<bool> prove(AccountId account, std::string_view code);
  Result<std::vector<std::string>> renew_recovery_codes(AccountId account);
  Done drop(AccountId account) { return store_.drop_factor(account); }

 private:
  Result<std::string> secret_of(const Factor& factor);

  SignInStore& store_;
  const Sealer& sealer_;
  const Clock& clock_;
};

}  // namespace huabiao::access
