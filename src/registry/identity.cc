#include "registry/identity.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/utf8.h"

namespace huabiao::registry {

std::string identity_key(std::string_view name) {
  std::string key = utf8::without_space(utf8::fold_width(name));
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return key;
}

namespace {

bool share_department(const IncomingSite& incoming, const KnownSite& known) {
  for (const std::string& mine : incoming.departments)
    for (const std::string& theirs : known.departments)
      if (identity_key(mine) == identity_key(theirs)) return true;
  return false;
}

// Hosts that another site of the same form claims too.
SiteConflict conflict_in_form(const std::vector<IncomingSite>& form, std::size_t mine,
                              const std::map<std::string_view, std::set<std::size_t>>& claims) {
  SiteConflict conflict;
  std::set<std::size_t> others;
  for (const std::string& host : form[mine].hosts) {
    const auto& claimants = claims.at(host);
    if (claimants.size() < 2) continue;
    conflict.hosts.push_back(host);
    others.insert(claimants.begin(), claimants.end());
  }
  conflict.incoming.assign(others.begin(), others.end());
  return conflict;
}

// Across forms: by shared names in the DNS first, by name and department else.
Placement place_one(const IncomingSite& incoming, const KnownSites& known) {
  std::map<SiteId, KnownSite> on_hosts;
  std::map<SiteId, std::vector<std::string>> shared;
  for (const std::string& host : incoming.hosts)
    for (KnownSite& site : known.on_host(host)) {
      shared[site.id].push_back(host);
      on_hosts.emplace(site.id, std::move(site));
    }
  const std::string key = identity_key(incoming.name);
  if (on_hosts.size() > 1) {
    // Sites the register lets share a name: the one of that name is meant, if there is just one.
    std::vector<SiteId> same_name;
    for (const auto& [id, site] : on_hosts)
      if (identity_key(site.name) == key) same_name.push_back(id);
    if (same_name.size() == 1) return SameSite{same_name.front()};
    SiteConflict conflict;
    for (const auto& [id, hosts] : shared) {
      conflict.known.push_back(id);
      for (const std::string& host : hosts)
        if (std::find(conflict.hosts.begin(), conflict.hosts.end(), host) == conflict.hosts.end())
          conflict.hosts.push_back(host);
    }
    return conflict;
  }
  if (on_hosts.size() == 1) {
    const auto& [id, site] = *on_hosts.begin();
    return SameSite{id, identity_key(site.name) == key ? Renamed::No : Renamed::Yes};
  }
  for (const KnownSite& site : known.named(key))
    if (share_department(incoming, site)) return SameSite{site.id};
  return NewSite{};
}

// Two sites of one form that the rules across forms would make one site of the register are two sites after all.
void refuse_shared_placements(const std::vector<IncomingSite>& form, std::vector<Placement>& placements) {
  std::map<SiteId, std::vector<std::size_t>> taken;
  for (std::size_t i = 0; i < placements.size(); ++i)
    if (const auto* same = std::get_if<SameSite>(&placements[i])) taken[same->id].push_back(i);
  for (const auto& [id, claimants] : taken) {
    if (claimants.size() < 2) continue;
    SiteConflict conflict{.hosts = {}, .known = {id}, .incoming = claimants};
    for (const std::size_t i : claimants)
      conflict.hosts.insert(conflict.hosts.end(), form[i].hosts.begin(), form[i].hosts.end());
    for (const std::size_t i : claimants) placements[i] = conflict;
  }
}

}  // namespace

std::vector<Placement> place(const std::vector<IncomingSite>& form, const KnownSites& known) {
  std::map<std::string_view, std::set<std::size_t>> claims;
  for (std::size_t i = 0; i < form.size(); ++i)
    for (const std::string& host : form[i].hosts) claims[host].insert(i);

  std::vector<Placement> placements;
  placements.reserve(form.size());
  for (std::size_t i = 0; i < form.size(); ++i) {
    SiteConflict conflict = conflict_in_form(form, i, claims);
    if (!conflict.hosts.empty())
      placements.emplace_back(std::move(conflict));
    else
      placements.push_back(place_one(form[i], known));
  }
  refuse_shared_placements(form, placements);
  return placements;
}

}  // namespace huabiao::registry
