#pragma once
// What the server and a vantage point (a worker on another machine) say to each other: leases of errands and their
// results, as lines of JSON (docs/formats/vantage.md). Reading is as strict as the pipe's, on both sides: the server
// does not believe the vantage point, nor the vantage point the server. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::dispatch {

struct VantageLimits {
  static constexpr std::size_t kErrandsPerLease = 32;
  static constexpr std::size_t kLeaseBytes = 32U << 20U;   // of one answer to a vantage point
  static constexpr std::size_t kResultBytes = 64U << 20U;  // the records of an errand; as FrameLimits::kToParent
  static constexpr std::size_t kLeaseIdBytes = 64;         // hex digits of 32 random bytes
  static constexpr std::size_t kAttempts = 8;              // told by one record; an honest one has two
  // What a server may set on another machine, no more than these and within these bounds.
  static constexpr Millis kLeastTimeout{1'000}, kMostTimeout{120'000}, kMostHostGap{60'000};
  static constexpr std::size_t kUserAgentBytes = 512, kHeaders = 20, kHeaderBytes = 1'024;
  static constexpr Millis kMostLease{3'600'000};
};

// How a vantage point is to ask. Where to, by which rules and through which proxy is its own business.
struct VantageSettings {
  std::string user_agent;
  std::vector<std::string> headers;  // "Name: value"
  Millis timeout{15'000};
  Millis host_gap{1'000};
  bool operator==(const VantageSettings&) const = default;
};
VantageSettings vantage_settings(const WorkerSettings& worker);

struct LeasedErrand {
  std::string lease;  // cannot be guessed
  Millis left{};      // until it ends; a result that comes later is refused
  monitor::Errand errand;
};
struct Lease {
  VantageSettings settings;
  std::vector<LeasedErrand> errands;  // may be empty: nothing was to be done
};

struct VantageResult {
  std::string lease;
  std::uint64_t errand = 0;
  std::vector<monitor::VisitRecord> records;  // one per visit, in their order
};

std::string write_lease(const Lease& lease);
std::string write_result(const VantageResult& result);
// Fail: dispatch.bad_message (detail says which part), dispatch.frame_too_large, or what record:: reading fails with.
Result<Lease> read_lease(std::string_view payload);
Result<VantageResult> read_result(std::string_view payload);

// Of a result that is not read: its lease; empty: it names none.
std::string lease_of_result(std::string_view payload);

}  // namespace huabiao::dispatch
