#pragma once
// /api/v1/findings and /api/v1/evidence: what was found, what was decided about it, and the bodies it was read from.

#include <filesystem>
#include <string>

#include "desk/findings_file.h"
#include "desk/wave_desk.h"
#include "http/route.h"
#include "monitor/keep/evidence_store.h"
#include "monitor/keep/round_store.h"

namespace huabiao::http {

struct FindingPorts {
  monitor::RoundStore& rounds;
  monitor::EvidenceStore& evidence;
  monitor::EvidenceStore& pictures;
  desk::WaveDesk& waves;
  std::string version;          // of huabiao, named in exports
  std::filesystem::path spool;  // existing directory for files on their way out
};

// Lifetime: the ports outlive the routes.
Routes findings_routes(const FindingPorts& ports);

}  // namespace huabiao::http
