#pragma once
// Directory: who knows people and their passwords elsewhere. A port: directory/ implements it over LDAP. What a person
// may do is decided here, by grants, and nowhere else.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::access {

// As a directory, or a provider people sign in at, knows somebody.
struct Person {
  std::string subject;    // theirs for ever, by which an account is linked
  std::string name;       // to sign in with; may change
  std::string full_name;  // may be empty
};

class Directory {
 public:
  virtual ~Directory() = default;
  // nullopt: no such person, not one alone, or not the password; an empty password is never right. Blocks on the net,
  // within limits of its own. Thread: any. Fails: Unavailable directory.unreachable, directory.busy; Environment
  // directory.tls, directory.refused_us, directory.bad_entry.
  virtual Result<std::optional<Person>> authenticate(std::string_view name, std::string_view password) = 0;
};

}  // namespace huabiao::access
