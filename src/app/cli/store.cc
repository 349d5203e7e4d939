// huabiao store: a whole installation copied from one database engine to the other, or two compared.
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "storage/lease.h"
#include "storage/store_copy.h"

namespace huabiao::app {
namespace {

struct StoreOptions {
  std::string from, to;
};

// A folder, or a server's database; what belongs to this machine then stays in the settings' folder.
Result<storage::DataDirectory> installation(const std::string& named, const settings::Settings& settings) {
  const bool server = named.find("://") != std::string::npos;
  return server ? storage::DataDirectory::open(settings.data, named) : storage::DataDirectory::open(named);
}

struct Ends {
  storage::DataDirectory from, to;
};
Result<Ends> both_ends(const StoreOptions& options, const settings::Settings& settings) {
  auto from = installation(options.from, settings);
  if (!from) return fail(std::move(from));
  auto to = installation(options.to, settings);
  if (!to) return fail(std::move(to));
  return Ends{*std::move(from), *std::move(to)};
}

void tell(const storage::Holding& one) {
  fmt::print(stderr, "{:<8} {:<28} {:>12}\n", one.database, one.table, one.rows);
}

// Nobody serves with it meanwhile. Fails: Environment storage.in_use.
Result<std::unique_ptr<storage::Lease>> hold_still(const storage::DataDirectory& directory) {
  return storage::Lease::take(directory, "serve");
}

Result<int> compare(const Ends& ends, bool zh) {
  const SystemClock clock;
  const auto from = storage::holdings_of(ends.from, clock, tell);
  if (!from) return std::unexpected<Error>(from.error());
  const auto to = storage::holdings_of(ends.to, clock, tell);
  if (!to) return std::unexpected<Error>(to.error());
  TextTable table({{zh ? "库" : "database"},
                   {zh ? "表" : "table"},
                   {zh ? "行数" : "rows", TextTable::Align::Right},
                   {zh ? "对方行数" : "rows there", TextTable::Align::Right},
                   {zh ? "摘要" : "digest"},
                   {zh ? "是否一致" : "same"}});
  bool same = from->size() == to->size();
  constexpr std::size_t kDigits = 16;
  for (const storage::Holding& one : *from) {
    const auto other = std::ranges::find_if(
        *to, [&](const storage::Holding& there) { return there.database == one.database && there.table == one.table; });
    const bool alike = other != to->end() && *other == one;
    same = same && alike;
    table.add({one.database, one.table, std::to_string(one.rows),
               other != to->end() ? std::to_string(other->rows) : "-", one.digest.substr(0, kDigits),
               alike ? (zh ? "一致" : "yes") : (zh ? "不一致" : "NO")});
  }
  if (!put(table.str())) return kExitEnvironment;
  return same ? kExitDone : kExitFound;
}

int run_store(Run& run, const StoreOptions& options, bool copying) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const auto ends = both_ends(options, *settings);
  if (!ends) return run.report(ends.error());
  const auto held = hold_still(ends->from);
  if (!held) return run.report(held.error());
  if (copying) {
    const auto held_too = hold_still(ends->to);
    if (!held_too) return run.report(held_too.error());
    if (auto copied = storage::copy_store(ends->from, ends->to, SystemClock(), tell); !copied)
      return run.report(copied.error());
  }
  const auto code = compare(*ends, run.language() == Language::Chinese);
  return code ? *code : run.report(code.error());
}

}  // namespace

void add_store(const Command& root, Run& run) {
  const Command command = root.add("store", {"整套数据：在 SQLite 与 PostgreSQL 之间复制、比对",
                                             "All that is kept: copy it between SQLite and PostgreSQL, compare"});
  command.needs_one_below();
  const auto add = [&](std::string_view name, const Bilingual& words, bool copying) {
    const auto options = std::make_shared<StoreOptions>();
    const Command one = command.add(std::string(name), words);
    one.option("--from", options->from, {"数据目录或 postgresql:// 网址", "A data directory or a postgresql:// URL"})
        .required();
    one.option("--to", options->to, {"数据目录或 postgresql:// 网址", "A data directory or a postgresql:// URL"})
        .required();
    one.does([&run, options, copying] { run.exit_code = run_store(run, *options, copying); });
  };
  add("copy", {"复制到空的目标，随后逐表比对", "Copy into one that is empty, then compare every table"}, true);
  add("compare", {"逐表比对两套数据", "Compare two installations table by table"}, false);
}

}  // namespace huabiao::app
