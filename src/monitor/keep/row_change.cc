#include "monitor/keep/row_change.h"

#include <algorithm>
#include <map>
#include <utility>

namespace huabiao::monitor {
namespace {

std::string outcome_of(const VisitRecord& record) {
  std::string text(to_string(record.fetch.outcome));
  if (record.fetch.outcome == Outcome::HttpError) text += " " + std::to_string(record.fetch.status);
  return text;
}

std::string certificate_of(const VisitRecord& record) {
  if (!record.fetch.tls || record.fetch.tls->chain.empty()) return {};
  const Certificate& leaf = record.fetch.tls->chain.front();
  return leaf.issuer + " .. " + shanghai_day(leaf.not_after) + " #" + leaf.sha256.substr(0, 16);
}

std::string values_of(const std::vector<FooterValue>& values) {
  std::string text;
  for (const FooterValue& value : values) text += (text.empty() ? "" : ", ") + value.raw;
  return text;
}

std::string links_of(const LinkCounts& links) {
  return std::to_string(links.internal) + " / " + std::to_string(links.external) + " / " +
         std::to_string(links.hidden_external);
}

class Comparing {
 public:
  explicit Comparing(std::vector<RowChange>& changes) : changes_(changes) {}

  void take(const RoundRow& before, const RoundRow& after) {
    at_ = after.first_at;
    host_ = after.record.visit.host;
    note(ChangedPart::Outcome, outcome_of(before.record), outcome_of(after.record));
    const std::string former = certificate_of(before.record), present = certificate_of(after.record);
    if (!former.empty() && !present.empty()) note(ChangedPart::Certificate, former, present);
    if (!page_read(before.record.fetch.outcome) || !page_read(after.record.fetch.outcome)) return;
    note(ChangedPart::Address, before.record.fetch.final_url, after.record.fetch.final_url);
    if (before.record.facts && after.record.facts) facts(*before.record.facts, *after.record.facts);
  }

 private:
  void note(ChangedPart part, std::string before, std::string after) {
    if (before != after) changes_.push_back({at_, host_, part, std::move(before), std::move(after)});
  }
  void facts(const PageFacts& before, const PageFacts& after) {
    note(ChangedPart::Title, before.title, after.title);
    note(ChangedPart::Mark, std::string(to_string(before.mark.state)), std::string(to_string(after.mark.state)));
    const auto footer = [](const PageFacts& facts) {
      return values_of(facts.icp) + " | " + values_of(facts.police) + " | " + values_of(facts.site_code);
    };
    note(ChangedPart::Footer, footer(before), footer(after));
    // Articles come and go; links that leave the site, and hidden ones, are another matter.
    if (before.links.external != after.links.external || before.links.hidden_external != after.links.hidden_external)
      note(ChangedPart::Links, links_of(before.links), links_of(after.links));
  }

  std::vector<RowChange>& changes_;
  TimePoint at_{};
  std::string host_;
};

}  // namespace

std::vector<RowChange> changes_of(std::span<const RoundRow> rows) {
  std::map<std::pair<std::string, std::uint16_t>, std::vector<const RoundRow*>> hosts;
  for (const RoundRow& row : rows)
    if (row.record.fetch.outcome != Outcome::NotVisited)
      hosts[{row.record.visit.host, row.record.visit.port}].push_back(&row);
  std::vector<RowChange> changes;
  Comparing comparing(changes);
  for (auto& [host, own] : hosts) {
    std::ranges::stable_sort(own, {}, [](const RoundRow* row) { return std::pair(row->first_at, row->row); });
    for (std::size_t i = 1; i < own.size(); ++i) comparing.take(*own[i - 1], *own[i]);
  }
  std::ranges::stable_sort(changes, std::ranges::greater(), &RowChange::at);
  return changes;
}

}  // namespace huabiao::monitor
