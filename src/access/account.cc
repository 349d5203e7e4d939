#include "access/account.h"

#include <algorithm>
#include <array>

#include "access/common_passwords.h"
#include "base/ascii.h"
#include "base/utf8.h"

namespace huabiao::access {
namespace {

std::size_t classes_in(std::string_view password) {
  bool lower = false, upper = false, digit = false, other = false;
  for (const char c : password) {
    if (c >= 'a' && c <= 'z')
      lower = true;
    else if (c >= 'A' && c <= 'Z')
      upper = true;
    else if (c >= '0' && c <= '9')
      digit = true;
    else
      other = true;
  }
  return std::size_t{lower} + std::size_t{upper} + std::size_t{digit} + std::size_t{other};
}

}  // namespace

// The password itself never goes into an Error: details are logged.
Done check_password(std::string_view password, std::string_view account_name, const PasswordRules& rules) {
  if (password.size() > rules.max_bytes)
    return fail(Kind::Invalid, "access.password_too_long", {}, std::to_string(rules.max_bytes));
  if (utf8::length(password) < rules.min_characters)
    return fail(Kind::Invalid, "access.password_too_short", {}, std::to_string(rules.min_characters));
  if (classes_in(password) < rules.min_classes)
    return fail(Kind::Invalid, "access.password_too_simple", {}, std::to_string(rules.min_classes));
  if (!account_name.empty() && ascii_lower(password).find(ascii_lower(account_name)) != std::string::npos)
    return fail(Kind::Invalid, "access.password_is_name");
  if (is_common_password(password)) return fail(Kind::Invalid, "access.password_common");
  return {};
}

bool password_due(const Account& account, TimePoint now, const PasswordRules& rules) {
  if (account.password.empty()) return false;
  return account.must_change_password || (rules.max_age > Millis(0) && now - account.password_changed >= rules.max_age);
}

Done check_account_name(std::string_view name) {
  constexpr std::size_t kMaxName = 64;
  const bool fits = !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
  });
  // What the program writes itself down as: nobody may pass for it.
  constexpr std::array<std::string_view, 2> kOwn = {"cli", "watch"};
  if (std::ranges::find(kOwn, name) != kOwn.end()) return fail(Kind::Conflict, "access.name_taken", std::string(name));
  if (!fits) return fail(Kind::Invalid, "access.bad_name", std::string(utf8::cut(name, 80)), "a-z 0-9 . - _ @");
  return {};
}

Millis wait_left(const Account& account, TimePoint now, const BackOff& rules) {
  if (!account.last_failure || account.failures < rules.free_failures) return Millis(0);
  constexpr std::int64_t kMaxDoublings = 30;  // beyond that every longest_wait is reached
  const std::int64_t doublings = std::min(account.failures - rules.free_failures, kMaxDoublings);
  const Millis wait = std::min(rules.longest_wait, Millis(rules.first_wait.count() << doublings));
  return std::max(Millis(0), *account.last_failure + wait - now);
}

SessionEnd end_of(const Session& session, TimePoint now, const SessionLimits& limits) {
  if (now - session.began >= limits.absolute) return SessionEnd::TooOld;
  if (now - session.last_used >= limits.idle) return SessionEnd::Idle;
  return SessionEnd::Valid;
}

}  // namespace huabiao::access
