#include "estate.h"

#include <gtest/gtest.h>
#include <set>

#include "punycode.h"
#include "truth.h"

namespace huabiao::badweb {
namespace {

TEST(Punycode, MatchesTheNamesOfTheRegistry) {
  EXPECT_EQ(to_a_labels("河北机构编制网.政务"), "xn--xcr3uj79bqiau2u904a3la.xn--zfr164b");
  EXPECT_EQ(to_a_labels("www.example.公益"), "www.example.xn--55qw42g");
}

}  // namespace
}  // namespace huabiao::badweb
