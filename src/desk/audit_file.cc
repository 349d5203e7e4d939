#include "desk/audit_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "base/base64.h"

namespace huabiao::desk {
namespace {

namespace json = boost::json;
using access::AuditEntry;
using access::AuditFault;
using access::AuditLink;
using What = AuditFault::What;

constexpr std::size_t kAtOnce = 2'000;  // entries read from the store

// Reads one object whose every member must be there and of its kind.
class Members {
 public:
  explicit Members(std::string_view line) {
    boost::system::error_code error;
    if (line.size() <= AuditFileLimits::kLine)
      value_ = json::parse(json::string_view(line.data(), line.size()), error);
    else
      fine_ = false;
    fine_ = fine_ && !error && value_.is_object();
  }
  std::string text(std::string_view key) {
    const json::value* member = find(key);
    if (member == nullptr || !member->is_string()) return fail_with(std::string());
    return {member->get_string().data(), member->get_string().size()};
  }
  std::int64_t number(std::string_view key) {
    const json::value* member = find(key);
    if (member == nullptr || !member->is_int64()) return fail_with(std::int64_t{0});
    return member->get_int64();
  }
  TimePoint time(std::string_view key) {
    const auto at = from_iso(text(key));
    return at ? *at : fail_with(TimePoint{});
  }
  template <class Enum, std::size_t N>
  Enum choice(std::string_view key, const std::array<std::string_view, N>& names) {
    const auto at = std::ranges::find(names, text(key));
    return at == names.end() ? fail_with(Enum{}) : static_cast<Enum>(at - names.begin());
  }
  DigestKind algorithm(std::string_view key) {
    const auto kind = digest_kind(text(key));
    return kind ? *kind : fail_with(DigestKind::Sha256);
  }
  bool is(std::string_view key) const { return fine_ && value_.get_object().contains(key); }
  [[nodiscard]] bool fine() const { return fine_; }

 private:
  const json::value* find(std::string_view key) const { return fine_ ? value_.get_object().if_contains(key) : nullptr; }
  template <class T>
  T fail_with(T value) {
    fine_ = false;
    return value;
  }
  json::value value_;
  bool fine_ = true;
};

Result<std::vector<AuditEntry>> next_of(access::AuditStore& store, std::int64_t sequence) {
  return store.after(sequence, kAtOnce);
}

// Heads in the order of the chain, each compared when the chain has come to it.
class HeadReader {
 public:
  HeadReader(std::vector<HeadFile> heads, std::string_view public_pem, AuditReport& report)
      : heads_(std::move(heads)), public_pem_(public_pem), report_(report) {
    std::ranges::sort(heads_, {}, [](const HeadFile& file) { return file.head.link.sequence; });
  }
  // The chain stands at `link`: those that say so must say the same.
  void at(const AuditLink& link) {
    for (; next_ < heads_.size() && heads_[next_].head.link.sequence <= link.sequence; ++next_) {
      const access::AuditHead& head = heads_[next_].head;
      if (head.link.sequence < link.sequence) continue;  // of what is kept no more
      ++report_.heads;
      if (!verify_head(head, public_pem_))
        report_.add({What::BadSignature, head.link.sequence, "head of " + to_iso(head.at)});
      else if (head.link.hash != link.hash)
        report_.add({What::HeadDiffers, head.link.sequence, "head of " + to_iso(head.at) + " says " + head.link.hash});
    }
  }
  // Heads beyond the end: what they proved is gone.
  void end(const AuditLink& last) {
    for (; next_ < heads_.size(); ++next_) {
      ++report_.heads;
      report_.add({What::CutOff, last.sequence + 1,
                   "head of " + to_iso(heads_[next_].head.at) + " stands at " +
                       std::to_string(heads_[next_].head.link.sequence)});
    }
  }

 private:
  std::vector<HeadFile> heads_;
  std::string_view public_pem_;
  AuditReport& report_;
  std::size_t next_ = 0;
};

void take(access::ChainReader& reader, const AuditEntry& entry, AuditReport& report) {
  if (auto fault = reader.take(entry)) report.add(*std::move(fault));
  ++report.entries;
}

}  // namespace

void AuditReport::add(access::AuditFault fault) {
  if (++fault_count <= static_cast<std::int64_t>(AuditFileLimits::kFaults)) faults.push_back(std::move(fault));
}

std::string audit_line(const AuditEntry& entry) {
  return json::serialize(json::object{{"sequence", entry.sequence},
                                      {"at", to_iso(entry.at)},
                                      {"stage", to_string(entry.stage)},
                                      {"way", to_string(entry.way)},
                                      {"account", entry.account},
                                      {"who", entry.who},
                                      {"address", entry.address},
                                      {"request", entry.request},
                                      {"action", entry.action},
                                      {"object", entry.object},
                                      {"result", entry.result},
                                      {"intent", entry.intent},
                                      {"count", entry.count},
                                      {"asked", entry.asked},
                                      {"before", entry.before},
                                      {"after", entry.after},
                                      {"algorithm", to_string(entry.algorithm)},
                                      {"hash", entry.hash}}) +
         "\n";
}

Result<AuditEntry> read_audit_line(std::string_view line) {
  Members in(line);
  AuditEntry entry{.sequence = in.number("sequence"),
                   .at = in.time("at"),
                   .stage = in.choice<access::AuditStage>("stage", access::kAuditStageNames),
                   .way = in.choice<access::AuditWay>("way", access::kAuditWayNames),
                   .account = in.number("account"),
                   .who = in.text("who"),
                   .address = in.text("address"),
                   .request = in.text("request"),
                   .action = in.text("action"),
                   .object = in.text("object"),
                   .result = in.text("result"),
                   .intent = in.number("intent"),
                   .count = in.number("count"),
                   .asked = in.text("asked"),
                   .before = in.text("before"),
                   .after = in.text("after"),
                   .algorithm = in.algorithm("algorithm"),
                   .hash = in.text("hash")};
  if (!in.fine()) return huabiao::fail(Kind::Unreadable, "audit.bad_line", std::string(line.substr(0, 200)));
  return entry;
}

std::string head_document(const HeadFile& file) {
  const access::AuditHead& head = file.head;
  return json::serialize(json::object{{"schema", 1},
                                      {"kind", "huabiao-audit-head"},
                                      {"at", to_iso(head.at)},
                                      {"sequence", head.link.sequence},
                                      {"hash", head.link.hash},
                                      {"signed_by", head.signed_by},
                                      {"signature", to_base64(head.signature)},
                                      {"public_key", file.public_pem}}) +
         "\n";
}

Result<HeadFile> read_head(std::string_view text) {
  Members in(text);
  HeadFile file{.head = {.link = {in.number("sequence"), in.text("hash")},
                         .at = in.time("at"),
                         .signed_by = in.text("signed_by"),
                         .signature = {}},
                .public_pem = in.text("public_key")};
  const auto signature = from_base64(in.text("signature"));
  const bool ours = in.text("kind") == "huabiao-audit-head" && in.number("schema") == 1;
  if (!in.fine() || !ours || !signature)
    return huabiao::fail(Kind::Unreadable, "audit.bad_head", std::string(text.substr(0, 200)));
  file.head.signature = *signature;
  return file;
}

Result<AuditReport> verify_audit(access::AuditStore& store, const std::vector<HeadFile>& heads,
                                 std::string_view public_pem, const Progress& progress) {
  auto anchor = store.anchor();
  if (!anchor) return huabiao::fail(std::move(anchor));
  AuditReport report{.from = *anchor, .last = {}, .faults = {}, .signed_by = {}};
  access::ChainReader reader(*anchor);
  HeadReader proof(heads, public_pem, report);
  proof.at(*anchor);
  std::int64_t sequence = anchor->sequence;
  for (;;) {
    auto entries = next_of(store, sequence);
    if (!entries) return huabiao::fail(std::move(entries));
    if (entries->empty()) break;
    for (const AuditEntry& entry : *entries) {
      take(reader, entry, report);
      proof.at(reader.at());
    }
    sequence = entries->back().sequence;
    if (progress) progress(report.entries);
  }
  proof.end(reader.at());
  report.last = reader.at();
  return report;
}

Result<AuditReport> verify_export(const std::filesystem::path& file, std::string_view public_pem,
                                  const Progress& progress) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  if (!in || !std::getline(in, line)) return huabiao::fail(Kind::Environment, "audit.no_file", file.string());
  Members head(line);
  AuditReport report{
      .from = {head.number("from_sequence"), head.text("from_hash")}, .last = {}, .faults = {}, .signed_by = {}};
  if (!head.fine() || head.text("kind") != "huabiao-audit")
    return huabiao::fail(Kind::Unreadable, "audit.bad_head", line.substr(0, 200));
  access::ChainReader reader(report.from);
  std::optional<HeadFile> end;
  while (!end && std::getline(in, line)) {
    if (Members(line).is("signature")) {
      auto read = read_head(line);
      if (!read) return huabiao::fail(std::move(read));
      end = *std::move(read);
      break;
    }
    auto entry = read_audit_line(line);
    if (!entry) return huabiao::fail(std::move(entry));
    take(reader, *entry, report);
    if (progress && report.entries % static_cast<std::int64_t>(kAtOnce) == 0) progress(report.entries);
  }
  report.last = reader.at();
  if (!end) {
    report.add({What::CutOff, reader.at().sequence + 1, "the export has no signed end"});
    return report;
  }
  report.signed_by = key_id(end->public_pem);
  HeadReader proof({*end}, public_pem.empty() ? std::string_view(end->public_pem) : public_pem, report);
  proof.at(reader.at());
  proof.end(reader.at());
  if (report.heads == 0) report.add({What::HeadDiffers, end->head.link.sequence, "entries behind the signed end"});
  return report;
}

Result<std::int64_t> export_audit(access::AuditStore& store, std::int64_t from, TimePoint now, const SigningKey& key,
                                  const std::filesystem::path& file, const Progress& progress) {
  auto link = store.anchor();
  if (!link) return huabiao::fail(std::move(link));
  if (from > link->sequence + 1) {
    auto before = store.entry(from - 1);
    if (!before) return huabiao::fail(std::move(before));
    if (!*before) return huabiao::fail(Kind::NotFound, "audit.no_such_entry", std::to_string(from - 1));
    *link = {(*before)->sequence, (*before)->hash};
  }
  const std::filesystem::path part = file.string() + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  std::filesystem::permissions(part, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               std::filesystem::perm_options::replace);
  out << json::serialize(json::object{{"schema", 1},
                                      {"kind", "huabiao-audit"},
                                      {"from_sequence", link->sequence},
                                      {"from_hash", link->hash},
                                      {"made_at", to_iso(now)}})
      << '\n';
  std::int64_t written = 0;
  for (;;) {
    auto entries = next_of(store, link->sequence);
    if (!entries) return huabiao::fail(std::move(entries));
    if (entries->empty()) break;
    for (const AuditEntry& entry : *entries) out << audit_line(entry);
    *link = {entries->back().sequence, entries->back().hash};
    written += static_cast<std::int64_t>(entries->size());
    if (progress) progress(written);
  }
  out << head_document({sign_head(*link, now, key), key.public_pem()});
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, file, error);
  if (!out || error) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return huabiao::fail(Kind::Environment, "storage.disk_full", file.string());
  }
  return written;
}

}  // namespace huabiao::desk
