#pragma once
// PageWatch: which readings of home pages the watch keeps, so that a change can be looked at before and after. A page
// is kept when it reads otherwise than the one kept before (monitor/change/content_key.h), as often as its place is
// allowed: a page that says something new at every look would else fill the disk. Inner to this room. Thread: one.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "loop/event_loop.h"
#include "monitor/keep/page_store.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

struct PageWatchLimits {
  static constexpr int kBurst = 4;                          // pages of one place kept at once,
  static constexpr Millis kRefill = std::chrono::hours(6);  // then one in so long
  static constexpr int kPerSecond = 100;                    // of all places: after a start every page is new
  static constexpr std::size_t kBatchPages = 200;           // waiting for their transaction
  static constexpr std::size_t kBatchBytes = 16U << 20U;    // of those
};

// The child's side: does the record's body travel to be kept?
bool is_sent(const VisitRecord& record);

class PageWatch {
 public:
  // `store`: outlives it; nullptr: nothing is kept.
  explicit PageWatch(PageStore* store) : store_(store) {}

  enum class Page : bool { AsItComes, ToRead };  // ToRead: also where nothing of it has changed since it was read
  // Says in the visit what is kept of its page. Fails: as PageStore.
  Result<Page> ask(Visit& visit, TimePoint now);
  // Every record: what it brings waits to be kept. A body that is no evidence is done with.
  void take(VisitRecord& record, TimePoint now);
  // There is no picture of the page as it reads now.
  [[nodiscard]] bool wants_picture(const VisitRecord& record) const;
  // Fail: as PageStore.
  Done flush_if_older(Millis age);
  Done flush();

 private:
  struct Place {
    std::string kept, seen;  // content keys: of the page kept last, of the page read last
    bool accused = false, pictured = false;
    std::int64_t unkept = 0;
    double allowed = 0;
    TimePoint counted{};  // when that was reckoned
  };
  struct Drawn {
    PagePlace place;
    std::string content_key;
    PagePicture picture;
    std::string png;
  };
  static std::string name_of(const Visit& visit);
  Result<Place*> place_of(const Visit& visit, TimePoint now);
  static void refill(Place& place, TimePoint now);
  void take_page(VisitRecord& record, Place& place, TimePoint now);
  void take_picture(const VisitRecord& record, Place& place);

  PageStore* const store_;
  std::unordered_map<std::string, Place> places_;
  std::vector<ReadPage> pages_;  // not in the store yet
  std::vector<Drawn> drawn_;     // likewise
  std::size_t bytes_ = 0;        // of both
  loop::SteadyPoint oldest_{};
  std::int64_t second_ = 0;  // the one that sent_ counts
  int sent_ = 0;
};

}  // namespace huabiao::monitor
