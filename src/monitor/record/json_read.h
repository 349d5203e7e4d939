#pragma once
// JSON values back into nouns, trusting nothing: every field must be there, of its type, within its limit. The first
// thing that is wrong is kept and ends the reading. Pure; any thread.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/verdict.h"

namespace huabiao::monitor::record {

// Where reading stands and what went wrong first.
class Trouble {
 public:
  void note(std::string_view field, std::string_view what) {
    if (!found_) found_ = std::string(field) + ": " + std::string(what);
  }
  [[nodiscard]] bool found() const { return found_.has_value(); }
  [[nodiscard]] std::unexpected<Error> failure() const {
    return fail(Kind::Unreadable, "record.wrong_shape", found_.value_or(""));
  }

 private:
  std::optional<std::string> found_;
};

// Fails: record.not_json, record.too_large.
Result<boost::json::value> parse_json(std::string_view text);

// Each takes what should be an object or array and notes trouble; the value is to be thrown away then.
Visit read_visit_json(const boost::json::value& value, Trouble& trouble);
FetchOutcome read_fetch_json(const boost::json::value& value, Trouble& trouble);
PageFacts read_facts_json(const boost::json::value& value, Trouble& trouble);
WalkFacts read_walk_json(const boost::json::value& value, Trouble& trouble);
std::vector<Finding> read_findings_json(const boost::json::value& value, Trouble& trouble);
std::vector<Evidence> read_evidence_json(const boost::json::value& value, Trouble& trouble);
RenderedView read_rendered_json(const boost::json::value& value, Trouble& trouble);
NameFacts read_names_json(const boost::json::value& value, Trouble& trouble);
KnownNames read_known_names_json(const boost::json::value& value, Trouble& trouble);
RegistrationFacts read_registration_json(const boost::json::value& value, Trouble& trouble);
KnownRegistration read_known_registration_json(const boost::json::value& value, Trouble& trouble);
TlsSet read_tls_set_json(const boost::json::value& value, Trouble& trouble);
VisitRecord read_record_json(const boost::json::value& value, Trouble& trouble);

}  // namespace huabiao::monitor::record
