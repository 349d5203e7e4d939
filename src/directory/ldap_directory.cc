#include "directory/ldap_directory.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <ldap.h>
#include <memory>
#include <sys/time.h>
#include <vector>

#include "base/digest.h"
#include "base/utf8.h"
#include "directory/filter.h"

namespace huabiao::directory {
namespace {

using access::Person;

constexpr std::size_t kMostValue = 256;

struct Unbind {
  void operator()(LDAP* ldap) const { ldap_unbind_ext_s(ldap, nullptr, nullptr); }
};
struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
using Handle = std::unique_ptr<LDAP, Unbind>;
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;

std::unexpected<Error> failed(LDAP* ldap, const std::string& url, int code) {
  char* more = nullptr;
  if (ldap != nullptr) ldap_get_option(ldap, LDAP_OPT_DIAGNOSTIC_MESSAGE, static_cast<void*>(&more));
  const std::string said =
      fmt::format("{}: {}{}{}", url, ldap_err2string(code), more != nullptr ? ": " : "", more != nullptr ? more : "");
  if (more != nullptr) ldap_memfree(more);
  const std::string detail(utf8::cut(utf8::scrub(said), 300));
  switch (code) {
    case LDAP_CONNECT_ERROR:
    case LDAP_PROTOCOL_ERROR:
    case LDAP_CONFIDENTIALITY_REQUIRED:
      return fail(Kind::Environment, "directory.tls", detail);
    case LDAP_INVALID_CREDENTIALS:
    case LDAP_INSUFFICIENT_ACCESS:
    case LDAP_INAPPROPRIATE_AUTH:
    case LDAP_NO_SUCH_OBJECT:
    case LDAP_FILTER_ERROR:
    case LDAP_INVALID_DN_SYNTAX:
      return fail(Kind::Environment, "directory.refused_us", detail);
    default:
      return fail(Kind::Unavailable, "directory.unreachable", detail);
  }
}

timeval as_timeval(Millis time) {
  return {.tv_sec = time.count() / 1'000, .tv_usec = time.count() % 1'000 * 1'000};
}

// One conversation: connected over TLS, the certificate held against the CA.
class Conversation {
 public:
  explicit Conversation(const LdapSettings& settings) : settings_(settings), wait_(as_timeval(settings.patience)) {}

  Done connect() {
    LDAP* raw = nullptr;
    if (const int code = ldap_initialize(&raw, settings_.url.c_str()); code != LDAP_SUCCESS)
      return failed(nullptr, settings_.url, code);
    ldap_.reset(raw);
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_HARD, least = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2, client = 0;
    set(LDAP_OPT_PROTOCOL_VERSION, &version);
    set(LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    set(LDAP_OPT_NETWORK_TIMEOUT, &wait_);
    set(LDAP_OPT_TIMEOUT, &wait_);
    set(LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    set(LDAP_OPT_X_TLS_PROTOCOL_MIN, &least);
    if (!settings_.ca_file.empty()) set(LDAP_OPT_X_TLS_CACERTFILE, settings_.ca_file.c_str());
    set(LDAP_OPT_X_TLS_NEWCTX, &client);
    if (settings_.url.starts_with("ldaps://")) return {};
    const int code = ldap_start_tls_s(ldap_.get(), nullptr, nullptr);
    return code == LDAP_SUCCESS ? Done() : failed(ldap_.get(), settings_.url, code);
  }

  int bind(const std::string& dn, std::string_view password) {
    std::string secret(password);
    berval credentials{.bv_len = secret.size(), .bv_val = secret.data()};
    return ldap_sasl_bind_s(ldap_.get(), dn.c_str(), LDAP_SASL_SIMPLE, &credentials, nullptr, nullptr, nullptr);
  }

  struct Entry {
    std::string dn, link, full_name;
  };
  // nullopt: none, or more than one.
  Result<std::optional<Entry>> find(std::string_view name) {
    const std::string filter = filter_for(settings_.filter, name);
    std::string link = settings_.link, full_name = settings_.full_name;
    std::array<char*, 3> wanted = {link.data(), full_name.data(), nullptr};
    LDAPMessage* raw = nullptr;
    constexpr int kTwo = 2;  // one is wanted; two are enough to know that it is not alone
    const int code = ldap_search_ext_s(ldap_.get(), settings_.base.c_str(), LDAP_SCOPE_SUBTREE, filter.c_str(),
                                       wanted.data(), 0, nullptr, nullptr, &wait_, kTwo, &raw);
    const Message found(raw);
    if (code == LDAP_SIZELIMIT_EXCEEDED) return std::optional<Entry>();
    if (code != LDAP_SUCCESS) return failed(ldap_.get(), settings_.url, code);
    if (ldap_count_entries(ldap_.get(), found.get()) != 1) return std::optional<Entry>();
    LDAPMessage* const entry = ldap_first_entry(ldap_.get(), found.get());
    char* const dn = ldap_get_dn(ldap_.get(), entry);
    Entry out{.dn = dn != nullptr ? dn : "", .link = value_of(entry, link), .full_name = value_of(entry, full_name)};
    ldap_memfree(dn);
    if (out.dn.empty() || out.link.empty())
      return fail(Kind::Environment, "directory.bad_entry", out.dn, settings_.link);
    return std::optional(std::move(out));
  }

  [[nodiscard]] std::unexpected<Error> failure(int code) const { return failed(ldap_.get(), settings_.url, code); }

 private:
  void set(int option, const void* value) { ldap_set_option(ldap_.get(), option, value); }

  // The first; empty when there is none. Bytes that are no text, as those of objectGUID, as hex digits.
  std::string value_of(LDAPMessage* entry, const std::string& attribute) {
    berval** const values = ldap_get_values_len(ldap_.get(), entry, attribute.c_str());
    if (values == nullptr) return {};
    std::string value;
    if (values[0] != nullptr) value.assign(values[0]->bv_val, std::min<std::size_t>(values[0]->bv_len, kMostValue));
    ldap_value_free_len(values);
    return utf8::valid(value) && value.find('\0') == std::string::npos ? value : hex(value);
  }

  const LdapSettings& settings_;
  timeval wait_;
  Handle ldap_;
};

Result<std::optional<Person>> ask(const LdapSettings& settings, std::string_view name, std::string_view password) {
  Conversation talk(settings);
  if (auto connected = talk.connect(); !connected) return fail(std::move(connected));
  if (!settings.bind_dn.empty()) {
    auto secret = settings.secret();
    if (!secret) return fail(std::move(secret));
    if (const int code = talk.bind(settings.bind_dn, *secret); code != LDAP_SUCCESS) return talk.failure(code);
  }
  auto entry = talk.find(name);
  if (!entry) return fail(std::move(entry));
  if (!*entry) return std::optional<Person>();
  switch (const int code = talk.bind((*entry)->dn, password)) {
    case LDAP_SUCCESS:
      return std::optional(Person{(*entry)->link, std::string(name), (*entry)->full_name});
    case LDAP_INVALID_CREDENTIALS:
    case LDAP_INAPPROPRIATE_AUTH:
    case LDAP_INSUFFICIENT_ACCESS:
    case LDAP_UNWILLING_TO_PERFORM:
    case LDAP_CONSTRAINT_VIOLATION:
    case LDAP_NO_SUCH_OBJECT:
      return std::optional<Person>();
    default:
      return talk.failure(code);
  }
}

}  // namespace

Result<std::optional<Person>> LdapDirectory::authenticate(std::string_view name, std::string_view password) {
  // A simple bind with an empty password is anonymous and always succeeds (RFC 4513, 5.1.2).
  if (name.empty() || password.empty()) return std::optional<Person>();
  const bool open = ++inside_ <= settings_.at_once;
  auto person = open ? ask(settings_, name, password)
                     : Result<std::optional<Person>>(fail(Kind::Unavailable, "directory.busy", settings_.url));
  --inside_;
  return person;
}

}  // namespace huabiao::directory
