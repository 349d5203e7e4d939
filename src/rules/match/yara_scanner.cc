#include "rules/match/yara_scanner.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <yara.h>

#include "rules/limits.h"

namespace huabiao::rules {
namespace {

void free_rules(YR_RULES* rules) {
  yr_rules_destroy(rules);
}

bool library_ready() {
  static const bool kReady = yr_initialize() == ERROR_SUCCESS;  // counted and process-wide; needed to the very end
  return kReady;
}

struct Told {
  std::string file;
  std::string error;  // the first
  std::vector<std::string> warnings;
};

void on_message(int level, const char* /*file*/, int line, const YR_RULE* rule, const char* message, void* context) {
  auto& told = *static_cast<Told*>(context);
  const std::string text = fmt::format("{} line {}{}: {}", told.file, line,
                                       rule != nullptr ? fmt::format(", rule {}", rule->identifier) : "", message);
  if (level == YARA_ERROR_LEVEL_WARNING)
    told.warnings.push_back(text);
  else if (told.error.empty())
    told.error = text;
}

const char* refuse_include(const char* /*name*/, const char* /*file*/, const char* /*space*/, void* /*context*/) {
  return nullptr;
}

std::unexpected<Error> bad_yara(std::string what, std::string expected = {}) {
  return fail(Kind::Invalid, "rules.bad_yara", std::move(what), std::move(expected));
}

YaraRule read_meta(const YR_RULE* rule) {
  YaraRule read;
  const YR_META* meta = nullptr;
  yr_rule_metas_foreach(rule, meta) {
    const std::string_view key = meta->identifier;
    if (meta->type == META_TYPE_INTEGER && key == "confidence") read.confidence = meta->integer;
    if (meta->type != META_TYPE_STRING) continue;
    const std::string text = meta->string;
    if (key == "id") read.id = text;
    if (key == "category") read.category = text;
    if (key == "severity") read.severity = text;
    if (key == "date") read.date = text;
    if (key == "zh") read.zh = text;
    if (key == "en") read.en = text;
    if (key == "target") read.target = text;
    if (key == "anchor") read.anchors.push_back(text);
  }
  return read;
}

// What is wrong with a rule's meta; empty when nothing.
std::string fault_of(const YaraRule& rule) {
  if (!is_rule_id(rule.id)) return "id: a name such as script.packed-write";
  if (!monitor::category_from(rule.category)) return "category: a category of findings";
  if (!monitor::severity_from(rule.severity)) return "severity: info, low, medium, high or critical";
  if (!is_day(rule.date)) return "date: a day such as 2026-11-22";
  if (rule.zh.empty() || rule.en.empty() || rule.zh.size() > PackLimits::kSentenceBytes ||
      rule.en.size() > PackLimits::kSentenceBytes)
    return "zh and en: what a hit means";
  if (rule.confidence < 1 || rule.confidence > 100) return "confidence: 1 to 100";
  if (rule.target != "source" && rule.target != "script") return "target: source or script";
  if (rule.anchors.empty() || rule.anchors.size() > PackLimits::kAnchors) return "anchor: 1 to 32 texts";
  for (const std::string& anchor : rule.anchors)
    if (anchor.size() < PackLimits::kAnchorLeastBytes || anchor.size() > PackLimits::kKeywordBytes)
      return "anchor: at least 4 bytes";
  return {};
}

struct Scanning {
  const YR_RULE* first;                   // of the compiled table
  const std::vector<std::size_t>& index;  // of each of the table: which of rules()
  std::vector<YaraMatch>& into;
  std::string fault;
  bool imports = false;
};

// The library lays matches down without regard to their alignment, so each is copied before it is looked at.
void take_places(const YR_SCAN_CONTEXT* context, const YR_RULE* rule, YaraMatch& match) {
  const YR_STRING* string = nullptr;
  yr_rule_strings_foreach(rule, string) {
    YR_MATCH found;
    for (const void* at = context->matches[string->idx].head; at != nullptr; at = found.next) {
      std::memcpy(&found, at, sizeof found);
      if (found.is_private) continue;
      if (match.places.size() == ScanLimits::kPlacesPerRule) return;
      match.places.push_back(
          {static_cast<std::size_t>(found.base + found.offset), static_cast<std::size_t>(found.match_length)});
    }
  }
}

int on_scan(YR_SCAN_CONTEXT* context, int message, void* data, void* user) {
  auto& scanning = *static_cast<Scanning*>(user);
  if (message == CALLBACK_MSG_IMPORT_MODULE) scanning.imports = true;
  if (message == CALLBACK_MSG_TOO_MANY_MATCHES) scanning.fault = "yara-too-many-matches";
  if (message == CALLBACK_MSG_RULE_MATCHING) {
    const auto* rule = static_cast<const YR_RULE*>(data);
    const std::size_t index = scanning.index[static_cast<std::size_t>(rule - scanning.first)];
    if (index == YaraScanner::kPrivate) return CALLBACK_CONTINUE;
    scanning.into.push_back({index, {}});
    take_places(context, rule, scanning.into.back());
  }
  return CALLBACK_CONTINUE;
}

Done compile_file(YR_COMPILER* compiler, const YaraFile& file, const std::string& space, Told& told) {
  told.file = file.path;
  // The library reads a text that ends with a zero; one inside would hide the rest.
  if (file.text.find('\0') != std::string::npos) return bad_yara(file.path + ": holds a zero byte");
  if (yr_compiler_add_string(compiler, file.text.c_str(), space.c_str()) != 0)
    return bad_yara(told.error.empty() ? file.path : told.error, "YARA 4 rules without include and import");
  return {};
}

}  // namespace

YaraScanner::YaraScanner(Compiled compiled) : compiled_(std::move(compiled)) {}

Result<YaraScanner> YaraScanner::of_packs(std::span<const Pack> packs) {
  YaraScanner scanner(Compiled(nullptr, &free_rules));
  if (std::ranges::all_of(packs, [](const Pack& pack) { return pack.yara.empty(); })) return scanner;
  YR_COMPILER* made = nullptr;
  if (!library_ready() || yr_compiler_create(&made) != ERROR_SUCCESS)
    return fail(Kind::Environment, "rules.no_matcher", "libyara does not start");
  const std::unique_ptr<YR_COMPILER, decltype(&yr_compiler_destroy)> compiler(made, &yr_compiler_destroy);
  Told told;
  yr_compiler_set_callback(made, &on_message, &told);
  yr_compiler_set_include_callback(made, &refuse_include, nullptr, nullptr);
  for (const Pack& pack : packs)
    for (const YaraFile& file : pack.yara)
      if (auto compiled = compile_file(made, file, pack.name, told); !compiled) return fail(std::move(compiled));
  YR_RULES* rules = nullptr;
  if (yr_compiler_get_rules(made, &rules) != ERROR_SUCCESS)
    return fail(Kind::Environment, "rules.no_matcher", "libyara: out of memory");
  scanner.compiled_.reset(rules);
  scanner.warnings_ = std::move(told.warnings);
  if (auto read = scanner.read_rules(); !read) return fail(std::move(read));
  return scanner;
}

Done YaraScanner::read_rules() {
  const YR_RULE* rule = nullptr;
  yr_rules_foreach(compiled_, rule) {
    index_.push_back(RULE_IS_PRIVATE(rule) ? kPrivate : rules_.size());
    if (RULE_IS_PRIVATE(rule)) continue;  // a part of others, told nobody
    YaraRule read = read_meta(rule);
    read.name = rule->identifier;
    read.pack = rule->ns->name;
    if (std::string fault = fault_of(read); !fault.empty())
      return bad_yara(fmt::format("pack {}, rule {}", read.pack, read.name), std::move(fault));
    rules_.push_back(std::move(read));
  }
  // Whether a module is wanted is only told when something is scanned.
  std::vector<YaraMatch> none;
  bool imports = false;
  if (const std::string fault = run("huabiao", none, imports); !fault.empty()) return bad_yara(fault);
  if (imports) return bad_yara("a rule imports a module", "YARA 4 rules without include and import");
  return {};
}

std::string YaraScanner::scan(std::string_view text, std::vector<YaraMatch>& into) const {
  bool imports = false;
  return run(text, into, imports);
}

std::string YaraScanner::run(std::string_view text, std::vector<YaraMatch>& into, bool& imports) const {
  into.clear();
  if (!compiled_) return {};
  YR_SCANNER* made = nullptr;
  if (const int error = yr_scanner_create(compiled_.get(), &made); error != ERROR_SUCCESS)
    return fmt::format("yara-error-{}", error);
  const std::unique_ptr<YR_SCANNER, decltype(&yr_scanner_destroy)> scanner(made, &yr_scanner_destroy);
  Scanning scanning{compiled_->rules_table, index_, into, {}, false};
  yr_scanner_set_callback(made, &on_scan, &scanning);
  yr_scanner_set_timeout(made, ScanLimits::kYaraSeconds);
  // No signal handlers of the library's: the bytes are in memory already.
  yr_scanner_set_flags(made, SCAN_FLAGS_REPORT_RULES_MATCHING | SCAN_FLAGS_NO_TRYCATCH);
  const int ended = yr_scanner_scan_mem(made, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  imports = scanning.imports;
  if (ended == ERROR_SCAN_TIMEOUT) return "yara-timeout";
  if (ended == ERROR_TOO_MANY_MATCHES) return "yara-too-many-matches";
  if (ended != ERROR_SUCCESS) return fmt::format("yara-error-{}", ended);
  return scanning.fault;
}

}  // namespace huabiao::rules
