#pragma once
// VantageGate: who is a vantage point of this server. Each call blocks on the store: call from the work pool, never an
// io thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "access/vantage_point.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

struct VantageRules {
  static constexpr std::size_t kMost = 64;       // vantage points of one server
  static constexpr std::size_t kNameBytes = 40;  // of a name
  static constexpr std::size_t kVersionBytes = 40;
  static constexpr std::size_t kTokenBytes = 32;  // of randomness in a token
  static constexpr Millis kHeardEvery{60'000};    // the store is told of a sign of life at most so often
};

// The name that stands for the server itself.
inline constexpr std::string_view kLocalVantage = "local";

class VantageGate {
 public:
  // Lifetime: store and clock outlive it. Thread: any.
  VantageGate(VantageStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // The token: told here once and never again.
  // Fails: Invalid vantage.bad_name; Conflict vantage.name_taken, vantage.too_many.
  Result<std::string> add(std::string_view name, std::string_view by);
  // Its token is worth nothing from now on. Fails: NotFound vantage.none.
  Done remove(std::string_view name);
  Result<std::vector<VantagePoint>> vantages() { return store_.vantages(); }

  // Whose token is this? Fails: Unauthenticated vantage.bad_token.
  Result<VantagePoint> recognise(std::string_view token);
  // Keeps the sign of life.
  void heard(const VantagePoint& vantage, std::string_view version);

 private:
  VantageStore& store_;
  const Clock& clock_;
};

}  // namespace huabiao::access
