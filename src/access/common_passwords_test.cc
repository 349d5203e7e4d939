#include "access/common_passwords.h"

#include <gtest/gtest.h>

namespace huabiao::access {
namespace {

TEST(CommonPasswords, WhatGuessersTryFirstIsRefused) {
  for (const char* common :
       {"P@ssw0rd2026", "Admin@123456", "Huabiao@2026", "Qwer1234!@", "1qaz@WSX3edc", "Abcd@1234567", "Aa111111111!",
        "Passw0rd!Passw0rd!", "Woaini5201314!A", "Administrator1!", "Welcome@2025", "Aa123456789!", "Test1234!@"})
    EXPECT_TRUE(is_common_password(common)) << common;
}

TEST(CommonPasswords, WhatHasSomethingOfItsOwnIsTaken) {
  for (const char* own : {"Hua-Biao-2015!", "Bamboo-2026-x", "竹子青青2026-Ab好", "Huabiao-2015-console", "Xk7#mQ2$vT"})
    EXPECT_FALSE(is_common_password(own)) << own;
}

}  // namespace
}  // namespace huabiao::access
