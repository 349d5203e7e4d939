#pragma once
// Compares a form's rows with the register: what importing them would do, row by row. Deciding is pure, over what a
// RegisterView answers; carry_out() then does what was decided, inside one transaction of the store.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "census/read.h"
#include "registry/declaration.h"
#include "registry/identity.h"
#include "registry/organisation.h"
#include "registry/store.h"

namespace huabiao::census {

// What comparing asks of the register: its current facts.
struct RegisterView {
  std::function<std::vector<registry::Organisation>(std::string_view name)> organisations_named;
  registry::KnownSites sites;
  std::function<std::vector<registry::Declaration>(registry::OrganisationId, registry::SiteId)> declarations_of;
};

// New: a unit, site or declaration the register does not hold. Conflicting: its site cannot be told by the rules of
// identity (registry/identity.h); a person has to decide, and the row is left out.
enum class Fate : std::uint8_t { New, Changed, Same, Conflicting };
inline constexpr std::array<std::string_view, 4> kFateNames = {"new", "changed", "same", "conflicting"};
constexpr std::string_view to_string(Fate fate) {
  return kFateNames[static_cast<std::size_t>(fate)];
}

struct PlannedSite {
  registry::IncomingSite incoming;
  registry::Placement placement;
};

// One unit about one site (or about none), as the form's rows put together say it.
struct PlannedDeclaration {
  std::vector<std::uint32_t> rows;  // of the sheet
  std::string organisation;
  registry::OrganisationId organisation_id;  // 0: new
  std::optional<std::size_t> site;           // index into ImportPlan::sites; nullopt: declares no site
  std::string superior;                      // the department it answers to; empty: none named
  registry::Declaration after;               // organisation and site are filled where they are known
  std::optional<registry::Declaration> before;
  Fate fate = Fate::New;
  std::vector<std::string_view> changed;  // fields: "ascii_names", "chinese_names", "mark_hung", "contact", ...
};

struct ImportPlan {
  std::vector<PlannedSite> sites;
  std::vector<PlannedDeclaration> declarations;           // in the form's order
  std::array<std::uint64_t, kFateNames.size()> counts{};  // rows of the form by fate
  [[nodiscard]] std::uint64_t count(Fate fate) const { return counts[static_cast<std::size_t>(fate)]; }
};

// Rows with errors are passed over: what to do about them is decided before. A row without a site of its own but with
// English names declares a site called as its first name.
ImportPlan compare(std::span<const CensusRow> rows, const RegisterView& view);

// Writes everything that is New or Changed. Requires: `plan` was made from the same writer's answers.
// Fails: as ImportWriter; the caller's transaction then keeps nothing.
Done carry_out(const ImportPlan& plan, registry::ImportWriter& writer);

// The register as an import sees it. `failed` takes the first error; the answers after it are empty.
RegisterView view_of(registry::ImportWriter& writer, std::optional<Error>& failed);

}  // namespace huabiao::census
