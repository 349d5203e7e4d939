#include "storage/estate_list.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "registry/region.h"
#include "storage/cursor.h"
#include "storage/gram_index.h"
#include "storage/reach_sql.h"
#include "storage/site_grams.h"
#include "storage/site_summary.h"
#include "storage/sql_text.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using monitor::SiteQuery;
using monitor::SiteSort;
using monitor::SiteSummary;
using monitor::SortOrder;

// With at most so many candidates of a text search all are looked at and sorted; with more, the list is walked in its
// order until the page is full, which then comes soon.
constexpr std::int64_t kFewCandidates = 2'000;
constexpr std::size_t kPatience = 2'000;  // rows of such a walk that are looked at before the grams are asked again

template <class T>
std::optional<T> seen(std::int64_t value) {
  if (value < 0) return std::nullopt;
  return static_cast<T>(value);
}

std::optional<SiteSummary> read_summary(Connection& connection, std::int64_t site) {
  Statement row = connection.prepare(
      "SELECT s.site, s.name, s.life, s.region, s.mark_declared, s.state, s.outcome, s.mark, s.last_visit, "
      "s.last_round, s.worst, s.open_findings, t.organisations, t.hosts, t.chinese_names, t.site_code "
      "FROM site_summary s JOIN site_text t ON t.site = s.site WHERE s.site = ?1");
  row.bind(1, site);
  if (!row.step()) return std::nullopt;
  SiteSummary summary;
  summary.id.value = row.integer(0);
  summary.name = row.text(1);
  summary.life = static_cast<registry::SiteLife>(row.integer(2));
  summary.region = row.text(3);
  if (row.integer(4) >= 0) summary.mark_declared = row.integer(4) == 1;
  summary.state = seen<monitor::SiteState>(row.integer(5));
  summary.outcome = seen<monitor::Outcome>(row.integer(6));
  summary.mark = seen<monitor::MarkState>(row.integer(7));
  if (row.integer(8) > 0) summary.last_visit = row.time(8);
  summary.last_round.value = row.integer(9);
  summary.worst = seen<monitor::Severity>(row.integer(10));
  summary.open_findings = row.integer(11);
  summary.organisations = split_list(row.text(12));
  summary.hosts = split_list(row.text(13));
  summary.chinese_names = split_list(row.text(14));
  summary.site_code = row.text(15);
  return summary;
}

void add_region(SqlText& sql, std::string_view region) {
  if (region.empty()) return;
  const std::string_view prefix = registry::region_prefix(region);
  sql.add(prefix.size() == 2   ? " AND s.province = ?"
          : prefix.size() == 4 ? " AND s.prefecture = ?"
                               : " AND s.region = ?",
          prefix);
}

SqlText conditions_of(const SiteQuery& query, TimePoint now) {
  SqlText sql;
  add_reach(sql, query.reach, now);
  add_region(sql, query.region);
  if (query.life) sql.add(" AND s.life = ?", static_cast<std::int64_t>(*query.life));
  if (query.state) sql.add(" AND s.state = ?", static_cast<std::int64_t>(*query.state));
  if (query.outcome) sql.add(" AND s.outcome = ?", static_cast<std::int64_t>(*query.outcome));
  if (query.mark) sql.add(" AND s.mark = ?", static_cast<std::int64_t>(*query.mark));
  if (query.findings_at_least) sql.add(" AND s.worst >= ?", static_cast<std::int64_t>(*query.findings_at_least));
  if (query.organisation)
    sql.add(" AND s.site IN (SELECT site FROM site_unit WHERE organisation = ?)", query.organisation.value);
  if (query.finding_category)
    sql.add(" AND s.site IN (SELECT site FROM site_finding WHERE category = ?)",
            static_cast<std::int64_t>(*query.finding_category));
  return sql;
}

struct Order {
  std::string_view cursor, column, index;
};
Order order_of(SiteSort sort) {
  switch (sort) {
    case SiteSort::Name:
      return {"site.name", "s.name", "site_summary_name"};
    case SiteSort::Severity:
      return {"site.severity", "s.worst", "site_summary_worst"};
    case SiteSort::LastVisit:
      return {"site.last_visit", "s.last_visit", "site_summary_visit"};
    case SiteSort::Newest:
      break;
  }
  return {"site.newest", "s.site", ""};
}

// One list request: what to match, where to go on, which way.
class Listing {
 public:
  Listing(Connection& connection, const SiteQuery& query, TimePoint now)
      : connection_(connection),
        query_(query),
        order_(order_of(query.sort)),
        cursor_name_(std::string(order_.cursor) + (query.order == SortOrder::Ascending ? "+" : "-")),
        cursor_(Cursor::read(query.cursor, cursor_name_, "registry.bad_cursor")),
        conditions_(conditions_of(query, now)),
        terms_(search_terms(query.text)),
        limit_(std::clamp<std::size_t>(query.limit, 1, registry::kMaxPageRows)) {}

  registry::Page<SiteSummary> page() {
    registry::Page<SiteSummary> page;
    std::vector<std::int64_t> sites = terms_.empty() ? by_conditions(page) : by_text(page);
    const bool more = sites.size() > limit_;
    if (more) sites.pop_back();
    for (const std::int64_t site : sites)
      if (auto summary = read_summary(connection_, site)) page.rows.push_back(std::move(*summary));
    if (more && !page.rows.empty()) {
      const SiteSummary& last = page.rows.back();
      page.next = Cursor{sort_value(last), last.id.value}.write(cursor_name_);
    }
    return page;
  }

 private:
  [[nodiscard]] bool descending() const { return query_.order == SortOrder::Descending; }
  [[nodiscard]] bool by_name() const { return query_.sort == SiteSort::Name; }

  [[nodiscard]] std::string sort_value(const SiteSummary& row) const {
    switch (query_.sort) {
      case SiteSort::Name:
        return row.name;
      case SiteSort::Severity:
        return std::to_string(row.worst ? static_cast<int>(*row.worst) : -1);
      case SiteSort::LastVisit:
        return std::to_string(row.last_visit ? to_millis(*row.last_visit) : 0);
      case SiteSort::Newest:
        break;
    }
    return std::to_string(row.id.value);
  }

  // Throws Failure for a number that is none.
  [[nodiscard]] std::int64_t cursor_number() const {
    std::int64_t value = 0;
    const char* end = cursor_.value.data() + cursor_.value.size();
    const auto [stop, error] = std::from_chars(cursor_.value.data(), end, value);
    if (error != std::errc() || stop != end) throw Failure({Kind::Invalid, "registry.bad_cursor", {}, {}});
    return value;
  }

  void add_after(SqlText& sql) const {
    if (!cursor_.set) return;
    const std::string relation = descending() ? " < (?" : " > (?";
    sql.add(" AND (").add(order_.column).add(", s.site)");
    if (by_name())
      sql.add(relation, cursor_.value);
    else
      sql.add(relation, cursor_number());
    sql.add(", ?)", cursor_.id);
  }

  void add_order(SqlText& sql) const {
    const std::string_view way = descending() ? " DESC" : " ASC";
    sql.add(" ORDER BY ").add(order_.column).add(way).add(", s.site").add(way);
  }
  void add_page(SqlText& sql) const {
    add_after(sql);
    add_order(sql);
    sql.add(" LIMIT ?", static_cast<std::int64_t>(limit_ + 1));
  }

  std::vector<std::int64_t> run(const SqlText& sql) {
    std::vector<std::int64_t> sites;
    Statement rows = connection_.prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) sites.push_back(rows.integer(0));
    return sites;
  }

  // Small sets lead (a unit's sites, those of a category); all else is one pass over the facets.
  [[nodiscard]] std::string_view facets() const {
    return query_.organisation || query_.finding_category ? "" : " INDEXED BY site_summary_facets";
  }

  std::int64_t count_conditions() {
    SqlText sql;
    sql.add("SELECT count(*) FROM site_summary s").add(facets()).add(" WHERE true").add(conditions_);
    Statement row = connection_.prepare(sql.text());
    sql.bind(row);
    return row.step() ? row.integer(0) : 0;
  }

  std::vector<std::int64_t> by_conditions(registry::Page<SiteSummary>& page) {
    page.total = count_conditions();
    SqlText sql;
    sql.add("SELECT s.site FROM site_summary s");
    if (!conditions_.empty()) sql.add(facets());
    sql.add(" WHERE true").add(conditions_);
    add_page(sql);
    return run(sql);
  }

  std::int64_t count_candidates() {
    SqlText sql;
    sql.add("SELECT count(*) FROM ").add(gram_candidates(connection_.kind(), terms_));
    sql.add(" LIMIT ?) g", kFewCandidates + 1);
    Statement row = connection_.prepare(sql.text());
    sql.bind(row);
    return row.step() ? row.integer(0) : 0;
  }

  void add_terms(SqlText& sql) const {
    for (const std::string& term : terms_) sql.add(" AND instr(t.folded, ?) > 0", term);
  }

  std::vector<std::int64_t> by_text(registry::Page<SiteSummary>& page) {
    constexpr std::string_view kTheirs =
        " g CROSS JOIN site_text t CROSS JOIN site_summary s WHERE t.site = g.site AND s.site = g.site";
    if (count_candidates() <= kFewCandidates) {
      SqlText from;
      from.add(" FROM ").add(gram_candidates(connection_.kind(), terms_)).add(")").add(kTheirs);
      return among(page, from);
    }
    if (!conditions_.empty() && count_conditions() <= kFewCandidates) {
      SqlText from;
      from.add(" FROM site_summary s").add(facets()).add(" CROSS JOIN site_text t WHERE t.site = s.site");
      return among(page, from);
    }
    SqlText first;
    first.add("(SELECT site FROM ").add(gram_candidates(connection_.kind(), terms_));
    first.add(" LIMIT ?) c)", kFewCandidates).add(kTheirs);
    count_at_least(page, first);
    return connection_.kind() == EngineKind::Sqlite ? walk() : walk_by_plan();
  }

  // Few candidates: all of them matched, counted exactly, sorted.
  std::vector<std::int64_t> among(registry::Page<SiteSummary>& page, const SqlText& from) {
    SqlText count;
    count.add("SELECT count(*)").add(from).add(conditions_);
    add_terms(count);
    Statement row = connection_.prepare(count.text());
    count.bind(row);
    if (row.step()) page.total = row.integer(0);
    SqlText sql;
    sql.add("SELECT s.site").add(from).add(conditions_);
    add_terms(sql);
    add_page(sql);
    return run(sql);
  }

  // Many candidates: what the first of them come to is a lower bound.
  void count_at_least(registry::Page<SiteSummary>& page, const SqlText& first) {
    SqlText sql;
    sql.add("SELECT count(*) FROM ").add(first).add(conditions_);
    add_terms(sql);
    Statement row = connection_.prepare(sql.text());
    sql.bind(row);
    if (row.step()) page.total = row.integer(0);
    page.exact = false;
  }

  // PostgreSQL hands out whole results, so the page's end is in the statement; its planner chooses the way.
  std::vector<std::int64_t> walk_by_plan() {
    SqlText sql;
    sql.add("SELECT s.site FROM site_summary s JOIN site_text t ON t.site = s.site WHERE true").add(conditions_);
    add_terms(sql);
    add_page(sql);
    return run(sql);
  }

  // Many candidates: down the order until the page is full. Where matches prove rare on the way (they may all stand at
  // the far end), the grams say which rows need not be looked at.
  std::vector<std::int64_t> walk() {
    SqlText sql;
    sql.add("SELECT s.site FROM site_summary s");
    if (!order_.index.empty()) sql.add(" INDEXED BY ").add(order_.index);
    sql.add(" WHERE true").add(conditions_);
    add_after(sql);
    add_order(sql);
    Statement rows = connection_.prepare(sql.text());
    sql.bind(rows);
    std::vector<std::int64_t> sites, candidates;
    for (std::size_t looked_at = 0; sites.size() <= limit_ && rows.step(); ++looked_at) {
      const std::int64_t site = rows.integer(0);
      if (looked_at == kPatience) candidates = candidates_of();
      if (looked_at >= kPatience && !std::ranges::binary_search(candidates, site)) continue;
      if (holds_terms(site)) sites.push_back(site);
    }
    return sites;
  }

  // Ascending.
  std::vector<std::int64_t> candidates_of() {
    SqlText sql;
    sql.add("SELECT site FROM ").add(gram_candidates(connection_.kind(), terms_)).add(") g ORDER BY site");
    return run(sql);
  }

  bool holds_terms(std::int64_t site) {
    SqlText sql;
    sql.add("SELECT 1 FROM site_text t WHERE t.site = ?", site);
    add_terms(sql);
    Statement row = connection_.prepare(sql.text());
    sql.bind(row);
    return row.step();
  }

  Connection& connection_;
  const SiteQuery& query_;
  Order order_;
  std::string cursor_name_;
  Cursor cursor_;
  SqlText conditions_;
  std::vector<std::string> terms_;
  std::size_t limit_;
};

}  // namespace

void EstateList::catch_up() {
  const TimePoint now = database_.now();
  {
    Database::Reader reader(database_);
    if (sites_due(*reader, now).empty()) return;
  }
  if (database_.writing()) return;  // the next list catches up
  Database::Write write(database_, Durability::Normal);
  refresh_sites(*write, sites_due(*write, now), now);
  write.commit();
}

Result<registry::Page<SiteSummary>> EstateList::list_sites(const SiteQuery& query) {
  return at_rim([&] {
    catch_up();
    Database::Reader reader(database_);
    return Listing(*reader, query, database_.now()).page();
  });
}

Result<std::optional<SiteSummary>> EstateList::summary(registry::SiteId site) {
  return at_rim([&] {
    catch_up();
    Database::Reader reader(database_);
    return read_summary(*reader, site.value);
  });
}

}  // namespace huabiao::storage
