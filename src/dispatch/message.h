#pragma once
// What parent and worker child say to each other, one message per frame: a line of JSON that names it, then one line
// per visit or record (docs/formats/worker.md). Reading is strict on both sides: each may be the one that was taken
// over. Pure; any thread.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::dispatch {

struct Probe {};  // "try to break out and tell me how it went"
using ToChild = std::variant<WorkerSettings, monitor::Errand, Probe>;

struct Ready {
  SandboxFacts sandbox;
  std::string failure;  // code of the error that keeps the child from working; empty: none
  std::string detail;   // of that; else what the child works with
};
struct Records {
  std::uint64_t errand = 0;
  std::vector<monitor::VisitRecord> records;
};
using ToParent = std::variant<Ready, Records, ProbeAnswer>;

std::string write(const ToChild& message);
std::string write(const ToParent& message);
// Fail: dispatch.bad_message (detail says which part), or what record:: reading fails with.
Result<ToChild> read_to_child(std::string_view payload);
Result<ToParent> read_to_parent(std::string_view payload);

}  // namespace huabiao::dispatch
