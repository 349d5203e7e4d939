#include "rules/match/literal_scanner.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <hs/hs.h>
#include <numeric>

#include "base/digest.h"

namespace huabiao::rules {
namespace {

using Database = std::unique_ptr<hs_database, void (*)(hs_database*)>;

void free_database(hs_database* database) {
  hs_free_database(database);
}

struct Scratch {
  hs_scratch_t* space = nullptr;
  std::uint64_t grown_for = 0;  // the database it was last made large enough for
  Scratch() = default;
  ~Scratch() { hs_free_scratch(space); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

// Growing is cheap when nothing has to grow, but not free: two databases are used in turn.
int scratch_for(const hs_database* database, std::uint64_t number, hs_scratch_t*& space) {
  static thread_local std::array<Scratch, 2> scratches;
  Scratch& scratch = scratches[number % scratches.size()];
  if (scratch.grown_for != number) {
    if (const int error = hs_alloc_scratch(database, &scratch.space); error != HS_SUCCESS) return error;
    scratch.grown_for = number;
  }
  space = scratch.space;
  return HS_SUCCESS;
}

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

std::string escaped(std::string_view literal) {
  std::string out;
  for (const char c : literal) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::unexpected<Error> refused(hs_compile_error_t* error, std::span<const Expression> expressions) {
  const std::unique_ptr<hs_compile_error_t, decltype(&hs_free_compile_error)> held(error, &hs_free_compile_error);
  const std::string message = held ? held->message : "out of memory";
  if (held && held->expression >= 0 && static_cast<std::size_t>(held->expression) < expressions.size())
    return fail(Kind::Invalid, "rules.bad_pattern",
                expressions[static_cast<std::size_t>(held->expression)].named + ": " + message);
  return fail(Kind::Environment, "rules.no_matcher", message);
}

// What decides how a database turns out beside its expressions.
std::string surroundings() {
  hs_platform_info_t platform{};
  hs_populate_platform(&platform);
  return fmt::format("{} {} {:x}\n", hs_version(), platform.tune, platform.cpu_features);
}

std::string key_of(std::string_view kind, std::span<const std::string> texts, std::span<const unsigned> flags) {
  std::string all = surroundings();
  all += kind;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    all += fmt::format("\n{} {} ", flags[i], texts[i].size());
    all += texts[i];
  }
  return sha256_hex(all);
}

// Null when there is none, or when the library does not take it.
Database kept_database(const CompiledDatabases& kept, std::string_view key) {
  const std::string_view bytes = kept.find(key);
  hs_database_t* read = nullptr;
  if (bytes.empty() || hs_deserialize_database(bytes.data(), bytes.size(), &read) != HS_SUCCESS) read = nullptr;
  return {read, &free_database};
}

struct Collecting {
  const std::vector<std::uint32_t>& lengths;
  std::size_t most;
  std::vector<Match>& into;
};

int collect(unsigned id, unsigned long long from, unsigned long long to, unsigned /*flags*/, void* context) {
  auto& collecting = *static_cast<Collecting*>(context);
  const std::size_t begin = id < collecting.lengths.size() ? to - collecting.lengths[id] : from;
  collecting.into.push_back({id, begin, to});
  return collecting.into.size() >= collecting.most ? 1 : 0;
}

}  // namespace

LiteralScanner::LiteralScanner(Database database, std::string key, bool made_anew, std::vector<std::uint32_t> lengths)
    : database_(std::move(database)),
      key_(std::move(key)),
      made_anew_(made_anew),
      number_(next_number()),
      lengths_(std::move(lengths)) {}

std::string LiteralScanner::bytes() const {
  char* bytes = nullptr;
  std::size_t length = 0;
  if (!database_ || hs_serialize_database(database_.get(), &bytes, &length) != HS_SUCCESS) return {};
  const std::unique_ptr<char, decltype(&std::free)> held(bytes, &std::free);
  return {bytes, length};
}

Result<LiteralScanner> LiteralScanner::of_words(std::span<const std::string> words, const CompiledDatabases& kept) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<std::uint32_t> short_lengths;
  for (const std::string& word : words) {
    texts.push_back(word.c_str());
    lengths.push_back(word.size());
    short_lengths.push_back(static_cast<std::uint32_t>(word.size()));
  }
  if (words.empty()) return LiteralScanner(Database(nullptr, &free_database), {}, false, {});
  const std::vector<unsigned> flags(words.size(), 0U);
  std::string key = key_of("words", words, flags);
  if (Database found = kept_database(kept, key))
    return LiteralScanner(std::move(found), std::move(key), false, std::move(short_lengths));
  std::vector<unsigned> ids(words.size());
  std::iota(ids.begin(), ids.end(), 0U);
  hs_database_t* made = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(), static_cast<unsigned>(words.size()),
                           HS_MODE_BLOCK, nullptr, &made, &error) != HS_SUCCESS)
    return refused(error, {});
  return LiteralScanner(Database(made, &free_database), std::move(key), true, std::move(short_lengths));
}

Result<LiteralScanner> LiteralScanner::of_expressions(std::span<const Expression> expressions,
                                                      const CompiledDatabases& kept) {
  std::vector<std::string> texts;
  std::vector<unsigned> flags, ids(expressions.size());
  std::iota(ids.begin(), ids.end(), 0U);
  for (const Expression& expression : expressions) {
    const bool pattern = expression.kind == Expression::Kind::Pattern;
    texts.push_back(pattern ? expression.text : escaped(expression.text));
    unsigned flag = pattern ? HS_FLAG_SOM_LEFTMOST | HS_FLAG_DOTALL : HS_FLAG_SINGLEMATCH;
    if (expression.kind != Expression::Kind::Literal) flag |= HS_FLAG_CASELESS;
    flags.push_back(flag);
  }
  if (expressions.empty()) return LiteralScanner(Database(nullptr, &free_database), {}, false, {});
  std::string key = key_of("expressions", texts, flags);
  if (Database found = kept_database(kept, key)) return LiteralScanner(std::move(found), std::move(key), false, {});
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  hs_database_t* made = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(pointers.data(), flags.data(), ids.data(), static_cast<unsigned>(pointers.size()), HS_MODE_BLOCK,
                       nullptr, &made, &error) != HS_SUCCESS)
    return refused(error, expressions);
  return LiteralScanner(Database(made, &free_database), std::move(key), true, {});
}

int LiteralScanner::scan(std::string_view text, std::size_t most, std::vector<Match>& into) const {
  into.clear();
  if (!database_ || text.empty()) return 0;
  hs_scratch_t* scratch = nullptr;
  if (const int error = scratch_for(database_.get(), number_, scratch); error != HS_SUCCESS) return error;
  Collecting collecting{lengths_, most, into};
  const auto length = static_cast<unsigned>(std::min<std::size_t>(text.size(), UINT32_MAX));
  const char* begin = text.data();
  const int ended = hs_scan(database_.get(), begin, length, 0, scratch, &collect, &collecting);
  return ended == HS_SCAN_TERMINATED ? 0 : ended;
}

}  // namespace huabiao::rules
