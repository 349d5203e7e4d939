#include "app/render_settings.h"

#include <array>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace huabiao::app {
namespace {

// A browser is a few hundred megabytes and most of a core while it draws.
constexpr std::size_t kBrowsers = 1;
// Pages one browser draws before another takes its place.
constexpr std::uint64_t kPages = 40;

RenderAccounts look_up(const settings::Settings& settings) {
  RenderAccounts accounts{.ours = geteuid(), .asked = settings.render.user, .user = {}, .group = {}, .data_owner = {}};
  std::array<char, 16'384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(accounts.asked.c_str(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    accounts.user = entry.pw_uid;
    accounts.group = entry.pw_gid;
  }
  struct stat data{};
  if (stat(settings.data.c_str(), &data) == 0) accounts.data_owner = data.st_uid;
  return accounts;
}

}  // namespace

Result<dispatch::BrowserSettings> browser_account(const RenderAccounts& accounts) {
  if (!accounts.user || !accounts.group)
    return fail(Kind::Environment, "render.no_such_user", accounts.asked, "useradd --system --shell /usr/sbin/nologin");
  const auto refused = [&](std::string_view why) {
    return fail(Kind::Environment, "render.needs_own_user", fmt::format("{}: {}", accounts.asked, why));
  };
  if (*accounts.user == 0) return refused("is root");
  if (accounts.data_owner == accounts.user) return refused("owns the data directory");
  if (accounts.ours == 0)
    return dispatch::BrowserSettings{.program = {}, .user = *accounts.user, .group = *accounts.group};
  if (accounts.ours != *accounts.user)
    return refused(fmt::format("only root can become it, and we are user {}", accounts.ours));
  return dispatch::BrowserSettings{};
}

Result<dispatch::PoolSettings> render_settings(const settings::Settings& settings, const dispatch::PoolSettings& like) {
  auto account = browser_account(look_up(settings));
  if (!account) return fail(std::move(account));
  dispatch::PoolSettings pool = like;
  pool.workers = kBrowsers;
  pool.worker.concurrency = kBrowsers;  // one page at a time in each
  pool.worker.browser = *std::move(account);
  pool.worker.browser.program = settings.render.browser.string();
  pool.limits.errands_per_child = kPages;
  pool.limits.idle_deaths = 3;
  return pool;
}

}  // namespace huabiao::app
