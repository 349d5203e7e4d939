#pragma once
// LdapDirectory: people looked up in an LDAP directory and their passwords tried there by a simple bind, over TLS only.
// docs/guide/signing-in.md

#include <atomic>
#include <functional>
#include <string>

#include "access/directory.h"
#include "base/clock.h"

namespace huabiao::directory {

struct LdapSettings {
  std::string url;      // ldaps://HOST[:PORT], or ldap://HOST[:PORT], which begins with StartTLS
  std::string ca_file;  // PEM; empty: the system's
  std::string bind_dn;  // who looks people up; empty: nobody (anonymous)
  std::string base, filter, link, full_name;
  std::function<Result<std::string>()> secret;  // of bind_dn, read anew each time
  Millis patience{5'000};                       // for each answer
  int at_once = 2;  // the rest is told to come again: a hung directory holds no more threads
};

class LdapDirectory final : public access::Directory {
 public:
  explicit LdapDirectory(LdapSettings settings) : settings_(std::move(settings)) {}
  Result<std::optional<access::Person>> authenticate(std::string_view name, std::string_view password) override;

 private:
  LdapSettings settings_;
  std::atomic<int> inside_{0};
};

}  // namespace huabiao::directory
