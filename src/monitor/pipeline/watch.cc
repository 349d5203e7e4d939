#include "monitor/pipeline/watch.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "monitor/judge/cause_book.h"
#include "monitor/judge/line_guard.h"
#include "monitor/pipeline/keeping.h"
#include "monitor/pipeline/known_pages.h"
#include "monitor/pipeline/name_watch.h"
#include "monitor/pipeline/page_watch.h"
#include "monitor/pipeline/planning.h"
#include "monitor/pipeline/registration_watch.h"
#include "monitor/pipeline/render_watch.h"
#include "monitor/pipeline/round_engine.h"
#include "monitor/pipeline/wishes.h"
#include "monitor/plan/look_plan.h"
#include "monitor/plan/permission.h"
#include "monitor/plan/targets.h"
#include "monitor/plan/timetable.h"
#include "rules/shelf/shelf.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kStillAsked = "the visit of an earlier period is still under way";
constexpr std::string_view kNotItsTurn = "visited in some periods only, by order";
constexpr std::string_view kOwnLine = "many sites fell silent at once: our own line or resolver is suspected";
constexpr Millis kStatusEvery{1'000};
constexpr Millis kCountEvery{60'000};  // registrations that are overdue: every domain is looked at

class Watch {
 public:
  Watch(const RoundPorts& ports, const WatchSettings& settings, const OnWatch& on_status)
      : ports_(ports),
        settings_(settings),
        on_status_(on_status),
        names_(ports.names),
        registrations_(ports.registrations, {.every = settings.pace.registration_every}),
        renders_(ports.rendered, settings.pace.render_every),
        pages_(ports.pages),
        plans_{LookPlan(Look::Views, settings.pace.views_every),
               LookPlan(Look::Walk, settings.pace.walk_every),
               LookPlan(Look::Names, settings.pace.names_every),
               LookPlan(Look::Registration, Millis(0)),  // a domain's turn, not a site's: RegistrationWatch knows
               LookPlan(Look::Tls, settings.pace.tls_every),
               LookPlan(Look::Render, settings.pace.render_every)} {}

  Done run(const std::stop_token& stop) {
    auto registries = registries_of(settings_.round);
    if (!registries) return fail(std::move(registries));
    if (auto resumed = registrations_.resume(*std::move(registries)); !resumed) return resumed;
    if (auto resumed = wishes_.resume(ports_.walks); !resumed) return resumed;
    RoundEngine::Hooks hooks;
    hooks.declare = [this](Visit& visit) { declare(visit); };
    hooks.doubt_names = [this](const VisitRecord& record) { return names_.suspects(record, ports_.clock.now()); };
    hooks.look = [this](VisitRecord& record) { look(record); };
    hooks.to_draw = [this](const VisitRecord& record) {
      return may_be_drawn(record.visit.site) && (renders_.to_draw(record, ports_.clock.now()) ||
                                                 (renders_.is_due(record.visit) && pages_.wants_picture(record)));
    };
    hooks.site_done = [this](SiteDone site) { return take(std::move(site)); };
    hooks.tick = [this] { return tick(); };
    hooks.feed = [this](Millis elapsed) { return feed(elapsed); };
    RoundEngine engine(settings_.round, ports_.clock, std::move(hooks), {}, ports_.vantages);
    engine_ = &engine;
    auto ended = engine.run({}, stop);
    auto flushed = flush();
    if (!ended) return fail(std::move(ended));
    return flushed;
  }

 private:
  using Planned = RoundEngine::Planned;
  struct Period {
    WatchPeriod figures;
    std::int64_t sites_left = 0;
    std::int64_t unlooked = 0;  // rows done without a visit
    std::vector<Millis> late;
    std::unique_ptr<Keeping> keeping;
  };
  struct UnderWay {
    std::int64_t round = 0;
    Millis due{};  // since the watch began
  };

  Result<Registries> registries_of(const RoundSettings& round) const {
    const dispatch::WorkerSettings& worker = round.pool.worker;
    auto packs = rules::all_packs(worker.rule_packs);
    if (!packs) return fail(std::move(packs));
    return Registries::create(
        *packs, {.servers = worker.registries, .gap = settings_.pace.registry_gap, .lab = !worker.lab.empty()});
  }

  // Changed rule packs: the children that work by them take over while those of before finish what they have. What
  // cannot be used was told by whoever renews, and is not what comes here.
  Done renew_rules() {
    if (!settings_.renew) return {};
    const RoundSettings now = settings_.renew();
    if (now.pool.worker.rule_packs == packs_) return {};
    auto registries = registries_of(now);
    if (!registries) return fail(std::move(registries));
    registrations_.renew(*std::move(registries));
    packs_ = now.pool.worker.rule_packs;
    engine_->renew(now);
    return {};
  }

  Result<std::vector<Planned>> feed(Millis elapsed) {
    elapsed_ = elapsed;
    std::vector<Planned> planned;
    if (!began_ || elapsed >= *began_ + settings_.pace.every) {
      plan_sites(table_.rest(), planned);
      if (auto begun = begin_period(elapsed); !begun) return fail(std::move(begun));
    }
    plan_sites(table_.due(elapsed - *began_), planned);
    return planned;
  }

  Done begin_period(Millis elapsed) {
    if (auto renewed = renew_rules(); !renewed) return renewed;
    targets_.clear();
    registrations_.begin_period();
    std::vector<std::int64_t> sites;
    std::vector<Target> all;
    auto read = each_site(ports_.registry, [&](const registry::SiteTarget& site) {
      std::vector<Target> own = targets_of(site);
      for (const Target& target : own) registrations_.add(target);
      all.insert(all.end(), own.begin(), own.end());
      sites.push_back(site.site.id.value);
      targets_.emplace(site.site.id.value, std::move(own));
    });
    if (!read) return read;
    auto orders = orders_now(ports_.orders);
    if (!orders) return fail(std::move(orders));
    orders_ = *std::move(orders);
    if (auto read_names = names_.begin_period(); !read_names) return read_names;
    auto round = ports_.rounds.begin_round(RoundKind::Watch, all, "watch");
    if (!round) return fail(std::move(round));
    // Late by more than a period, as after a suspended machine: the count begins anew.
    const bool in_step = began_ && elapsed < *began_ + 2 * settings_.pace.every;
    began_ = in_step ? *began_ + settings_.pace.every : elapsed;
    table_ = Timetable(sites, settings_.pace.every);
    for (LookPlan& plan : plans_) plan.begin_period(ports_.clock.now(), settings_.pace.every);
    causes_.keep_only([this](std::int64_t site, const std::string& host) { return is_watched(site, host); });
    newest_ = round->value;
    if (first_ == 0) {
      first_ = newest_;
      number_ = ports_.clock.now().time_since_epoch() / settings_.pace.every;  // a restart changes no turns
    } else {
      ++number_;
    }
    Period& period = periods_[newest_];
    period.figures = {.round = *round, .began = ports_.clock.now(), .rows = static_cast<std::int64_t>(all.size())};
    period.sites_left = static_cast<std::int64_t>(sites.size());
    period.keeping = std::make_unique<Keeping>(ports_, *round, settings_.round);
    ++status_.periods;
    return sites.empty() ? end_period(newest_) : Done();
  }

  // In the register, and neither paused nor without consent. Quiet hours pass.
  [[nodiscard]] bool is_watched(std::int64_t site, const std::string& host) const {
    const auto own = targets_.find(site);
    return own != targets_.end() && std::ranges::find(own->second, host, &Target::host) != own->second.end() &&
           why_not(orders_.of(site), Asked::ByPerson, ports_.clock.now()).empty();
  }

  void plan_sites(const std::vector<Timetable::Due>& sites, std::vector<Planned>& planned) {
    for (const Timetable::Due& due : sites) {
      const WatchOrder& order = orders_.of(due.site);
      const Looks looks = looks_due(due.site, order);
      std::string reason = why_not(order, Asked::ByWatch, ports_.clock.now());
      if (reason.empty() && !has_turn(order, due.site, number_)) reason = kNotItsTurn;
      const auto rows = static_cast<std::int64_t>(targets_.at(due.site).size());
      if (!reason.empty()) periods_.at(newest_).figures.left_alone += rows;
      if (reason.empty() && !under_way_.try_emplace(due.site, UnderWay{newest_, *began_ + due.at}).second)
        reason = kStillAsked;
      for (LookPlan& plan : plans_)
        if (reason.empty())
          plan.visited(due.site);
        else
          plan.left_out(due.site);
      for (const Target& target : targets_.at(due.site)) {
        Planned one{.visit = visit_of(target, RoundId{newest_}),
                    .unit = fmt::format("{}@{}", due.site, newest_),
                    .known = {},
                    .key = std::to_string(due.site)};
        if (!reason.empty())
          one.known = without_asking(Outcome::NotVisited, reason);
        else if (target.host.empty())
          one.known = without_asking(Outcome::NoAddress, "no domain is declared");
        const bool in_spite = settings_.pace.opt_out == OptOut::Record || stands_above_wishes(order);
        const Wish wish = in_spite ? Wish::None : wishes_.of(due.site, target.host);
        one.visit.looks = Wishes::left_by(wish, looks);
        if (!one.known && wish == Wish::LeaveAlone && one.visit.looks.empty()) {
          one.known = without_asking(Outcome::NotVisited, std::string(kLeftAloneByWish));
          ++periods_.at(newest_).figures.left_alone;
        }
        if (!one.known && order.consent >= consent_of(Look::Registration) &&
            registrations_.take(target, ports_.clock.now(), elapsed_))
          one.visit.looks.add(Look::Registration);
        planned.push_back(std::move(one));
      }
    }
  }

  [[nodiscard]] Looks looks_due(std::int64_t site, const WatchOrder& order) const {
    Looks looks;
    for (const Look look : kLooks)
      if (order.consent >= consent_of(look) && plan_of(look).due(site)) looks.add(look);
    return looks;
  }

  void declare(Visit& visit) {
    if (auto site = ports_.registry.target({visit.site}); site && *site) visit.declared = declared_of(**site);
    if (visit.looks.has(Look::Walk)) visit.again = accused_pages(visit.site);
    // What is compared with the page, goes on from it, or is to settle it needs it read.
    const auto wanted = pages_.ask(visit, ports_.clock.now());
    if (!wanted) failure_ = wanted.error();
    const bool drawn = renders_.take_look(visit);
    const bool to_read = drawn || visit.looks.has(Look::Views) || visit.looks.has(Look::Walk) ||
                         (wanted && *wanted == PageWatch::Page::ToRead);
    if (!to_read) known_.ask(visit, ports_.clock.now());
    const auto way = under_way_.find(visit.site);
    const auto period = periods_.find(visit.round);
    if (visit.attempt > 1 || way == under_way_.end() || way->second.round != visit.round || period == periods_.end())
      return;
    period->second.late.push_back(std::max(elapsed_ - way->second.due, Millis(0)));
  }

  // Inner pages that findings not yet gone stand on, the worst first.
  std::vector<std::string> accused_pages(std::int64_t site) {
    FindingQuery query;
    query.site = site;
    query.states = {FindingState::Open, FindingState::Confirmed};
    query.limit = kMaxPage;
    std::vector<std::string> pages;
    const auto found = ports_.rounds.findings(query);
    if (!found) return pages;  // asked for the chosen pages alone
    for (const KeptFinding& kept : found->rows)
      if (!kept.finding.page.empty() && pages.size() < WalkLimits::kAgain &&
          std::ranges::find(pages, kept.finding.page) == pages.end())
        pages.push_back(kept.finding.page);
    return pages;
  }

  [[nodiscard]] bool may_be_drawn(std::int64_t site) const {
    return orders_.of(site).consent >= consent_of(Look::Render);
  }

  void look(VisitRecord& record) {
    hear_resolvers(record);
    known_.take(record);
    pages_.take(record, ports_.clock.now());
    const auto drawn = renders_.take(record, ports_.clock.now());
    if (!drawn)
      failure_ = drawn.error();
    else if (*drawn == RenderWatch::Look::Missed)
      plan_of(Look::Render).accused(record.visit.site);
    // What two places saw is not our line's fault.
    const auto elsewhere = [&](const Attempt& attempt) { return attempt.vantage != settings_.round.vantage; };
    if (std::ranges::any_of(record.attempts, elsewhere) || !line_.doubts(record, ports_.clock.now())) return;
    record.fetch.outcome = Outcome::NotVisited;
    record.fetch.reason = std::string(kOwnLine);
  }

  void hear_resolvers(const VisitRecord& record) {
    if (record.fetch.outcome == Outcome::NotVisited && record.fetch.reason == kResolversSilent)
      status_.resolvers_silent = status_.resolvers_silent.value_or(ports_.clock.now());
    else if (record.fetch.timing.resolved >= 0 && record.fetch.outcome != Outcome::DnsFailure)
      status_.resolvers_silent.reset();
  }

  Done take(SiteDone site) {
    if (failure_) return std::unexpected<Error>(*failure_);
    const Visit& visit = site.rows.front().visit;
    const std::int64_t number = visit.round;
    const auto way = under_way_.find(visit.site);
    const bool looked = way != under_way_.end() && way->second.round == number;
    Period& period = periods_.at(number);
    period.figures.done += static_cast<std::int64_t>(site.rows.size());
    if (looked) {
      under_way_.erase(way);
      note_not_visited(site, period);
      if (auto judged = names_.judge(site, ports_.clock.now()); !judged) return judged;
      if (auto judged = registrations_.judge(site, ports_.clock.now(), elapsed_); !judged) return judged;
      note_looks(site);
      for (const VisitRecord& row : site.rows) wishes_.take(row);
      causes_.take(site.rows, site.verdict);
      // A cause is on record before what it explains is.
      if (causes_.version() != causes_kept_)
        if (auto kept = keep_causes(number); !kept) return kept;
    } else {
      period.unlooked += static_cast<std::int64_t>(site.rows.size());
    }
    if (auto kept = period.keeping->take(std::move(site)); !kept) return kept;
    return --period.sites_left > 0 ? Done() : end_period(number);
  }

  void note_not_visited(const SiteDone& site, Period& period) {
    for (const VisitRecord& row : site.rows) {
      if (row.fetch.outcome != Outcome::NotVisited) continue;
      ++period.unlooked;
      for (LookPlan& plan : plans_)
        if (row.visit.looks.has(plan.look())) plan.missed(row.visit.site);
    }
  }

  // An attack that a look found is looked at again soon, until one of its kind finds it gone. Anything else keeps to
  // the rhythm of its look.
  void note_looks(const SiteDone& site) {
    const std::int64_t number = site.rows.front().visit.site;
    for (const Look look : kLooks) {
      if (std::ranges::any_of(site.verdict.findings,
                              [&](const Finding& one) { return is_attack(one.category) && look_of(one) == look; }))
        plan_of(look).accused(number);
      else if (std::ranges::any_of(site.rows, [&](const VisitRecord& row) { return looked(row, look); }))
        plan_of(look).cleared(number);
    }
  }

  Done end_period(std::int64_t number) {
    const auto period = periods_.find(number);
    if (auto flushed = period->second.keeping->flush(); !flushed) return flushed;
    if (number == first_) causes_.complete();  // every site was looked at
    if (auto kept = keep_causes(number); !kept) return kept;
    if (auto finished = ports_.rounds.finish_round(RoundId{number}, RoundState::Finished); !finished) return finished;
    status_.before = figures_of(period->second);
    if (ports_.periods != nullptr)
      if (auto kept = ports_.periods->keep(*status_.before); !kept) return kept;
    periods_.erase(period);
    return {};
  }

  Done keep_causes(std::int64_t number) {
    auto standing = causes_.standing();
    if (!standing) return {};
    causes_kept_ = causes_.version();
    SiteRows estate{.site = kEstate, .rows = {}, .verdict = SiteVerdict{}};
    estate.verdict->findings = *std::move(standing);
    return ports_.rounds.save(RoundId{number}, {&estate, 1});
  }

  static WatchPeriod figures_of(Period& period) {
    period.figures.not_visited = std::max<std::int64_t>(period.unlooked - period.figures.left_alone, 0);
    std::vector<Millis>& late = period.late;
    std::ranges::sort(late);
    if (!late.empty()) {
      period.figures.late_middle = late[late.size() / 2];
      constexpr std::size_t kPercent = 100, kMost = 99;
      period.figures.late_p99 = late[late.size() * kMost / kPercent];
      period.figures.late_most = late.back();
    }
    return period.figures;
  }

  Done tick() {
    for (auto& [number, period] : periods_)
      if (auto flushed = period.keeping->flush_if_old(); !flushed) return flushed;
    if (auto flushed = names_.flush_if_older(2 * settings_.round.batch_age); !flushed) return flushed;
    if (auto flushed = registrations_.flush_if_older(2 * settings_.round.batch_age); !flushed) return flushed;
    if (auto flushed = pages_.flush_if_older(settings_.round.batch_age); !flushed) return flushed;
    if (on_status_ && elapsed_ - told_ >= kStatusEvery) {
      told_ = elapsed_;
      status_.every = settings_.pace.every;
      status_.line_suspected = line_.suspected();
      status_.render_failure = engine_->render_failure();
      if (!counted_ || elapsed_ - *counted_ >= kCountEvery) {
        counted_ = elapsed_;
        status_.registrations = registrations_.load(ports_.clock.now());
      }
      const auto newest = periods_.find(newest_);
      status_.now = newest == periods_.end() ? std::nullopt : std::optional(figures_of(newest->second));
      on_status_(status_);
    }
    return {};
  }

  Done flush() {
    for (auto& [number, period] : periods_)
      if (auto flushed = period.keeping->flush(); !flushed) return flushed;
    if (auto flushed = names_.flush(); !flushed) return flushed;
    if (auto flushed = pages_.flush(); !flushed) return flushed;
    return registrations_.flush();
  }

  LookPlan& plan_of(Look look) { return plans_.at(static_cast<std::size_t>(look)); }
  [[nodiscard]] const LookPlan& plan_of(Look look) const { return plans_.at(static_cast<std::size_t>(look)); }

  const RoundPorts& ports_;
  const WatchSettings& settings_;
  const OnWatch& on_status_;
  WatchStatus status_;
  std::optional<Millis> began_;  // the newest period, since the watch began
  Millis elapsed_{}, told_{-kStatusEvery};
  std::optional<Millis> counted_;
  std::int64_t newest_ = 0;  // its round
  std::int64_t first_ = 0;   // of the first period since the start
  std::int64_t number_ = 0;  // of the newest, counted on from the periods there were since 1970
  Timetable table_;
  std::unordered_map<std::int64_t, std::vector<Target>> targets_;  // by site, of the newest period
  std::map<std::int64_t, Period> periods_;                         // by round, of those that still owe rows
  std::unordered_map<std::int64_t, UnderWay> under_way_;           // by site
  Orders orders_;                                                  // as the newest period found them
  KnownPages known_;
  LineGuard line_;
  CauseBook causes_;
  std::uint64_t causes_kept_ = 0;  // their version, as last written
  NameWatch names_;
  RegistrationWatch registrations_;
  RenderWatch renders_;
  PageWatch pages_;
  Wishes wishes_;
  RoundEngine* engine_ = nullptr;                                            // while it runs
  std::vector<std::string> packs_ = settings_.round.pool.worker.rule_packs;  // in use
  std::optional<Error> failure_;  // of a store, met where a row cannot be refused
  std::array<LookPlan, kLooks.size()> plans_;
};

}  // namespace

Result<std::int64_t> settle_watch(const RoundPorts& ports, const std::string& reason) {
  auto owed = ports.rounds.unfinished_watch_rounds();
  if (!owed) return fail(std::move(owed));
  for (const Round& round : *owed) {
    auto targets = ports.rounds.pending(round.id);
    if (!targets) return fail(std::move(targets));
    RoundSettings settings;
    Keeping keeping(ports, round.id, settings);
    for (const Target& target : *targets) {
      VisitRecord row = without_asking(Outcome::NotVisited, reason);
      row.visit = visit_of(target, round.id);
      row.vantage = settings.vantage;
      row.fetch.at = ports.clock.now();
      SiteDone site{std::to_string(target.site), {}, {}};
      site.rows.push_back(std::move(row));
      if (auto kept = keeping.take(std::move(site)); !kept) return fail(std::move(kept));
    }
    if (auto flushed = keeping.flush(); !flushed) return fail(std::move(flushed));
    if (auto ended = ports.rounds.finish_round(round.id, RoundState::Stopped); !ended) return fail(std::move(ended));
  }
  return static_cast<std::int64_t>(owed->size());
}

Done run_watch(const RoundPorts& ports, const WatchSettings& settings, const OnWatch& on_status,
               const std::stop_token& stop) {
  auto settled = settle_watch(ports, "the watch was not running");
  if (!settled) return fail(std::move(settled));
  return Watch(ports, settings, on_status).run(stop);
}

}  // namespace huabiao::monitor
