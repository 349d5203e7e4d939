// huabiao account: for who has the machine. list: who may do what. secret: a new first-login secret for any account,
// an administrator's too, which nobody can renew in the console. A running server heeds both at once.

#include <boost/json.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "access/personnel.h"
#include "app/audit_settings.h"
#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/cli/with_stores.h"
#include "app/exit_code.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

struct AccountOptions {
  std::string name, format;
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
    access::Personnel personnel(stores.accounts(), stores.grants(), clock);
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
}

}  // namespace huabiao::app
