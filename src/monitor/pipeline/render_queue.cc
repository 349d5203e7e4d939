#include "monitor/pipeline/render_queue.h"

#include <utility>

#include "base/digest.h"
#include "monitor/judge/rendered.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

// The address where the page was found, asked once.
std::optional<Visit> visit_to_draw(const VisitRecord& record) {
  const auto url = web::parse_url(record.fetch.final_url);
  if (!url) return std::nullopt;
  Visit visit = record.visit;
  visit.host = url->host;
  visit.port = url->port;
  visit.path = url->path_and_query();
  visit.only = url->scheme == "https" ? Scheme::Https : Scheme::Http;
  visit.looks = {};
  visit.looks.add(Look::Render);
  visit.known_page.clear();
  visit.kept_page.reset();
  visit.send_page = false;
  visit.again.clear();
  return visit;
}

}  // namespace

bool RenderQueue::takes(const VisitRecord& record) const {
  const bool works = !failure_ || std::chrono::steady_clock::now() - failed_at_ >= kAgain;
  const bool room = take_ == Take::All || waiting_.size() < kWaiting * settings_.workers;
  return works && room && page_read(record.fetch.outcome) && record.facts && visit_to_draw(record).has_value();
}

void RenderQueue::add(VisitRecord record) {
  auto visit = visit_to_draw(record);
  const std::uint64_t number = ++last_;
  waiting_.emplace(number, std::move(record));
  if (!visit || !start()) return give_up();
  std::vector<Errand> errands(1);
  errands.front().number = number;
  errands.front().visits.push_back(*std::move(visit));
  pool_->submit(std::move(errands));
}

bool RenderQueue::start() {
  if (failure_) pool_.reset();
  failure_.reset();
  if (pool_) return true;
  auto started = dispatch::WorkerPool::start(
      loop_, settings_,
      [this](std::uint64_t number, std::vector<VisitRecord> records) { drawn(number, std::move(records)); },
      [this](Error error) { fail_with(std::move(error)); });
  if (!started) {
    failure_ = started.error();
    failed_at_ = std::chrono::steady_clock::now();
    return false;
  }
  pool_ = *std::move(started);
  return true;
}

void RenderQueue::drawn(std::uint64_t number, std::vector<VisitRecord> records) {
  auto waited = waiting_.extract(number);
  if (waited.empty()) return;
  VisitRecord& record = waited.mapped();
  if (records.size() == 1 && records.front().rendered) {
    record.rendered = std::move(records.front().rendered);
    record.visit.looks.add(Look::Render);
    if (auto& picture = record.rendered->picture) {
      picture->sha256 = sha256_hex(picture->png);
      if (picture->png.empty()) picture.reset();
    }
    settle(record, *record.rendered);
  }
  on_done_(std::move(record));
}

void RenderQueue::fail_with(Error error) {
  failure_ = std::move(error);
  failed_at_ = std::chrono::steady_clock::now();
  give_up();
}

void RenderQueue::give_up() {
  for (auto& [number, record] : std::exchange(waiting_, {})) on_done_(std::move(record));
}

}  // namespace huabiao::monitor
