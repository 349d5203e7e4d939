#include "app/store_settings.h"

#include <gtest/gtest.h>

namespace huabiao::app {
namespace {

Result<storage::StoreSettings> of(const std::string& consent, const std::string& by) {
  settings::Settings settings;
  settings.consent = consent;
  settings.consent_by = by;
  return store_settings(settings);
}

TEST(StoreSettings, ConsentBeyondOrdinaryVisitsSaysWhoGaveIt) {
  EXPECT_EQ(of("passive", "")->general_order.consent, monitor::Consent::Passive);
  EXPECT_EQ(of("standard", "").error().code, "settings.bad_value");
  const auto given = of("standard", "冀网信函〔2026〕3号");
  ASSERT_TRUE(given);
  EXPECT_EQ(given->general_order.consent, monitor::Consent::Standard);
  EXPECT_EQ(given->general_order.consent_by, "冀网信函〔2026〕3号");
}

TEST(StoreSettings, AnUnknownConsentIsRefused) {
  EXPECT_EQ(of("some", "x").error().code, "settings.bad_value");
}

}  // namespace
}  // namespace huabiao::app
