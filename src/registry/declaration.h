#pragma once
// Declaration: one row of the forms: this unit says it runs this site under these names. One site may be declared by
// four units, a unit may declare several sites, or Chinese names and no site at all. Plain value.

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "registry/domain.h"
#include "registry/organisation.h"
#include "registry/site.h"

namespace huabiao::registry {

using DeclarationId = Id<struct DeclarationTag>;

struct Declaration {
  DeclarationId id;  // 0: not stored yet
  OrganisationId organisation;
  SiteId site;                                           // 0: "no site"; legal
  std::string department;                                // 主管部门 as written
  std::vector<DeclaredName> ascii_names, chinese_names;  // in the order of the form; both empty is legal
  std::optional<bool> mark_hung;                         // nullopt: the form did not say
  std::string contact;
  std::vector<std::string> phones;
  std::string remark;
  bool operator==(const Declaration&) const = default;
};

// A person to turn to, kept by hand beside what the forms say.
using ContactId = Id<struct ContactTag>;
struct Contact {
  ContactId id;  // 0: not stored yet
  OrganisationId organisation;
  SiteId site;  // 0: for the whole unit
  std::string name;
  std::string duty;  // "网站负责人"
  std::vector<std::string> phones;
  std::string mail;
  bool operator==(const Contact&) const = default;
};

}  // namespace huabiao::registry
