#pragma once
// Fresh stores in a directory of their own, or on the PostgreSQL server the tests are given, for tests.

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "base/clock.h"
#include "storage/stores.h"
#include "support/scratch_directory.h"
#include "support/test_server.h"

namespace huabiao::storage {

// The value of a Result that a test takes for granted.
template <class T>
T good(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class StoresTest : public testing::Test {
 protected:
  StoresTest() : directory_(good(DataDirectory::open(scratch_.path() / "data", server_.url()))) { reopen(); }
  void reopen() {
    stores_.reset();
    stores_ = good(Stores::open(directory_, clock_, {.evidence = evidence_, .samples = {}, .general_order = {}}));
  }
  registry::RegistryStore& registry() { return stores_->registry(); }
  [[nodiscard]] registry::AsOf now() const { return registry::AsOf::at(clock_.now()); }

  registry::OrganisationId unit(const std::string& name) {
    return good(registry().save(registry::Organisation{.name = name}, {.by = "test"}));
  }
  registry::SiteId site(const std::string& name) {
    return good(registry().save(registry::Site{.name = name}, {.by = "test"}));
  }
  registry::DeclarationId declare(registry::OrganisationId unit, registry::SiteId site,
                                  std::vector<registry::DeclaredName> hosts) {
    return good(registry().save(
        registry::Declaration{.organisation = unit, .site = site, .ascii_names = std::move(hosts)}, {.by = "test"}));
  }

  // A site of a unit of its own, on one host.
  registry::SiteId site_on(const std::string& name, const std::string& host) {
    const registry::SiteId id = site(name);
    declare(unit(name + "主办单位"), id, {{.ascii = host, .unicode = host}});
    return id;
  }

  test::ScratchDirectory scratch_;
  TestServer server_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  monitor::EvidenceLimits evidence_;
  DataDirectory directory_;
  std::unique_ptr<Stores> stores_;
};

}  // namespace huabiao::storage
