#pragma once
// The words and options huabiao understands, said in the language of the run. The library that reads the command line
// stays behind this file: its templates cost every command that includes it many seconds of compiling.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bilingual.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
class Option;
}  // namespace CLI

namespace huabiao::app {

// What may still be said of an option just declared. A handle: copies mean the same option.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}
  Option& required();
  Option& one_of(std::initializer_list<const char*> values);
  Option& shown_as(const std::string& value);  // in help: "--site ID"
  Option& with_default_shown();
  Option& not_with(const Option& other);

 private:
  CLI::Option* option_;
};

// One command of the program, or the program itself. A handle. Lifetime: what options read into lives until the
// command's action has run.
class Command {
 public:
  using Take = std::function<void(const std::vector<std::string>&)>;
  enum class Times { Once, Many };

  Command(CLI::App& app, Language language) : app_(&app), language_(language) {}

  [[nodiscard]] Command add(const std::string& word, const Bilingual& help) const;
  // `names`: "--sheet", "-l,--list", or "FILE" for a word without a dash.
  Option option(const std::string& names, std::string& into, const Bilingual& help) const;
  Option option(const std::string& names, std::optional<std::string>& into, const Bilingual& help) const;
  Option option(const std::string& names, std::int64_t& into, const Bilingual& help) const;
  Option option(const std::string& names, std::vector<std::string>& into, const Bilingual& help) const;
  Option option(const std::string& names, std::vector<std::int64_t>& into, const Bilingual& help) const;
  // Hands each value over as it is read. Once: the last one counts.
  Option option(const std::string& names, const Take& take, Times times, const std::string& help) const;
  Option flag(const std::string& names, bool& into, const Bilingual& help) const;
  void needs_one_below() const;  // alone it is not enough
  void does(std::function<void()> action) const;

 private:
  CLI::App* app_;
  Language language_;
};

// The whole command line. Thread: main.
class CommandLine {
 public:
  CommandLine(const Bilingual& about, Language language);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  [[nodiscard]] Command root() const;
  // Reads the words and runs the command they name; help and mistakes are told. False: nothing was run, and
  // `exit_code` says how to end.
  bool run(int argc, char** argv, int& exit_code);

 private:
  std::unique_ptr<CLI::App> app_;
  Language language_;
};

}  // namespace huabiao::app
