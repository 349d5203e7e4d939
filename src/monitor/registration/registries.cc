#include "monitor/registration/registries.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "web/host.h"
#include "web/ip_range.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kForm = "SUFFIX=https://HOST/PATH/ or SUFFIX=whois://HOST[:PORT]";

std::unexpected<Error> bad_registry(const std::string& text) {
  return fail(Kind::Invalid, "registration.bad_registry", text, std::string(kForm));
}

Registry& entry_of(std::vector<Registry>& registries, const std::string& suffix) {
  const auto at = std::ranges::find(registries, suffix, &Registry::suffix);
  if (at != registries.end()) return *at;
  registries.push_back({.key = {}, .suffix = suffix, .rdap = {}, .whois = {}});
  return registries.back();
}

// "whois.example", "192.0.2.43:4343", "[2001:db8::43]:4343".
std::optional<WhoisServer> read_whois(std::string_view text) {
  WhoisServer server;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, server.port);
    if (error != std::errc() || stop != end || server.port == 0) return std::nullopt;
    text = text.substr(0, colon);
  }
  const auto host = web::parse_host(text, web::HostRules::Link);
  if (!host) return std::nullopt;
  server.host = web::canonical_ip(host->ascii).value_or(host->ascii);
  return server;
}

// The servers of one line, with their host in `host`. nullopt: it cannot be read.
struct Line {
  std::string suffix, rdap, host;
  WhoisServer whois;
};
std::optional<Line> read_line(std::string_view text) {
  constexpr std::string_view kWhois = "whois://";
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto suffix = web::parse_host(text.substr(0, equals), web::HostRules::Link);
  if (!suffix) return std::nullopt;
  Line line{.suffix = suffix->ascii, .rdap = {}, .host = {}, .whois = {}};
  const std::string_view server = text.substr(equals + 1);
  if (server.starts_with(kWhois)) {
    auto whois = read_whois(server.substr(kWhois.size()));
    if (!whois) return std::nullopt;
    line.host = whois->host;
    line.whois = *std::move(whois);
    return line;
  }
  const auto url = web::parse_url(std::string(server));
  if (!url || url->scheme != "https" || !server.ends_with('/')) return std::nullopt;
  line.rdap = server;
  line.host = url->host;
  return line;
}

}  // namespace

Result<Registries> Registries::create(std::span<const rules::Pack> packs, const Wanted& wanted) {
  Registries made;
  std::vector<Registry>& all = made.registries_;
  for (const rules::Pack& pack : packs)
    for (const rules::RegistryRule& rule : pack.registries)
      for (const std::string& suffix : rule.suffixes) {
        Registry& entry = entry_of(all, suffix);
        entry = {.key = rule.id,
                 .suffix = suffix,
                 .rdap = rule.rdap,
                 .whois = {.host = rule.whois},
                 .query = rule.query,
                 .gap = std::chrono::seconds(rule.gap_seconds),
                 .utc_offset = std::chrono::hours(rule.utc_offset_hours)};
      }
  if (wanted.lab)
    for (Registry& entry : all) entry.rdap = entry.whois.host = {};
  std::vector<std::string> said;
  for (const std::string& text : wanted.servers) {
    auto line = read_line(text);
    if (!line) return bad_registry(text);
    const bool address = web::canonical_ip(line->host).has_value();
    if (!wanted.lab && address && !web::is_public(line->host))
      return fail(Kind::Invalid, "registration.needs_lab", text);
    if (wanted.lab && !address) continue;
    Registry& entry = entry_of(all, line->suffix);
    if (std::ranges::find(said, line->suffix) == said.end()) {
      entry.rdap = entry.whois.host = {};
      entry.key = "registry=" + line->suffix;
      said.push_back(line->suffix);
    }
    if (line->rdap.empty())
      entry.whois = std::move(line->whois);
    else
      entry.rdap = std::move(line->rdap);
  }
  std::erase_if(all, [](const Registry& entry) { return entry.rdap.empty() && entry.whois.host.empty(); });
  for (Registry& entry : all) {
    if (wanted.gap > Millis(0)) entry.gap = wanted.gap;
    if (!wanted.lab) entry.gap = std::max(entry.gap, kLeastGap);
  }
  return made;
}

const Registry* Registries::of(std::string_view domain) const {
  const Registry* best = nullptr;
  for (const Registry& entry : registries_)
    if (web::same_or_under(domain, entry.suffix) && (best == nullptr || entry.suffix.size() > best->suffix.size()))
      best = &entry;
  return best;
}

}  // namespace huabiao::monitor
