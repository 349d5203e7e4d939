#include "storage/rendered_rows.h"

#include "monitor/record/record.h"

namespace huabiao::storage {

using monitor::Category;
using monitor::RenderedView;

namespace {

// Is it about what the page shows? Of a certificate there is no picture.
bool can_be_seen(const monitor::Finding& finding) {
  return finding.page.empty() && (is_attack(finding.category) || finding.category == Category::Mark ||
                                  finding.category == Category::Footer || finding.category == Category::Change);
}

}  // namespace

void put_rendered(Connection& connection, const monitor::VisitRecord& record) {
  if (!record.rendered || !record.rendered->facts) return;
  connection
      .prepare(
          "INSERT INTO rendered(site, host, at, view, findings) VALUES(?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT(site, host) DO UPDATE SET at = excluded.at, view = excluded.view, findings = excluded.findings "
          "WHERE excluded.at >= rendered.at")
      .bind(1, record.visit.site)
      .bind(2, record.visit.host)
      .bind(3, record.rendered->at)
      .bind(4, monitor::record::write_rendered(*record.rendered))
      .bind(5, monitor::record::write_findings(record.rendered->findings, std::to_string(record.visit.site)))
      .run();
}

void put_finding_picture(Connection& connection, const monitor::KeptFinding& finding,
                         const monitor::VisitRecord& record) {
  if (!record.rendered || !record.rendered->picture || record.rendered->picture->sha256.empty()) return;
  if (!can_be_seen(finding.finding)) return;
  const monitor::Picture& picture = *record.rendered->picture;
  connection
      .prepare(
          "INSERT INTO finding_picture(finding, sha256, width, height, at) VALUES(?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT(finding) DO UPDATE SET sha256 = excluded.sha256, width = excluded.width, "
          "height = excluded.height, at = excluded.at")
      .bind(1, finding.id)
      .bind(2, picture.sha256)
      .bind(3, picture.width)
      .bind(4, picture.height)
      .bind(5, record.rendered->at)
      .run();
}

std::optional<monitor::KeptPicture> finding_picture(Connection& connection, monitor::FindingId finding) {
  Statement row = connection.prepare("SELECT sha256, width, height, at FROM finding_picture WHERE finding = ?1");
  row.bind(1, finding);
  if (!row.step()) return std::nullopt;
  return monitor::KeptPicture{
      .sha256 = row.text(0), .width = row.integer(1), .height = row.integer(2), .at = row.time(3)};
}

Result<std::optional<RenderedView>> RenderedRows::rendered_of(std::int64_t site, const std::string& host) {
  return at_rim([&]() -> std::optional<RenderedView> {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT view, findings FROM rendered WHERE site = ?1 AND host = ?2");
    row.bind(1, site).bind(2, host);
    if (!row.step()) return std::nullopt;
    RenderedView view = must(monitor::record::read_rendered(row.text(0)));
    view.findings = must(monitor::record::read_findings(row.text(1)));
    return view;
  });
}

}  // namespace huabiao::storage
