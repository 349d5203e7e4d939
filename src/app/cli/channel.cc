// huabiao channel: the ways people are told. list: those of huabiao.toml. test: tells one something now. deliveries:
// what was told, what waits. replay: tells it again (docs/guide/telling.md).

#include <boost/json.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "app/channel_settings.h"
#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "notice/outbox.h"
#include "storage/stores.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

struct ChannelOptions {
  std::string format, name, state;
  std::string id;
};

std::string text(std::string_view from) {
  return utf8::scrub(from);
}

int list(Run& run, const ChannelOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const bool zh = settings->language == Language::Chinese;
  TextTable table({{zh ? "通道" : "channel"},
                   {zh ? "种类" : "kind"},
                   {zh ? "地址" : "address"},
                   {zh ? "最低等级" : "least"},
                   {zh ? "通知" : "tells"},
                   {zh ? "问题" : "trouble"}});
  bool broken = false;
  const auto worlds = look_at_channels(*settings);
  if (worlds.empty() && !as_lines(options.format))
    fmt::print(stderr, "{}\n",
               zh ? "huabiao.toml 中没有通道：加一段 [[channel]]，见 docs/guide/telling.md"
                  : "huabiao.toml names no channel: add a [[channel]], see docs/guide/telling.md");
  for (std::size_t i = 0; i < worlds.size(); ++i) {
    const auto channel = channel_of(settings->channels[i]);
    const notice::Policy policy = channel ? channel->policy : notice::Policy{};
    broken = broken || !worlds[i].error.empty();
    json::array tells;
    std::string tells_text;
    for (const notice::Happening one : policy.happenings) {
      tells.emplace_back(notice::to_string(one));
      tells_text += (tells_text.empty() ? "" : " ") + std::string(notice::to_string(one));
    }
    if (as_lines(options.format)) {
      const json::object line{{"schema", 1},
                              {"channel", worlds[i].name},
                              {"kind", worlds[i].kind},
                              {"address", worlds[i].address},
                              {"least_severity", monitor::to_string(policy.least)},
                              {"tells", std::move(tells)},
                              {"trouble", text(worlds[i].error)}};
      if (!put(json::serialize(line) + "\n")) return kExitEnvironment;
    } else {
      table.add({worlds[i].name, worlds[i].kind, worlds[i].address, std::string(monitor::to_string(policy.least)),
                 tells_text, worlds[i].error});
    }
  }
  if (!as_lines(options.format) && !put(table.str())) return kExitEnvironment;
  return broken ? kExitFound : kExitDone;
}

int test(Run& run, const ChannelOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const SystemClock clock;
  const auto channels = channels_of(*settings, clock);
  if (!channels) return run.report(channels.error());
  constexpr std::size_t kKeyBytes = 16;
  for (const desk::TellerChannel& one : *channels) {
    if (one.channel.name != options.name) continue;
    const auto message = notice::trial(random_hex(kKeyBytes), clock.now(), settings->console_url);
    const auto sent = one.send(message, run.stop());
    if (!sent) return run.report(sent.error());
    const bool zh = settings->language == Language::Chinese;
    fmt::print("{}\n", zh ? fmt::format("已送达 {}（{}）", one.channel.name, message.key)
                          : fmt::format("told over {} ({})", one.channel.name, message.key));
    return kExitDone;
  }
  return run.report({Kind::NotFound, "notice.no_such_channel", options.name, {}});
}

// Opens the stores for as long as `work` runs.
template <class Work>
int with_outbox(Run& run, const settings::Settings& settings, const Work& work) {
  const SystemClock clock;
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return run.report(directory.error());
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return run.report(stores.error());
  return work((*stores)->outbox());
}

std::string delivery_line(const notice::Delivery& one) {
  json::object line{{"schema", 1},
                    {"id", one.id.value},
                    {"channel", one.channel},
                    {"key", one.key},
                    {"finding", one.finding.value},
                    {"site", text(one.site_name)},
                    {"happening", notice::to_string(one.what)},
                    {"severity", monitor::to_string(one.severity)},
                    {"at", to_iso(one.at)},
                    {"state", notice::to_string(one.state)},
                    {"attempts", one.attempts},
                    {"next_try", to_iso(one.next_try)},
                    {"ended", one.ended ? json::value(to_iso(*one.ended)) : json::value(nullptr)},
                    {"error", one.error},
                    {"detail", text(one.detail)}};
  return json::serialize(line) + "\n";
}

int deliveries(Run& run, const ChannelOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const bool zh = settings->language == Language::Chinese;
  notice::DeliveryQuery query{.channel = options.name, .state = std::nullopt, .cursor = {}};
  for (std::size_t i = 0; i < notice::kDeliveryStateNames.size(); ++i)
    if (notice::kDeliveryStateNames[i] == options.state) query.state = static_cast<notice::DeliveryState>(i);
  return with_outbox(run, *settings, [&](notice::Outbox& outbox) {
    TextTable table({{zh ? "编号" : "id", TextTable::Align::Right},
                     {zh ? "通道" : "channel"},
                     {zh ? "状态" : "state"},
                     {zh ? "次数" : "tries", TextTable::Align::Right},
                     {zh ? "时间" : "at"},
                     {zh ? "情况" : "what"},
                     {zh ? "网站" : "site", TextTable::Align::Left, 30},
                     {zh ? "错误" : "error", TextTable::Align::Left, 50}});
    const auto page = outbox.deliveries(query);
    if (!page) return run.report(page.error());
    for (const notice::Delivery& one : page->rows) {
      if (as_lines(options.format) && !put(delivery_line(one))) return kExitEnvironment;
      table.add({std::to_string(one.id.value), one.channel, std::string(notice::to_string(one.state)),
                 std::to_string(one.attempts), to_shanghai(one.at), std::string(notice::to_string(one.what)),
                 one.site_name, one.error.empty() ? "" : one.error + " " + one.detail});
    }
    return as_lines(options.format) || put(table.str()) ? kExitDone : kExitEnvironment;
  });
}

int replay(Run& run, const ChannelOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  return with_outbox(run, *settings, [&](notice::Outbox& outbox) {
    std::int64_t id = 0;
    const bool number = std::sscanf(options.id.c_str(), "%ld", &id) == 1 && std::to_string(id) == options.id;
    if (!number) return run.report({Kind::NotFound, "notice.no_such_delivery", options.id, {}});
    const auto again = outbox.replay({id});
    if (!again) return run.report(again.error());
    return put(delivery_line(*again)) ? kExitDone : kExitEnvironment;
  });
}

}  // namespace

void add_channel(const Command& root, Run& run) {
  const Command command = root.add(
      "channel", {"通知通道：列出、测试、投递记录、重发", "Ways to tell people: list, test, deliveries, replay"});
  command.needs_one_below();
  const auto options = std::make_shared<ChannelOptions>();
  const auto with_format = [&options](const Command& one) {
    one.option("--format", options->format, {"输出格式", "Output format"}).one_of({"table", "jsonl"});
  };
  const Command listing = command.add("list", {"列出 huabiao.toml 中的通道", "The channels of huabiao.toml"});
  with_format(listing);
  listing.does([&run, options] { run.exit_code = list(run, *options); });

  const Command testing = command.add("test", {"现在就发一条测试消息", "Send a trial now"});
  testing.option("NAME", options->name, {"通道名称", "The channel's name"}).required();
  testing.does([&run, options] { run.exit_code = test(run, *options); });

  const Command told = command.add("deliveries", {"最近的投递记录", "What was told lately, and what waits"});
  with_format(told);
  told.option("--channel", options->name, {"只看这个通道", "Of this channel only"}).shown_as("NAME");
  told.option("--state", options->state, {"只看这种状态", "In this state only"})
      .one_of({"waiting", "sent", "given_up"});
  told.does([&run, options] { run.exit_code = deliveries(run, *options); });

  const Command again =
      command.add("replay", {"重发一条（需服务器在运行）", "Tell one again; a running server does it"});
  again.option("ID", options->id, {"投递编号", "The delivery's number"}).required();
  again.does([&run, options] { run.exit_code = replay(run, *options); });
}

}  // namespace huabiao::app
