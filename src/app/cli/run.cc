#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/exit_code.h"
#include "language/catalogue.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kMaxConfigBytes = 1 << 20;

Result<std::string> read_config(const std::filesystem::path& file, bool must_exist) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    if (!must_exist) return std::string();
    return fail(Kind::Environment, "settings.no_file", file.string(), "a file that can be read");
  }
  if (std::filesystem::file_size(file, error) > kMaxConfigBytes || error)
    return fail(Kind::Invalid, "settings.bad_file", file.string(), "a file of at most 1 MiB");
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return fail(Kind::Environment, "settings.no_file", file.string(), "a file that can be read");
  return text;
}

}  // namespace

Run::Run(std::vector<std::string> environment, std::stop_token stop)
    : environment_(std::move(environment)), stop_(std::move(stop)) {}

Result<settings::Resolved> Run::resolve() const {
  settings::Layers layers{command_line_, settings::read_environment(environment_), {}, {}};
  auto without_file = settings::resolve(layers);
  if (!without_file) return without_file;
  const bool named = !config_file.empty();
  auto file =
      read_config(named ? std::filesystem::path(config_file) : without_file->settings.data / "huabiao.toml", named);
  if (!file) return fail(std::move(file));
  auto layer = settings::read_toml(*file);
  if (!layer) return fail(std::move(layer));
  auto channels = settings::read_channel_tables(*file);
  if (!channels) return fail(std::move(channels));
  layers.file = *std::move(layer);
  layers.channels = *std::move(channels);
  return settings::resolve(layers);
}

std::optional<settings::Settings> Run::settings() {
  auto resolved = resolve();
  if (!resolved) {
    exit_code = report(resolved.error());
    return std::nullopt;
  }
  for (const std::string& key : resolved->unknown)
    fmt::print(stderr, "{}: {}\n",
               language() == Language::Chinese ? "huabiao.toml 中有未知设置" : "huabiao.toml holds an unknown setting",
               key);
  return std::move(resolved->settings);
}

int Run::report(const Error& error) const {
  fmt::print(stderr, "{}\n", language::describe(error, language()));
  return app::exit_code(error.kind);
}

Language Run::language() const {
  settings::Layers layers{{}, settings::read_environment(environment_), {}, {}};
  if (const auto given = command_line_.find("lang"); given != command_line_.end())
    layers.command_line["lang"] = given->second;
  layers.environment = [&] {
    settings::Layer only;
    for (const char* key : {"lang", "default.lang"})
      if (const auto found = layers.environment.find(key); found != layers.environment.end()) only[key] = found->second;
    return only;
  }();
  const auto resolved = settings::resolve(layers);
  return resolved ? resolved->settings.language : Language::English;
}

bool Run::progress_on_terminal() {
  return isatty(STDERR_FILENO) != 0;
}

void Run::add_settings(const Command& command, std::initializer_list<std::string_view> keys) {
  const bool chinese = language() == Language::Chinese;
  for (const std::string_view key : keys) {
    const settings::Spec* spec = settings::find_spec(key);
    const std::string fallback = spec->fallback.empty() ? "" : fmt::format(" [{}]", spec->fallback);
    command
        .option(
            settings::flag_of(*spec),
            [this, spec](const std::vector<std::string>& values) {
              // Told at each occurrence, of it alone.
              std::vector<std::string>& all = command_line_[std::string(spec->key)];
              if (!spec->repeatable) all.clear();
              all.insert(all.end(), values.begin(), values.end());
            },
            spec->repeatable ? Command::Times::Many : Command::Times::Once,
            std::string(chinese ? spec->zh : spec->en) + fallback)
        .shown_as(std::string(spec->value_name));
  }
}

void Run::add_network_settings(const Command& command) {
  add_settings(command, {"timeout", "concurrency", "rate", "host_gap", "retry_pause", "proxy", "header", "user_agent",
                         "lab", "ca_file", "workers", "rules", "rules_key", "rules_unsigned"});
}

}  // namespace huabiao::app
