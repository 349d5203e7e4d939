#pragma once
// Stage: how the pages of intruders are set, whatever they say: next to nothing to read, on black, with music, with
// pictures borrowed from hosts for anybody, and with the visitor's mouse tied. One prop is taste; several are a stage.
// Pure; any thread.

#include <string>

#include "monitor/detect/detect.h"

namespace huabiao::monitor {

struct Stage {
  int props = 0;
  bool telling = false;  // a prop an honest page hardly has: black, a shadow and a tied mouse are on mourning days too
  std::string names;     // "music, a black page", for the explanation
  bool only_music = false;  // nothing to read and nowhere to go, but music begins by itself and does not end
};

// Looks at pages of which little is left; at most the first 128 KiB.
Stage stage_of(const DetectInput& input);

}  // namespace huabiao::monitor
