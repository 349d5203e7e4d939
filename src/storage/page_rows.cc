#include "storage/page_rows.h"

#include <utility>

#include "storage/deflate.h"

namespace huabiao::storage {
namespace {

using monitor::KeptPage;
using monitor::PageBody;
using monitor::PageChange;
using monitor::PagePlace;

constexpr std::string_view kColumns =
    "SELECT g.id, l.host, l.port, l.path, g.at, g.until, g.content_key, g.url, g.content_type, g.bytes, g.state, "
    "g.accused, g.unkept, g.picture_at, g.width, g.height FROM page g JOIN place l ON l.id = g.place ";

KeptPage read_page(const Statement& row) {
  KeptPage page;
  page.id.value = row.integer(0);
  page.place = {row.text(1), static_cast<std::uint16_t>(row.integer(2)), row.text(3)};
  page.at = row.time(4);
  if (!row.null(5)) page.until = row.time(5);
  page.content_key = row.text(6);
  page.url = row.text(7);
  page.content_type = row.text(8);
  page.bytes = row.integer(9);
  page.body = static_cast<PageBody>(row.integer(10));
  page.accused = row.integer(11) != 0;
  page.unkept = row.integer(12);
  if (!row.null(13))
    page.picture = monitor::PagePicture{.width = row.integer(14), .height = row.integer(15), .at = row.time(13)};
  return page;
}

std::optional<std::int64_t> place_id(Connection& connection, const PagePlace& place) {
  Statement row = connection.prepare("SELECT id FROM place WHERE host = ?1 AND port = ?2 AND path = ?3");
  row.bind(1, place.host).bind(2, std::int64_t{place.port}).bind(3, place.path);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::int64_t place_made(Connection& connection, const PagePlace& place) {
  if (const auto known = place_id(connection, place)) return *known;
  connection.prepare("INSERT INTO place(host, port, path) VALUES(?1, ?2, ?3)")
      .bind(1, place.host)
      .bind(2, std::int64_t{place.port})
      .bind(3, place.path)
      .run();
  return connection.last_id();
}

// The newest of a place: id and content key.
std::optional<std::pair<std::int64_t, std::string>> standing(Connection& connection, std::int64_t place) {
  Statement row = connection.prepare(
      "SELECT id, content_key FROM page WHERE place = ?1 AND until IS NULL ORDER BY at DESC LIMIT 1");
  row.bind(1, place);
  if (!row.step()) return std::nullopt;
  return std::pair(row.integer(0), row.text(1));
}

void put_one(Connection& connection, const monitor::ReadPage& page, std::string_view packed) {
  const std::int64_t place = place_made(connection, page.place);
  if (const auto before = standing(connection, place)) {
    if (before->second == page.content_key) return;
    connection.prepare("UPDATE page SET until = CASE WHEN at > ?2 THEN at ELSE ?2 END WHERE id = ?1")
        .bind(1, before->first)
        .bind(2, page.at)
        .run();
  }
  Statement row = connection.prepare(
      "INSERT INTO page(place, at, content_key, url, content_type, bytes, state, accused, unkept) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  row.bind(1, place).bind(2, page.at).bind(3, page.content_key).bind(4, page.url).bind(5, page.content_type);
  row.bind(6, page.bytes).bind(7, static_cast<std::int64_t>(page.body.empty() ? PageBody::TooLarge : PageBody::Kept));
  row.bind(8, std::int64_t{page.accused ? 1 : 0}).bind(9, page.unkept);
  row.run();
  if (page.body.empty()) return;
  const std::int64_t id = connection.last_id();
  connection.prepare("INSERT INTO content(page, body) VALUES(?1, ?2)").bind(1, id).bind_bytes(2, packed).run();
}

std::optional<KeptPage> page_before(Connection& connection, const KeptPage& after) {
  Statement row =
      connection.prepare(std::string(kColumns) +
                         "WHERE l.host = ?1 AND l.port = ?2 AND l.path = ?3 AND g.id < ?4 ORDER BY g.id DESC LIMIT 1");
  row.bind(1, after.place.host).bind(2, std::int64_t{after.place.port}).bind(3, after.place.path).bind(4, after.id);
  return row.step() ? std::optional(read_page(row)) : std::nullopt;
}

std::int64_t bytes_in_use(Connection& connection) {
  return connection.integer("SELECT bytes FROM total");
}

// The bytes of some pages; their rows stay and say so.
void drop_bytes(Connection& connection, const std::vector<std::int64_t>& pages) {
  for (const std::int64_t page : pages) {
    connection.prepare("DELETE FROM content WHERE page = ?1").bind(1, page).run();
    connection
        .prepare(
            "UPDATE page SET picture_at = NULL, width = NULL, height = NULL, state = CASE state WHEN 0 THEN ?2 ELSE "
            "state END WHERE id = ?1")
        .bind(1, page)
        .bind(2, static_cast<std::int64_t>(PageBody::Dropped))
        .run();
  }
}

std::vector<std::int64_t> pages_of(Statement& rows) {
  std::vector<std::int64_t> pages;
  while (rows.step()) pages.push_back(rows.integer(0));
  return pages;
}

}  // namespace

Result<std::optional<KeptPage>> PageRows::newest(const PagePlace& place) {
  return at_rim([&]() -> std::optional<KeptPage> {
    Database::Reader reader(database_);
    const auto id = place_id(*reader, place);
    if (!id) return std::nullopt;
    Statement row =
        reader->prepare(std::string(kColumns) + "WHERE g.place = ?1 AND g.until IS NULL ORDER BY g.at DESC LIMIT 1");
    row.bind(1, *id);
    return row.step() ? std::optional(read_page(row)) : std::nullopt;
  });
}

Done PageRows::put(std::span<const monitor::ReadPage> pages) {
  return at_rim([&] {
    if (pages.empty()) return;
    std::vector<std::string> packed;  // before the writer is held
    packed.reserve(pages.size());
    for (const monitor::ReadPage& page : pages) packed.push_back(must(deflated(page.body)));
    {
      Database::Write write(database_, Durability::Normal);
      for (std::size_t i = 0; i < pages.size(); ++i) put_one(*write, pages[i], packed[i]);
      write.commit();
    }
    drop_beyond_quota();  // a step or two, so that an hour until the next sweep fills no disk
    drop_beyond_quota();
  });
}

Done PageRows::put_picture(const PagePlace& place, const std::string& content_key, const monitor::PagePicture& picture,
                           std::string_view png) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    const auto id = place_id(*write, place);
    const auto newest = id ? standing(*write, *id) : std::nullopt;
    if (!newest || newest->second != content_key) return;
    write->prepare("UPDATE page SET picture_at = ?2, width = ?3, height = ?4 WHERE id = ?1 AND picture_at IS NULL")
        .bind(1, newest->first)
        .bind(2, picture.at)
        .bind(3, picture.width)
        .bind(4, picture.height)
        .run();
    if (write->changed() == 0) return;  // the first stands
    write
        ->prepare(
            "INSERT INTO content(page, picture) VALUES(?1, ?2) ON CONFLICT(page) DO UPDATE SET picture = "
            "excluded.picture")
        .bind(1, newest->first)
        .bind_bytes(2, png)
        .run();
    write.commit();
  });
}

Result<std::vector<PageChange>> PageRows::changes(const PagePlace& place, TimePoint from, TimePoint to,
                                                  std::size_t limit) {
  return at_rim([&] {
    std::vector<PageChange> all;
    Database::Reader reader(database_);
    const auto id = place_id(*reader, place);
    if (!id) return all;
    // One more than is told: the page before the oldest change.
    Statement rows = reader->prepare(std::string(kColumns) +
                                     "WHERE g.place = ?1 AND g.at < ?2 ORDER BY g.at DESC, g.id DESC LIMIT ?3");
    rows.bind(1, *id).bind(2, to).bind(3, static_cast<std::int64_t>(limit) + 1);
    std::optional<KeptPage> after;
    while (rows.step() && all.size() < limit) {
      KeptPage page = read_page(rows);
      if (after) all.push_back({page, *std::move(after)});
      if (page.at < from) break;
      after = std::move(page);
    }
    return all;
  });
}

Result<std::optional<PageChange>> PageRows::change(monitor::KeptPageId after) {
  return at_rim([&]() -> std::optional<PageChange> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kColumns) + "WHERE g.id = ?1");
    row.bind(1, after);
    if (!row.step()) return std::nullopt;
    PageChange change{.before = {}, .after = read_page(row)};
    auto before = page_before(*reader, change.after);
    if (!before) return std::nullopt;
    change.before = *std::move(before);
    return change;
  });
}

Result<std::optional<std::string>> PageRows::body(monitor::KeptPageId page) {
  return at_rim([&]() -> std::optional<std::string> {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT body FROM content WHERE page = ?1");
    row.bind(1, page);
    if (!row.step() || row.null(0)) return std::nullopt;
    auto body = inflated(row.bytes(0), monitor::PageLimits::kBodyBytes);
    if (!body) throw Failure({Kind::Unreadable, "pages.damaged", std::to_string(page.value), {}});
    return *std::move(body);
  });
}

Result<std::optional<std::string>> PageRows::picture(monitor::KeptPageId page) {
  return at_rim([&]() -> std::optional<std::string> {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT picture FROM content WHERE page = ?1");
    row.bind(1, page);
    if (!row.step() || row.null(0)) return std::nullopt;
    return row.bytes(0);
  });
}

// Rows of pages that another replaced long ago.
std::int64_t PageRows::drop_past() {
  Database::Write write(database_, Durability::Normal);
  std::vector<std::int64_t> pages;
  {
    Statement rows = write->prepare("SELECT id FROM page WHERE until < ?1 ORDER BY until LIMIT ?2");
    rows.bind(1, database_.now() - std::chrono::days(limits_.retention_days)).bind(2, kRowsPerStep);
    pages = pages_of(rows);
  }
  for (const std::int64_t page : pages) {
    write->prepare("DELETE FROM content WHERE page = ?1").bind(1, page).run();
    write->prepare("DELETE FROM page WHERE id = ?1").bind(1, page).run();
  }
  write.commit();
  return static_cast<std::int64_t>(pages.size());
}

// The bytes of what was replaced longest ago; where all of that is gone, of what has stood longest.
std::int64_t PageRows::drop_beyond_quota() {
  Database::Write write(database_, Durability::Normal);
  if (bytes_in_use(*write) <= limits_.quota_bytes) return 0;
  for (const std::string_view whose : {"until IS NOT NULL ORDER BY until", "until IS NULL ORDER BY at"}) {
    std::vector<std::int64_t> pages;
    {
      Statement rows = write->prepare("SELECT id FROM page WHERE (state = 0 OR picture_at IS NOT NULL) AND " +
                                      std::string(whose) + " LIMIT ?1");
      rows.bind(1, kRowsPerStep);
      pages = pages_of(rows);
    }
    if (pages.empty()) continue;
    drop_bytes(*write, pages);
    write.commit();
    return static_cast<std::int64_t>(pages.size());
  }
  return 0;
}

Result<std::int64_t> PageRows::sweep() {
  const std::scoped_lock lock(sweeping_);
  return at_rim([&] {
    std::int64_t all = 0;
    for (std::int64_t some = drop_past(); some > 0; some = drop_past()) all += some;
    for (std::int64_t some = drop_beyond_quota(); some > 0; some = drop_beyond_quota()) all += some;
    return all;
  });
}

Result<monitor::PageUse> PageRows::use() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return monitor::PageUse{reader->integer("SELECT count(*) FROM page"), bytes_in_use(*reader)};
  });
}

}  // namespace huabiao::storage
