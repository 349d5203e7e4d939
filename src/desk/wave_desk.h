#pragma once
// WaveDesk: the estate's waves as the traits kept say now, grouped once and handed out until something changes.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "monitor/keep/trait_store.h"
#include "monitor/wave.h"

namespace huabiao::desk {

struct WaveDeskLimits {
  static constexpr Millis kFresh{60'000};  // traits grow old and decisions run out without anyone writing
};

// All that are set must hold.
struct WaveQuery {
  std::string text;  // part of one of its traits, or its name; empty: all
  std::optional<bool> open;
  std::optional<monitor::TraitKind> kind;  // has a trait of this kind
  std::optional<monitor::Severity> at_least;
  std::int64_t site = 0;                           // 0: all
  std::optional<std::vector<std::int64_t>> among;  // has one of these sites; sorted
  std::string cursor;
  std::size_t limit = 50;
};

// Immutable; handed around as a snapshot.
class Waves {
 public:
  explicit Waves(std::vector<monitor::Wave> all);

  [[nodiscard]] const std::vector<monitor::Wave>& all() const { return all_; }  // as group_waves() orders them
  // By its name, or by the name it had before it was joined to an older one. nullptr: none.
  [[nodiscard]] const monitor::Wave* find(std::string_view id) const;
  [[nodiscard]] const monitor::Wave* of_site(std::int64_t site) const;  // a site is in one at most

 private:
  std::vector<monitor::Wave> all_;
  std::unordered_map<std::string, std::size_t> by_trait_;
  std::unordered_map<std::int64_t, std::size_t> by_site_;
};

struct WavePage {
  std::shared_ptr<const Waves> of;         // what the rows are part of
  std::vector<const monitor::Wave*> rows;  // never null
  std::string next;                        // empty: this was the last
  std::int64_t total = 0;
};

class WaveDesk {
 public:
  // Lifetime: store and clock outlive the desk.
  WaveDesk(monitor::TraitStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Thread: any; blocks on the store. Fails: as TraitStore.
  Result<std::shared_ptr<const Waves>> now();
  // Fails: as now(); Invalid registry.bad_cursor.
  Result<WavePage> list(const WaveQuery& query);

 private:
  struct Kept {
    std::shared_ptr<const Waves> waves;
    std::int64_t version = -1;
    TimePoint at{};
  };
  monitor::TraitStore& store_;
  const Clock& clock_;
  Guarded<Kept> kept_;
};

}  // namespace huabiao::desk
