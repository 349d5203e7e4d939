#include "http/route.h"

#include <algorithm>
#include <utility>

namespace huabiao::http {
namespace {

// The next segment of a path that begins with '/'; takes it off.
std::string_view take_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

// nullopt: no match. `literals` counts segments that are equal word for word.
struct Fit {
  std::vector<std::string> arguments;
  int literals = 0;
};
std::optional<Fit> fit(std::string_view pattern, std::string_view path) {
  Fit found;
  while (!pattern.empty() && !path.empty()) {
    if (path.front() != '/') return std::nullopt;
    const std::string_view want = take_segment(pattern);
    const std::string_view have = take_segment(path);
    if (want == "{}") {
      if (have.empty()) return std::nullopt;
      found.arguments.emplace_back(have);
    } else if (want == have) {
      ++found.literals;
    } else {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return found;
}

}  // namespace

std::optional<Ability> ability_of(Wants wants) {
  switch (wants) {
    case Wants::Nobody:
    case Wants::Anyone:
    case Wants::InPerson:
    case Wants::Known:
    case Wants::VantagePoint:
      return std::nullopt;
    case Wants::See:
      return Ability::See;
    case Wants::EditRegister:
      return Ability::EditRegister;
    case Wants::Import:
      return Ability::Import;
    case Wants::Export:
      return Ability::Export;
    case Wants::RunRounds:
      return Ability::RunRounds;
    case Wants::DecideFindings:
      return Ability::DecideFindings;
    case Wants::Tell:
      return Ability::Tell;
    case Wants::Vantages:
      return Ability::Vantages;
    case Wants::SeeAccounts:
      return Ability::SeeAccounts;
    case Wants::ManageAccounts:
      return Ability::ManageAccounts;
    case Wants::GrantRoles:
      return Ability::GrantRoles;
    case Wants::ReadAudit:
      return Ability::ReadAudit;
  }
  std::unreachable();
}

RouteTable::RouteTable(Routes routes) : routes_(std::move(routes)) {}

RouteTable::Match RouteTable::match(Method method, std::string_view path) const {
  const Method asked = method == Method::Head ? Method::Get : method;
  Match best;
  int best_literals = -1;
  for (const Route& route : routes_) {
    auto found = fit(route.pattern, path);
    if (!found) continue;
    if (std::ranges::find(best.allowed, route.method) == best.allowed.end()) best.allowed.push_back(route.method);
    if (route.method != asked || found->literals <= best_literals) continue;
    best_literals = found->literals;
    best.route = &route;
    best.arguments = std::move(found->arguments);
  }
  return best;
}

RouteTable::Record RouteTable::record_of(std::string_view path) const {
  for (bool whole = true; path.size() > 1; whole = false) {
    Match found = match(Method::Get, path);
    const bool numbered = found.route != nullptr && (whole ? found.route->pattern.find("{}") != std::string_view::npos
                                                           : found.route->pattern.ends_with("{}"));
    if (numbered) return {std::string(path), std::move(found)};
    path = path.substr(0, path.rfind('/'));
  }
  return {};
}

}  // namespace huabiao::http
