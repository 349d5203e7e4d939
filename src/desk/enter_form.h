#pragma once
// A form that was read goes into the register: compared row by row, entered in one transaction, or not at all.

#include "base/result.h"
#include "desk/import_desk.h"
#include "registry/store.h"

namespace huabiao::desk {

// Good: rows with errors and sites whose identity a person has to decide are left out and counted. AllOrNothing: one of
// either refuses the form. Thread: any; blocks. Fails: Conflict desk.rows_with_errors, census.conflicting_sites; as
// office::open_table, census::read and RegistryStore::import.
Result<Committed> enter_form(registry::RegistryStore& store, const ImportDesk::Order& order);

}  // namespace huabiao::desk
