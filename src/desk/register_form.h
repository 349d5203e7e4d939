#pragma once
// The register as one of the notice's forms: annex 2 or annex 3, cell for cell, with the mark as declared or as seen.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "access/bounds.h"
#include "base/clock.h"
#include "base/result.h"
#include "census/form.h"
#include "monitor/keep/estate.h"
#include "registry/store.h"

namespace huabiao::desk {

enum class MarkColumn { Declared, Observed };

struct FormOrder {
  census::Form form = census::Form::Annex3;
  MarkColumn mark = MarkColumn::Declared;
  std::optional<access::Held> within;  // only these sites' declarations, and these units' about no site; unset: all
  std::string authority;  // in the head; annex 2 then has this department's rows only; empty: the one all rows name
};

// Writes a new workbook; the number of its rows. Fails: NotFound census.nothing_to_export; Unavailable
// census.interrupted; Environment office.cannot_write; as RegistryStore.
Result<std::uint64_t> write_register_form(registry::RegistryStore& registry, monitor::Estate& estate,
                                          const Clock& clock, const FormOrder& order, const std::filesystem::path& file,
                                          const std::stop_token& stop = {});

}  // namespace huabiao::desk
