#include "notice/telling.h"

#include "base/digest.h"

namespace huabiao::notice {
namespace {

using monitor::FindingDecision;
using monitor::FindingState;
using monitor::Happened;

// The moment as news that the finding stands; nullopt: it says something else.
std::optional<Happening> news_of(const Moment& moment, bool stood) {
  if (moment.what == to_string(Happened::Opened)) return Happening::Opened;
  if (moment.what == to_string(Happened::Confirmed)) return Happening::Confirmed;
  if (moment.what == to_string(Happened::Reopened)) return Happening::Reopened;
  if (moment.what == to_string(Happened::OnItsOwn) && !stood && moment.life.state == FindingState::Confirmed)
    return Happening::Confirmed;
  // A decision that is no more: what it had set aside stands again.
  const bool lifted = moment.what == to_string(Happened::DecisionLapsed) || moment.what == to_string(Happened::Decided);
  if (lifted && !stood && moment.life.state == FindingState::Confirmed) return Happening::Reopened;
  return std::nullopt;
}

bool wants(const Channel& channel, Happening what, monitor::Severity severity) {
  if (what == Happening::Opened && severity == monitor::Severity::Critical) return true;
  if (what == Happening::SetAside && channel.kind == ChannelKind::Alertmanager) return true;
  if (what == Happening::Resolved && channel.kind == ChannelKind::Alertmanager) return true;
  return channel.policy.wants(what);
}

}  // namespace

bool set_aside(const monitor::FindingLife& life, TimePoint now) {
  return life.decision != FindingDecision::None && (!life.decided_until || *life.decided_until > now);
}

Telling tell(const Channel& channel, const Moment& moment, std::optional<monitor::Severity> standing, TimePoint now) {
  Telling telling{.say = std::nullopt, .standing = standing};
  const auto end = [&](Happening what) {
    if (standing && wants(channel, what, *standing)) telling.say = Telling::Say{what, *standing};
    telling.standing.reset();
    return telling;
  };
  if (moment.what == to_string(Happened::Resolved)) return end(Happening::Resolved);
  // Not over, but nobody looks: whoever was told it stands must not go on believing so.
  if (moment.what == to_string(Happened::Unwatched)) return end(Happening::SetAside);
  if (set_aside(moment.life, now)) {
    if (moment.what == to_string(Happened::Decided)) return end(Happening::SetAside);
    return telling;
  }
  const auto news = news_of(moment, standing.has_value());
  if (moment.explained && !standing) return telling;
  if (!news || moment.severity < channel.policy.least || !wants(channel, *news, moment.severity)) return telling;
  telling.say = Telling::Say{*news, moment.severity};
  // The severity it was raised with stays: labels of an alert must be the same when it is lowered.
  telling.standing = standing ? standing : moment.severity;
  telling.say->severity = *telling.standing;
  return telling;
}

std::string key_of(std::string_view fingerprint, std::string_view what, TimePoint at) {
  constexpr std::size_t kKeyDigits = 32;
  std::string text(fingerprint);
  text.append("\n").append(what).append("\n").append(std::to_string(to_millis(at)));
  return sha256_hex(text).substr(0, kKeyDigits);
}

}  // namespace huabiao::notice
