#include "desk/audit_keeper.h"

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <spdlog/spdlog.h>

#include "base/whole_file.h"

namespace huabiao::desk {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kMostKeyBytes = 16'384;

std::string read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Done write_file(const fs::path& file, std::string_view text, const WholeFile& how = {}) {
  const std::error_code error = write_whole(file, text, how);
  return error ? Done(fail(Kind::Environment, "storage.read_only", file.string() + ": " + error.message())) : Done();
}

Done make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  return error ? Done(fail(Kind::Environment, "storage.read_only", folder.string() + ": " + error.message())) : Done();
}

}  // namespace

Result<SigningKey> audit_key(const fs::path& file, SignatureKind kind) {
  std::error_code error;
  const auto bad = [&file](std::string_view why) {
    return fail(Kind::Environment, "audit.bad_key", file.string() + ": " + std::string(why));
  };
  if (!fs::exists(file, error)) {
    if (auto made = make_folder(file.parent_path()); !made) return fail(std::move(made));
    const SigningKey fresh = SigningKey::make(kind);
    const std::error_code failed = write_whole(file, fresh.pem(), {.existing = WholeFile::Existing::Keep});
    if (failed && failed != std::errc::file_exists)  // another of several servers may have been first
      return fail(Kind::Environment, "storage.read_only", file.string() + ": " + failed.message());
  }
  const auto status = fs::status(file, error);
  if (error || !fs::is_regular_file(status) || fs::file_size(file, error) > kMostKeyBytes) return bad("no key file");
  if (const auto others = open_to_others(file)) return bad("others may use it: " + *others + "; chmod 600");
  auto key = SigningKey::from_pem(read_whole(file));
  if (!key) return bad(key.error().code);
  const fs::path beside = file.string() + ".pub";
  if (read_whole(beside) != key->public_pem())
    if (auto written = write_file(beside, key->public_pem(), {.mode = 0644}); !written) return fail(std::move(written));
  return *std::move(key);
}

Result<std::vector<HeadFile>> heads_in(const fs::path& folder) {
  std::vector<HeadFile> heads;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".json") continue;
    auto head = read_head(read_whole(entry.path()));
    if (!head) return fail(Kind::Unreadable, "audit.bad_head", entry.path().string());
    heads.push_back(*std::move(head));
  }
  std::ranges::sort(heads, {}, [](const HeadFile& file) { return file.head.at; });
  return heads;
}

AuditKeeper::AuditKeeper(access::AuditLog& log, const Clock& clock, SigningKey key, AuditUpkeep upkeep)
    : log_(log),
      clock_(clock),
      key_(std::move(key)),
      upkeep_(std::move(upkeep)),
      thread_([this](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        do {
          if (const auto kept = keep(); !kept) spdlog::error("audit: {} {}", kept.error().code, kept.error().detail);
        } while (!stopped.wait_for(lock, stop, upkeep_.every, [&stop] { return stop.stop_requested(); }));
      }) {}

AuditKeeper::~AuditKeeper() {
  thread_.request_stop();
  thread_.join();
  if (const auto flushed = log_.flush(true); !flushed)
    spdlog::error("audit: {} {}", flushed.error().code, flushed.error().detail);
  if (const auto head = sign(); !head) spdlog::error("audit: {} {}", head.error().code, head.error().detail);
}

Done AuditKeeper::keep() {
  if (auto flushed = log_.flush(); !flushed) return flushed;
  if (auto concluded = log_.conclude_left_open(upkeep_.left_open); !concluded) return concluded;
  const TimePoint now = clock_.now();
  if (now - signed_at_ >= upkeep_.head_every || shanghai_day(now) != shanghai_day(signed_at_))
    if (auto head = sign(); !head) return fail(std::move(head));
  for (;;) {
    auto dropped = log_.store().drop_older(now - std::chrono::days(upkeep_.days));
    if (!dropped) return fail(std::move(dropped));
    if (*dropped == 0) return {};
    spdlog::info("audit: {} entries beyond {} days dropped", *dropped, upkeep_.days);
  }
}

Result<HeadFile> AuditKeeper::sign() {
  auto last = log_.store().last();
  if (!last) return fail(std::move(last));
  HeadFile head{access::sign_head(*last, clock_.now(), key_), key_.public_pem()};
  if (auto made = make_folder(upkeep_.heads); !made) return fail(std::move(made));
  const fs::path file = upkeep_.heads / (shanghai_day(head.head.at) + ".json");
  if (auto written = write_file(file, head_document(head)); !written) return fail(std::move(written));
  signed_at_ = head.head.at;
  return head;
}

}  // namespace huabiao::desk
