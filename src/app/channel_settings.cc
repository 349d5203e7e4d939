#include "app/channel_settings.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>
#include <spdlog/spdlog.h>

#include "app/secret_file.h"
#include "base/whole_file.h"
#include "deliver/mail_text.h"
#include "deliver/send.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using deliver::Mail;
using settings::ChannelTable;

// Reads one table strictly; the first fault stands.
class TableReader {
 public:
  TableReader(const ChannelTable& table, std::filesystem::path data) : table_(table), data_(std::move(data)) {
    known_.insert({"name", "kind", "language", "least_severity", "tell", "private_addresses", "ca_file"});
  }

  std::string text(std::string_view key) {
    known_.insert(key);
    const auto found = table_.find(key);
    return found == table_.end() || found->second.empty() ? std::string() : found->second.front();
  }
  std::vector<std::string> texts(std::string_view key) {
    known_.insert(key);
    const auto found = table_.find(key);
    return found == table_.end() ? std::vector<std::string>() : found->second;
  }
  std::string needed(std::string_view key, std::string_view expected) {
    std::string value = text(key);
    if (value.empty()) fault(key, value, expected);
    return value;
  }
  // The index of the text among the names; the first when it is not given.
  std::size_t one_of(std::string_view key, std::initializer_list<std::string_view> names) {
    const std::string value = text(key);
    if (value.empty()) return 0;
    const auto* const at = std::ranges::find(names, value);
    if (at == names.end()) fault(key, value, fmt::format("{}", fmt::join(names, ", ")));
    return at == names.end() ? 0 : static_cast<std::size_t>(at - names.begin());
  }
  std::uint16_t port(std::string_view key, std::uint16_t fallback) {
    const std::string value = text(key);
    if (value.empty()) return fallback;
    std::uint16_t read = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), read);
    if (error != std::errc() || end != value.data() + value.size() || read == 0) fault(key, value, "1 to 65535");
    return read;
  }
  std::string host(std::string_view key) {
    const std::string value = needed(key, "a host name or address");
    auto parsed = web::parse_host(value, web::HostRules::Link);
    if (!parsed) fault(key, value, "a host name or address");
    return parsed ? parsed->ascii : std::string();
  }
  // What a file holds, without the line end; empty when the key is not there.
  std::string secret(std::string_view key) {
    const std::string file = text(key);
    if (file.empty()) return {};
    auto read = read_secret(data_ / file);
    if (read) return *std::move(read);
    if (!failure_) failure_ = std::move(read).error();
    return {};
  }
  web::Url url() {
    std::string value = text("url");
    const bool from_file = value.empty();
    if (from_file) value = secret("url_file");
    known_.insert({"url", "url_file"});
    if (failure_) return {};
    auto parsed = web::parse_url(value);
    // An address out of a file is a secret: it is not repeated.
    if (!parsed || !parsed->userinfo.empty()) fault("url", from_file ? "" : value, "https://HOST/...");
    if (parsed && parsed->scheme == "http" && !private_addresses())
      fault("url", from_file ? "" : value, "https://HOST/... (http only with private_addresses = \"allow\")");
    return parsed ? *std::move(parsed) : web::Url();
  }
  bool private_addresses() { return one_of("private_addresses", {"refuse", "allow"}) == 1; }

  void fault(std::string_view key, std::string_view read, std::string_view expected) {
    if (failure_) return;
    failure_ = Error{Kind::Invalid, "settings.bad_channel",
                     fmt::format("channel '{}': {} = '{}'", text("name"), key, read), std::string(expected)};
  }
  // Keys nobody asked for are faults too.
  std::optional<Error> finish() {
    for (const auto& [key, values] : table_)
      if (!known_.contains(key))
        fault(key, values.empty() ? "" : values.front(), "a key that this kind of channel has");
    return std::move(failure_);
  }

 private:
  const ChannelTable& table_;
  const std::filesystem::path data_;
  std::set<std::string_view> known_;
  std::optional<Error> failure_;
};

Mail read_mail(TableReader& in) {
  Mail mail;
  mail.security = static_cast<Mail::Security>(in.one_of("tls", {"tls", "starttls", "none"}));
  if (mail.security == Mail::Security::None && !in.private_addresses())
    in.fault("tls", "none", "tls or starttls (none only with private_addresses = \"allow\")");
  constexpr std::uint16_t kTls = 465, kStartTls = 587, kPlain = 25;
  mail.host = in.host("host");
  mail.port = in.port("port", mail.security == Mail::Security::Tls        ? kTls
                              : mail.security == Mail::Security::StartTls ? kStartTls
                                                                          : kPlain);
  mail.user = in.text("user");
  mail.secret = in.secret("secret_file");
  mail.from = in.needed("from", "a mail address");
  mail.to = in.texts("to");
  constexpr std::size_t kMostReaders = 50;
  if (mail.to.empty() || mail.to.size() > kMostReaders) in.fault("to", "", "1 to 50 mail addresses");
  for (const std::string& address : mail.to)
    if (!deliver::is_mail_address(address)) in.fault("to", address, "a mail address in ASCII");
  if (!deliver::is_mail_address(mail.from)) in.fault("from", mail.from, "a mail address in ASCII");
  return mail;
}

deliver::Webhook read_webhook(TableReader& in) {
  deliver::Webhook webhook{.url = in.url(), .secret = in.secret("secret_file")};
  if (in.text("secret_file").empty()) in.fault("secret_file", "", "a file that holds the secret of the signature");
  return webhook;
}

deliver::Alertmanager read_alertmanager(TableReader& in) {
  return {.url = in.url(), .user = in.text("user"), .secret = in.secret("secret_file")};
}

deliver::Chat read_chat(TableReader& in) {
  deliver::Chat chat;
  in.needed("preset", "dingtalk, wecom, feishu, slack");
  chat.preset = static_cast<deliver::Chat::Preset>(in.one_of("preset", {"dingtalk", "wecom", "feishu", "slack"}));
  chat.url = in.url();
  chat.secret = in.secret("secret_file");
  return chat;
}

deliver::Syslog read_syslog(TableReader& in) {
  constexpr std::uint16_t kTcp = 601, kUdp = 514;
  deliver::Syslog syslog;
  syslog.transport = static_cast<deliver::Syslog::Transport>(in.one_of("transport", {"tcp", "udp"}));
  syslog.host = in.host("host");
  syslog.port = in.port("port", syslog.transport == deliver::Syslog::Transport::Tcp ? kTcp : kUdp);
  return syslog;
}

constexpr std::string_view kKinds = "mail, webhook, alertmanager, chat, syslog";

std::optional<notice::ChannelKind> kind_of(TableReader& in) {
  const std::string kind = in.needed("kind", kKinds);
  const auto known = notice::channel_kind_from(kind);
  if (!known) in.fault("kind", kind, kKinds);
  return known;
}

}  // namespace

Result<notice::Channel> channel_of(const ChannelTable& table) {
  TableReader in(table, {});
  notice::Channel channel;
  channel.name = in.text("name");
  if (!notice::is_channel_name(channel.name)) in.fault("name", channel.name, "1 to 40 of a-z, 0-9, '-'");
  channel.kind = kind_of(in).value_or(notice::ChannelKind::Webhook);
  channel.language = in.one_of("language", {"zh", "en"}) == 0 ? Language::Chinese : Language::English;
  if (const std::string least = in.text("least_severity"); !least.empty()) {
    const auto severity = monitor::severity_from(least);
    if (!severity) in.fault("least_severity", least, "info, low, medium, high, critical");
    channel.policy.least = severity.value_or(channel.policy.least);
  }
  if (const auto tell = in.texts("tell"); !tell.empty()) {
    channel.policy.happenings.clear();
    for (const std::string& name : tell) {
      const auto happening = notice::happening_from(name);
      if (!happening) in.fault("tell", name, "opened, confirmed, resolved, reopened, set_aside");
      channel.policy.happenings.push_back(happening.value_or(notice::Happening::Confirmed));
    }
  }
  for (const auto& [key, values] : table) in.texts(key);  // the rest is destination_of's to judge
  if (auto failure = in.finish()) return std::unexpected(*std::move(failure));
  return channel;
}

Result<deliver::Destination> destination_of(const ChannelTable& table, const std::filesystem::path& data) {
  TableReader in(table, data);
  deliver::Destination destination;
  switch (kind_of(in).value_or(notice::ChannelKind::Webhook)) {
    case notice::ChannelKind::Mail:
      destination.how = read_mail(in);
      break;
    case notice::ChannelKind::Webhook:
      destination.how = read_webhook(in);
      break;
    case notice::ChannelKind::Alertmanager:
      destination.how = read_alertmanager(in);
      break;
    case notice::ChannelKind::Chat:
      destination.how = read_chat(in);
      break;
    case notice::ChannelKind::Syslog:
      destination.how = read_syslog(in);
      break;
  }
  if (in.private_addresses()) destination.private_addresses = deliver::PrivateAddresses::allowed_by_the_operator();
  if (const std::string file = in.text("ca_file"); !file.empty()) destination.ca_file = (data / file).string();
  if (auto failure = in.finish()) return std::unexpected(*std::move(failure));
  return destination;
}

Result<std::vector<desk::TellerChannel>> channels_of(const settings::Settings& settings, const Clock& clock) {
  if (settings.channels.size() > notice::kMostChannels)
    return fail(Kind::Invalid, "settings.bad_channel", fmt::format("{} channels", settings.channels.size()),
                fmt::format("at most {}", notice::kMostChannels));
  std::vector<desk::TellerChannel> all;
  for (const ChannelTable& table : settings.channels) {
    auto channel = channel_of(table);
    if (!channel) return fail(std::move(channel));
    if (std::ranges::any_of(all, [&](const auto& other) { return other.channel.name == channel->name; }))
      return fail(Kind::Invalid, "settings.bad_channel", fmt::format("two channels '{}'", channel->name),
                  "names that differ");
    auto destination = destination_of(table, settings.data);
    if (!destination && destination.error().code != "settings.no_secret") return fail(std::move(destination));
    if (!destination) spdlog::warn("channel {}: {}", channel->name, destination.error().detail);
    desk::TellerChannel one{.channel = *std::move(channel), .address = {}, .send = {}};
    if (destination) one.address = destination->address();
    // The strictest robot takes twenty messages a minute, and is silent for a while when it gets more.
    if (one.channel.kind == notice::ChannelKind::Chat) one.gap = std::chrono::seconds(3);
    one.send = [table, data = settings.data, &clock, language = one.channel.language](
                   const notice::Message& message, const std::stop_token& stop) -> Done {
      auto where = destination_of(table, data);
      if (!where) return fail(std::move(where));
      return deliver::send(*where, message, language, clock.now(), stop);
    };
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<doctor::ChannelWorld> look_at_channels(const settings::Settings& settings) {
  std::vector<doctor::ChannelWorld> worlds;
  for (const ChannelTable& table : settings.channels) {
    doctor::ChannelWorld world;
    const auto channel = channel_of(table);
    if (channel) {
      world.name = channel->name;
      world.kind = notice::to_string(channel->kind);
    }
    const auto destination = destination_of(table, settings.data);
    if (destination) world.address = destination->address();
    const Error* const error = !channel ? &channel.error() : !destination ? &destination.error() : nullptr;
    if (error != nullptr) world.error = error->detail + (error->expected.empty() ? "" : "; " + error->expected);
    for (const std::string_view key : {"secret_file", "url_file"})
      if (const auto file = table.find(key); file != table.end() && !file->second.empty())
        world.open_to_others = world.open_to_others || open_to_others(settings.data / file->second.front()).has_value();
    worlds.push_back(std::move(world));
  }
  return worlds;
}

}  // namespace huabiao::app
