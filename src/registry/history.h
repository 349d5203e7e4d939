#pragma once
// What was changed when and by whom, read off the versions of one thing. Pure; any thread.

#include <vector>

#include "registry/declaration.h"
#include "registry/organisation.h"
#include "registry/site.h"
#include "registry/store.h"

namespace huabiao::registry {

// Every field by its name in the API, as text; empty ones included.
std::vector<std::pair<std::string, std::string>> fields_of(const Organisation& organisation);
std::vector<std::pair<std::string, std::string>> fields_of(const Site& site);
std::vector<std::pair<std::string, std::string>> fields_of(const Declaration& declaration);
std::vector<std::pair<std::string, std::string>> fields_of(const Contact& contact);

// `versions` are all versions of one thing, in any order. Newest change first.
template <class T>
std::vector<Change> changes_of(const std::vector<Versioned<T>>& versions);

}  // namespace huabiao::registry
