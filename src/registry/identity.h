#pragma once
// Which site does a form's site mean? The rules of identity:
//   in one form    equal site names are one site;
//   across forms   sites are one when they share an ASCII name, else when name and supervising department agree;
//   a conflict     two different sites on one ASCII name: to be decided by a person, never guessed.
// Pure; any thread.

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "registry/site.h"

namespace huabiao::registry {

// A site as one form gives it: all its rows taken together.
struct IncomingSite {
  std::string name;
  std::vector<std::string> departments;  // every supervising department its rows name
  std::vector<std::string> hosts;        // A-labels, lower case
};

// A site the register holds.
struct KnownSite {
  SiteId id;
  std::string name;
  std::vector<std::string> departments;
  std::vector<std::string> hosts;
};

struct NewSite {
  bool operator==(const NewSite&) const = default;
};
// Renamed: it shares a name in the DNS but is called otherwise in the form; the form's name is the newer one.
enum class Renamed : bool { No, Yes };
struct SameSite {
  SiteId id;
  Renamed renamed = Renamed::No;
  bool operator==(const SameSite&) const = default;
};
// Hosts that two sites claim. `known` holds the register's claimants, `incoming` the indexes of the form's.
struct SiteConflict {
  std::vector<std::string> hosts;
  std::vector<SiteId> known;
  std::vector<std::size_t> incoming;
  bool operator==(const SiteConflict&) const = default;
};
using Placement = std::variant<NewSite, SameSite, SiteConflict>;

// How names are compared: full-width forms folded, all white space dropped, ASCII in lower case.
std::string identity_key(std::string_view name);

// What the register is asked: the sites it knows on a host, and those whose identity_key is `name_key`.
struct KnownSites {
  std::function<std::vector<KnownSite>(std::string_view host)> on_host;
  std::function<std::vector<KnownSite>(std::string_view name_key)> named;
};

// One placement per incoming site, in order. Incoming sites with equal identity_key must have been put together before.
std::vector<Placement> place(const std::vector<IncomingSite>& form, const KnownSites& known);

}  // namespace huabiao::registry
