#pragma once
// Registries: who is to be asked about a domain's registration, and how often: by the rule packs' registries/*.toml, or
// by what the operator says instead. Nothing is looked up to find out. Pure; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "rules/pack.h"

namespace huabiao::monitor {

// Where WHOIS is asked.
struct WhoisServer {
  static constexpr std::uint16_t kPort = 43;
  std::string host;  // A-labels, or an address; empty: none
  std::uint16_t port = kPort;
};

struct Registry {
  std::string key;     // questions to those with the same one keep the gap
  std::string suffix;  // A-labels: "cn"
  std::string rdap;    // base URL, ends in '/'; empty: none
  WhoisServer whois;
  std::string query = "{}";  // what WHOIS is asked, "{}" for the domain
  Millis gap{5'000};         // between two questions
  Millis utc_offset{0};      // of its times that name no zone
};

class Registries {
 public:
  static constexpr Millis kLeastGap{1'000};  // outside a lab, whatever the operator says

  struct Wanted {
    // "SUFFIX=https://HOST/PATH/" or "SUFFIX=whois://HOST[:PORT]"; both for one suffix: RDAP first. What stands in the
    // packs for that suffix is not asked then.
    std::vector<std::string> servers;
    Millis gap{0};  // instead of the packs'; 0: theirs
    // In a lab only what `servers` names by its address is asked; outside it no address on this machine may be named.
    bool lab = false;
  };
  // Of packs that speak of one suffix the last counts. Fails: registration.bad_registry, registration.needs_lab.
  static Result<Registries> create(std::span<const rules::Pack> packs, const Wanted& wanted);

  // By the longest suffix the domain lies under. nullptr: none is known. Lifetime: this.
  [[nodiscard]] const Registry* of(std::string_view domain) const;
  [[nodiscard]] const std::vector<Registry>& all() const { return registries_; }

 private:
  std::vector<Registry> registries_;
};

}  // namespace huabiao::monitor
