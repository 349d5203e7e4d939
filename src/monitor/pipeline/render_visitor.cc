#include "monitor/pipeline/render_visitor.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <unistd.h>
#include <utility>

#include "mark/recognise.h"
#include "monitor/detect/detect.h"
#include "monitor/fetch/curl_fetcher.h"
#include "monitor/parse/parse.h"
#include "monitor/plan/attempts.h"
#include "monitor/render/browser.h"
#include "monitor/render/browser_process.h"
#include "rules/match/rule_set.h"
#include "rules/shelf/shelf.h"
#include "web/charset.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

class RenderVisitor final : public dispatch::Visitor {
 public:
  RenderVisitor(const Clock& clock, std::unique_ptr<fetch::CurlFetcher> fetcher,
                std::unique_ptr<render::Browser> browser, std::string user_agent,
                std::shared_ptr<const rules::RuleSet> rules, dispatch::Marker& marker)
      : clock_(clock),
        fetcher_(std::move(fetcher)),
        browser_(std::move(browser)),
        user_agent_(std::move(user_agent)),
        rules_(std::move(rules)),
        marker_(marker) {}

  [[nodiscard]] std::string works_with() const override { return browser_->product(); }

  void visit(Errand errand, std::function<void(std::vector<VisitRecord>)> done) override {
    // A browser that did not let go of its last page is not given another: the parent starts a new child, and it a new
    // browser.
    if (!fit_) std::_Exit(EXIT_SUCCESS);
    waiting_.push_back({std::move(errand), std::move(done)});
    if (!busy_) draw_next();
  }

 private:
  struct Waiting {
    Errand errand;
    std::function<void(std::vector<VisitRecord>)> done;
  };

  void draw_next() {
    if (waiting_.empty()) return;
    busy_ = true;
    Waiting now = std::move(waiting_.front());
    waiting_.pop_front();
    const Visit& visit = now.errand.visits.front();
    render::PageOrder order{.url = url_of(visit, visit.only.value_or(Scheme::Https)),
                            .user_agent = user_agent_,
                            .also = {mark::kMarkHosts.begin(), mark::kMarkHosts.end()}};
    marker_.at(now.errand.number);
    browser_->draw(std::move(order), [this, at = clock_.now(), now = std::move(now)](render::PageSeen seen) mutable {
      seen.view.at = at;
      fit_ = seen.browser_fit;
      std::vector<VisitRecord> records = records_of(now.errand, seen);
      marker_.at(0);
      busy_ = false;
      now.done(std::move(records));
      if (!fit_ && !waiting_.empty()) std::_Exit(EXIT_SUCCESS);
      draw_next();
    });
  }

  std::vector<VisitRecord> records_of(Errand& errand, const render::PageSeen& seen) const {
    std::vector<VisitRecord> records(errand.visits.size());
    std::optional<Page> page;
    if (!seen.html.empty()) page = parse(seen.html, {.url = seen.view.url, .content_type = "text/html; charset=utf-8"});
    for (std::size_t i = 0; i < records.size(); ++i) {
      VisitRecord& record = records[i];
      record.visit = std::move(errand.visits[i]);
      record.fetch.reason = "drawn only";
      record.fetch.at = seen.view.at;
      record.rendered = seen.view;
      // One picture for all: they are of one address.
      if (i > 0) record.rendered->picture.reset();
      if (page) look(*page, seen.html, record);
    }
    return records;
  }

  void look(const Page& page, const std::string& html, VisitRecord& record) const {
    RenderedView& view = *record.rendered;
    FetchOutcome fetch;
    fetch.outcome = Outcome::Ok;
    fetch.status = 200;
    fetch.body = html;
    fetch.final_url = view.url;
    const auto url = web::parse_url(view.url);
    Detected detected = detect({.page = page,
                                .fetch = fetch,
                                .declared = record.visit.declared,
                                .page_host = url ? url->host : std::string(),
                                .rules = *rules_,
                                .drawn = view.whole ? AsDrawn::Yes : AsDrawn::No});
    view.facts = without_places(std::move(detected.facts));
    for (Finding& finding : detected.findings) {
      if (finding.category != Category::Mark && finding.category != Category::Footer) continue;
      for (Evidence& evidence : finding.evidence) evidence.offset = -1, evidence.length = 0;
      view.findings.push_back(std::move(finding));
    }
  }

  // Offsets count bytes of the body that was fetched; these are of what the browser made of it.
  static PageFacts without_places(PageFacts facts) {
    const Place nowhere{-1, 0};
    facts.mark.place = nowhere;
    for (auto* values : {&facts.icp, &facts.police, &facts.site_code})
      for (FooterValue& value : *values) value.place = nowhere;
    return facts;
  }

  const Clock& clock_;
  std::unique_ptr<fetch::CurlFetcher> fetcher_;
  std::unique_ptr<render::Browser> browser_;  // asks the fetcher, so it goes first
  const std::string user_agent_;
  const std::shared_ptr<const rules::RuleSet> rules_;
  dispatch::Marker& marker_;
  std::deque<Waiting> waiting_;
  bool busy_ = false, fit_ = true;
};

Result<std::unique_ptr<fetch::CurlFetcher>> fetcher_for(loop::EventLoop& loop, const Clock& clock,
                                                        const dispatch::WorkerSettings& settings) {
  const render::RenderLimits limits;
  fetch::FetchSettings fetching;
  fetching.limits.redirects = 0;  // the browser follows them, and each is judged anew
  fetching.limits.body_bytes = limits.answer_bytes;
  fetching.limits.total = std::min(settings.timeout, limits.load);
  fetching.limits.connect = fetching.limits.resolve = fetching.limits.total;
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
  fetching.resolvers = *std::move(resolvers);
  return fetch::CurlFetcher::create(loop, clock, std::move(fetching));
}

}  // namespace

Result<std::unique_ptr<dispatch::Visitor>> make_render_visitor(loop::EventLoop& loop, const Clock& clock,
                                                               const dispatch::WorkerSettings& settings,
                                                               dispatch::Marker& marker) {
  const dispatch::BrowserSettings& browser = settings.browser;
  // What only root may read is read before.
  auto fetcher = fetcher_for(loop, clock, settings);
  if (!fetcher) return fail(std::move(fetcher));
  if (browser.user >= 0)
    if (auto done = render::become(static_cast<uid_t>(browser.user), static_cast<gid_t>(browser.group)); !done)
      return fail(std::move(done));
  web::keep_converters();
  (void)web::public_suffix("www.gov.cn");
  auto packs = rules::all_packs(settings.rule_packs);
  if (!packs) return fail(std::move(packs));
  auto compiled = rules::RuleSet::build(*packs, shanghai_day(clock.now()), settings.compiled_rules);
  if (!compiled) return fail(std::move(compiled));
  auto ask = [net = fetcher->get()](const std::string& url, std::function<void(FetchOutcome)> done) {
    net->fetch(url, [done = std::move(done)](FetchOutcome outcome, const std::string&) { done(std::move(outcome)); });
  };
  auto started = render::Browser::start(loop, browser.program, std::move(ask));
  if (!started) return fail(std::move(started));
  return std::unique_ptr<dispatch::Visitor>(std::make_unique<RenderVisitor>(
      clock, *std::move(fetcher), *std::move(started), settings.user_agent, *std::move(compiled), marker));
}

}  // namespace huabiao::monitor
