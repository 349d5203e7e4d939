#pragma once
// Every setting huabiao takes, where each value came from, and its typed form.
// Command line over environment (HUABIAO_...) over huabiao.toml over defaults. Pure: the layers are handed in.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::settings {

enum class Source { Default, File, Environment, CommandLine };
constexpr std::string_view to_string(Source source) {
  constexpr std::string_view kNames[] = {"default", "huabiao.toml", "environment", "command line"};
  return kNames[static_cast<std::size_t>(source)];
}

// One setting as people meet it. `key` is the name in huabiao.toml; the flag is --key with '-' for '_', the variable
// HUABIAO_KEY in upper case.
struct Spec {
  std::string_view key, fallback, value_name;
  std::string_view zh, en;
  bool repeatable = false;
};
std::span<const Spec> specs();
const Spec* find_spec(std::string_view key);
std::string flag_of(const Spec& spec);      // "--user-agent"
std::string variable_of(const Spec& spec);  // "HUABIAO_USER_AGENT"

struct Endpoint {  // host:port
  std::string host;
  std::uint16_t port = 0;
};

// --lab HOST:PLAINPORT:TLSPORT
struct LabAddress {
  std::string host;
  std::uint16_t plain_port = 0, tls_port = 0;
};

struct Network {
  Millis timeout{15'000};     // to the last byte, redirects included
  int concurrency = 256;      // transfers in flight, all workers together
  double rate = 0;            // new requests per second, all hosts together; 0: no cap
  Millis host_gap{1'000};     // least time between two requests to one host
  Millis retry_pause{2'000};  // before an outage is believed
  std::string proxy, user_agent;
  std::vector<std::string> headers;     // "Name: value"
  std::vector<std::string> registries;  // "SUFFIX=SERVER", asked about domains instead of the rules'
  Millis registry_gap{0};               // between two questions to one registry; 0: as the rules say
  std::vector<std::string> resolvers;   // "ADDRESS[:PORT]", asked about names; empty: the system's
  std::optional<LabAddress> lab;
  std::filesystem::path ca_file;  // certificates trusted beside the system's; empty: none
};

// Rule packs beside the built-in one and those in the data directory's rules/.
struct RulePacks {
  std::vector<std::filesystem::path> places;  // bundles or folders
  std::vector<std::string> keys;              // Ed25519 public keys, 64 hex digits each
  bool unsigned_allowed = false;
};

// What draws pages (docs/guide/rendered-view.md).
struct Render {
  std::filesystem::path browser;
  std::string user;
};

// A directory that knows people's passwords (docs/guide/signing-in.md).
struct Ldap {
  std::string url;  // ldaps://HOST[:PORT], or ldap:// with StartTLS; empty: none is asked
  std::filesystem::path ca_file, secret_file;
  std::string bind_dn, base, filter, link, full_name;
  bool make_accounts = false;
};

// A provider people sign in at (OpenID Connect).
struct Oidc {
  std::string issuer;  // empty: none
  std::string client, label, name_claim;
  std::filesystem::path secret_file, ca_file;
  bool private_addresses = false, make_accounts = false;
};

// The tables [sign_in], [ldap] and [oidc] of huabiao.toml.
struct SignIn {
  int min_length = 10, classes = 4, max_age_days = 90, history = 5, failures = 5, token_days = 365;
  Millis lock{0}, lock_most{0}, idle{0}, absolute{0};
  std::string second_factor;                     // a name of access::SecondFactor
  std::vector<std::string> administrators_from;  // networks; empty: any
  std::filesystem::path key_file;                // empty: in the data directory
  std::string sealing;                           // a name of SealAlgorithm
  Ldap ldap;
  Oidc oidc;
};

// A [[channel]] table of huabiao.toml: key -> values.
using ChannelTable = std::map<std::string, std::vector<std::string>, std::less<>>;

struct Settings {
  std::filesystem::path data;
  std::string database;  // of a PostgreSQL server, as a URL that may hold a password; empty: files in `data`
  Language language = Language::Chinese;
  Endpoint listen{"127.0.0.1", 8787};
  std::filesystem::path tls_certificate, tls_key;
  int workers = 0;  // child processes that visit; 0: one per core
  Network network;
  RulePacks rules;
  Render render;
  std::int64_t evidence_quota_bytes = 0;
  int evidence_days = 0;
  std::int64_t picture_quota_bytes = 0;
  int picture_days = 0;
  std::int64_t page_quota_bytes = 0;
  int page_days = 0;
  int sample_days = 0, sample_hour_days = 0, sample_day_days = 0;
  int audit_days = 365;
  bool audit_sm = false;            // SM3 and SM2 instead of SHA-256 and ECDSA
  std::filesystem::path audit_key;  // empty: in the data directory
  Millis watch_every{0};            // 0: no watch
  Millis watch_views{0};            // 0: only as any visitor
  Millis watch_walk{0};             // 0: home pages alone
  Millis watch_dns{0};              // 0: what the DNS says is not looked at
  Millis watch_registration{0};     // 0: no registry is asked
  Millis watch_tls{0};              // 0: which protocols are accepted is not tried
  Millis watch_render{0};           // 0: no page is drawn by a browser
  std::string consent = "passive",
              consent_by;              // for sites under no order of their own: a name of monitor::Consent, who gave it
  bool honour_opt_out = false;         // what a host's opt-out page wishes is done; else only recorded
  bool second_view = true;             // an outage is seen again from a vantage point, where one is there
  Millis vantage_wait{0};              // a vantage point may take so long beyond what a visit may take
  std::string console_url;             // where people reach the console; empty: messages hold no links
  std::vector<ChannelTable> channels;  // in the file's order; app/channel_settings.h types them
  SignIn sign_in;
};

struct Origin {
  std::string value;  // as text; of repeatable settings joined by '\n'
  Source source = Source::Default;
};

struct Resolved {
  Settings settings;
  std::map<std::string, Origin, std::less<>> origins;  // by key
  std::vector<std::string> unknown;                    // keys of huabiao.toml that no setting has
};

using Layer = ChannelTable;  // key -> values

struct Layers {
  Layer command_line, environment, file;
  std::vector<ChannelTable> channels;  // of the file
};

// Fails: settings.bad_value, naming the setting, where it came from, what was read and what was expected.
Result<Resolved> resolve(const Layers& layers);

// huabiao.toml's text as a layer, but for its channels. [sign_in] idle = "30m" is the setting sign_in_idle, and so with
// [ldap] and [oidc]. Fails: settings.bad_file with line and column.
Result<Layer> read_toml(std::string_view text);
// Its [[channel]] tables. Fails: settings.bad_file.
Result<std::vector<ChannelTable>> read_channel_tables(std::string_view text);

// Every HUABIAO_* variable that names a setting, plus LANG and the XDG directories' defaults, from a `NAME=value` list.
Layer read_environment(std::span<const std::string> environment);

}  // namespace huabiao::settings
