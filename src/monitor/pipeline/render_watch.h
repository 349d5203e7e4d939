#pragma once
// RenderWatch: which rows of the watch a browser is to draw the page of, and what it showed last: where the source
// leaves mark or footer open, that view answers until the next one. Inner to this room. Thread: one.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "monitor/keep/rendered_store.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

class RenderWatch {
 public:
  // A view is believed for so many times the rhythm of the look; then the row says again what its source says.
  static constexpr int kBelieved = 3;
  // Views remembered; beyond this the store is asked.
  static constexpr std::size_t kRemembered = 20'000;

  // `store` may be null: nothing is known of before. `every` 0: nothing is drawn or known. The store outlives it.
  RenderWatch(RenderedStore* store, Millis every) : store_(store), every_(every) {}

  // Takes the look out of what the page's child is asked for; true: the page has to be read for it.
  bool take_look(Visit& visit);
  // The visit's row is to be drawn if it gives reason to.
  [[nodiscard]] bool is_due(const Visit& visit) const { return due_.contains(visit.id.value); }
  // Of a row as its source has it.
  [[nodiscard]] bool to_draw(const VisitRecord& record, TimePoint now) const;

  enum class Look : bool { AsWanted, Missed };  // Missed: due, needed, and not drawn
  // Every row, drawn or not: remembers the view, or settles the row by what is remembered. Fails: as RenderedStore.
  Result<Look> take(VisitRecord& record, TimePoint now);

 private:
  static std::string place_of(const Visit& visit);

  RenderedStore* const store_;
  const Millis every_;
  std::unordered_set<std::int64_t> due_;  // by visit
  std::unordered_map<std::string, RenderedView> views_;
  std::unordered_map<std::string, TimePoint> drawn_;
};

}  // namespace huabiao::monitor
