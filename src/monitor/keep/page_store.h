#pragma once
// PageStore: home pages as they were read, one each time a page came to read otherwise, so that people can see it
// before and after. Bodies and pictures are bounded in size and days; what is not kept any more is still told of by its
// row. All bytes in it are of others. Thread: any; readers do not wait; writers wait for each other. Fails (all calls):
// as RegistryStore; Unreadable pages.damaged where bytes on disk are not what was written.

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace huabiao::monitor {

struct PageLimits {
  static constexpr std::int64_t kBodyBytes = 1LL << 20;     // a longer page is named and not kept
  static constexpr std::int64_t kPictureBytes = 4LL << 20;  // likewise
  std::int64_t retention_days = 90;                         // from when another page took its place
  std::int64_t quota_bytes = 4LL << 30;                     // on disk; beyond it the longest replaced go first
};

using KeptPageId = Id<struct KeptPageTag>;

// Where a home page stands; sites that share it share what is kept of it.
struct PagePlace {
  std::string host;  // A-labels
  std::uint16_t port = 0;
  std::string path;
  auto operator<=>(const PagePlace&) const = default;
};

struct PagePicture {
  std::int64_t width = 0, height = 0;
  TimePoint at{};
};

// A page that reads otherwise than the one kept before it.
struct ReadPage {
  PagePlace place;
  TimePoint at{};
  std::string content_key;
  std::string url, content_type;  // of the answer
  std::string body;               // empty: too long
  std::int64_t bytes = 0;
  bool accused = false;     // of an attack
  std::int64_t unkept = 0;  // other readings since the page before that were not kept
};

enum class PageBody { Kept, TooLarge, Dropped };

struct KeptPage {
  KeptPageId id;
  PagePlace place;
  TimePoint at{};                  // when it was first read
  std::optional<TimePoint> until;  // when another took its place
  std::string content_key, url, content_type;
  std::int64_t bytes = 0;
  PageBody body = PageBody::Kept;
  bool accused = false;
  std::int64_t unkept = 0;
  std::optional<PagePicture> picture;  // as a browser drew it while it stood
};

struct PageChange {
  KeptPage before, after;
};

struct PageUse {
  std::int64_t pages = 0, disk_bytes = 0;
};

class PageStore {
 public:
  virtual ~PageStore() = default;
  virtual Result<std::optional<KeptPage>> newest(const PagePlace& place) = 0;
  // All or nothing. A page with the content key of its place's newest changes nothing.
  virtual Done put(std::span<const ReadPage> pages) = 0;
  // Of the newest page there, where that reads as `content_key`; the first stands.
  virtual Done put_picture(const PagePlace& place, const std::string& content_key, const PagePicture& picture,
                           std::string_view png) = 0;
  // Of pages that took another's place in [from, to], newest first, at most `limit`.
  virtual Result<std::vector<PageChange>> changes(const PagePlace& place, TimePoint from, TimePoint to,
                                                  std::size_t limit) = 0;
  // nullopt: no such page, or none is kept before it.
  virtual Result<std::optional<PageChange>> change(KeptPageId after) = 0;
  // nullopt: there is none, or it is gone.
  virtual Result<std::optional<std::string>> body(KeptPageId page) = 0;
  virtual Result<std::optional<std::string>> picture(KeptPageId page) = 0;
  // Drops what is past retention or beyond the quota, in steps. The number of pages it touched.
  virtual Result<std::int64_t> sweep() = 0;
  virtual Result<PageUse> use() = 0;
};

}  // namespace huabiao::monitor
