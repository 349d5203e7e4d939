#include "monitor/pipeline/walk.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "monitor/correlate/traits.h"
#include "monitor/detect/detect.h"
#include "monitor/parse/parse.h"
#include "monitor/walk/opt_out.h"
#include "monitor/walk/page_days.h"
#include "monitor/walk/robots.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

std::string on_host(const std::string& home, std::string path) {
  auto url = web::parse_url(home);
  if (!url) return {};
  url->path = std::move(path);
  url->query.clear();
  url->fragment.clear();
  return url->to_string();
}

std::string what(const Finding& finding) {
  return finding.rule + '\n' + finding.subject;
}

// What an inner page is accused of; what it says of mark and footer is the home page's business.
bool counts_inside(const Finding& finding) {
  switch (finding.category) {
    case Category::PersonalData:
    case Category::Exposure:
    case Category::ContentFreshness:
      return true;
    // Short pages that tell of intruders are articles here; on a home page they are none.
    case Category::Defacement:
      return finding.severity >= Severity::High;
    default:
      return is_attack(finding.category);
  }
}

Page read(const FetchOutcome& answer) {
  return parse(answer.body, {.url = answer.final_url, .content_type = std::string(content_type_of(answer))});
}

}  // namespace

Walk::Walk(const WalkFrom& from, const rules::RuleSet& rules, const FreshnessRule& freshness, std::int64_t today)
    : rules_(rules),
      freshness_(freshness),
      today_(today),
      home_(from.answer.final_url),
      host_(web::host_in(home_)),
      declared_(from.visit.declared),
      again_(from.visit.again),
      ways_(ways_on(from.page, home_)) {
  for (const Finding& finding : from.findings) on_home_.push_back(what(finding));
  facts_.home_newest = newest_day(from.page, today);
  facts_.linked = static_cast<std::int64_t>(ways_.size());
}

std::optional<std::string> Walk::next() const {
  if (!facts_.stopped.empty() || host_.empty()) return std::nullopt;
  switch (asking_) {
    case Asking::Robots:
      return on_host(home_, "/robots.txt");
    case Asking::OptOut:
      return on_host(home_, std::string(kOptOutPath));
    case Asking::Missing:
      // Made up, the same all day: a host's log shows one odd address, and who asked.
      return on_host(home_, "/huabiao-" + sha256_hex(host_ + std::to_string(today_)).substr(0, 16) + ".html");
    case Asking::Pages:
      break;
  }
  return facts_.pages.size() < ways_.size() ? std::optional(ways_[facts_.pages.size()].url) : std::nullopt;
}

void Walk::take(const FetchOutcome& answer) {
  switch (asking_) {
    case Asking::Robots:
      asking_ = Asking::OptOut;
      take_robots(answer);
      break;
    case Asking::OptOut:
      asking_ = Asking::Missing;
      take_opt_out(answer);
      break;
    case Asking::Missing:
      asking_ = Asking::Pages;
      take_missing(answer);
      break;
    case Asking::Pages:
      return take_page(answer);
  }
  rest_after(answer.outcome, answer.status);
}

// A host that has had enough of us is left alone for the day.
void Walk::rest_after(Outcome outcome, int status) {
  constexpr int kTooMany = 429, kUnavailable = 503;
  const bool enough =
      outcome == Outcome::Blocked || (outcome == Outcome::HttpError && (status == kTooMany || status == kUnavailable));
  if (enough && facts_.stopped.empty()) stop("the host asks for a rest");
}

void Walk::take_robots(const FetchOutcome& answer) {
  constexpr int kServerErrors = 500;
  const bool answered = answer.outcome == Outcome::Ok || answer.outcome == Outcome::HttpError;
  // A page in its place is no robots.txt.
  const bool a_page = content_type_of(answer).find("html") != std::string_view::npos;
  Robots robots;
  const bool failed = !answered || answer.status >= kServerErrors;
  if (failed)
    robots = Robots::all_forbidden();
  else if (answer.outcome == Outcome::Ok && !a_page)
    robots = Robots::read(answer.body);
  Chosen chosen = choose(std::move(ways_), again_, robots, home_, today_);
  ways_ = std::move(chosen.ways);
  facts_.refused = chosen.refused;
  if (failed && ways_.empty() && facts_.refused > 0) stop("robots.txt");
}

void Walk::take_opt_out(const FetchOutcome& answer) {
  constexpr int kServerErrors = 500;
  const bool answered = answer.outcome == Outcome::Ok || answer.outcome == Outcome::HttpError;
  // What a server cannot give for reasons of its own may forbid anything, as with robots.txt.
  if (!answered || answer.status >= kServerErrors) return stop("the opt-out page cannot be had");
  const bool a_page = content_type_of(answer).find("html") != std::string_view::npos;
  const bool own = answer.outcome == Outcome::Ok && !a_page && web::host_in(answer.final_url) == host_;
  stop(std::string(why_stopped(own ? read_opt_out(answer.body) : Wish::None)));
}

void Walk::take_missing(const FetchOutcome& answer) {
  constexpr int kNotFound = 404, kGone = 410;
  const bool moved = answer.final_url != answer.asked_url && !web::host_in(answer.final_url).empty();
  if (answer.status == kNotFound || answer.status == kGone) {
    facts_.missing = MissingAnswer::NotFound;
  } else if (answer.outcome != Outcome::Ok) {
    facts_.missing = MissingAnswer::Other;
  } else {
    facts_.missing = moved ? MissingAnswer::Redirect : MissingAnswer::Page;
    missing_text_ = read(answer).visible.text;
  }
  if (ways_.empty()) stop(facts_.refused > 0 ? "robots.txt" : "no inner page is linked");
}

void Walk::take_page(const FetchOutcome& answer) {
  const Way& way = ways_[facts_.pages.size()];
  WalkedPage walked{.url = way.url,
                    .name = way.name,
                    .column = way.column,
                    .outcome = answer.outcome,
                    .status = answer.status,
                    .newest = {}};
  if (answer.outcome == Outcome::Ok || answer.outcome == Outcome::HttpError) {
    const Page page = read(answer);
    walked.outcome = classify(answer, page, rules_);
    // What comes for an address that is not there came for this one as well.
    if (page_read(walked.outcome) && !missing_text_.empty() && page.visible.text == missing_text_)
      walked.outcome = Outcome::SoftNotFound;
    if (page_read(walked.outcome)) {
      walked.newest = newest_day(page, today_);
      accuse(page, answer, way.url);
    }
  }
  rest_after(walked.outcome, walked.status);
  facts_.pages.push_back(std::move(walked));
}

void Walk::accuse(const Page& page, const FetchOutcome& answer, const std::string& url) {
  const std::string host = web::host_in(answer.final_url);
  Detected detected = detect({page, answer, declared_, host, rules_});
  add_traits({page, answer.body, host, declared_.hosts, rules_}, detected.findings);
  for (Finding& finding : detected.findings) {
    if (!counts_inside(finding) || std::ranges::find(on_home_, what(finding)) != on_home_.end()) continue;
    // What every page of a site shows is said once.
    on_home_.push_back(what(finding));
    finding.page = url;
    found_.push_back(std::move(finding));
  }
}

WalkFacts Walk::facts() const {
  WalkFacts facts = facts_;
  facts.findings = walk_findings(facts_, freshness_, host_, home_, today_);
  facts.findings.insert(facts.findings.end(), found_.begin(), found_.end());
  return facts;
}

}  // namespace huabiao::monitor
