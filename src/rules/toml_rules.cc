// The TOML files of a pack. toml++ bounds nesting itself; everything else is bounded here.

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <initializer_list>
#include <sstream>
#include <toml++/toml.h>

#include "base/utf8.h"
#include "rules/limits.h"
#include "rules/pack_parts.h"

namespace huabiao::rules {
namespace {

// One table of a file: values by name and type. The first that is wrong is remembered, as is a key nobody asked for.
class Fields {
 public:
  Fields(const PackFile& file, const toml::table& table) : file_(file), table_(table) {}

  std::string text(std::string_view key, std::size_t most = PackLimits::kSentenceBytes) {
    const auto value = asked(key).value<std::string>();
    if (!value || value->empty() || value->size() > most || !utf8::valid(*value)) return wrong(key, "a text"), "";
    return *value;
  }
  std::string text_or_nothing(std::string_view key) { return asked(key) ? text(key) : std::string(); }
  std::string day(std::string_view key) {
    const auto value = asked(key).value<toml::date>();
    if (!value) return wrong(key, "a day such as 2026-11-22"), "";
    return fmt::format("{:04}-{:02}-{:02}", value->year, value->month, value->day);
  }
  std::string day_or_nothing(std::string_view key) { return asked(key) ? day(key) : std::string(); }
  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto value = asked(key).value<std::int64_t>();
    if (!value || *value < least || *value > most)
      return wrong(key, fmt::format("a number from {} to {}", least, most)), least;
    return *value;
  }
  std::string id() {
    std::string value = text("id", PackLimits::kIdBytes);
    if (!value.empty() && !is_rule_id(value)) wrong("id", "a name such as gambling.games");
    return value;
  }
  Bilingual explanation() { return {text("zh"), text("en")}; }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> out;
    const toml::array* list = asked(key).as_array();
    if (list == nullptr) return wrong(key, "a list of texts"), out;
    for (const toml::node& item : *list) {
      auto value = item.value<std::string>();
      if (!value || !utf8::valid(*value)) return wrong(key, "a list of texts"), out;
      out.push_back(*std::move(value));
    }
    return out;
  }
  std::vector<std::string> texts_or_nothing(std::string_view key) {
    return asked(key) ? texts(key) : std::vector<std::string>();
  }
  // A table of names and whole numbers.
  std::map<std::string, std::int64_t> numbers(std::string_view key) {
    std::map<std::string, std::int64_t> out;
    const toml::table* table = asked(key).as_table();
    if (table == nullptr || table->empty() || table->size() > PackLimits::kNumbers)
      return wrong(key, "a table of names and numbers"), out;
    for (const auto& [name, node] : *table) {
      const auto value = node.value<std::int64_t>();
      if (!value || !node.is_integer() || *value < 0 || *value > PackLimits::kLargestNumber)
        return wrong(key, fmt::format("whole numbers up to {}", PackLimits::kLargestNumber)), out;
      out.emplace(name.str(), *value);
    }
    return out;
  }
  std::vector<const toml::table*> tables_or_nothing(std::string_view key) {
    return asked(key) ? tables(key) : std::vector<const toml::table*>();
  }
  // The tables of `[[key]]`.
  std::vector<const toml::table*> tables(std::string_view key) {
    std::vector<const toml::table*> out;
    const toml::array* list = asked(key).as_array();
    if (list == nullptr) return wrong(key, fmt::format("[[{}]] tables", key)), out;
    for (const toml::node& item : *list) {
      if (!item.is_table()) return wrong(key, fmt::format("[[{}]] tables", key)), out;
      out.push_back(item.as_table());
    }
    return out;
  }
  void wrong(std::string_view key, std::string expected) {
    if (!failure_.empty()) return;
    failure_ = fmt::format("line {}: '{}'", table_.source().begin.line, key);
    expected_ = std::move(expected);
  }
  // Once everything was asked for.
  Done end() {
    for (const auto& [key, node] : table_)
      if (std::ranges::find(asked_, key.str()) == asked_.end()) wrong(key.str(), "no such key here");
    if (failure_.empty()) return {};
    return bad_pack(file_, failure_, expected_);
  }

 private:
  toml::node_view<const toml::node> asked(std::string_view key) {
    asked_.emplace_back(key);
    return table_[key];
  }
  const PackFile& file_;
  const toml::table& table_;
  std::vector<std::string> asked_;
  std::string failure_, expected_;
};

Result<toml::table> parse(const PackFile& file) {
  try {
    return toml::parse(file.bytes);
  } catch (const toml::parse_error& error) {
    return bad_pack(file,
                    fmt::format("line {}, column {}: {}", error.source().begin.line, error.source().begin.column,
                                error.description()),
                    "TOML");
  }
}

// Every front x word x back; an empty list of fronts or backs leaves that side off.
Done write_out(const PackFile& file, const std::vector<std::string>& words, const std::vector<std::string>& before,
               const std::vector<std::string>& after, std::vector<std::string>& into) {
  const std::size_t fronts = std::max<std::size_t>(before.size(), 1), backs = std::max<std::size_t>(after.size(), 1);
  if (words.size() > PackLimits::kWords / fronts / backs)
    return fail(Kind::TooLarge, "rules.too_large", file.path, fmt::format("at most {} words", PackLimits::kWords));
  for (std::size_t front = 0; front < fronts; ++front)
    for (const std::string& word : words)
      for (std::size_t back = 0; back < backs; ++back) {
        std::string whole =
            (before.empty() ? "" : before[front]) + word + (after.empty() ? std::string() : after[back]);
        if (whole.size() < PackLimits::kWordLeastBytes || whole.size() > PackLimits::kWordBytes)
          return bad_pack(file, "'" + whole + "'",
                          fmt::format("words of {} to {} bytes", PackLimits::kWordLeastBytes, PackLimits::kWordBytes));
        into.push_back(std::move(whole));
      }
  return {};
}

std::size_t word_count(const Pack& pack) {
  std::size_t count = 0;
  for (const WordRule& rule : pack.words) count += rule.words.size();
  return count;
}

}  // namespace

std::unexpected<Error> bad_pack(const PackFile& file, const std::string& what, std::string expected) {
  return fail(Kind::Invalid, "rules.bad_pack", file.path + ": " + what, std::move(expected));
}

Done read_head(const PackFile& file, Pack& pack) {
  auto table = parse(file);
  if (!table) return fail(std::move(table));
  Fields fields(file, *table);
  pack.name = fields.text("name", PackLimits::kIdBytes);
  if (!is_rule_id("pack." + pack.name)) fields.wrong("name", "a name of a-z, 0-9 and '-'");
  pack.version = fields.number("version", 1, 1'000'000'000);
  pack.date = fields.day("date");
  pack.title = fields.explanation();
  return fields.end();
}

Done read_words(const PackFile& file, Pack& pack) {
  auto table = parse(file);
  if (!table) return fail(std::move(table));
  Fields head(file, *table);
  const std::string category = head.text("category", PackLimits::kIdBytes);
  const auto rules = head.tables("rule");
  if (auto ended = head.end(); !ended) return ended;
  for (const toml::table* one : rules) {
    Fields fields(file, *one);
    WordRule rule;
    rule.id = fields.id();
    rule.category = category;
    rule.sense = category == "against" ? Sense::Against : Sense::Accuses;
    rule.weight = rule.sense == Sense::Against ? 0 : static_cast<int>(fields.number("weight", 1, 3));
    rule.date = fields.day("date");
    rule.explanation = fields.explanation();
    auto words = fields.texts("words");
    const auto before = fields.texts_or_nothing("before"), after = fields.texts_or_nothing("after");
    if (auto ended = fields.end(); !ended) return ended;
    if (auto written = write_out(file, words, before, after, rule.words); !written) return written;
    pack.words.push_back(std::move(rule));
    if (word_count(pack) > PackLimits::kWords)
      return fail(Kind::TooLarge, "rules.too_large", file.path, fmt::format("at most {} words", PackLimits::kWords));
  }
  return {};
}

Done read_hosts(const PackFile& file, Pack& pack) {
  auto table = parse(file);
  if (!table) return fail(std::move(table));
  Fields head(file, *table);
  const auto rules = head.tables("rule");
  if (auto ended = head.end(); !ended) return ended;
  for (const toml::table* one : rules) {
    Fields fields(file, *one);
    HostRule rule;
    rule.id = fields.id();
    rule.date = fields.day("date");
    rule.explanation = fields.explanation();
    rule.hosts = fields.texts("hosts");
    for (const std::string& host : rule.hosts)
      if (host.empty() || host.size() > 253 ||
          host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") != std::string::npos)
        fields.wrong("hosts", "host names in lower case, A-labels");
    if (auto ended = fields.end(); !ended) return ended;
    pack.hosts.push_back(std::move(rule));
  }
  return {};
}

namespace {

Done read_pattern(const PackFile& file, const toml::table& table, Pack& pack) {
  Fields fields(file, table);
  PatternRule rule;
  rule.id = fields.id();
  const auto category = monitor::category_from(fields.text("category"));
  const auto severity = monitor::severity_from(fields.text("severity"));
  if (!category) fields.wrong("category", "a category of findings, such as footer");
  if (!severity) fields.wrong("severity", "info, low, medium, high or critical");
  const std::string part = fields.text("part");
  if (part != "source" && part != "text") fields.wrong("part", "source or text");
  rule.category = category.value_or(monitor::Category::Footer);
  rule.severity = severity.value_or(monitor::Severity::Info);
  rule.part = part == "text" ? Part::Text : Part::Source;
  rule.pattern = fields.text("pattern", PackLimits::kPatternBytes);
  rule.basis = fields.text("basis");
  rule.from = fields.day("from");
  rule.to = fields.day_or_nothing("to");
  rule.explanation = fields.explanation();
  pack.patterns.push_back(std::move(rule));
  return fields.end();
}

Done read_measure(const PackFile& file, const toml::table& table, Pack& pack) {
  Fields fields(file, table);
  Measure measure;
  measure.id = fields.id();
  measure.basis = fields.text("basis");
  measure.from = fields.day("from");
  measure.to = fields.day_or_nothing("to");
  measure.numbers = fields.numbers("numbers");
  measure.explanation = fields.explanation();
  pack.measures.push_back(std::move(measure));
  return fields.end();
}

}  // namespace

Done read_regulatory(const PackFile& file, Pack& pack) {
  auto table = parse(file);
  if (!table) return fail(std::move(table));
  Fields head(file, *table);
  const auto patterns = head.tables_or_nothing("pattern"), measures = head.tables_or_nothing("measure");
  if (patterns.empty() && measures.empty()) head.wrong("pattern", "[[pattern]] or [[measure]] tables");
  if (auto ended = head.end(); !ended) return ended;
  for (const toml::table* one : patterns)
    if (auto read = read_pattern(file, *one, pack); !read) return read;
  for (const toml::table* one : measures)
    if (auto read = read_measure(file, *one, pack); !read) return read;
  return {};
}

namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}

Done read_registry(const PackFile& file, const toml::table& table, Pack& pack) {
  constexpr std::int64_t kLongestGap = 86'400, kFurthestZone = 14;
  Fields fields(file, table);
  RegistryRule rule;
  rule.id = fields.id();
  rule.date = fields.day("date");
  rule.source = fields.text("source");
  rule.name = fields.explanation();
  rule.suffixes = fields.texts("suffixes");
  if (rule.suffixes.empty() || !std::ranges::all_of(rule.suffixes, is_name))
    fields.wrong("suffixes", "suffixes in lower case, A-labels");
  rule.rdap = fields.text_or_nothing("rdap");
  if (!rule.rdap.empty() && (!rule.rdap.starts_with("https://") || !rule.rdap.ends_with('/')))
    fields.wrong("rdap", "a base URL that begins with https:// and ends in /");
  rule.whois = fields.text_or_nothing("whois");
  if (!rule.whois.empty() && !is_name(rule.whois)) fields.wrong("whois", "a host name in lower case, A-labels");
  if (rule.rdap.empty() && rule.whois.empty()) fields.wrong("whois", "a WHOIS or an RDAP server");
  rule.query = fields.text_or_nothing("query");
  if (rule.query.empty()) rule.query = "{}";
  if (rule.query.find("{}") == std::string::npos || rule.query.find_first_of("\r\n") != std::string::npos)
    fields.wrong("query", "one line with {} for the domain");
  rule.gap_seconds = fields.number("gap-seconds", 1, kLongestGap);
  rule.utc_offset_hours = fields.number("utc-offset-hours", -kFurthestZone, kFurthestZone);
  pack.registries.push_back(std::move(rule));
  return fields.end();
}

}  // namespace

Done read_registries(const PackFile& file, Pack& pack) {
  auto table = parse(file);
  if (!table) return fail(std::move(table));
  Fields head(file, *table);
  const auto registries = head.tables("registry");
  if (auto ended = head.end(); !ended) return ended;
  for (const toml::table* one : registries)
    if (auto read = read_registry(file, *one, pack); !read) return read;
  return {};
}

}  // namespace huabiao::rules
