#pragma once
// traits: what the findings of a page have that may be met on another site. Attack findings and foreign-resource ones
// of severity medium or above have traits, others none. Pure, linear in the page; any thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/finding.h"
#include "monitor/page.h"
#include "rules/match/rule_set.h"

namespace huabiao::monitor {

struct TraitLimits {
  static constexpr std::size_t kPerFinding = 32;  // of one finding, in all
  static constexpr std::size_t kScripts = 4, kHosts = 16, kContacts = 8;
  static constexpr std::size_t kTextBytes = 64u << 10;  // of a finding's text looked through for contacts
  static constexpr std::size_t kScriptBytes = 48;       // a shorter script, spaces left out, says nothing
  static constexpr std::size_t kAddresses = 100, kAddressBytes = 300;  // looked at in one text, of one
  static constexpr std::size_t kReplacedItems = 60;        // links, frames and scripts of a page that was replaced
  static constexpr std::size_t kTags = 14, kTagNames = 8;  // a page of fewer has no shape of its own
  static constexpr std::size_t kShapeTags = 20'000;        // start tags a shape is made of
  static constexpr std::size_t kValueBytes = 256;          // of one trait
};

struct TraitInput {
  const Page& page;
  std::string_view body;                   // as fetched; the places of page and findings count in it
  std::string_view page_host;              // A-labels; empty: not known
  std::span<const std::string> own_hosts;  // of the site, as declared
  const rules::RuleSet& rules;             // hosts everybody points to are nobody's trait
};

void add_traits(const TraitInput& input, std::vector<Finding>& findings);

// The contacts a text prints, as values of Contact traits, each once, at most TraitLimits::kContacts.
std::vector<std::string> contacts_in(std::string_view text);

// Inline script without white space as a digest; empty when it is too short to tell one from another.
std::string script_value(std::string_view source);

// The names of the start tags in their order, runs of one name as one, as a digest; empty when there are too few.
std::string shape_value(std::string_view body);

}  // namespace huabiao::monitor
