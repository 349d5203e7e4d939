#include "app/rule_settings.h"

#include "base/clock.h"
#include "rules/shelf/compiled_file.h"
#include "rules/shelf/shelf.h"

namespace huabiao::app {

Result<rules::Trust> rule_trust(const settings::Settings& settings) {
  return rules::trust_of(settings.rules.keys,
                         settings.rules.unsigned_allowed ? rules::Unsigned::Allow : rules::Unsigned::Refuse);
}

Result<std::vector<std::string>> operator_packs(const settings::Settings& settings) {
  auto trust = rule_trust(settings);
  if (!trust) return fail(std::move(trust));
  return rules::operator_packs(settings.data / "rules", settings.rules.places, *trust);
}

Result<std::shared_ptr<const rules::RuleSet>> rules_in_use(const settings::Settings& settings) {
  auto payloads = operator_packs(settings);
  if (!payloads) return fail(std::move(payloads));
  return compile_rules(settings, *payloads);
}

Result<std::shared_ptr<const rules::RuleSet>> compile_rules(const settings::Settings& settings,
                                                            std::span<const std::string> payloads) {
  auto packs = rules::all_packs(payloads);
  if (!packs) return fail(std::move(packs));
  const std::filesystem::path file = settings.data / "rules.compiled";
  auto set = rules::RuleSet::build(*packs, shanghai_day(SystemClock().now()), rules::read_compiled(file));
  if (set && (*set)->compiled_anew()) rules::keep_compiled(file, (*set)->compiled());
  return set;
}

}  // namespace huabiao::app
