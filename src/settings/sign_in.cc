#include "settings/sign_in.h"

#include <array>

namespace huabiao::settings {
namespace {

// The values usual at level 3 (GB/T 22239-2019); what it leaves open is the house's choice (docs/decisions/0091).
constexpr std::array kSpecs = {
    Spec{"sign_in_min_length", "10", "N", "口令最少字符数（至少 8）", "Least characters of a password (at least 8)"},
    Spec{"sign_in_classes", "4", "1..4", "口令至少含大写、小写、数字、符号中的几类",
         "How many of lower case, upper case, digits and signs a password needs"},
    Spec{"sign_in_max_age", "90", "DAYS", "口令多少天后必须更换（0 为不限）",
         "Days after which a password must be changed (0: never)"},
    Spec{"sign_in_history", "5", "N", "不得重复使用的历史口令个数", "Former passwords that are not taken again"},
    Spec{"sign_in_failures", "5", "N", "连续失败几次后锁定", "Refused attempts in a row before an account is locked"},
    Spec{"sign_in_lock", "30m", "TIME", "首次锁定时长，此后每次失败加倍",
         "How long it is locked; each further refusal doubles it"},
    Spec{"sign_in_lock_most", "8h", "TIME", "锁定时长的上限", "How long it is locked at most"},
    Spec{"sign_in_idle", "30m", "TIME", "会话闲置多久后结束", "A session unused for so long ends"},
    Spec{"sign_in_absolute", "12h", "TIME", "会话最长时间", "A session ends after so long in any case"},
    Spec{"sign_in_second_factor", "administrators", "off|optional|administrators|all", "谁必须使用双因素登录",
         "Who must have a second factor"},
    Spec{"sign_in_administrators_from", "", "CIDR", "三类管理员只能从这些地址登录（不设为不限）",
         "Networks the three administrators may come from (none: from anywhere)", true},
    Spec{"sign_in_token_days", "365", "DAYS", "接口令牌的最长有效天数", "Days an API token may live at most"},
    Spec{"key_file", "", "FILE", "密钥文件（默认为数据目录中的 secret.key）",
         "The key kept secrets are sealed with (default: secret.key in the data directory)"},
    Spec{"sealing", "aes-256-gcm", "aes-256-gcm|sm4-ctr-hmac-sm3", "保存机密所用的算法",
         "The algorithm kept secrets are sealed by"},
    Spec{"ldap_url", "", "URL", "目录服务器（ldaps://，或 ldap:// 加 StartTLS）",
         "The directory people sign in with (ldaps://, or ldap:// with StartTLS)"},
    Spec{"ldap_ca_file", "", "FILE", "目录服务器证书的 CA（PEM）",
         "Certificates the directory's is held against (PEM)"},
    Spec{"ldap_bind_dn", "", "DN", "查询目录所用的账号", "Who looks people up in the directory"},
    Spec{"ldap_secret_file", "", "FILE", "该账号口令所在的文件", "The file its password lies in"},
    Spec{"ldap_base", "", "DN", "在哪个分支下查找人员", "Below which entry people are looked up"},
    Spec{"ldap_filter", "(uid={})", "FILTER", "如何按账号名查找，{} 为账号名", "How by name; {} is the name"},
    Spec{"ldap_link", "entryUUID", "ATTRIBUTE", "与账号对应的属性，不随改名变化",
         "The attribute an account is linked by; it outlives renaming"},
    Spec{"ldap_full_name", "cn", "ATTRIBUTE", "姓名所在的属性", "The attribute a person's name is taken from"},
    Spec{"ldap_make_accounts", "no", "yes|no", "首次登录时自动建立没有任何授权的账号",
         "Make an account without any grant at a first sign-in"},
    Spec{"oidc_issuer", "", "URL", "统一身份认证平台（OpenID Connect）的地址",
         "The provider people may sign in at (OpenID Connect)"},
    Spec{"oidc_client", "", "TEXT", "在该平台登记的客户端标识", "The client it knows this server as"},
    Spec{"oidc_secret_file", "", "FILE", "客户端密钥所在的文件", "The file the client's secret lies in"},
    Spec{"oidc_label", "", "TEXT", "登录页按钮上的名称", "What the button of the sign-in page says"},
    Spec{"oidc_ca_file", "", "FILE", "该平台证书的 CA（PEM）", "Certificates the provider's is held against (PEM)"},
    Spec{"oidc_private_addresses", "no", "yes|no", "该平台可以位于内网地址",
         "The provider may be at an address that is not public"},
    Spec{"oidc_name_claim", "preferred_username", "CLAIM", "账号名所在的声明",
         "The claim an account's name is taken from"},
    Spec{"oidc_make_accounts", "no", "yes|no", "首次登录时自动建立没有任何授权的账号",
         "Make an account without any grant at a first sign-in"},
};

constexpr auto kPath = [](std::string_view text) { return std::optional(std::filesystem::path(text)); };
constexpr auto kText = [](std::string_view text) { return std::optional(std::string(text)); };

// Between a minute and `most`.
auto span_of_time(Millis most) {
  return [most](std::string_view text) -> std::optional<Millis> {
    const auto time = duration(text);
    return time && *time >= std::chrono::seconds(1) && *time <= most ? time : std::nullopt;
  };
}

auto one_of(std::initializer_list<std::string_view> names) {
  return [kept = std::vector<std::string_view>(names)](std::string_view text) {
    return std::ranges::find(kept, text) == kept.end() ? std::nullopt : std::optional(std::string(text));
  };
}

std::optional<std::string> directory_url(std::string_view text) {
  const bool known = text.empty() || text.starts_with("ldaps://") || text.starts_with("ldap://");
  return known ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> filter_with_name(std::string_view text) {
  const bool fits = text.starts_with('(') && text.ends_with(')') && text.find("{}") != std::string_view::npos;
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

void type_elsewhere(Typing& typing, Ldap& ldap, Oidc& oidc) {
  typing.take("ldap_url", ldap.url, directory_url, "ldaps://HOST, or ldap://HOST for StartTLS");
  typing.take("ldap_ca_file", ldap.ca_file, kPath, "a file");
  typing.take("ldap_bind_dn", ldap.bind_dn, kText, "a distinguished name");
  typing.take("ldap_secret_file", ldap.secret_file, kPath, "a file");
  typing.take("ldap_base", ldap.base, kText, "a distinguished name");
  typing.take("ldap_filter", ldap.filter, filter_with_name, "a filter with {} for the name, e.g. (uid={})");
  typing.take("ldap_link", ldap.link, kText, "an attribute");
  typing.take("ldap_full_name", ldap.full_name, kText, "an attribute");
  typing.take("ldap_make_accounts", ldap.make_accounts, yes_or_no, "yes or no");
  typing.take("oidc_issuer", oidc.issuer, kText, "a URL");
  typing.take("oidc_client", oidc.client, kText, "a text");
  typing.take("oidc_secret_file", oidc.secret_file, kPath, "a file");
  typing.take("oidc_label", oidc.label, kText, "a text");
  typing.take("oidc_ca_file", oidc.ca_file, kPath, "a file");
  typing.take("oidc_private_addresses", oidc.private_addresses, yes_or_no, "yes or no");
  typing.take("oidc_name_claim", oidc.name_claim, kText, "a claim");
  typing.take("oidc_make_accounts", oidc.make_accounts, yes_or_no, "yes or no");
}

}  // namespace

std::span<const Spec> sign_in_specs() {
  return kSpecs;
}

void type_sign_in(Typing& typing, SignIn& into) {
  const auto count = [&](std::string_view key, int& field, int least, int most, std::string_view expected) {
    typing.take(key, field, [&](std::string_view text) { return whole(text, least, most); }, expected);
  };
  constexpr Millis kDay = std::chrono::hours(24);
  count("sign_in_min_length", into.min_length, 8, 128, "a number from 8 to 128");
  count("sign_in_classes", into.classes, 1, 4, "a number from 1 to 4");
  count("sign_in_max_age", into.max_age_days, 0, 3650, "a number of days, 0 for never");
  count("sign_in_history", into.history, 0, 24, "a number from 0 to 24");
  count("sign_in_failures", into.failures, 1, 100, "a number from 1 to 100");
  count("sign_in_token_days", into.token_days, 1, 365, "a number from 1 to 365");
  typing.take("sign_in_lock", into.lock, span_of_time(kDay), "a time from 1s to 24h");
  typing.take("sign_in_lock_most", into.lock_most, span_of_time(30 * kDay), "a time from 1s");
  typing.take("sign_in_idle", into.idle, span_of_time(kDay), "a time from 1s to 24h");
  typing.take("sign_in_absolute", into.absolute, span_of_time(30 * kDay), "a time from 1s");
  typing.take("sign_in_second_factor", into.second_factor, one_of({"off", "optional", "administrators", "all"}),
              "off, optional, administrators or all");
  typing.take(
      "sign_in_administrators_from", into.administrators_from,
      [](std::string_view text) { return std::optional(lines_of(text)); }, "networks such as 10.1.0.0/16");
  typing.take("key_file", into.key_file, kPath, "a file");
  typing.take("sealing", into.sealing, one_of({"aes-256-gcm", "sm4-ctr-hmac-sm3"}), "aes-256-gcm or sm4-ctr-hmac-sm3");
  type_elsewhere(typing, into.ldap, into.oidc);
}

}  // namespace huabiao::settings
