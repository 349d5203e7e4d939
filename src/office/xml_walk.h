#pragma once
// Walks a small XML part with Expat: start tags with their attributes, nothing else. No document type is let in, so
// there is no entity to expand. Thread: any.

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace huabiao::office {

// A start tag: local name, attributes with their local names, text undone.
struct XmlElement {
  std::string_view name;
  std::span<const std::pair<std::string_view, std::string_view>> attributes;
  [[nodiscard]] std::string_view attribute(std::string_view wanted) const;  // empty when absent
};

// Fails: office.bad_xml, office.dtd; `part` names the culprit.
Done walk_xml(std::string_view bytes, std::string_view part, std::uint32_t depth,
              const std::function<void(const XmlElement&)>& on_start,
              const std::function<void(std::string_view)>& on_end = {});

}  // namespace huabiao::office
