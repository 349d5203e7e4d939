#pragma once
// look_around: reads the machine into a World for doctor's checks. It changes nothing that stays: the write test's file
// is gone when it returns, the port is given back, the child it starts is ended.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "dispatch/worker_pool.h"
#include "doctor/world.h"
#include "settings/settings.h"

namespace huabiao::doctor {

struct ProbeLimits {
  std::chrono::seconds dns{3};      // for one answer of the resolver
  std::chrono::seconds worker{20};  // until the child says its first word
  std::size_t files = 200'000;      // of the evidence folder; a larger one is measured in part
  std::size_t font_files = 20'000;
  std::size_t certificate_bytes = 8 << 20;  // of one file of certificates
};

struct ProbeRequest {
  settings::Settings settings;  // the defaults where they do not resolve
  Bilingual settings_error;     // why they do not; empty: they do
  std::vector<std::string> unknown_keys;
  std::filesystem::path settings_file;
  std::vector<ChannelWorld> channels;       // as the program reads them
  std::vector<std::string> worker_command;  // empty: this very program
  // The children that draw pages, or why there can be none.
  Result<dispatch::PoolSettings> render = fail(Kind::Environment, "render.no_browser");
  ProbeLimits limits;
};

// Blocks for as long as the limits allow. Thread: any, one at a time.
World look_around(const ProbeRequest& request);

}  // namespace huabiao::doctor
