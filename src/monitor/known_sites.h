#pragma once
// KnownSites: the registered sites by what a page may claim of them: host, site code, mark, filing numbers. A snapshot,
// built once; any thread reads it.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huabiao::monitor {

struct KnownSite {
  std::string name, unit;          // may be empty
  std::vector<std::string> hosts;  // A-labels, lower case
  std::string site_code;           // normal form; empty when it has none
  std::string icp;                 // the main number, without "-N"
  std::string police;              // normal form
  std::string mark;                // the id of its script or link
};

class KnownSites {
 public:
  using Sites = std::vector<const KnownSite*>;  // at most kMatches

  static constexpr std::size_t kMatches = 64;  // sites told for one number: one owner may run many

  KnownSites() = default;
  explicit KnownSites(std::vector<KnownSite> sites);
  KnownSites(const KnownSites&) = delete;
  KnownSites& operator=(const KnownSites&) = delete;

  [[nodiscard]] bool empty() const { return sites_.empty(); }
  [[nodiscard]] Sites by_code(std::string_view site_code) const { return find("code ", site_code); }
  [[nodiscard]] Sites by_icp(std::string_view main) const { return find("icp ", main); }
  [[nodiscard]] Sites by_police(std::string_view number) const { return find("police ", number); }
  [[nodiscard]] Sites by_mark(std::string_view id) const { return find("mark ", id); }
  // Sites one of whose hosts `host` equals or lies under ("www." in front of the registered one left out).
  [[nodiscard]] Sites by_host(std::string_view host) const;

 private:
  [[nodiscard]] Sites find(std::string_view kind, std::string_view value) const;

  std::vector<KnownSite> sites_;
  std::unordered_multimap<std::string, std::size_t> index_;
};

}  // namespace huabiao::monitor
