#pragma once
// RegionNames: codes to names for one answer. Asks the register once, and only when a code is met. Thread: one.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "registry/store.h"

namespace huabiao::http {

class RegionNames {
 public:
  // Lifetime: the store outlives it.
  explicit RegionNames(registry::RegistryStore& store) : store_(store) {}
  // RegionRef, or null for an empty code. An unknown code is its own name.
  boost::json::value ref(std::string_view code);

 private:
  registry::RegistryStore& store_;
  std::optional<std::unordered_map<std::string, std::string>> names_;
};

}  // namespace huabiao::http
