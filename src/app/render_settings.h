#pragma once
// From the program's settings to those of the children that draw pages: which browser, and as whom. The browser never
// runs as root, as the account that owns the data directory, or as any account but the one set aside for it.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "dispatch/worker_pool.h"
#include "settings/settings.h"

namespace huabiao::app {

// What the choice depends on, as the machine says it. User numbers.
struct RenderAccounts {
  std::int64_t ours = 0;
  std::string asked;                        // render_user
  std::optional<std::int64_t> user, group;  // of that account, where there is one
  std::optional<std::int64_t> data_owner;   // where there is a data directory
};
// user -1: we are that account already. Fails: render.no_such_user, render.needs_own_user. Pure.
Result<dispatch::BrowserSettings> browser_account(const RenderAccounts& accounts);

// `like`: the children that visit. Fails: as browser_account.
Result<dispatch::PoolSettings> render_settings(const settings::Settings& settings, const dispatch::PoolSettings& like);

}  // namespace huabiao::app
