#include "monitor/fetch/lab_allowance.h"

#include <gtest/gtest.h>

namespace huabiao::monitor::fetch {

TEST(LabAllowance, ReadsAddressAndBothPorts) {
  const auto lab = LabAllowance::parse("127.0.0.1:8080:8443");
  ASSERT_TRUE(lab.has_value());
  EXPECT_EQ(lab->address(), "127.0.0.1");
  EXPECT_EQ(lab->plain_port(), 8080);
  EXPECT_EQ(lab->tls_port(), 8443);
  EXPECT_EQ(lab->to_string(), "127.0.0.1:8080:8443");
}

TEST(LabAllowance, ReadsAnAddressInBracketsAndTheNameOfThisMachine) {
  EXPECT_EQ(LabAllowance::parse("[::1]:80:443")->to_string(), "[::1]:80:443");
  EXPECT_EQ(LabAllowance::grant("localhost", 1, 2)->address(), "127.0.0.1");
}

TEST(LabAllowance, RefusesWhatIsNoAddressWithTwoPorts) {
  for (const char* text : {"", ":", "::", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:0:443", "127.0.0.1:80:65536",
                           "lab.example:80:443", "127.0.0.1:80:", "127.0.0.1:80:44x", ":80:443"}) {
    const auto lab = LabAllowance::parse(text);
    ASSERT_FALSE(lab.has_value()) << text;
    EXPECT_EQ(lab.error().code, "fetch.bad_lab");
  }
}

}  // namespace huabiao::monitor::fetch
