#include <gtest/gtest.h>

#include "access/personnel.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using access::Grant;
using access::Role;
using registry::ScopeKind;

class GrantRowsTest : public StoresTest {
 protected:
  static access::AccessRules quick() {
    access::AccessRules rules;
    rules.cost = {.memory_kib = 64, .passes = 1, .lanes = 1};
    return rules;
  }
  access::Personnel personnel() {
    return {{stores_->accounts(), stores_->grants(), stores_->sign_in(), stores_->links()}, clock_, quick()};
  }
  access::Account account(const std::string& name) {
    good(personnel().create(name, "", 0));
    return *good(stores_->accounts().account_named(name));
  }
  Grant wanted(const access::Account& to, Role role, registry::Scope scope = {ScopeKind::Nation, 0, {}}) {
    return {.account = to.id, .role = role, .scope = std::move(scope), .by = {}, .reason = "why"};
  }
  std::vector<Role> held(const access::Account& by) {
    std::vector<Role> roles;
    for (const Grant& one : good(stores_->grants().in_force(by.id))) roles.push_back(one.role);
    return roles;
  }
  template <class T>
  static std::string code_of(const Result<T>& result) {
    return result ? "" : result.error().code;
  }
};

TEST_F(GrantRowsTest, KeepsWhatWasGrantedAndBy) {
  const auto security = account("sec"), clerk = account("clerk");
  Grant grant = wanted(clerk, Role::Police, {ScopeKind::Region, 0, "130000"});
  grant.until = clock_.now() + std::chrono::hours(1);
  const auto id = good(personnel().grant(grant, security));
  reopen();
  const Grant kept = *good(stores_->grants().grant(id));
  EXPECT_EQ(kept.account, clerk.id);
  EXPECT_EQ(kept.role, Role::Police);
  EXPECT_EQ(kept.scope, grant.scope);
  EXPECT_EQ(kept.until, grant.until);
  EXPECT_EQ(kept.by, "sec");
  EXPECT_EQ(kept.reason, "why");
  EXPECT_EQ(held(clerk), std::vector{Role::Police});
  clock_.advance(std::chrono::hours(1));
  EXPECT_TRUE(held(clerk).empty());
  EXPECT_EQ(good(stores_->grants().grants(clerk.id)).size(), 1U);
}

TEST_F(GrantRowsTest, NobodyChangesTheirOwnNorHoldsTwoOfTheThree) {
  const auto security = account("sec"), other = account("other");
  EXPECT_EQ(code_of(personnel().grant(wanted(security, Role::Police), security)), "access.own_grant");
  good(personnel().grant(wanted(security, Role::SecurityAdministrator), other));
  EXPECT_EQ(code_of(personnel().grant(wanted(security, Role::AuditAdministrator), other)),
            "access.administrators_apart");
  EXPECT_EQ(code_of(personnel().grant(wanted(security, Role::SecurityAdministrator), other)), "access.granted_already");
  const auto grant = good(stores_->grants().in_force(security.id)).at(0).id;
  EXPECT_EQ(code_of(personnel().withdraw(grant, security)), "access.own_grant");
  EXPECT_EQ(code_of(personnel().withdraw(grant, other)), "access.last_administrator");
  EXPECT_EQ(held(security), std::vector{Role::SecurityAdministrator});
  good(personnel().grant(wanted(other, Role::SecurityAdministrator), security));
  good(personnel().withdraw(grant, other));
  EXPECT_EQ(code_of(personnel().withdraw(grant, other)), "access.withdrawn_already");
  EXPECT_TRUE(held(security).empty());
}

TEST_F(GrantRowsTest, NobodyIsTwoOfTheThreeLaterEither) {
  const auto security = account("sec"), clerk = account("clerk");
  Grant tomorrow = wanted(clerk, Role::SystemAdministrator);
  tomorrow.from = clock_.now() + std::chrono::hours(24);
  good(personnel().grant(tomorrow, security));
  tomorrow.role = Role::AuditAdministrator;
  EXPECT_EQ(code_of(personnel().grant(tomorrow, security)), "access.administrators_apart");
  EXPECT_EQ(code_of(personnel().grant(wanted(clerk, Role::AuditAdministrator), security)),
            "access.administrators_apart");
}

TEST_F(GrantRowsTest, WhatIsLentEndsWithWhatItComesFrom) {
  const auto security = account("sec"), chief = account("chief"), deputy = account("deputy");
  const auto own = good(personnel().grant(wanted(chief, Role::CyberspaceOffice), security));
  Grant loan = wanted(deputy, Role::CyberspaceOffice, {ScopeKind::Region, 0, "130000"});
  EXPECT_EQ(code_of(personnel().lend(own, loan, chief)), "access.no_end");
  loan.until = clock_.now() + std::chrono::hours(24);
  EXPECT_EQ(code_of(personnel().lend(own, loan, deputy)), "access.no_such_grant");
  const auto lent = good(personnel().lend(own, loan, chief));
  EXPECT_EQ(held(deputy), std::vector{Role::CyberspaceOffice});
  EXPECT_EQ(code_of(personnel().take_back(lent, deputy)), "access.no_such_grant");
  // Lending chief disabled: the loan rests with him.
  good(personnel().edit(chief.id, {.state = access::AccountState::Disabled}, security.id));
  EXPECT_TRUE(held(deputy).empty());
  good(personnel().edit(chief.id, {.state = access::AccountState::Active}, security.id));
  EXPECT_EQ(held(deputy).size(), 1U);
  good(personnel().take_back(lent, chief));
  EXPECT_TRUE(held(deputy).empty());
  good(personnel().lend(own, loan, chief));
  good(personnel().withdraw(own, security));
  EXPECT_TRUE(held(deputy).empty());
  EXPECT_TRUE(held(chief).empty());
}

TEST_F(GrantRowsTest, WhoLeavesHandsOver) {
  const auto security = account("sec"), old = account("old"), young = account("young");
  good(personnel().grant(wanted(old, Role::StaffingOffice, {ScopeKind::Region, 0, "130000"}), security));
  good(personnel().grant(wanted(old, Role::Police), security));
  good(personnel().grant(wanted(old, Role::Leadership), security));
  good(personnel().grant(wanted(young, Role::Leadership), security));  // both hold it: no obstacle
  Grant later = wanted(old, Role::Assessor);
  later.from = clock_.now() + std::chrono::hours(1);
  good(personnel().grant(later, security));
  access::Session session{.account = old.id, .token_hash = "h", .csrf = "c", .address = "::1", .user_agent = "u"};
  session.began = session.last_used = clock_.now();
  good(stores_->accounts().open_session(session));
  EXPECT_EQ(code_of(personnel().hand_over(old.id, young.id, old, "")), "access.own_grant");
  good(personnel().hand_over(old.id, young.id, security, "退休"));
  EXPECT_EQ(held(young), (std::vector{Role::Leadership, Role::StaffingOffice, Role::Police}));
  EXPECT_EQ(good(stores_->grants().in_force(young.id)).at(1).reason, "退休");
  EXPECT_TRUE(held(old).empty());
  EXPECT_EQ(good(stores_->accounts().account(old.id))->state, access::AccountState::Disabled);
  EXPECT_FALSE(good(stores_->accounts().session("h")));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(held(young).back(), Role::Assessor);
  EXPECT_TRUE(held(old).empty());
}

TEST_F(GrantRowsTest, AnAdministratorsSecretIsNotRenewedByAnother) {
  const auto system = account("sys"), security = account("sec"), clerk = account("clerk");
  good(personnel().grant(wanted(security, Role::SecurityAdministrator), system));
  EXPECT_EQ(code_of(personnel().renew_secret(security.id, system.id)), "access.administrators_account");
  EXPECT_EQ(code_of(personnel().edit(security.id, {.state = access::AccountState::Disabled}, system.id)),
            "access.administrators_account");
  EXPECT_EQ(code_of(personnel().renew_secret(system.id, system.id)), "access.own_account");
  const auto before = good(stores_->accounts().account(clerk.id))->password;
  good(personnel().renew_secret(clerk.id, system.id));
  EXPECT_NE(good(stores_->accounts().account(clerk.id))->password, before);
  EXPECT_EQ(good(personnel().renew_secret("sec")).account, "sec");  // who has the machine
}

}  // namespace
}  // namespace huabiao::storage
