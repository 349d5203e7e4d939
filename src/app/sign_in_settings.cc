#include "app/sign_in_settings.h"

#include <algorithm>
#include <fmt/format.h>

#include "app/key_file.h"
#include "app/secret_file.h"
#include "directory/ldap_directory.h"

namespace huabiao::app {
namespace {

// Requires: one of the names; the settings saw to that.
template <class Enum, std::size_t N>
Enum named_by(const std::array<std::string_view, N>& names, std::string_view name) {
  return static_cast<Enum>(std::ranges::find(names, name) - names.begin());
}

}  // namespace

Result<access::AccessRules> access_rules(const settings::Settings& settings) {
  const settings::SignIn& from = settings.sign_in;
  constexpr Millis kDay = std::chrono::hours(24);
  access::AccessRules rules;
  rules.password.min_characters = static_cast<std::size_t>(from.min_length);
  rules.password.min_classes = static_cast<std::size_t>(from.classes);
  rules.password.max_age = from.max_age_days * kDay;
  rules.password.history = static_cast<std::size_t>(from.history);
  rules.back_off = {.free_failures = from.failures, .first_wait = from.lock, .longest_wait = from.lock_most};
  rules.session = {.idle = from.idle, .absolute = from.absolute};
  rules.second_factor = named_by<access::SecondFactor>(access::kSecondFactorNames, from.second_factor);
  rules.longest_token = from.token_days * kDay;
  rules.ldap_makes_accounts = from.ldap.make_accounts;
  rules.oidc_makes_accounts = from.oidc.make_accounts;
  for (const std::string& text : from.administrators_from) {
    const auto network = web::read_network(text);
    if (!network)
      return fail(Kind::Invalid, "settings.bad_value", fmt::format("sign_in_administrators_from = '{}'", text),
                  "a network such as 10.1.0.0/16 or 2001:db8::/32, or one address");
    rules.administrators_from.push_back(*network);
  }
  return rules;
}

Result<Sealer> sealer_of(const settings::Settings& settings, access::SignInStore& store) {
  auto sealed = store.any_factor();
  if (!sealed) return fail(std::move(sealed));
  const std::filesystem::path& named = settings.sign_in.key_file;
  return open_sealer(settings.data / (named.empty() ? "secret.key" : named),
                     named_by<SealAlgorithm>(kSealNames, settings.sign_in.sealing),
                     *sealed ? std::optional<std::string_view>((*sealed)->secret) : std::nullopt);
}

Result<std::unique_ptr<access::Directory>> directory_of(const settings::Settings& settings) {
  const settings::Ldap& from = settings.sign_in.ldap;
  if (from.url.empty()) return nullptr;
  if (from.base.empty())
    return fail(Kind::Invalid, "settings.bad_value", "ldap_base = ''", "the entry people are looked up below");
  if (!from.bind_dn.empty() && from.secret_file.empty())
    return fail(Kind::Invalid, "settings.bad_value", "ldap_secret_file = ''",
                "the file ldap_bind_dn's password lies in");
  const auto beside = [&](const std::filesystem::path& file) {
    return file.empty() ? std::string() : (settings.data / file).string();
  };
  return std::make_unique<directory::LdapDirectory>(
      directory::LdapSettings{.url = from.url,
                              .ca_file = beside(from.ca_file),
                              .bind_dn = from.bind_dn,
                              .base = from.base,
                              .filter = from.filter,
                              .link = from.link,
                              .full_name = from.full_name,
                              .secret = [file = beside(from.secret_file)] { return read_secret(file); }});
}

Result<std::unique_ptr<oidc::Provider>> provider_of(const settings::Settings& settings, const Clock& clock) {
  const settings::Oidc& from = settings.sign_in.oidc;
  if (from.issuer.empty()) return nullptr;
  if (from.client.empty())
    return fail(Kind::Invalid, "settings.bad_value", "oidc_client = ''",
                "the client the provider knows this server as");
  if (settings.console_url.empty())
    return fail(Kind::Invalid, "settings.bad_value", "console_url = ''",
                "where people reach the console: the provider sends them back there");
  if (!from.issuer.starts_with("https://") && !from.private_addresses)
    return fail(Kind::Invalid, "settings.bad_value", fmt::format("oidc_issuer = '{}'", from.issuer),
                "https://, or oidc_private_addresses = \"yes\"");
  std::string console = settings.console_url;
  while (console.ends_with('/')) console.pop_back();
  const auto beside = [&](const std::filesystem::path& file) {
    return file.empty() ? std::string() : (settings.data / file).string();
  };
  oidc::ProviderSettings provider{.issuer = from.issuer,
                                  .client = from.client,
                                  .redirect = console + "/api/v1/session/oidc/return",
                                  .name_claim = from.name_claim,
                                  .ca_file = beside(from.ca_file),
                                  .secret = [file = beside(from.secret_file)]() -> Result<std::string> {
                                    return file.empty() ? Result<std::string>(std::string()) : read_secret(file);
                                  },
                                  .private_addresses = {}};
  if (from.private_addresses) provider.private_addresses = deliver::PrivateAddresses::allowed_by_the_operator();
  return std::make_unique<oidc::Provider>(std::move(provider), clock);
}

}  // namespace huabiao::app
