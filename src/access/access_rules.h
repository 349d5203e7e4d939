#pragma once
// AccessRules: everything about signing in that is a setting ([sign_in] of huabiao.toml), with the values usual at
// level 3 (GB/T 22239-2019).

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/password.h"
#include "web/ip_network.h"

namespace huabiao::access {

// Who must have a second factor. Whoever set one up is asked for it, but with Off.
enum class SecondFactor : std::uint8_t { Off, Optional, Administrators, All };
inline constexpr std::array<std::string_view, 4> kSecondFactorNames = {"off", "optional", "administrators", "all"};

struct AccessRules {
  PasswordRules password;
  BackOff back_off;
  SessionLimits session;
  Argon2Cost cost;
  SecondFactor second_factor = SecondFactor::Administrators;
  std::vector<web::IpNetwork> administrators_from;                // empty: from anywhere
  Millis longest_token = std::chrono::hours(24 * 365);            // of an API token's life
  bool ldap_makes_accounts = false, oidc_makes_accounts = false;  // without any grant, at a first sign-in
};

}  // namespace huabiao::access
