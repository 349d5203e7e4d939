#pragma once
// The sentences behind every error code, in both languages: what went wrong and what to do next. The console, the CLI
// and the API's problem documents read them here. Constant data; any thread.

#include <span>
#include <string_view>

#include "base/bilingual.h"
#include "base/result.h"

namespace huabiao::language {

struct Message {
  std::string_view code;
  std::string_view zh, en;            // what went wrong, one sentence
  std::string_view next_zh, next_en;  // what to do now, one sentence
};

// nullptr when the code is unknown; a test holds every code used in src/ against this list.
const Message* find(std::string_view code);

// For a person at a terminal: title, what was read, what was expected, the next step; each on its own line.
std::string describe(const Error& error, Language language);

// One list per area; catalogue.cc names them all.
std::span<const Message> frame_messages();
std::span<const Message> settings_messages();
std::span<const Message> web_messages();
std::span<const Message> filing_messages();
std::span<const Message> fetch_messages();
std::span<const Message> office_messages();
std::span<const Message> census_messages();
std::span<const Message> dispatch_messages();
std::span<const Message> check_messages();
std::span<const Message> registry_messages();
std::span<const Message> storage_messages();
std::span<const Message> access_messages();
std::span<const Message> audit_messages();
std::span<const Message> record_messages();
std::span<const Message> inspect_messages();
std::span<const Message> rules_messages();
std::span<const Message> notice_messages();
std::span<const Message> http_messages();
std::span<const Message> vantage_messages();
std::span<const Message> render_messages();

}  // namespace huabiao::language
