#include "http/region_names.h"

#include "http/json.h"

namespace huabiao::http {

boost::json::value RegionNames::ref(std::string_view code) {
  if (code.empty()) return nullptr;
  if (!names_) {
    names_.emplace();
    if (auto all = store_.regions())
      for (registry::Region& one : *all) names_->emplace(std::move(one.code), std::move(one.name));
  }
  const auto found = names_->find(std::string(code));
  return boost::json::object{{"code", text(code)}, {"name", text(found == names_->end() ? code : found->second)}};
}

}  // namespace huabiao::http
