#include "app/cli/site_list.h"

#include <array>
#include <map>

#include "base/utf8.h"
#include "filing/icp.h"
#include "filing/police.h"
#include "filing/site_code.h"
#include "office/table_reader.h"
#include "web/url.h"

namespace huabiao::app {
namespace {

using monitor::KnownSite;

constexpr std::array<std::string_view, 7> kColumns = {"site", "unit", "hosts", "site_code", "icp", "police", "mark"};

std::vector<std::string> hosts_of(std::string_view text) {
  std::vector<std::string> hosts;
  constexpr std::string_view kBetween = " \t\r\n,;|";
  while (!text.empty() && hosts.size() < SiteListLimits::kHosts) {
    const auto end = std::min(text.find_first_of(kBetween), text.size());
    if (const auto url = web::parse_address(text.substr(0, end)); end > 0 && url) hosts.push_back(url->host);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return hosts;
}

// "dcs.conac.cn/js/.../CA....js", "...?method=show&id=0627...", or the id alone.
std::string mark_of(std::string_view text) {
  const auto id = text.find("id=");
  if (id != std::string_view::npos) text = text.substr(id + 3);
  const auto slash = text.rfind('/');
  if (slash != std::string_view::npos) text = text.substr(slash + 1);
  return utf8::trim(text.substr(0, text.find('.')));
}

std::string normal_or(const filing::FilingMatch& match, std::string_view text) {
  return match.valid ? match.normal : std::string(text);
}

KnownSite site_of(const std::map<std::string, std::string>& row) {
  const auto value = [&](const char* column) {
    const auto found = row.find(column);
    return found == row.end() ? std::string() : utf8::trim(found->second);
  };
  KnownSite site;
  site.name = value("site");
  site.unit = value("unit");
  site.hosts = hosts_of(value("hosts"));
  site.site_code = normal_or(filing::read_site_code(value("site_code")), value("site_code"));
  const filing::FilingMatch icp = filing::read_icp(value("icp"));
  site.icp = icp.valid ? icp.main : value("icp");
  site.police = normal_or(filing::read_police(value("police")), value("police"));
  site.mark = mark_of(value("mark"));
  return site;
}

class SiteListReader {
 public:
  table::Go row(const table::Row& row) {
    if (columns_.empty()) {
      for (const table::Cell& cell : row.cells)
        for (const std::string_view name : kColumns)
          if (utf8::trim(cell.text) == name) columns_[cell.column] = name;
      return columns_.empty() ? table::Go::Stop : table::Go::On;
    }
    if (sites.size() >= SiteListLimits::kSites) {
      too_many = true;
      return table::Go::Stop;
    }
    std::map<std::string, std::string> values;
    for (const table::Cell& cell : row.cells)
      if (const auto column = columns_.find(cell.column); column != columns_.end())
        values[column->second] = std::string(cell.text);
    sites.push_back(site_of(values));
    return table::Go::On;
  }
  [[nodiscard]] bool has_header() const { return !columns_.empty(); }

  std::vector<KnownSite> sites;
  bool too_many = false;

 private:
  std::map<std::uint32_t, std::string> columns_;
};

}  // namespace

Result<std::vector<KnownSite>> read_site_list(const std::string& path) {
  auto source = office::open_table(path);
  if (!source) return fail(std::move(source));
  SiteListReader reader;
  auto done = (*source)->read(0, [&](const table::Row& row) { return reader.row(row); });
  if (!done) return fail(std::move(done));
  if (!reader.has_header() || reader.too_many)
    return fail(Kind::Unreadable, "inspect.bad_registry",
                path + (reader.too_many ? ": too many sites"
                                        : ": no column site, unit, hosts, site_code, icp, police or mark"));
  return std::move(reader.sites);
}

}  // namespace huabiao::app
