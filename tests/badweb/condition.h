#pragma once
// Condition: what is the matter with one site of the estate. The closed list; README.md's table is checked against it.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace huabiao::badweb {

enum class Condition {
  Healthy,
  // faces of health that a hasty checker accuses
  Gb18030,
  GzipNormal,
  SlowFirstByte,
  RedirectChain,
  HttpToHttps,
  WwwRedirect,
  BenignHidden,
  BenignWords,
  BenignForeign,
  ScriptedFooter,
  // charset
  LyingUtf8Label,
  LyingGbLabel,
  // mark
  MarkPicture,
  MarkErrorImage,
  MarkMalformed,
  MarkCommentedOut,
  MarkAbsent,
  MarkNotSeen,
  // footer
  IcpIllFormed,
  IcpWrongLink,
  PoliceIllFormed,
  PoliceMismatch,
  SiteCodeIllFormed,
  SiteCodeMismatch,
  OldReportHost,
  // availability
  NotFound404,
  Error500,
  Unavailable503,
  EmptyBody,
  SoftNotFound,
  FirewallBlock,
  Trickle,
  Silent,
  NeverEnds,
  Endless,
  ResetMidBody,
  Down,
  TlsReset,
  RedirectMany,
  RedirectLoop,
  RedirectPrivate,
  HugePage,
  GzipBomb,
  // certificates and transport
  CertExpired,
  CertSelfSigned,
  CertWrongName,
  CertExpiringSoon,
  PlainOnly,
  TlsOnly,
  // attacks
  DarkDisplayNone,
  DarkOffScreen,
  DarkTinyFont,
  DarkMarquee,
  DarkScriptWritten,
  DefacedHackedBy,
  DefacedBlackPage,
  ZeroFrame,
  TitleHijack,
  Cloaked,
  // inside: the front page is well, what lies behind it is not
  InnerDark,
  DeadLinks,
  Stale,
  FindsEverything,
  // nothing declared
  NoAddress,
};

struct ConditionRow {
  Condition id;
  std::string_view name;
  int weight;  // sites of 1,000 that have it; Healthy takes what is left
  std::string_view what;
};

// In the order of the enum.
std::span<const ConditionRow> conditions();
std::string_view name_of(Condition condition);
std::optional<Condition> condition_from(std::string_view name);

}  // namespace huabiao::badweb
