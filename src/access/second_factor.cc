#include "access/second_factor.h"

#include <utility>

#include "access/totp.h"
#include "base/digest.h"

namespace huabiao::access {
namespace {

constexpr std::string_view kIssuer = "huabiao";
constexpr std::size_t kRecoveryBytes = 10;  // 80 bits: nobody guesses one from its digest either

std::string place_of(AccountId account) {
  return "second_factor.secret/" + std::to_string(account.value);
}

// "abcd-efgh-ijkl-mnop"
std::string fresh_recovery_code() {
  const std::string letters = to_base32(random_bytes(kRecoveryBytes));
  std::string code;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i && i % 4 == 0) code += '-';
    code += letters[i] >= 'A' && letters[i] <= 'Z' ? static_cast<char>(letters[i] - 'A' + 'a') : letters[i];
  }
  return code;
}

// As typed: case, spaces and hyphens do not matter.
std::string plain(std::string_view typed) {
  std::string out;
  for (const char c : typed)
    if (c != ' ' && c != '-') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string digest_of(std::string_view recovery_code) {
  return sha256_hex(plain(recovery_code));
}

struct RecoveryCodes {
  std::vector<std::string> codes, hashes;
};
RecoveryCodes fresh_recovery_codes() {
  RecoveryCodes fresh;
  for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
    fresh.codes.push_back(fresh_recovery_code());
    fresh.hashes.push_back(digest_of(fresh.codes.back()));
  }
  return fresh;
}

}  // namespace

Result<SecondFactors::Standing> SecondFactors::standing(AccountId account) {
  auto factor = store_.factor(account);
  if (!factor) return fail(std::move(factor));
  if (!*factor || !(*factor)->confirmed) return Standing{};
  auto left = store_.recovery_codes_left(account);
  if (!left) return fail(std::move(left));
  return Standing{.set_up = true, .since = (*factor)->confirmed, .recovery_codes = *left};
}

Result<std::string> SecondFactors::secret_of(const Factor& factor) {
  return sealer_.open(factor.secret, place_of(factor.account));
}

Result<Enrolment> SecondFactors::begin(const Account& account) {
  const std::string secret = random_bytes(TotpRules::kSecretBytes);
  auto begun = store_.begin_factor({.account = account.id,
                                    .secret = sealer_.seal(secret, place_of(account.id)),
                                    .begun = clock_.now(),
                                    .confirmed = {}});
  if (!begun) return fail(std::move(begun));
  if (!*begun) return fail(Kind::Conflict, "access.factor_stands");
  return Enrolment{to_base32(secret), totp_uri(secret, account.name, kIssuer)};
}

Result<std::vector<std::string>> SecondFactors::confirm(AccountId account, std::string_view code) {
  auto factor = store_.factor(account);
  if (!factor) return fail(std::move(factor));
  if (!*factor || (*factor)->confirmed) return fail(Kind::Conflict, "access.no_enrolment");
  auto secret = secret_of(**factor);
  if (!secret) return fail(std::move(secret));
  const TimePoint now = clock_.now();
  const auto step = step_of_code(*secret, plain(code), now, (*factor)->last_step);
  if (!step) return fail(Kind::Unauthenticated, "access.wrong_code");
  RecoveryCodes fresh = fresh_recovery_codes();
  auto confirmed = store_.confirm_factor(account, *step, now, fresh.hashes);
  if (!confirmed) return fail(std::move(confirmed));
  if (!*confirmed) return fail(Kind::Conflict, "access.no_enrolment");
  return std::move(fresh.codes);
}

Result<bool> SecondFactors::prove(AccountId account, std::string_view code) {
  auto factor = store_.factor(account);
  if (!factor) return fail(std::move(factor));
  if (!*factor || !(*factor)->confirmed) return false;
  const std::string typed = plain(code);
  if (typed.size() != static_cast<std::size_t>(TotpRules::kDigits))
    return store_.take_recovery_code(account, digest_of(typed), clock_.now());
  auto secret = secret_of(**factor);
  if (!secret) return fail(std::move(secret));
  const auto step = step_of_code(*secret, typed, clock_.now(), (*factor)->last_step);
  if (!step) return false;
  return store_.take_step(account, *step);
}

Result<std::vector<std::string>> SecondFactors::renew_recovery_codes(AccountId account) {
  RecoveryCodes fresh = fresh_recovery_codes();
  if (auto set = store_.set_recovery_codes(account, fresh.hashes); !set) return fail(std::move(set));
  return std::move(fresh.codes);
}

}  // namespace huabiao::access
