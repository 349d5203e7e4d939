// huabiao vantage: who looks at sites for this server from elsewhere. add: a name and its token, told once. list,
// remove. A running server heeds both at once (docs/guide/vantage-points.md).

#include <boost/json.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "access/vantage_gate.h"
#include "app/audit_settings.h"
#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/cli/with_stores.h"
#include "app/exit_code.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

struct VantageOptions {
  std::string name, format;
};

// `work` with the gate of the stores, and whether Chinese is spoken.
template <class Work>
int with_gate(Run& run, const Work& work) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    access::VantageGate gate(stores.vantages(), clock);
    return work(gate, settings.language == Language::Chinese);
  });
}

// The same for a change, with the name of the command.
template <class Change>
auto changed(storage::Stores& stores, const Clock& clock, const settings::Settings& settings, std::string_view command,
             const std::string& name, const Change& change) {
  return audited(stores, clock, settings, command_entry(command, name), [&] {
    access::VantageGate gate(stores.vantages(), clock);
    return change(gate);
  });
}

int add(Run& run, const VantageOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const bool zh = settings.language == Language::Chinese;
    const auto token = changed(stores, clock, settings, "vantage add", options.name,
                               [&](access::VantageGate& gate) { return gate.add(options.name, "command line"); });
    if (!token) return run.report(token.error());
    // The token alone on stdout, so that it can be put straight into its file.
    fmt::print(stderr, "{}\n",
               zh ? "令牌（仅显示这一次，请存入监测点的令牌文件）："
                  : "token (shown this once; put it into the vantage point's file):");
    return put(*token + "\n") ? kExitDone : kExitEnvironment;
  });
}

int list(Run& run, const VantageOptions& options) {
  return with_gate(run, [&](access::VantageGate& gate, bool zh) {
    const auto all = gate.vantages();
    if (!all) return run.report(all.error());
    TextTable table({{zh ? "监测点" : "vantage point"},
                     {zh ? "添加时间" : "added"},
                     {zh ? "添加人" : "by"},
                     {zh ? "最近联系" : "last heard"},
                     {zh ? "版本" : "version"}});
    for (const access::VantagePoint& one : *all) {
      if (as_lines(options.format)) {
        const json::object line{{"schema", 1},
                                {"name", one.name},
                                {"added_at", to_iso(one.added)},
                                {"added_by", one.added_by},
                                {"heard_at", one.heard ? json::value(to_iso(*one.heard)) : json::value(nullptr)},
                                {"version", one.version}};
        if (!put(json::serialize(line) + "\n")) return kExitEnvironment;
      } else {
        table.add(
            {one.name, to_shanghai(one.added), one.added_by, one.heard ? to_shanghai(*one.heard) : "-", one.version});
      }
    }
    return as_lines(options.format) || put(table.str()) ? kExitDone : kExitEnvironment;
  });
}

int remove(Run& run, const VantageOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const auto removed = changed(stores, clock, settings, "vantage remove", options.name,
                                 [&](access::VantageGate& gate) { return gate.remove(options.name); });
    return removed ? kExitDone : run.report(removed.error());
  });
}

}  // namespace

void add_vantage(const Command& root, Run& run) {
  const Command command = root.add("vantage", {"监测点：添加、列出、移除", "Vantage points: add, list, remove"});
  command.needs_one_below();
  const auto options = std::make_shared<VantageOptions>();
  const Command adding =
      command.add("add", {"添加监测点，输出其令牌（仅一次）", "Add one and print its token, this once"});
  adding.option("NAME", options->name, {"名称：小写字母、数字、“-”", "Its name: a-z, 0-9, '-'"}).required();
  adding.does([&run, options] { run.exit_code = add(run, *options); });

  const Command listing = command.add("list", {"列出监测点", "Those there are"});
  listing.option("--format", options->format, {"输出格式", "Output format"}).one_of({"table", "jsonl"});
  listing.does([&run, options] { run.exit_code = list(run, *options); });

  const Command removing =
      command.add("remove", {"移除监测点，其令牌立即失效", "Remove one; its token is worth nothing at once"});
  removing.option("NAME", options->name, {"名称", "Its name"}).required();
  removing.does([&run, options] { run.exit_code = remove(run, *options); });
}

}  // namespace huabiao::app
