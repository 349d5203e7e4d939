// huabiao account: for who has the machine. list: who may do what. secret: a new first-login secret for any account,
// an administrator's too, which nobody can renew in the console; factor: takes a second factor away, so that another
// can be set up; token: API tokens listed, made, revoked. A running server heeds all of it at once.

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

#include "access/personnel.h"
#include "access/token_gate.h"
#include "app/audit_settings.h"
#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/cli/with_stores.h"
#include "app/exit_code.h"
#include "app/sign_in_settings.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

struct AccountOptions {
  std::string name, format;
};

struct TokenOptions {
  std::string account, name, days = "90", format;
  std::vector<std::string> abilities;
  std::vector<std::int64_t> id;
};

// "region 130000", "organisation 17"; alone for the nation.
std::string said(const registry::Scope& scope) {
  std::string text(to_string(scope.kind));
  if (scope.id != 0) text += fmt::format(" {}", scope.id);
  return scope.name.empty() ? text : text + " " + scope.name;
}

int list(Run& run, const AccountOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock&, const settings::Settings& settings) {
    const bool zh = settings.language == Language::Chinese;
    const bool lines = as_lines(options.format);
    const auto all = stores.accounts().accounts();
    if (!all) return run.report(all.error());
    TextTable table({{zh ? "账号" : "account"},
                     {zh ? "姓名" : "name"},
                     {zh ? "状态" : "state"},
                     {zh ? "角色与范围" : "roles and scopes"},
                     {zh ? "最近登录" : "last sign-in"}});
    for (const access::Account& one : *all) {
      const auto grants = stores.grants().in_force(one.id);
      if (!grants) return run.report(grants.error());
      json::array held;
      std::string text;
      for (const access::Grant& grant : *grants) {
        held.push_back({{"role", to_string(grant.role)}, {"scope", said(grant.scope)}});
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", to_string(grant.role), said(grant.scope));
      }
      const bool active = one.state == access::AccountState::Active;
      if (lines) {
        const json::object line{
            {"schema", 1},
            {"name", one.name},
            {"display_name", one.full_name},
            {"state", active ? "active" : "disabled"},
            {"grants", std::move(held)},
            {"last_sign_in_at", one.last_sign_in ? json::value(to_iso(*one.last_sign_in)) : json::value(nullptr)}};
        if (!put(json::serialize(line) + "\n")) return kExitEnvironment;
      } else {
        table.add({one.name, one.full_name, active ? (zh ? "启用" : "active") : (zh ? "停用" : "disabled"), text,
                   one.last_sign_in ? to_shanghai(*one.last_sign_in) : "-"});
      }
    }
    return lines || put(table.str()) ? kExitDone : kExitEnvironment;
  });
}

int renew(Run& run, const AccountOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const bool zh = settings.language == Language::Chinese;
    access::Personnel personnel({stores.accounts(), stores.grants(), stores.sign_in(), stores.links()}, clock);
    const auto secret = audited(stores, clock, settings, command_entry("account secret", options.name),
                                [&] { return personnel.renew_secret(options.name); });
    if (!secret) return run.report(secret.error());
    // The secret alone on stdout.
    fmt::print(stderr, "{}\n",
               zh ? "首次登录口令（仅显示这一次；原密码与会话已失效，账号已启用）："
                  : "first-login secret (shown this once; the old password and every session have ended, the account "
                    "is enabled):");
    return put(secret->secret + "\n") ? kExitDone : kExitEnvironment;
  });
}

int reset_factor(Run& run, const AccountOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const bool zh = settings.language == Language::Chinese;
    access::Personnel personnel({stores.accounts(), stores.grants(), stores.sign_in(), stores.links()}, clock);
    const auto done = audited(stores, clock, settings, command_entry("account factor", options.name),
                              [&] { return personnel.reset_factor(options.name); });
    if (!done) return run.report(done.error());
    fmt::print(
        stderr, "{}\n",
        zh ? "验证器与恢复码已解除，会话已退出" : "its second factor and recovery codes are gone, its sessions ended");
    return kExitDone;
  });
}

// `work(TokenGate&, Stores&, Account, Clock, Settings)` on the account of the options.
template <class Work>
int with_tokens(Run& run, const TokenOptions& options, const Work& work) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  auto rules = access_rules(*settings);
  if (!rules) return run.report(rules.error());
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings&) {
    const access::DoorStores people{stores.accounts(), stores.grants(), stores.sign_in(), stores.links()};
    const Sealer none(std::string(kSealKeyBytes, '\0'));  // nothing is sealed or opened here
    access::SecondFactors factors(stores.sign_in(), none, clock);
    const access::Doorkeeper door(people, factors, clock, *rules);
    access::TokenGate gate(stores.tokens(), people, door, clock);
    auto account = stores.accounts().account_named(options.account);
    if (!account) return run.report(account.error());
    if (!*account) return run.report({Kind::NotFound, "access.no_such_account", options.account, {}});
    return work(gate, stores, **account, clock, *settings);
  });
}

std::string words_of(access::Abilities abilities) {
  std::string text;
  for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
    if (abilities.has(static_cast<access::Ability>(i)))
      text += fmt::format("{}{}", text.empty() ? "" : " ", access::kAbilityNames.at(i));
  return text;
}

int list_tokens(Run& run, const TokenOptions& options) {
  return with_tokens(
      run, options,
      [&](auto& gate, auto&, const access::Account& account, const Clock&, const settings::Settings& settings) {
        const bool zh = settings.language == Language::Chinese;
        const auto tokens = gate.tokens_of(account.id);
        if (!tokens) return run.report(tokens.error());
        TextTable table({{zh ? "编号" : "number"},
                         {zh ? "名称" : "name"},
                         {zh ? "权限" : "abilities"},
                         {zh ? "截止" : "ends"},
                         {zh ? "最近使用" : "last used"}});
        for (const access::ApiToken& one : *tokens) {
          const json::value used = one.last_used ? json::value(to_iso(*one.last_used)) : json::value(nullptr);
          const json::object line{{"schema", 1},
                                  {"id", one.id.value},
                                  {"name", one.name},
                                  {"abilities", words_of(one.abilities)},
                                  {"ends_at", to_iso(one.ends)},
                                  {"last_used_at", used}};
          if (as_lines(options.format) && !put(json::serialize(line) + "\n")) return kExitEnvironment;
          table.add({std::to_string(one.id.value), one.name, words_of(one.abilities), to_shanghai(one.ends),
                     one.last_used ? to_shanghai(*one.last_used) : "-"});
        }
        return as_lines(options.format) || put(table.str()) ? kExitDone : kExitEnvironment;
      });
}

int make_token(Run& run, const TokenOptions& options) {
  return with_tokens(
      run, options,
      [&](auto& gate, auto& stores, const access::Account& account, const Clock& clock,
          const settings::Settings& settings) {
        const bool zh = settings.language == Language::Chinese;
        access::TokenGate::Wanted wanted{.name = options.name, .abilities = {}, .scope = {}};
        for (const std::string& word : options.abilities) {
          const auto* const at = std::ranges::find(access::kAbilityNames, std::string_view(word));
          if (at == access::kAbilityNames.end())
            return run.report(
                {Kind::Invalid, "access.no_ability", word, fmt::format("{}", fmt::join(access::kAbilityNames, " "))});
          wanted.abilities.add({static_cast<access::Ability>(at - access::kAbilityNames.begin())});
        }
        int days = 0;
        const auto [end, error] = std::from_chars(options.days.data(), options.days.data() + options.days.size(), days);
        if (error != std::errc() || end != options.days.data() + options.days.size() || days > 10'000)
          return run.report({Kind::Invalid, "access.bad_token_end", options.days, "a number of days"});
        wanted.ends = clock.now() + std::chrono::hours(24 * days);
        const auto grants = stores.grants().in_force(account.id);
        if (!grants) return run.report(grants.error());
        const auto made = audited(stores, clock, settings, command_entry("account token make", account.name),
                                  [&] { return gate.make(account, *grants, wanted); });
        if (!made) return run.report(made.error());
        fmt::print(stderr, "{}\n", zh ? "接口令牌（仅显示这一次）：" : "API token (shown this once):");
        return put(made->text + "\n") ? kExitDone : kExitEnvironment;
      });
}

int revoke_token(Run& run, const TokenOptions& options) {
  return with_tokens(run, options,
                     [&](auto& gate, auto& stores, const access::Account& account, const Clock& clock,
                         const settings::Settings& settings) {
                       for (const std::int64_t id : options.id) {
                         const auto done =
                             audited(stores, clock, settings, command_entry("account token revoke", account.name),
                                     [&] { return gate.revoke(account.id, {id}, "cli"); });
                         if (!done) return run.report(done.error());
                       }
                       return kExitDone;
                     });
}

void add_tokens(const Command& above, Run& run) {
  const Command command = above.add("token", {"接口令牌：列出、新建、吊销", "API tokens: list, make, revoke"});
  command.needs_one_below();
  const auto options = std::make_shared<TokenOptions>();
  const auto of_account = [&](const Command& below) {
    below.option("ACCOUNT", options->account, {"账号", "The account"}).required();
  };
  const Command listing = command.add("list", {"列出账号的令牌", "The tokens of an account"});
  of_account(listing);
  listing.option("--format", options->format, {"输出格式", "Output format"}).one_of({"table", "jsonl"});
  listing.does([&run, options] { run.exit_code = list_tokens(run, *options); });
  const Command making = command.add("make", {"新建令牌并输出（仅一次）", "Make one and print it, this once"});
  of_account(making);
  making.option("--name", options->name, {"用途", "What it is for"}).required();
  making.option("--ability", options->abilities, {"权限，可重复", "What it allows; several"}).required();
  making.option("--days", options->days, {"有效天数", "How many days it holds"}).with_default_shown();
  run.add_settings(making, {"sign_in_token_days"});
  making.does([&run, options] { run.exit_code = make_token(run, *options); });
  const Command revoking = command.add("revoke", {"吊销令牌", "Revoke one"});
  of_account(revoking);
  revoking.option("NUMBER", options->id, {"令牌编号", "Its number"}).required();
  revoking.does([&run, options] { run.exit_code = revoke_token(run, *options); });
}

}  // namespace

void add_account(const Command& root, Run& run) {
  const Command command = root.add("account", {"账号：列出、重置口令", "Accounts: list, renew a secret"});
  command.needs_one_below();
  const auto options = std::make_shared<AccountOptions>();
  const Command listing = command.add("list", {"列出账号及其角色与范围", "Accounts with their roles and scopes"});
  listing.option("--format", options->format, {"输出格式", "Output format"}).one_of({"table", "jsonl"});
  listing.does([&run, options] { run.exit_code = list(run, *options); });

  const Command renewing =
      command.add("secret", {"重置口令，输出首次登录口令（仅一次）", "Give one a new secret and print it, this once"});
  renewing.option("NAME", options->name, {"账号", "The account"}).required();
  renewing.does([&run, options] { run.exit_code = renew(run, *options); });

  const Command factor =
      command.add("factor", {"解除账号的验证器，以便重新绑定", "Take an account's second factor away"});
  factor.option("NAME", options->name, {"账号", "The account"}).required();
  factor.does([&run, options] { run.exit_code = reset_factor(run, *options); });
  add_tokens(command, run);
}

}  // namespace huabiao::app
