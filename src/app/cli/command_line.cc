#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>

#include "app/exit_code.h"

namespace huabiao::app {
namespace {

constexpr int kMostTimes = 64;  // one option repeated

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::one_of(std::initializer_list<const char*> values) {
  option_->check(CLI::IsMember(std::vector<std::string>(values.begin(), values.end())));
  return *this;
}

Option& Option::shown_as(const std::string& value) {
  option_->type_name(value);
  return *this;
}

Option& Option::with_default_shown() {
  option_->capture_default_str();
  return *this;
}

Option& Option::not_with(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Command Command::add(const std::string& word, const Bilingual& help) const {
  return {*app_->add_subcommand(word, help.in(language_)), language_};
}

Option Command::option(const std::string& names, std::string& into, const Bilingual& help) const {
  return Option(*app_->add_option(names, into, help.in(language_)));
}

Option Command::option(const std::string& names, std::optional<std::string>& into, const Bilingual& help) const {
  return Option(*app_->add_option(names, into, help.in(language_)));
}

Option Command::option(const std::string& names, std::int64_t& into, const Bilingual& help) const {
  return Option(*app_->add_option(names, into, help.in(language_)));
}

Option Command::option(const std::string& names, std::vector<std::string>& into, const Bilingual& help) const {
  return Option(*app_->add_option(names, into, help.in(language_)));
}

Option Command::option(const std::string& names, std::vector<std::int64_t>& into, const Bilingual& help) const {
  return Option(*app_->add_option(names, into, help.in(language_)));
}

Option Command::option(const std::string& names, const Take& take, Times times, const std::string& help) const {
  auto* option = app_->add_option_function<std::vector<std::string>>(names, take, help);
  option->type_size(1)->trigger_on_parse();
  if (times == Times::Many)
    option->expected(1, kMostTimes);
  else
    option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  return Option(*option);
}

Option Command::flag(const std::string& names, bool& into, const Bilingual& help) const {
  return Option(*app_->add_flag(names, into, help.in(language_)));
}

void Command::needs_one_below() const {
  app_->require_subcommand(1);
}

void Command::does(std::function<void()> action) const {
  app_->callback(std::move(action));
}

CommandLine::CommandLine(const Bilingual& about, Language language)
    : app_(std::make_unique<CLI::App>(about.in(language), "huabiao")), language_(language) {
  app_->require_subcommand(1);
  app_->fallthrough();
}

CommandLine::~CommandLine() = default;

Command CommandLine::root() const {
  return {*app_, language_};
}

bool CommandLine::run(int argc, char** argv, int& exit_code) {
  try {
    app_->parse(argc, argv);
    return true;
  } catch (const CLI::ParseError& error) {
    exit_code = app_->exit(error) == 0 ? kExitDone : kExitUsage;
    return false;
  }
}

}  // namespace huabiao::app
