#include "storage/evidence_rows.h"

#include <algorithm>

#include "base/digest.h"
#include "storage/deflate.h"

namespace huabiao::storage {
using monitor::Kept;

namespace {

// Digests become file names: nothing but hex may pass.
bool is_digest(std::string_view text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::int64_t EvidenceRows::stored_bytes(Connection& connection) const {
  return connection.integer("SELECT coalesce(sum(stored_bytes), 0) FROM " + table_);
}

bool EvidenceRows::put_again(std::string_view sha256) {
  Database::Write write(database_, Durability::Normal);
  write->prepare("UPDATE " + table_ + " SET last_put = ?2 WHERE sha256 = ?1")
      .bind(1, sha256)
      .bind(2, database_.now())
      .run();
  const bool known = write->changed() > 0;
  if (known) write.commit();
  return known;
}

Result<Kept> EvidenceRows::put(std::string_view sha256, std::string_view body) {
  if (!is_digest(sha256) || sha256_hex(body) != sha256)
    return fail(Kind::Invalid, "evidence.wrong_digest", std::string(sha256.substr(0, 80)));
  const auto bytes = static_cast<std::int64_t>(body.size());
  if (bytes > limits_.max_body_bytes) return Kept::NoRoom;
  const std::scoped_lock lock(changing_);
  return at_rim([&] {
    if (put_again(sha256)) return Kept::Yes;
    const std::string packed = must(deflated(body));
    const auto stored = static_cast<std::int64_t>(packed.size());
    if (stored > limits_.quota_bytes) return Kept::NoRoom;
    shelf_->put_before_row(sha256, packed);
    drop_oldest_beyond(limits_.quota_bytes - stored);
    Database::Write write(database_, Durability::Normal);
    write
        ->prepare("INSERT INTO " + table_ +
                  "(sha256, bytes, stored_bytes, first_put, last_put) VALUES(?1, ?2, ?3, ?4, ?4) "
                  "ON CONFLICT(sha256) DO UPDATE SET last_put = ?4")
        .bind(1, sha256)
        .bind(2, bytes)
        .bind(3, stored)
        .bind(4, database_.now())
        .run();
    shelf_->put_with_row(*write, sha256, packed);
    write.commit();
    return Kept::Yes;
  });
}

Result<std::optional<std::string>> EvidenceRows::get(std::string_view sha256) {
  if (!is_digest(sha256)) return std::optional<std::string>();
  return at_rim([&]() -> std::optional<std::string> {
    std::int64_t bytes = 0;
    {
      Database::Reader reader(database_);
      Statement row = reader->prepare("SELECT bytes FROM " + table_ + " WHERE sha256 = ?1");
      row.bind(1, sha256);
      if (!row.step()) return std::nullopt;
      bytes = row.integer(0);
    }
    const std::string packed = shelf_->get(sha256);
    if (packed.empty()) return std::nullopt;
    auto body = inflated(packed, static_cast<std::size_t>(bytes));
    if (!body || sha256_hex(*body) != sha256)
      throw Failure({Kind::Unreadable, "evidence.damaged", std::string(sha256), {}});
    return *std::move(body);
  });
}

std::int64_t EvidenceRows::drop(const std::vector<std::string>& digests) {
  if (digests.empty()) return 0;
  {
    Database::Write write(database_, Durability::Normal);
    for (const std::string& digest : digests) {
      write->prepare("DELETE FROM " + table_ + " WHERE sha256 = ?1").bind(1, digest).run();
      shelf_->drop_with_row(*write, digest);
    }
    write.commit();
  }
  shelf_->drop_after_rows(digests);
  return static_cast<std::int64_t>(digests.size());
}

std::int64_t EvidenceRows::drop_past(TimePoint before) {
  std::vector<std::string> old;
  {
    Database::Reader reader(database_);
    Statement rows = reader->prepare("SELECT sha256 FROM " + table_ + " WHERE last_put < ?1");
    rows.bind(1, before);
    while (rows.step()) old.push_back(rows.text(0));
  }
  return drop(old);
}

std::int64_t EvidenceRows::drop_oldest_beyond(std::int64_t bytes) {
  std::vector<std::string> oldest;
  {
    Database::Reader reader(database_);
    std::int64_t over = stored_bytes(*reader) - bytes;
    Statement rows = reader->prepare("SELECT sha256, stored_bytes FROM " + table_ + " ORDER BY last_put, sha256");
    while (over > 0 && rows.step()) {
      oldest.push_back(rows.text(0));
      over -= rows.integer(1);
    }
  }
  return drop(oldest);
}

Result<std::int64_t> EvidenceRows::sweep() {
  const std::scoped_lock lock(changing_);
  return at_rim([&] {
    const TimePoint before = database_.now() - std::chrono::days(limits_.retention_days);
    const std::int64_t dropped = drop_past(before) + drop_oldest_beyond(limits_.quota_bytes);
    shelf_->remove_strays();
    return dropped;
  });
}

Result<monitor::EvidenceUse> EvidenceRows::use() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return monitor::EvidenceUse{reader->integer("SELECT count(*) FROM " + table_), stored_bytes(*reader)};
  });
}

}  // namespace huabiao::storage
