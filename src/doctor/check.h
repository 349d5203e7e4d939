#pragma once
// Check: one question about the machine huabiao runs on, with its answer and how to mend what is wrong. The list below
// is the whole of `huabiao doctor`. Pure functions over a World; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "doctor/world.h"

namespace huabiao::doctor {

enum class State { Ok, Warn, Fail };
std::string_view to_string(State state);  // "ok", "warn", "fail"

struct Diagnosis {
  State state = State::Ok;
  Bilingual saw;   // what was found
  Bilingual mend;  // what to do; empty when state is Ok
};

struct Check {
  std::string_view id;  // stable: "data-directory"
  Bilingual looks_at;
  Diagnosis (*judge)(const World& world);
};

// In the order a person would mend them.
std::span<const Check> checks();

struct DoctorLimits {
  static constexpr std::int64_t kFreeBytesFail = 200LL << 20;  // a round could not be kept any more
  static constexpr std::int64_t kFreeBytesWarn = 2LL << 30;
  static constexpr int kSuffixListDays = 365;
  // No machine that runs this program is older; a clock before it was never set.
  static constexpr TimePoint kEarliest{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
  static constexpr TimePoint kLatest{std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}};
  static constexpr std::chrono::hours kClockBehind{24};  // records from the future: the clock was set back
};

}  // namespace huabiao::doctor
