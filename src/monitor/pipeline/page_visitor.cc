#include "monitor/pipeline/page_visitor.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "base/digest.h"
#include "monitor/change/content_key.h"
#include "monitor/correlate/traits.h"
#include "monitor/detect/detect.h"
#include "monitor/fetch/curl_fetcher.h"
#include "monitor/fetch/name_asker.h"
#include "monitor/fetch/six_probe.h"
#include "monitor/inspection/rule.h"
#include "monitor/parse/parse.h"
#include "monitor/pipeline/other_view.h"
#include "monitor/pipeline/page_watch.h"
#include "monitor/pipeline/registration_look.h"
#include "monitor/pipeline/tls_look.h"
#include "monitor/pipeline/walk.h"
#include "monitor/plan/attempts.h"
#include "monitor/sample/sample.h"
#include "rules/match/rule_set.h"
#include "rules/shelf/shelf.h"
#include "web/charset.h"
#include "web/host.h"
#include "web/ip_range.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

// One errand under way.
struct Working {
  Errand errand;
  std::function<void(std::vector<VisitRecord>)> done;
  std::vector<Attempt> attempts;
  FetchOutcome latest, best;       // of the attempt being read; the answer that counts so far
  std::vector<Detected> detected;  // one per visit, when a page was read
  std::string digest;              // of the best answer's body
  std::vector<std::string> keys;   // one per visit: what reading the best answer's page depends on
  std::string content_key;         // of its page, where the watch asks
  bool as_known = false;           // for every visit that is what it was when last read
  std::optional<TlsFacts> tls;     // what https showed, also when http gave the page
  loop::SteadyPoint asked{};       // when the last request began
  std::optional<Page> page;        // as visitors see it, while other views are asked
  std::size_t view = 0;            // of kOtherViews, the next one
  loop::SteadyPoint views_until{};
  std::vector<std::string> views;  // those read
  std::optional<Walk> walk;        // through inner pages, once the page was read
  loop::SteadyPoint looks_until{};
  std::optional<NameFacts> names;  // once every resolver has said what it says
  std::optional<RegistrationFacts> registration;
  std::optional<FetchOutcome> https;  // how that ended, without its body, where the protocol set is tried
  std::string https_address;
  std::optional<TlsSet> tls_set;
  int beside = 0;  // questions open that are asked of others than the host
  bool page_done = false;
};

Attempt attempt_of(const FetchOutcome& fetch, Scheme scheme, int number, std::string address) {
  Attempt attempt;
  attempt.scheme = scheme;
  attempt.number = number;
  attempt.asked_url = fetch.asked_url;
  attempt.outcome = fetch.outcome;
  attempt.status = fetch.status;
  attempt.reason = fetch.reason;
  attempt.address = std::move(address);
  attempt.timing = fetch.timing;
  attempt.at = fetch.at;
  return attempt;
}

std::string reason_of(Outcome outcome, const FetchOutcome& fetch) {
  switch (outcome) {
    case Outcome::OkWithFaults:
      if (fetch.truncated) return "the page was cut at the limit";
      if (fetch.tls && !fetch.tls->trusted) return fetch.tls->verify_error;
      return "the charset label does not fit the page";
    case Outcome::Empty:
      return "the page shows nothing";
    case Outcome::SoftNotFound:
      return "the page says that it does not exist";
    case Outcome::Blocked:
      return "a firewall's page came instead";
    default:
      return std::string(to_string(outcome));
  }
}

// The rules in force: they change with their packs and with the day.
struct Rules {
  std::shared_ptr<const rules::RuleSet> set;
  std::string key;
  FreshnessRule freshness;
};

// Who is asked about names; no asker: nobody.
struct NamesLook {
  std::unique_ptr<fetch::NameAsker> asker;
  std::unique_ptr<fetch::SixProbe> probe;
};

// In a lab, and behind a proxy that turns names into addresses, the system's resolvers have nothing to say.
Result<NamesLook> names_look(loop::EventLoop& loop, const dispatch::WorkerSettings& settings,
                             const std::optional<fetch::LabAllowance>& lab,
                             std::vector<fetch::ResolverAddress> resolvers) {
  NamesLook look;
  if (resolvers.empty() && (lab || !settings.proxy.empty())) return look;
  fetch::NameAskLimits limits;
  limits.answer = std::min(limits.answer, settings.timeout);
  auto asker = fetch::NameAsker::create(loop, std::move(resolvers), limits);
  if (!asker) return fail(std::move(asker));
  look.asker = *std::move(asker);
  look.probe = std::make_unique<fetch::SixProbe>(loop, lab);
  return look;
}

// No other view is begun later than so long after the first.
constexpr Millis kViewsTime{10'000};
// An errand has its time (PoolLimits::grace): a child that takes longer is put down. What is begun beside the page no
// later than a fetch and so long after the errand began, ends before that.
constexpr Millis kLooksTime{25'000};
constexpr Millis kTlsTime{20'000};  // the versions take theirs (TlsProbeLimits)

// Names what facts and findings of a page are drawn from, beside its bytes: where it stood, how it was sent, what is
// declared, the rules. Of the headers only the type is read by what a round asks for.
std::string page_key(const FetchOutcome& fetch, std::string_view body_digest, const Declared& declared,
                     std::string_view rules) {
  std::string text;
  const auto add = [&](std::string_view part) { (text += std::to_string(part.size()) += ':') += part; };
  add(body_digest);
  add(rules);
  add(fetch.final_url);
  add(content_type_of(fetch));
  add(std::to_string(fetch.status));
  add(fetch.truncated ? "cut" : "whole");
  add(fetch.tls ? fetch.tls->verify_error : "no tls");
  add(declared.site_name);
  add(declared.organisation);
  for (const std::string& host : declared.hosts) add(host);
  add(!declared.mark_hung ? "unknown" : *declared.mark_hung ? "hung" : "not hung");
  add(declared.site_code);
  add(declared.icp);
  add(declared.police);
  return sha256_hex(text);
}

class PageVisitor final : public dispatch::Visitor {
 public:
  PageVisitor(loop::EventLoop& loop, std::unique_ptr<fetch::CurlFetcher> fetcher, Rules rules, NamesLook names,
              std::unique_ptr<RegistrationLook> registration, std::unique_ptr<TlsLook> tls,
              const dispatch::WorkerSettings& settings, dispatch::Marker& marker)
      : loop_(loop),
        fetcher_(std::move(fetcher)),
        names_(std::move(names)),
        registration_(std::move(registration)),
        tls_(std::move(tls)),
        rules_(std::move(rules)),
        host_gap_(settings.host_gap),
        looks_time_(settings.timeout + kLooksTime),
        marker_(marker),
        // An errand has at most one page waiting here, so this is never full while the parent keeps to the window.
        to_read_(static_cast<std::size_t>(settings.concurrency) * 2),
        reader_([this] {
          while (auto work = to_read_.pop()) (*work)();
        }) {}
  ~PageVisitor() override { to_read_.close(); }
  PageVisitor(const PageVisitor&) = delete;
  PageVisitor& operator=(const PageVisitor&) = delete;

  void visit(Errand errand, std::function<void(std::vector<VisitRecord>)> done) override {
    auto working = std::make_shared<Working>();
    working->errand = std::move(errand);
    working->done = std::move(done);
    working->looks_until = std::chrono::steady_clock::now() + looks_time_;
    ask_names(working);
    ask_registration(working);
    ask(working);
  }

 private:
  // Resolvers are asked while the page is fetched; the host itself only after that.
  void ask_names(const std::shared_ptr<Working>& working) {
    const Visit& visit = working->errand.visits.front();
    if (!visit.looks.has(Look::Names) || !names_.asker || web::canonical_ip(visit.host)) return;
    ++working->beside;
    names_.asker->ask(visit.host, web::registrable_domain(visit.host), [this, working](NameFacts facts) {
      working->names = std::move(facts);
      --working->beside;
      look_further(working);
    });
  }

  void ask_registration(const std::shared_ptr<Working>& working) {
    const Visit& visit = working->errand.visits.front();
    const std::string domain = web::registrable_domain(visit.host);
    if (!visit.looks.has(Look::Registration) || domain.empty()) return;
    ++working->beside;
    registration_->ask(domain, [this, working](RegistrationFacts facts) {
      working->registration = std::move(facts);
      --working->beside;
      look_further(working);
    });
  }

  // Once the page is done with and everybody else has answered: what is still to be asked of the host.
  void look_further(const std::shared_ptr<Working>& working) {
    if (!working->page_done || working->beside > 0) return;
    if (!working->names) return look_at_tls(working);
    std::vector<std::string> addresses;
    for (const NameAnswer& answer : working->names->answers)
      std::ranges::copy(answer.addresses, std::back_inserter(addresses));
    names_.probe->probe(addresses, working->errand.visits.front().port, [this, working](SixReach reach) {
      working->names->six = reach;
      look_at_tls(working);
    });
  }

  void look_at_tls(const std::shared_ptr<Working>& working) {
    if (!working->https || std::chrono::steady_clock::now() >= working->looks_until - kTlsTime) return finish(*working);
    // A gap after the last request, as before any other.
    loop_.after(host_gap_, [this, working] {
      tls_->look(working->errand.visits.front(), *working->https, working->https_address,
                 [this, working](std::optional<TlsSet> set) {
                   working->tls_set = std::move(set);
                   finish(*working);
                 });
    });
  }

  void ask(const std::shared_ptr<Working>& working) {
    const Visit& visit = working->errand.visits.front();
    const auto scheme = next_scheme(visit, working->attempts);
    const View* const view = scheme ? nullptr : next_view(*working);
    const auto step = scheme || view != nullptr ? std::nullopt : next_step(*working);
    if (!scheme && view == nullptr && !step) {
      working->page_done = true;
      return look_further(working);
    }
    const auto now = std::chrono::steady_clock::now();
    const auto gap = std::chrono::ceil<Millis>(working->asked + host_gap_ - now);
    // Politeness is towards a host that hears us: one that never took the connection is not asked too often.
    const bool heard = !working->attempts.empty() && working->attempts.back().timing.connected >= 0;
    if (heard && gap > Millis(0)) {
      loop_.after(gap, [this, working] { ask(working); });
      return;
    }
    working->asked = now;
    if (view != nullptr) {
      ++working->view;
      return fetcher_->fetch(
          working->best.asked_url,
          [this, working, view](FetchOutcome fetch, const std::string&) {
            take_view(working, std::move(fetch), *view);
          },
          *view);
    }
    if (step)
      return fetcher_->fetch(
          *step, [this, working](FetchOutcome fetch, const std::string&) { take_step(working, std::move(fetch)); });
    fetcher_->fetch(url_of(visit, *scheme), [this, working, scheme](FetchOutcome fetch, std::string address) {
      take(working, std::move(fetch), *scheme, std::move(address));
    });
  }

  // The other view to ask next; nullptr: none, because it is not wanted, there is no page to compare, or time is up.
  static const View* next_view(Working& working) {
    if (!working.page || !working.errand.visits.front().looks.has(Look::Views) || working.view == kOtherViews.size())
      return nullptr;
    const auto now = std::chrono::steady_clock::now();
    if (working.view == 0) working.views_until = std::min(now + kViewsTime, working.looks_until);
    return now < working.views_until ? &kOtherViews[working.view] : nullptr;
  }

  // The address the walk asks next; nullopt: there is none, or it is over.
  static std::optional<std::string> next_step(Working& working) {
    if (!working.walk) return std::nullopt;
    auto step = working.walk->next();
    if (step && std::chrono::steady_clock::now() >= working.looks_until) {
      working.walk->stop("time is up");
      return std::nullopt;
    }
    return step;
  }

  void take_step(const std::shared_ptr<Working>& working, FetchOutcome fetch) {
    working->latest = std::move(fetch);
    [[maybe_unused]] const bool taken = to_read_.push([this, working] {
      marker_.at(working->errand.number);
      working->walk->take(working->latest);
      marker_.at(0);
      loop_.post([this, working] { ask(working); });
    });
  }

  void take_view(const std::shared_ptr<Working>& working, FetchOutcome fetch, const View& view) {
    if (fetch.outcome != Outcome::Ok) return ask(working);
    working->latest = std::move(fetch);
    [[maybe_unused]] const bool taken = to_read_.push([this, working, &view] {
      read_view(*working, view);
      loop_.post([this, working] { ask(working); });
    });
  }

  // Thread: the reader's.
  void read_view(Working& working, const View& view) {
    marker_.at(working.errand.number);
    const std::string host = web::host_in(working.best.final_url);
    for (std::size_t i = 0; i < working.detected.size(); ++i) {
      std::vector<Finding>& findings = working.detected[i].findings;
      std::vector<Finding> more = differing({*working.page, findings, working.errand.visits[i].declared, host},
                                            working.latest, view, *rules_.set);
      std::ranges::move(more, std::back_inserter(findings));
    }
    working.views.emplace_back(view.name);
    marker_.at(0);
  }

  // Reading a page takes from a millisecond to seconds. It happens on a thread of its own, so that the transfers of
  // other sites meanwhile are not late through us and taken for outages.
  void take(const std::shared_ptr<Working>& working, FetchOutcome fetch, Scheme scheme, std::string address) {
    working->attempts.push_back(attempt_of(fetch, scheme, working->errand.visits.front().attempt, std::move(address)));
    if (fetch.tls) working->tls = fetch.tls;
    if (scheme == Scheme::Https && working->errand.visits.front().looks.has(Look::Tls)) {
      working->https.emplace();
      working->https->chain = fetch.chain;
      working->https->timing = fetch.timing;
      working->https_address = working->attempts.back().address;
    }
    const bool answered = fetch.outcome == Outcome::Ok || fetch.outcome == Outcome::HttpError;
    const bool counts = working->attempts.size() == 1 || counts_instead(fetch, working->best);
    working->latest = std::move(fetch);
    if (!answered) {
      if (counts) working->best = std::move(working->latest);
      return ask(working);
    }
    [[maybe_unused]] const bool taken = to_read_.push([this, working] {
      read(*working);
      loop_.post([this, working] { ask(working); });
    });
  }

  // Thread: the reader's. While it has a Working nobody else touches it.
  void read(Working& working) {
    FetchOutcome& fetch = working.latest;
    const std::string digest = fetch.body.empty() ? std::string() : sha256_hex(fetch.body);
    std::vector<std::string> keys;
    keys.reserve(working.errand.visits.size());
    for (const Visit& visit : working.errand.visits)
      keys.push_back(page_key(fetch, digest, visit.declared, rules_.key));
    working.as_known =
        fetch.outcome == Outcome::Ok && std::ranges::equal(keys, working.errand.visits, {}, {}, &Visit::known_page);
    if (working.as_known) {
      working.digest = digest;
      working.keys = std::move(keys);
      working.best = std::move(fetch);
      return;
    }
    marker_.at(working.errand.number);  // from here on hostile bytes are interpreted
    Page page = parse(fetch.body, {.url = fetch.final_url, .content_type = std::string(content_type_of(fetch))});
    if (const Outcome told = classify(fetch, page, *rules_.set); told != fetch.outcome) {
      fetch.outcome = told;
      fetch.reason = reason_of(told, fetch);
    }
    working.attempts.back().outcome = fetch.outcome;
    working.attempts.back().reason = fetch.reason;
    if (working.attempts.size() == 1 || counts_instead(fetch, working.best)) {
      working.digest = digest;
      working.best = std::move(fetch);
      // A page ends the visit, so it is the one that is looked into.
      if (page_read(working.best.outcome)) {
        working.keys = std::move(keys);
        for (const Visit& visit : working.errand.visits)
          working.detected.push_back(judged(page, working.best, visit.declared));
        const Visit& visit = working.errand.visits.front();
        if (visit.looks.has(Look::Walk))
          working.walk.emplace(WalkFrom{visit, working.best, page, working.detected.front().findings}, *rules_.set,
                               rules_.freshness, day_of(second_of(working.best.at)));
        if (visit.kept_page) working.content_key = content_key(page);
        if (visit.looks.has(Look::Views)) working.page = std::move(page);
      }
    }
    marker_.at(0);
  }

  Detected judged(const Page& page, const FetchOutcome& fetch, const Declared& declared) const {
    const std::string host = web::host_in(fetch.final_url);
    Detected detected = detect({page, fetch, declared, host, *rules_.set});
    add_traits({page, fetch.body, host, declared.hosts, *rules_.set}, detected.findings);
    return detected;
  }

  void finish(Working& working) {
    FetchOutcome& fetch = working.best;
    if (!fetch.tls) fetch.tls = std::move(working.tls);
    // A body travels on only as evidence, and once: the other records name it by its digest.
    std::string body = std::exchange(fetch.body, {});
    std::vector<VisitRecord> records(working.errand.visits.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      VisitRecord& record = records[i];
      record.visit = std::move(working.errand.visits[i]);
      record.attempts = working.attempts;
      record.fetch = fetch;
      record.body_sha256 = working.digest;
      record.as_known = working.as_known;
      record.views = working.views;
      if (working.walk) record.walk = working.walk->facts();
      record.names = working.names;
      record.registration = working.registration;
      record.tls_set = working.tls_set;
      if (!working.keys.empty()) record.page_key = std::move(working.keys[i]);
      record.content_key = working.content_key;
      if (working.detected.empty()) continue;
      record.facts = std::move(working.detected[i].facts);
      record.findings = std::move(working.detected[i].findings);
      if (is_accused(record) || is_sent(record)) record.fetch.body = std::exchange(body, {});
    }
    working.done(std::move(records));
  }

  loop::EventLoop& loop_;
  std::unique_ptr<fetch::CurlFetcher> fetcher_;
  NamesLook names_;
  std::unique_ptr<RegistrationLook> registration_;
  std::unique_ptr<TlsLook> tls_;
  const Rules rules_;
  const Millis host_gap_, looks_time_;
  dispatch::Marker& marker_;
  BoundedQueue<std::function<void()>> to_read_;
  std::jthread reader_;  // started before the cell closes; the last member, so it ends first
};

}  // namespace

Result<std::unique_ptr<dispatch::Visitor>> make_page_visitor(loop::EventLoop& loop, const Clock& clock,
                                                             const dispatch::WorkerSettings& settings,
                                                             dispatch::Marker& marker) {
  // What reading a page would otherwise load from files when it first needs it.
  web::keep_converters();
  (void)web::public_suffix("www.gov.cn");
  auto packs = rules::all_packs(settings.rule_packs);
  if (!packs) return fail(std::move(packs));
  const auto day = shanghai_day(clock.now());
  auto compiled = rules::RuleSet::build(*packs, day, settings.compiled_rules);
  if (!compiled) return fail(std::move(compiled));
  const auto inspected = inspection_rules(*packs, day);  // where no pack sets the numbers, nothing is reckoned
  std::string rules_text(day);
  for (const std::string& pack : settings.rule_packs) rules_text += sha256_hex(pack);
  fetch::FetchSettings fetching;
  fetching.limits.total = settings.timeout;
  fetching.limits.connect = std::min(fetching.limits.connect, settings.timeout);
  fetching.limits.resolve = std::min(fetching.limits.resolve, settings.timeout);
  fetching.user_agent = settings.user_agent;
  fetching.headers = settings.headers;
  fetching.proxy = settings.proxy;
  fetching.ca_file = settings.ca_file;
  if (!settings.lab.empty()) {
    auto lab = fetch::LabAllowance::parse(settings.lab);
    if (!lab) return fail(std::move(lab));
    fetching.lab = *std::move(lab);
  }
  auto resolvers = fetch::ResolverAddress::parse_all(settings.resolvers, fetching.lab);
  if (!resolvers) return fail(std::move(resolvers));
  fetching.resolvers = *resolvers;
  auto names = names_look(loop, settings, fetching.lab, *std::move(resolvers));
  if (!names) return fail(std::move(names));
  const bool lab = fetching.lab.has_value();
  auto tls = TlsLook::create(loop, settings, fetching.lab);
  if (!tls) return fail(std::move(tls));
  auto fetcher = fetch::CurlFetcher::create(loop, clock, std::move(fetching));
  if (!fetcher) return fail(std::move(fetcher));
  auto registration = RegistrationLook::create(loop, clock, settings, lab, *packs, **fetcher);
  if (!registration) return fail(std::move(registration));
  return std::unique_ptr<dispatch::Visitor>(std::make_unique<PageVisitor>(
      loop, *std::move(fetcher),
      Rules{*std::move(compiled), sha256_hex(rules_text), inspected ? inspected->freshness : FreshnessRule{}},
      *std::move(names), *std::move(registration), *std::move(tls), settings, marker));
}

}  // namespace huabiao::monitor
