#include "condition.h"

#include <array>

namespace huabiao::badweb {
namespace {

using enum Condition;
constexpr std::array kRows = {
    ConditionRow{Healthy, "healthy", 0, "nothing"},
    ConditionRow{Gb18030, "gb18030", 60, "page in GB18030, rightly labelled"},
    ConditionRow{GzipNormal, "gzip-normal", 20, "body sent with Content-Encoding: gzip"},
    ConditionRow{SlowFirstByte, "slow-first-byte", 8, "first byte after 4 s, then at once"},
    ConditionRow{RedirectChain, "redirect-chain", 12, "three redirects on the same host, then the page"},
    ConditionRow{HttpToHttps, "http-to-https", 30, "http answers 301 to https"},
    ConditionRow{WwwRedirect, "www-redirect", 20, "the bare name answers 301 to www"},
    ConditionRow{BenignHidden, "benign-hidden", 30,
                 "hidden menus, skip links, own hidden frame, friendly hidden links"},
    ConditionRow{BenignWords, "benign-words", 12,
                 "news of raids on gambling, forgers and hackers, in every second headline"},
    ConditionRow{BenignForeign, "benign-foreign", 12,
                 "foreign statistics script with its frame of no size, weather frame, share buttons, partners"},
    ConditionRow{ScriptedFooter, "scripted-footer", 20, "footer with mark and numbers written by an included script"},
    ConditionRow{LyingUtf8Label, "lying-utf8-label", 12, "GB18030 bytes, label utf-8 in header and meta"},
    ConditionRow{LyingGbLabel, "lying-gb-label", 8, "UTF-8 bytes, label gb2312 in header and meta"},
    ConditionRow{MarkPicture, "mark-picture", 16, "a picture of the mark, no link to the registry of marks"},
    ConditionRow{MarkErrorImage, "mark-error-image", 10, "executed mark showing the *_error picture"},
    ConditionRow{MarkMalformed, "mark-malformed", 10, "mark script whose path and file name differ"},
    ConditionRow{MarkCommentedOut, "mark-commented-out", 10, "mark only inside an HTML comment, no scripts"},
    ConditionRow{MarkAbsent, "mark-absent", 40, "no mark, and no script that could write one"},
    ConditionRow{MarkNotSeen, "mark-not-seen", 16, "no mark in the page, but scripts that could write one"},
    ConditionRow{IcpIllFormed, "icp-ill-formed", 10, "ICP number of seven digits"},
    ConditionRow{IcpWrongLink, "icp-wrong-link", 8, "ICP number linked to a host that is not the registry's"},
    ConditionRow{PoliceIllFormed, "police-ill-formed", 10, "police number of 13 digits"},
    ConditionRow{PoliceMismatch, "police-mismatch", 10, "police number in text and in link differ"},
    ConditionRow{SiteCodeIllFormed, "site-code-ill-formed", 8, "site code of 12 digits"},
    ConditionRow{SiteCodeMismatch, "site-code-mismatch", 10, "site code in text and in the report button differ"},
    ConditionRow{OldReportHost, "old-report-host", 10, "report button served by the retired host"},
    ConditionRow{NotFound404, "not-found-404", 12, "404"},
    ConditionRow{Error500, "error-500", 8, "500"},
    ConditionRow{Unavailable503, "unavailable-503", 8, "503"},
    ConditionRow{EmptyBody, "empty-body", 8, "200 with no body"},
    ConditionRow{SoftNotFound, "soft-404", 10, "200 with a page that says the page does not exist"},
    ConditionRow{FirewallBlock, "firewall-block", 10, "403 or 200 with a web firewall's page"},
    ConditionRow{Trickle, "trickle", 4, "a few bytes every 0.5 s for 40 s"},
    ConditionRow{Silent, "silent", 4, "reads the request, says nothing for 60 s"},
    ConditionRow{NeverEnds, "never-ends", 4, "half of the promised length, then silence for 60 s"},
    ConditionRow{Endless, "endless", 4, "a chunked body without end, as fast as it is read"},
    ConditionRow{ResetMidBody, "reset-mid-body", 6, "connection reset in the middle of the body"},
    ConditionRow{Down, "down", 14, "connection reset before any answer, on both ports"},
    ConditionRow{TlsReset, "tls-reset", 6, "connection reset after the TLS hello; http is healthy"},
    ConditionRow{RedirectMany, "redirect-many", 6, "eight redirects"},
    ConditionRow{RedirectLoop, "redirect-loop", 8, "two addresses that redirect to each other"},
    ConditionRow{RedirectPrivate, "redirect-private", 6, "redirect to an address of a private network"},
    ConditionRow{HugePage, "huge-page", 4, "a body of 9 MiB"},
    ConditionRow{GzipBomb, "gzip-bomb", 4, "256 MiB of spaces in 0.3 MiB of gzip"},
    ConditionRow{CertExpired, "cert-expired", 12, "certificate ran out 20 days ago"},
    ConditionRow{CertSelfSigned, "cert-self-signed", 12, "certificate signed by itself"},
    ConditionRow{CertWrongName, "cert-wrong-name", 12, "certificate of another host"},
    ConditionRow{CertExpiringSoon, "cert-expiring-soon", 8, "certificate runs out in 10 days"},
    ConditionRow{PlainOnly, "plain-only", 30, "no TLS for this name: the hello is answered by an alert"},
    ConditionRow{TlsOnly, "tls-only", 6, "http connections are reset"},
    ConditionRow{DarkDisplayNone, "dark-display-none", 8, "foreign gambling or forgery links in display:none"},
    ConditionRow{DarkOffScreen, "dark-off-screen", 8, "the same, positioned off the screen"},
    ConditionRow{DarkTinyFont, "dark-tiny-font", 6, "the same, in a font of size zero"},
    ConditionRow{DarkMarquee, "dark-marquee", 6, "the same, in a marquee of one pixel"},
    ConditionRow{DarkScriptWritten, "dark-script-written", 8, "the same, the hiding box written by script"},
    ConditionRow{DefacedHackedBy, "defaced-hacked-by", 6, "the page replaced by 'Hacked by ...'"},
    ConditionRow{DefacedBlackPage, "defaced-black-page", 6, "the page replaced by a Chinese black page"},
    ConditionRow{ZeroFrame, "zero-frame", 8,
                 "a foreign frame of no size from a bare address, an odd port or behind the end of the page"},
    ConditionRow{TitleHijack, "title-hijack", 8,
                 "title, keywords and description sell gambling, half of them in numeric entities"},
    ConditionRow{Cloaked, "cloaked", 0, "title-hijack, shown to search engines and the visitors they send alone"},
    ConditionRow{InnerDark, "inner-dark", 0, "the links of dark-display-none on its inner pages alone"},
    ConditionRow{DeadLinks, "dead-links", 0, "every second list it links to answers 404"},
    ConditionRow{Stale, "stale", 0, "nothing newer than the day it was drawn for"},
    ConditionRow{FindsEverything, "finds-everything", 0,
                 "an address that is not there is answered with 200 and a page"},
    ConditionRow{NoAddress, "no-address", 10, "declared without any domain"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (static_cast<std::size_t>(kRows[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "kRows must stand in the order of the enum");
static_assert(kRows.size() == static_cast<std::size_t>(NoAddress) + 1);

}  // namespace

std::span<const ConditionRow> conditions() {
  return kRows;
}

std::string_view name_of(Condition condition) {
  return kRows[static_cast<std::size_t>(condition)].name;
}

std::optional<Condition> condition_from(std::string_view name) {
  for (const ConditionRow& row : kRows)
    if (row.name == name) return row.id;
  return std::nullopt;
}

}  // namespace huabiao::badweb
