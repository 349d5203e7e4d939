#pragma once
// WorkerSettings: what a worker child is told before its first errand, and what it answers. Plain values; their frames
// are in docs/formats/worker.md.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace huabiao::dispatch {

// A child that draws pages in a browser instead of reading them as they come. Started as root it becomes that user
// first; -1: it stays who it is.
struct BrowserSettings {
  std::string program;  // empty: the child draws nothing
  std::int64_t user = -1, group = -1;
};

struct WorkerSettings {
  std::string user_agent;
  std::vector<std::string> headers;    // "Name: value"
  std::string proxy;                   // empty: none
  std::string lab;                     // "ADDRESS:PLAINPORT:TLSPORT"; empty: the net
  std::vector<std::string> resolvers;  // asked about names, "ADDRESS[:PORT]"; empty: the system's
  std::vector<std::string>
      registries;                 // "SUFFIX=SERVER" instead of the rule packs' (monitor/registration/registries.h)
  std::string ca_file;            // read by the child before its sandbox closes; empty: none
  Millis timeout{15'000};         // of one fetch
  Millis host_gap{1'000};         // between two requests to one host
  std::int64_t concurrency = 64;  // errands the child works on at once
  // The operator's rule packs as payloads (docs/formats/rule-pack.md); bytes here, and already believed.
  std::vector<std::string> rule_packs;
  // What the parent's matcher made of them and of the built-in pack; empty: the child compiles everything itself.
  std::string compiled_rules;
  BrowserSettings browser;
};

// How far the child could lock itself in. Each "no" has its reason, for doctor and the log.
struct SandboxFacts {
  bool no_new_privileges = false, limits = false, system_calls = false;
  std::string refused;  // what the kernel refused, empty when nothing
};

// What a locked-in child could still do when it tried.
struct ProbeAnswer {
  bool opens_files = false, runs_programs = false, sees_environment = false;
};

}  // namespace huabiao::dispatch
