#include "app/serve.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "app/cli/command.h"
#include "app/exit_code.h"
#include "app/version.h"

namespace huabiao::app {
namespace {

enum class Announce { Text, JsonLine };
enum class ShowSecrets : bool { No, Yes };  // No: where what is printed is kept, as in a journal

// Everybody's work is kept apart from the start: who runs the system, who grants rights, who reads the audit.
void announce_accounts(const std::vector<access::NewSecret>& accounts, ShowSecrets secrets, bool chinese) {
  if (accounts.empty()) return;
  if (secrets == ShowSecrets::No) {
    fmt::print("{}\n",
               chinese ? "已新建管理员账号；首次登录口令用 huabiao account secret 账号 取得"
                       : "administrators' accounts were made; huabiao account secret NAME gives each its first secret");
    return;
  }
  fmt::print("{}\n",
             chinese ? "新建账号的首次登录口令（仅显示这一次，首次登录后必须修改）："
                     : "first-login secrets of new accounts (shown this once; to be changed at the first sign-in):");
  for (const access::NewSecret& one : accounts) {
    const std::string_view duty = one.account.starts_with("secadmin")  ? (chinese ? "安全管理员" : "grants roles")
                                  : one.account.starts_with("auditor") ? (chinese ? "审计管理员" : "reads the audit")
                                                                       : (chinese ? "系统管理员" : "runs the system");
    fmt::print("  {:<10} {}  {}\n", one.account, one.secret, duty);
  }
}

void announce(const Serving& serving, Announce how, ShowSecrets secrets, Language language) {
  const bool chinese = language == Language::Chinese;
  if (how == Announce::JsonLine) {
    // Nothing here needs escaping: an address, an account name and a secret of letters and digits.
    fmt::print("{{\"address\":\"{}\"", serving.address);
    if (!serving.first.empty() && secrets == ShowSecrets::Yes) {
      fmt::print(",\"accounts\":[");
      for (std::size_t i = 0; i < serving.first.size(); ++i)
        fmt::print("{}{{\"account\":\"{}\",\"secret\":\"{}\"}}", i ? "," : "", serving.first[i].account,
                   serving.first[i].secret);
      fmt::print("]");
    }
    fmt::print(",\"resumed_round\":{},\"watches\":{}}}\n",
               serving.resumed_round ? std::to_string(*serving.resumed_round) : "null", serving.watches);
  } else {
    fmt::print("{}\n", chinese ? fmt::format("华表 {} 已启动：{}", kVersion, serving.address)
                               : fmt::format("huabiao {} serves at {}", kVersion, serving.address));
    announce_accounts(serving.first, secrets, chinese);
    if (!serving.watches)
      fmt::print("{}\n", chinese ? "监测由另一台服务器承担；它停下后由本机接替"
                                 : "another server watches; this one takes its place when it ends");
    if (serving.lab)
      fmt::print("{}\n", chinese ? fmt::format("实验模式：所有访问都发往 {}", *serving.lab)
                                 : fmt::format("lab: every visit goes to {}", *serving.lab));
    if (serving.resumed_round)
      fmt::print("{}\n", chinese ? fmt::format("继续未完成的第 {} 轮检查", *serving.resumed_round)
                                 : fmt::format("going on with unfinished round {}", *serving.resumed_round));
  }
  std::fflush(stdout);
}

int run_serve(Run& run, Announce how, ShowSecrets secrets, Standby standby) {
  const auto resolved = run.resolve();
  if (!resolved) return run.report(resolved.error());
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  // The lab lets visits reach loopback: nobody may meet it by a line forgotten in a file or an environment.
  const auto lab = resolved->origins.find("lab");  // every setting has its origin
  if (settings->network.lab && lab->second.source != settings::Source::CommandLine)
    return run.report({Kind::Invalid, "serve.lab_not_given", lab->second.value, "--lab"});
  const OnServe on{.ready = [&](const Serving& serving) { announce(serving, how, secrets, run.language()); },
                   .standing_by =
                       [&] {
                         fmt::print(stderr, "{}\n",
                                    run.language() == Language::Chinese
                                        ? "另一台服务器正在使用这个数据目录，本进程待命：它结束、崩溃或失去响应后接替"
                                        : "another server has this data directory; standing by to take its place");
                       }};
  auto served = serve(*settings, standby, on, run.stop());
  // Whoever took its place is waited for like any other.
  while (!served && served.error().code == "storage.lease_lost" && standby == Standby::Yes) {
    run.report(served.error());
    served = serve(*settings, standby, on, run.stop());
  }
  return served ? kExitDone : run.report(served.error());
}

void add_sign_in_settings(const Command& command, Run& run) {
  run.add_settings(command, {"sign_in_min_length",
                             "sign_in_classes",
                             "sign_in_max_age",
                             "sign_in_history",
                             "sign_in_failures",
                             "sign_in_lock",
                             "sign_in_lock_most",
                             "sign_in_idle",
                             "sign_in_absolute",
                             "sign_in_second_factor",
                             "sign_in_administrators_from",
                             "sign_in_token_days",
                             "key_file",
                             "sealing",
                             "ldap_url",
                             "ldap_ca_file",
                             "ldap_bind_dn",
                             "ldap_secret_file",
                             "ldap_base",
                             "ldap_filter",
                             "ldap_link",
                             "ldap_full_name",
                             "ldap_make_accounts",
                             "oidc_issuer",
                             "oidc_client",
                             "oidc_secret_file",
                             "oidc_label",
                             "oidc_ca_file",
                             "oidc_private_addresses",
                             "oidc_name_claim",
                             "oidc_make_accounts"});
}

}  // namespace

void add_serve(const Command& root, Run& run) {
  const Command command = root.add("serve", {"启动服务器与管理界面", "Serve the API and the console"});
  run.add_settings(command, {"listen",
                             "tls_certificate",
                             "tls_key",
                             "evidence_days",
                             "evidence_quota",
                             "sample_days",
                             "watch",
                             "watch_views",
                             "watch_walk",
                             "watch_dns",
                             "watch_registration",
                             "watch_tls",
                             "resolver",
                             "domain_registry",
                             "domain_registry_gap",
                             "second_view",
                             "vantage_wait",
                             "consent",
                             "consent_by",
                             "opt_out",
                             "console_url",
                             "watch_render",
                             "render_browser",
                             "render_user",
                             "picture_days",
                             "picture_quota",
                             "page_days",
                             "page_quota",
                             "sample_hour_days",
                             "sample_day_days",
                             "audit_days",
                             "audit_algorithm",
                             "audit_key"});
  add_sign_in_settings(command, run);
  run.add_network_settings(command);
  const auto format = std::make_shared<std::string>("table");
  command.option("--format", *format, {"启动信息的格式：table 或 jsonl", "How the start is told: table or jsonl"})
      .one_of({"table", "jsonl"});
  const auto standby = std::make_shared<bool>(false);
  command.flag(
      "--standby", *standby,
      {"数据目录已有服务器使用时待命，它结束、崩溃或失去响应后接替",
       "Where another server has the data directory, stand by and take its place when it ends, dies or falls silent"});
  const auto no_secrets = std::make_shared<bool>(false);
  command.flag("--no-secrets", *no_secrets,
               {"不显示首次登录口令（输出会被保存时，如系统日志）；用 huabiao account secret 取得",
                "Print no first-login secrets, as where the output is kept; huabiao account secret gives them"});
  command.does([&run, format, standby, no_secrets] {
    run.exit_code = run_serve(run, *format == "jsonl" ? Announce::JsonLine : Announce::Text, ShowSecrets{!*no_secrets},
                              Standby{*standby});
  });
}

}  // namespace huabiao::app
