#pragma once
// The audit: who did or tried what, from where, when, and what it changed; each entry chained to the one before by a
// digest, so that an edit, a removal or a change of order shows (docs/formats/audit.md). Values and pure functions;
// keeping them is AuditStore's business.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/signing_key.h"

namespace huabiao::access {

// Numbers are stored: append only.
enum class AuditStage : std::uint8_t {
  Intended,  // written before a change is tried; without it the change is not made
  Done,
  Refused,  // by the rules: no right, no such record, wrong password
  Failed,   // by the server: locked, full, a fault of ours
};
inline constexpr std::array<std::string_view, 4> kAuditStageNames = {"intended", "done", "refused", "failed"};
constexpr std::string_view to_string(AuditStage stage) {
  return kAuditStageNames[static_cast<std::size_t>(stage)];
}

// Numbers are stored: append only.
enum class AuditWay : std::uint8_t { Session, Token, VantagePoint, CommandLine, Server };
inline constexpr std::array<std::string_view, 5> kAuditWayNames = {"session", "token", "vantage_point", "command_line",
                                                                   "server"};
constexpr std::string_view to_string(AuditWay way) {
  return kAuditWayNames[static_cast<std::size_t>(way)];
}

struct AuditEntry {
  std::int64_t sequence = 0;  // 1, 2, 3 ... without a gap
  TimePoint at{};
  AuditStage stage = AuditStage::Done;
  AuditWay way = AuditWay::Session;
  std::int64_t account = 0;   // 0: nobody who proved who they are
  std::string who;            // the account's name; of an attempt to sign in the name that was tried
  std::string address;        // from where; empty: this machine
  std::string request;        // id of the request, as in the log
  std::string action;         // "PATCH /api/v1/sites/{}", "census import"
  std::string object;         // "/api/v1/sites/17"
  std::string result;         // status or error code; empty while intended
  std::int64_t intent = 0;    // sequence of the entry that announced this one; 0: none
  std::int64_t count = 1;     // refused attempts this one entry stands for
  std::string asked;          // JSON: what was sent, without secrets; empty: nothing
  std::string before, after;  // JSON: what differs of the record; empty: not known or no record
  DigestKind algorithm = DigestKind::Sha256;
  std::string hash;  // of this entry and the hash before it
};

// Where a chain stands: its last entry.
struct AuditLink {
  std::int64_t sequence = 0;
  std::string hash = std::string(64, '0');
  bool operator==(const AuditLink&) const = default;
};

std::string chained_hash(std::string_view previous, const AuditEntry& entry);

// What a link is signed as.
struct AuditHead {
  AuditLink link;
  TimePoint at{};
  std::string signed_by;  // key_id
  std::string signature;  // DER
};
AuditHead sign_head(const AuditLink& link, TimePoint at, const SigningKey& key);
bool verify_head(const AuditHead& head, std::string_view public_pem);

struct AuditFault {
  enum class What { Edited, Missing, OutOfOrder, HeadDiffers, CutOff, BadSignature };
  What what = What::Edited;
  std::int64_t sequence = 0;  // of the entry, the first missing one, or the head
  std::string detail;
};
constexpr std::string_view to_string(AuditFault::What what) {
  constexpr std::string_view kNames[] = {"edited",       "missing", "out_of_order",
                                         "head_differs", "cut_off", "bad_signature"};
  return kNames[static_cast<std::size_t>(what)];
}

// Reads a chain entry by entry from a link that is trusted, and tells what is wrong with it. After a fault it goes on
// with the chain as it stands, so that each place is told once.
class ChainReader {
 public:
  explicit ChainReader(AuditLink from) : at_(std::move(from)) {}
  std::optional<AuditFault> take(const AuditEntry& entry);
  [[nodiscard]] const AuditLink& at() const { return at_; }

 private:
  AuditLink at_;
};

}  // namespace huabiao::access
