#pragma once
// The [[channel]] tables of huabiao.toml as channels: what each is told, and where it leads. docs/guide/telling.md

#include <functional>
#include <stop_token>
#include <vector>

#include "deliver/destination.h"
#include "desk/teller.h"
#include "doctor/world.h"
#include "notice/channel.h"
#include "settings/settings.h"

namespace huabiao::app {

// Fails: settings.bad_channel, naming channel and key.
Result<notice::Channel> channel_of(const settings::ChannelTable& table);

// Reads the secrets the table names, anew each time. A relative path is one below `data`. Fails: settings.bad_channel;
// Environment settings.no_secret, when a file cannot be read.
Result<deliver::Destination> destination_of(const settings::ChannelTable& table, const std::filesystem::path& data);

// Every channel, ready to be told. A secret that cannot be read now is tried again with each message.
// Fails: settings.bad_channel, also for two of one name or too many.
Result<std::vector<desk::TellerChannel>> channels_of(const settings::Settings& settings, const Clock& clock);

// For doctor.
std::vector<doctor::ChannelWorld> look_at_channels(const settings::Settings& settings);

}  // namespace huabiao::app
