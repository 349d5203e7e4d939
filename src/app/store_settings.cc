#include "app/store_settings.h"

#include <algorithm>
#include <fmt/format.h>

namespace huabiao::app {

Result<storage::StoreSettings> store_settings(const settings::Settings& settings) {
  storage::StoreSettings kept;
  if (settings.evidence_days > 0) kept.evidence.retention_days = settings.evidence_days;
  if (settings.evidence_quota_bytes > 0) kept.evidence.quota_bytes = settings.evidence_quota_bytes;
  if (settings.picture_days > 0) kept.pictures.retention_days = settings.picture_days;
  if (settings.picture_quota_bytes > 0) kept.pictures.quota_bytes = settings.picture_quota_bytes;
  if (settings.page_days > 0) kept.pages.retention_days = settings.page_days;
  if (settings.page_quota_bytes > 0) kept.pages.quota_bytes = settings.page_quota_bytes;
  if (settings.sample_days > 0) kept.samples.raw_days = settings.sample_days;
  if (settings.sample_hour_days > 0) kept.samples.hour_days = settings.sample_hour_days;
  if (settings.sample_day_days > 0) kept.samples.day_days = settings.sample_day_days;
  const auto consent = std::ranges::find(monitor::kConsentNames, settings.consent);
  if (consent == monitor::kConsentNames.end())
    return fail(Kind::Invalid, "settings.bad_value", fmt::format("consent = '{}'", settings.consent),
                "none, passive, standard or intrusive");
  kept.general_order.consent = static_cast<monitor::Consent>(consent - monitor::kConsentNames.begin());
  kept.general_order.consent_by = settings.consent_by;
  if (kept.general_order.consent > monitor::Consent::Passive && settings.consent_by.empty())
    return fail(Kind::Invalid, "settings.bad_value", "consent_by = ''", "who gave the consent: a person or a document");
  return kept;
}

}  // namespace huabiao::app
