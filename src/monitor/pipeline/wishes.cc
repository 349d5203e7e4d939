#include "monitor/pipeline/wishes.h"

namespace huabiao::monitor {

Done Wishes::resume(WalkStore* store) {
  if (store == nullptr) return {};
  constexpr std::size_t kSites = 1'000;
  for (std::int64_t after = 0;;) {
    auto walks = store->walks_after(after, kSites);
    if (!walks) return fail(std::move(walks));
    if (walks->empty()) return {};
    for (const KeptWalk& walk : *walks)
      if (const auto wish = wish_of(walk.facts); wish && *wish > Wish::None)
        wishes_.insert_or_assign({walk.site, walk.host}, *wish);
    after = walks->back().site;
  }
}

void Wishes::take(const VisitRecord& row) {
  const auto wish = row.walk ? wish_of(*row.walk) : std::nullopt;
  if (!wish) return;
  const std::pair key(row.visit.site, row.visit.host);
  if (*wish > Wish::None)
    wishes_.insert_or_assign(key, *wish);
  else
    wishes_.erase(key);
}

Wish Wishes::of(std::int64_t site, const std::string& host) const {
  const auto found = wishes_.find({site, host});
  return found == wishes_.end() ? Wish::None : found->second;
}

Looks Wishes::left_by(Wish wish, Looks due) {
  if (wish <= Wish::None) return due;
  Looks left;
  for (const Look look : {Look::Walk, Look::Names, Look::Registration})
    if (due.has(look) && (wish != Wish::LeaveAlone || look == Look::Walk)) left.add(look);
  return left;
}

}  // namespace huabiao::monitor
