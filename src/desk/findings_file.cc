#include "desk/findings_file.h"

#include <fstream>
#include <functional>
#include <vector>

#include "office/xlsx_writer.h"
#include "report/sarif.h"

namespace huabiao::desk {
namespace {

report::Reported reported(const monitor::KeptFinding& kept) {
  return {.site = kept.site_name,
          .site_key = std::to_string(kept.site),
          .address = kept.asked_url,
          .at = kept.life.last_seen,
          .state = std::string(monitor::to_string(kept.life.state)),
          .decision = std::string(monitor::to_string(kept.life.decision)),
          .finding = kept.finding};
}

Done each(monitor::RoundStore& store, monitor::FindingQuery& query,
          const std::function<Done(const report::Reported&)>& take) {
  query.limit = monitor::kMaxPage;
  query.cursor.clear();
  do {
    auto page = store.findings(query);
    if (!page) return fail(std::move(page));
    for (const monitor::KeptFinding& kept : page->rows)
      if (auto taken = take(reported(kept)); !taken) return taken;
    query.cursor = page->next;
  } while (!query.cursor.empty());
  return {};
}

Done closed(std::ofstream& out, const std::filesystem::path& file) {
  out.close();
  if (!out) return fail(Kind::Environment, "storage.disk_full", file.string());
  return {};
}

Done write_lines(monitor::RoundStore& store, monitor::FindingQuery& query, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  auto done = each(store, query, [&](const report::Reported& one) -> Done {
    out << report::to_json_line(one) << '\n';
    if (!out) return fail(Kind::Environment, "storage.disk_full", file.string());
    return {};
  });
  return done ? closed(out, file) : done;
}

Done write_sarif(monitor::RoundStore& store, monitor::FindingQuery& query, Language language,
                 const std::string& version, const std::filesystem::path& file) {
  std::vector<report::Reported> all;
  auto done = each(store, query, [&](const report::Reported& one) -> Done {
    if (all.size() == FindingsFileLimits::kSarifFindings)
      return fail(Kind::TooLarge, "desk.too_many_findings", std::to_string(all.size()));
    all.push_back(one);
    return {};
  });
  if (!done) return done;
  std::ofstream out(file, std::ios::binary);
  out << report::to_sarif(all, {.version = version, .language = language, .complete = true});
  return closed(out, file);
}

Done write_workbook(monitor::RoundStore& store, monitor::FindingQuery& query, Language language,
                    const std::filesystem::path& file) {
  auto workbook = office::XlsxWriter::create(file);
  if (!workbook) return fail(std::move(workbook));
  auto sheet = (*workbook)->add_sheet({.name = language == Language::Chinese ? "发现" : "Findings",
                                       .widths = std::vector<double>(report::kFindingColumns, 22),
                                       .header_rows = 1});
  if (!sheet) return fail(std::move(sheet));
  std::uint32_t number = 0;
  const auto put = [&](const auto& cells, table::CellStyle style) {
    std::vector<table::OutCell> row;
    row.reserve(cells.size());
    for (const auto& cell : cells)
      row.push_back({static_cast<std::uint32_t>(row.size() + 1), style, std::string_view(cell)});
    return (*sheet)->row(++number, row);
  };
  if (auto put_header = put(report::findings_header(language), table::CellStyle::Header); !put_header)
    return put_header;
  auto done = each(store, query, [&](const report::Reported& one) -> Done {
    if (number >= table::Bounds::kRows) return fail(Kind::TooLarge, "desk.too_many_findings", std::to_string(number));
    return put(report::to_row(one, language), table::CellStyle::Left);
  });
  return done ? (*workbook)->finish() : done;
}

}  // namespace

Done write_findings(monitor::RoundStore& store, monitor::FindingQuery query, FindingsFormat format, Language language,
                    const std::string& version, const std::filesystem::path& file) {
  switch (format) {
    case FindingsFormat::JsonLines:
      return write_lines(store, query, file);
    case FindingsFormat::Sarif:
      return write_sarif(store, query, language, version, file);
    case FindingsFormat::Workbook:
      break;
  }
  return write_workbook(store, query, language, file);
}

}  // namespace huabiao::desk
