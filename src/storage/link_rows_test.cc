#include <gtest/gtest.h>

#include "access/account_store.h"
#include "access/link.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using access::Source;

class LinkRowsTest : public StoresTest {
 protected:
  access::LinkStore& links() { return stores_->links(); }
  access::AccountId made(const std::string& name, const std::string& subject, Source source = Source::Ldap) {
    return good(links().add(access::Account{.name = name, .created = clock_.now()}, {{}, source, subject}));
  }
};

TEST_F(LinkRowsTest, AnAccountIsFoundByWhatItIsKnownAsElsewhere) {
  const auto id = made("li", "uuid-1");
  reopen();
  EXPECT_EQ(good(links().linked(Source::Ldap, "uuid-1"))->account, id);
  EXPECT_FALSE(good(links().linked(Source::Oidc, "uuid-1")));
  EXPECT_FALSE(good(links().linked(Source::Ldap, "")));
  EXPECT_EQ(good(links().link_of(id))->subject, "uuid-1");
  const auto account = *good(stores_->accounts().account(id));
  EXPECT_EQ(account.password, "");
  EXPECT_FALSE(account.must_change_password);
}

TEST_F(LinkRowsTest, ASubjectIsOneAccountsAndANameToo) {
  made("li", "uuid-1");
  EXPECT_EQ(links().add(access::Account{.name = "li"}, {{}, Source::Ldap, "uuid-2"}).error().code, "access.name_taken");
  EXPECT_EQ(links().add(access::Account{.name = "wang"}, {{}, Source::Ldap, "uuid-1"}).error().code,
            "access.subject_taken");
  EXPECT_EQ(good(stores_->accounts().accounts()).size(), 1U);
  made("wang", "uuid-1", Source::Oidc);
}

TEST_F(LinkRowsTest, ASubjectIsClaimedOnce) {
  const auto first = made("li", ""), second = made("wang", "");
  EXPECT_FALSE(good(links().claim(first, Source::Oidc, "uuid-1")));
  EXPECT_TRUE(good(links().claim(first, Source::Ldap, "uuid-1")));
  EXPECT_FALSE(good(links().claim(first, Source::Ldap, "uuid-2")));
  EXPECT_EQ(links().claim(second, Source::Ldap, "uuid-1").error().code, "access.subject_taken");
}

}  // namespace
}  // namespace huabiao::storage
