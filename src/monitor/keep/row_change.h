#pragma once
// RowChange: what became different between two kept rows of one host, in a reader's words: how it answers, from where,
// with which certificate, what its page says of itself. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "monitor/keep/round_store.h"

namespace huabiao::monitor {

enum class ChangedPart { Outcome, Certificate, Address, Title, Mark, Footer, Links };
inline constexpr std::array<std::string_view, 7> kChangedPartNames = {"outcome", "certificate", "address", "title",
                                                                      "mark",    "footer",      "links"};
constexpr std::string_view to_string(ChangedPart part) {
  return kChangedPartNames[static_cast<std::size_t>(part)];
}

struct RowChange {
  TimePoint at{};  // when the later row was first seen
  std::string host;
  ChangedPart part = ChangedPart::Outcome;
  std::string before, after;  // of others: hostile until escaped; empty: there was none
};

// `rows`: of one site, in any order. Newest first. A visit that was not made is no change.
std::vector<RowChange> changes_of(std::span<const RoundRow> rows);

}  // namespace huabiao::monitor
