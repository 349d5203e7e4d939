#pragma once
// The unified social credit code (GB 32100-2015) and the organisation code (GB 11714) with their check characters.
// Pure; any thread.

#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::filing {

enum class HolderKind { Organ, Institution, MassOrganisation, Company, Other };

struct CreditCode {
  std::string text;  // 18 characters, upper case
  HolderKind holder =
      HolderKind::Other;     // from the first two: 11 organ, 12 institution, 13 mass organisation, 9x company
  std::string division;      // six digits of GB/T 2260
  std::string organisation;  // the organisation code inside: "00728042-0"
};

// White space and full-width forms are read through, lower case becomes upper.
// Fails: filing.bad_credit_code; detail says which rule: length, alphabet or check character.
Result<CreditCode> read_credit_code(std::string_view text);

// "00728042-0"; the hyphen may be missing. Fails: filing.bad_organisation_code.
Result<std::string> read_organisation_code(std::string_view text);

}  // namespace huabiao::filing
