#pragma once
// RenderedStore: what a browser last showed of each host's page. RoundStore::save keeps it; the pictures themselves lie
// where bodies kept as evidence do, apart from them. Thread: any. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "monitor/rendered.h"

namespace huabiao::monitor {

class RenderedStore {
 public:
  virtual ~RenderedStore() = default;
  // With its findings, without the picture's bytes. nullopt: its page was never drawn.
  virtual Result<std::optional<RenderedView>> rendered_of(std::int64_t site, const std::string& host) = 0;
};

}  // namespace huabiao::monitor
