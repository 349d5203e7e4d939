#include "truth.h"

#include <boost/json.hpp>

#include "injection.h"
#include "text.h"

namespace huabiao::badweb {
namespace {

namespace json = boost::json;
using enum Condition;

struct Ends {
  std::vector<std::string_view> https, http;
  int status = 200;
};

Ends both(std::string_view outcome, int status = 200) {
  return {{outcome}, {outcome}, status};
}

// How a visit of the front page ends by each scheme, redirects to https aside.
Ends ends_of(const Site& site) {
  switch (site.condition) {
    case NotFound404:
      return both("http_error", 404);
    case Error500:
      return both("http_error", 500);
    case Unavailable503:
      return both("http_error", 503);
    case EmptyBody:
      return both("empty");
    case SoftNotFound:
      return both("soft_not_found");
    case FirewallBlock:
      return both("blocked", site.index % 2 == 0 ? 403 : 200);
    case Trickle:
    case NeverEnds:
      return both("timeout");
    case Silent:
      return both("timeout", 0);
    case ResetMidBody:
      return both("reset");
    case Down:
      return both("reset", 0);
    case TlsReset:
      return {{"reset"}, {"ok"}, 200};
    case PlainOnly:
      return {{"tls_failure"}, {"ok"}, 200};
    case TlsOnly:
      return {{"ok"}, {"reset"}, 200};
    case RedirectMany:
      return both("too_many_redirects", 302);
    case RedirectLoop:
      return both("redirect_loop", 302);
    case RedirectPrivate:
      return both("refused_address", 302);
    case LyingUtf8Label:
    case LyingGbLabel:
    case HugePage:
    case GzipBomb:
    case Endless:
      return both("ok_with_faults");
    case CertExpired:
    case CertSelfSigned:
    case CertWrongName:
      return {{"ok_with_faults"}, {"ok"}, 200};
    default:
      return both("ok");
  }
}

ExpectedMark mark_of(const Site& site) {
  const std::string_view colour = site.colour == Colour::Red ? "red" : "blue";
  if (site.condition == DefacedHackedBy || site.condition == DefacedBlackPage) return {"absent", "", ""};
  if (site.layout == Layout::ScriptedFooter) return {"not-seen", "", ""};
  switch (site.mark) {
    case MarkForm::ScriptEncoded:
    case MarkForm::ScriptPlain:
      return {"script", site.mark_script_id, ""};
    case MarkForm::Executed:
    case MarkForm::LinkLocalPicture:
      return {"link", site.mark_show_id, colour};
    case MarkForm::Picture:
      return {"picture", "", colour};
    case MarkForm::ErrorImage:
      return {"error-image", site.mark_show_id, colour};
    case MarkForm::Malformed:
      return {"malformed", "", ""};
    case MarkForm::CommentedOut:
    case MarkForm::None:
      return {site.scripts ? "not-seen" : "absent", "", ""};
  }
  return {};
}

// Whether the numbers of the footer stand in the page itself.
bool footer_seen(const Site& site) {
  return site.layout != Layout::ScriptedFooter && site.condition != DefacedHackedBy &&
         site.condition != DefacedBlackPage;
}

void expect_footer(Expectation& out, const Site& site) {
  if (!site.footer.site_code.empty() && site.layout == Layout::ScriptedFooter)
    out.site_code = ExpectedValue{site.footer.site_code, true};  // the head's metadata name it
  if (!footer_seen(site)) return;
  const Footer& footer = site.footer;
  out.icp = ExpectedValue{footer.icp, site.condition != IcpIllFormed};
  out.police = ExpectedValue{footer.police, site.condition != PoliceIllFormed};
  if (!footer.site_code.empty()) out.site_code = ExpectedValue{footer.site_code, site.condition != SiteCodeIllFormed};
  out.button = footer.button != ButtonForm::None;
  out.button_code = footer.button_code;
}

void expect_findings(Expectation& out, const Site& site) {
  switch (site.condition) {
    case MarkPicture:
    case MarkErrorImage:
    case MarkMalformed:
      out.findings = {{"mark", "low"}};
      return;
    case MarkCommentedOut:
    case MarkAbsent:
      if (site.declared_mark) out.findings = {{"mark", "low"}};
      out.tolerated = {"mark"};
      return;
    case MarkNotSeen:
      out.tolerated = {"mark"};
      return;
    case ScriptedFooter:
      out.tolerated = {"mark", "footer"};
      return;
    case IcpIllFormed:
    case IcpWrongLink:
    case PoliceIllFormed:
    case PoliceMismatch:
    case SiteCodeIllFormed:
    case SiteCodeMismatch:
    case OldReportHost:
      out.findings = {{"footer", "low"}};
      return;
    case CertExpired:
    case CertSelfSigned:
    case CertWrongName:
    case CertExpiringSoon:
      out.findings = {{"certificate", "low"}};
      return;
    case PlainOnly:
    case TlsReset:
    case TlsOnly:
      out.tolerated = {"availability", "certificate"};
      return;
    case DarkDisplayNone:
    case DarkOffScreen:
    case DarkTinyFont:
    case DarkMarquee:
    case DarkScriptWritten:
      out.findings = {{"dark-link", "medium"}};
      return;
    case DefacedHackedBy:
    case DefacedBlackPage:
      out.findings = {{"defacement", "high"}};
      out.tolerated = {"mark", "footer", "title-hijack"};
      return;
    case ZeroFrame:
      out.findings = {{"injected-frame", "medium"}};
      return;
    case TitleHijack:
      out.findings = {{"title-hijack", "medium"}};
      return;
    case BenignForeign:
      out.tolerated = {"foreign-resource"};
      return;
    case LyingUtf8Label:
    case LyingGbLabel:
      out.tolerated = {"technology"};
      return;
    case HugePage:
    case GzipBomb:
    case Endless:
      out.tolerated = {"availability"};
      return;
    default:
      return;
  }
}

json::array words(const std::vector<std::string_view>& from) {
  json::array out;
  for (const std::string_view word : from) out.emplace_back(word);
  return out;
}

json::value value_of(const std::optional<ExpectedValue>& value) {
  if (!value) return nullptr;
  return json::object{{"raw", value->raw}, {"valid", value->valid}};
}

json::value certificate_of(const Expectation& expected) {
  if (!expected.certificate) return nullptr;
  const Certificate kind = *expected.certificate;
  return json::object{{"trusted", kind == Certificate::Good || kind == Certificate::ExpiringSoon},
                      {"expired", kind == Certificate::Expired},
                      {"self_signed", kind == Certificate::SelfSigned},
                      {"name_mismatch", kind == Certificate::WrongName},
                      {"expiring_soon", kind == Certificate::ExpiringSoon}};
}

json::object facts_of(const Site& site, const Expectation& expected) {
  json::object mark{{"state", expected.mark.state}, {"id", expected.mark.id}, {"colour", nullptr}};
  if (!expected.mark.colour.empty()) mark["colour"] = expected.mark.colour;
  json::object facts{{"mark", mark},
                     {"icp", value_of(expected.icp)},
                     {"police", value_of(expected.police)},
                     {"site_code", value_of(expected.site_code)},
                     {"button", expected.button},
                     {"button_code", expected.button_code}};
  const bool own_title = site.condition != TitleHijack && footer_seen(site);
  if (own_title) facts["title"] = title_of(site);
  return facts;
}

}  // namespace

Expectation expect(const Site& site, const Host* host) {
  Expectation out;
  if (host == nullptr) {
    out.read = false;
    out.status = 0;
    out.tolerated = {"availability"};
    return out;
  }
  Ends ends = ends_of(site);
  // A redirect to https makes both schemes end alike.
  out.http = site.http_redirects_to_https ? ends.https : ends.http;
  out.https = std::move(ends.https);
  out.status = ends.status;
  const auto reads = [](const std::vector<std::string_view>& outcomes) { return outcomes.front().starts_with("ok"); };
  out.read = reads(out.https) || reads(out.http);
  if (site.condition != PlainOnly && site.condition != TlsReset && site.condition != Down)
    out.certificate = site.certificate;
  if (!out.read) {
    // A firewall's page tells that we were kept out, not that the site is down.
    if (site.condition != FirewallBlock) out.findings = {{"availability", "low"}};
    return out;
  }
  out.mark = mark_of(site);
  expect_footer(out, site);
  expect_findings(out, site);
  return out;
}

std::string truth_line(const Estate& estate, const Site& site, const Host* host) {
  const Expectation expected = expect(site, host);
  json::object line{{"seed", estate.options().seed},
                    {"sites", estate.options().sites},
                    {"only", nullptr},
                    {"site", site.name},
                    {"host", host == nullptr ? "" : host->name},
                    {"declared_as", host == nullptr ? "" : host->unicode},
                    {"organisation", site.organisations.front().name},
                    {"layout", name_of(site.layout)},
                    {"condition", name_of(site.condition)},
                    {"declared_mark", site.declared_mark},
                    {"https", words(expected.https)},
                    {"http", words(expected.http)},
                    {"status", expected.status},
                    {"read", expected.read},
                    {"tls", certificate_of(expected)},
                    {"facts", nullptr},
                    {"gang", nullptr},
                    {"tolerated", words(expected.tolerated)}};
  if (estate.options().only) line["only"] = name_of(*estate.options().only);
  if (const std::string gang = gang_of(site, estate.options().seed); !gang.empty() && expected.read)
    line["gang"] = gang;
  if (expected.read) line["facts"] = facts_of(site, expected);
  json::array findings;
  for (const ExpectedFinding& finding : expected.findings)
    findings.push_back(json::object{{"category", finding.category}, {"severity", finding.severity}});
  line["findings"] = std::move(findings);
  return json::serialize(line);
}

std::string truth(const Estate& estate) {
  std::string out;
  for (const Site& site : estate.sites()) {
    std::size_t hosts = 0;
    for (const Organisation& unit : site.organisations)
      for (const Host& host : unit.hosts) {
        out += truth_line(estate, site, &host) + "\n";
        ++hosts;
      }
    if (hosts == 0) out += truth_line(estate, site, nullptr) + "\n";
  }
  return out;
}

}  // namespace huabiao::badweb
