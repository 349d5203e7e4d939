#pragma once
// TraitStore on rows, and how traits get into their table. Internal to this room.

#include "monitor/keep/kept_finding.h"
#include "monitor/keep/trait_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class TraitRows final : public monitor::TraitStore {
 public:
  explicit TraitRows(Database& database) : database_(database) {}

  Result<monitor::SharedTraits> shared_traits(TimePoint since) override;
  Result<std::int64_t> version() override;

 private:
  Database& database_;
};

// The finding shows these traits now. Those it showed before stay, as last seen then, until nothing remembers them.
void put_traits(Connection& connection, const monitor::KeptFinding& finding, TimePoint now);

// All it ever showed and is remembered of.
std::vector<monitor::Trait> traits_of(Connection& connection, monitor::FindingId finding);

// To be called whenever a finding that may have traits is written: what version() tells.
void note_trait_change(Connection& connection, monitor::Category category);

}  // namespace huabiao::storage
