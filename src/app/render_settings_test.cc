#include "app/render_settings.h"

#include <gtest/gtest.h>

namespace huabiao::app {
namespace {

RenderAccounts accounts(std::int64_t ours, std::optional<std::int64_t> user, std::optional<std::int64_t> owner) {
  return {.ours = ours, .asked = "huabiao-render", .user = user, .group = user, .data_owner = owner};
}

std::string refusal(const RenderAccounts& of) {
  const auto chosen = browser_account(of);
  return chosen ? "" : chosen.error().code;
}

TEST(BrowserAccount, RootBecomesTheAccountSetAside) {
  const auto chosen = browser_account(accounts(0, 998, 0));
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->user, 998);
  EXPECT_EQ(chosen->group, 998);
}

TEST(BrowserAccount, WhoIsThatAccountAlreadyStaysIt) {
  const auto chosen = browser_account(accounts(998, 998, 1000));
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->user, -1);
}

TEST(BrowserAccount, NeverRunsAsRootOrAsTheOwnerOfTheData) {
  EXPECT_EQ(refusal(accounts(0, 0, 1000)), "render.needs_own_user");
  EXPECT_EQ(refusal(accounts(0, 1000, 1000)), "render.needs_own_user");
  EXPECT_EQ(refusal(accounts(1000, 1000, 1000)), "render.needs_own_user");
}

TEST(BrowserAccount, AnotherAccountIsForRootAlone) {
  EXPECT_EQ(refusal(accounts(1000, 998, 1000)), "render.needs_own_user");
  EXPECT_EQ(refusal(accounts(0, {}, 0)), "render.no_such_user");
}

}  // namespace
}  // namespace huabiao::app
