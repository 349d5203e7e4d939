#include "language/catalogue.h"

#include <gtest/gtest.h>

namespace huabiao::language {

TEST(Catalogue, DescribesAnErrorInBothLanguages) {
  const Error error{Kind::Internal, "internal", "row 7", "a number"};
  EXPECT_EQ(describe(error, Language::English),
            "An error of the program itself [internal]\n  read: row 7\n  expected: a number\n  next: Keep the log and "
            "report this");
  EXPECT_NE(describe(error, Language::Chinese).find("应为：a number"), std::string::npos);
}

TEST(Catalogue, ShowsTheCodeOfAnUnknownError) {
  EXPECT_EQ(describe(Error{Kind::Invalid, "no.such_code", "", ""}, Language::English), "no.such_code [no.such_code]");
}

}  // namespace huabiao::language
