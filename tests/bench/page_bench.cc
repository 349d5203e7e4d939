// Reading pages beside the parsers Debian has: the tokenizer alone, and the tokenizer with all page facts, in MB/s of
// UTF-8 on one core, and everything a visit does with a page, over the real pages of two sets that lie beside the
// checkout. Prints a Markdown table with the ratios. Says so and does nothing where the sets are absent.

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gumbo.h>
#include <iterator>
#include <libxml/HTMLparser.h>
#include <map>
#include <memory>
#include <myhtml/api.h>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

#include "monitor/detect/detect.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/tags.h"
#include "monitor/parse/tokenizer.h"
#include "rules/shelf/shelf.h"
#include "support/shared.h"
#include "web/charset.h"

using namespace huabiao;
using namespace huabiao::monitor;

namespace {

constexpr const char* kTokenizer = "huabiao: tokenizer";
constexpr const char* kFacts = "huabiao: tokenizer and all page facts";
constexpr const char* kParse = "huabiao: the same with decoding";
constexpr const char* kAll = "huabiao: everything: decoding, facts, every detector, 20,000 words more";
constexpr const char* kGumbo = "gumbo: tree";
constexpr const char* kMyhtml = "myhtml: tree";
constexpr const char* kMyhtmlTokens = "myhtml: tokens";
constexpr const char* kLibxml = "libxml2: tree";
constexpr const char* kScan = "bare scan for '<'";

class Unpacked {
 public:
  Unpacked() {
    std::string pattern = (std::filesystem::temp_directory_path() / "huabiao-pages-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Unpacked() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  bool add(const std::filesystem::path& archive) const {
    const std::string command = "tar --zstd -xf '" + archive.string() + "' -C '" + path_.string() + "'";
    return !path_.empty() && std::system(command.c_str()) == 0;
  }
  // Every page as UTF-8.
  [[nodiscard]] std::vector<std::string> pages() const {
    std::vector<std::string> pages;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
      if (!entry.is_regular_file() || entry.path().filename() == "manifest.csv") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string body{std::istreambuf_iterator<char>(in), {}};
      pages.emplace_back(web::decode(body).text());
    }
    return pages;
  }

 private:
  std::filesystem::path path_;
};

// Content that is no markup is read as such, as tree construction would say.
std::size_t tokenize(std::string_view page) {
  Tokenizer tokenizer(page);
  std::size_t tokens = 0;
  for (TokenKind kind = tokenizer.next(); kind != TokenKind::End; kind = tokenizer.next()) {
    ++tokens;
    if (kind == TokenKind::StartTag)
      tokenizer.read_as(content_of(tag_of(tokenizer.token().name, tokenizer.token().key)));
  }
  return tokens;
}

std::size_t facts(std::string_view page) {
  static const ParseInput kInput{.url = "https://www.example.gov.cn/a/", .content_type = "text/html"};
  return parse_text(page, kInput).links.size();
}

std::size_t decode_and_facts(std::string_view page) {
  static const ParseInput kInput{.url = "https://www.example.gov.cn/a/", .content_type = "text/html; charset=utf-8"};
  return parse(page, kInput).links.size();
}

// The built-in pack, and beside it the one whose payload lies at HUABIAO_BENCH_PACK.
std::shared_ptr<const rules::RuleSet> rules_of_bench() {
  std::vector<std::string> payloads;
  if (const char* file = std::getenv("HUABIAO_BENCH_PACK")) {  // NOLINT(concurrency-mt-unsafe): nobody sets it
    std::ifstream in(file, std::ios::binary);
    payloads.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  const auto packs = rules::all_packs(payloads);
  if (!packs) return nullptr;
  auto built = rules::RuleSet::build(*packs, "2026-11-22");
  return built ? *std::move(built) : nullptr;
}

std::size_t everything(std::string_view page, const rules::RuleSet& rules) {
  FetchOutcome fetch;
  fetch.body = page;
  const Page read = parse(fetch.body, {.url = "https://www.example.gov.cn/a/", .content_type = "text/html"});
  return detect({read, fetch, Declared{}, "www.example.gov.cn", rules}).findings.size();
}

std::size_t with_gumbo(std::string_view page) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  GumboOutput* output = gumbo_parse_with_options(&options, page.data(), page.size());
  const std::size_t children = output->document->v.document.children.length;
  gumbo_destroy_output(&options, output);
  return children;
}

std::size_t with_libxml(std::string_view page) {
  htmlDocPtr document =
      htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  const bool read = document != nullptr;
  xmlFreeDoc(document);
  return read ? 1 : 0;
}

class Myhtml {
 public:
  explicit Myhtml(myhtml_tree_parse_flags_t flags) : library_(myhtml_create()) {
    myhtml_init(library_, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0);
    tree_ = myhtml_tree_create();
    myhtml_tree_init(tree_, library_);
    myhtml_tree_parse_flags_set(tree_, flags);
  }
  ~Myhtml() {
    myhtml_tree_destroy(tree_);
    myhtml_destroy(library_);
  }
  Myhtml(const Myhtml&) = delete;
  Myhtml& operator=(const Myhtml&) = delete;
  std::size_t read(std::string_view page) {
    return myhtml_parse(tree_, MyENCODING_UTF_8, page.data(), page.size()) == 0 ? 1 : 0;
  }

 private:
  myhtml_t* library_;
  myhtml_tree_t* tree_ = nullptr;
};

std::size_t scan_for_tags(std::string_view page) {
  std::size_t tags = 0;
  for (auto at = page.find('<'); at != std::string_view::npos; at = page.find('<', at + 1)) ++tags;
  return tags;
}

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + text.size());
  while (out.size() < bytes) out += text;
  return out;
}

// Pages made to be dear; the time must grow with their size and not faster.
void print_hostile() {
  struct Kind {
    const char* name;
    std::string_view before, repeated;
  };
  static constexpr Kind kKinds[] = {
      {"nested blocks", "", "<div>"},
      {"unclosed formatting", "<p>", "<b id=1><i id=2><u id=3><p>x"},
      {"mis-nested formatting", "", "<b><div>x</b>"},
      {"nested tables", "", "<table><tr><td>x"},
      {"attributes of one tag", "<p", " a=1 bc=2 d3=3"},
      {"unknown names", "", "<x><y></z>"},
      {"open quotes", "", "<a href='x\">y"},
      {"comments that do not end", "", "<!-- -- "},
      {"references", "", "&amp&#x41;&nosuch"},
      {"links", "", "<a href=http://a.example/b>x</a>"},
      {"styles", "<style>", ".a,.b{display:none}"},
      {"strings in a script", "<script>", "document.write('\\x3c' + unescape('%3Cb%3E'));"},
      {"brackets in a script", "<script>", "["},
      {"plain text", "", "words "}};
  std::printf("\n| hostile page, ms for | 1 MiB | 2 MiB | 4 MiB | 8 MiB |\n| --- | ---: | ---: | ---: | ---: |\n");
  for (const Kind& kind : kKinds) {
    std::printf("| %s |", kind.name);
    for (const std::size_t mebibytes : {1, 2, 4, 8}) {
      const std::string page = std::string(kind.before) + repeated(kind.repeated, (mebibytes << 20) - 64);
      const auto begin = std::chrono::steady_clock::now();
      benchmark::DoNotOptimize(facts(page));
      const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
      std::printf(" %.0f |", taken.count());
    }
    std::printf("\n");
  }
}

// The ordinary console lines, and the best speed of each reader for the table.
class Speeds final : public benchmark::ConsoleReporter {
 public:
  Speeds() : ConsoleReporter(OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const auto speed = run.counters.find("bytes_per_second");
      if (run.run_type != Run::RT_Iteration || speed == run.counters.end()) continue;
      double& best = mb_[run.run_name.function_name];
      best = std::max(best, static_cast<double>(speed->second) / 1e6);
    }
    ConsoleReporter::ReportRuns(runs);
  }
  [[nodiscard]] bool complete() const { return mb_.contains(kGumbo) && mb_.contains(kMyhtml); }
  // In this order; what was not measured is left out.
  void print(std::span<const char* const> names) const {
    if (!complete()) return;
    std::printf("\n| reader | MB/s | of gumbo | of myhtml |\n| --- | ---: | ---: | ---: |\n");
    for (const char* name : names)
      if (const auto found = mb_.find(name); found != mb_.end())
        std::printf("| %s | %.0f | %.1f | %.2f |\n", name, found->second, found->second / mb_.at(kGumbo),
                    found->second / mb_.at(kMyhtml));
  }

 private:
  std::map<std::string, double> mb_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Unpacked unpacked;
  for (const char* set : {"cn_school_site", "benign_world"}) {
    const auto archive = support::shared_file(std::string("corpora/") + set + ".tar.zst");
    if (!archive || !unpacked.add(*archive)) {
      std::printf("page_bench: the pages of %s are not beside the checkout; nothing was measured\n", set);
      return 0;
    }
  }
  const std::vector<std::string> pages = unpacked.pages();
  std::size_t bytes = 0;
  for (const std::string& page : pages) bytes += page.size();
  std::printf("%zu pages, %.1f MB of UTF-8\n", pages.size(), static_cast<double>(bytes) / 1e6);

  const auto rules = rules_of_bench();
  if (rules == nullptr) {
    std::printf("page_bench: the rules cannot be compiled\n");
    return 1;
  }
  Myhtml tree(MyHTML_TREE_PARSE_FLAGS_CLEAN), tokens(MyHTML_TREE_PARSE_FLAGS_WITHOUT_BUILD_TREE);
  const std::vector<std::pair<const char*, std::function<std::size_t(std::string_view)>>> readers = {
      {kScan, scan_for_tags},
      {kTokenizer, tokenize},
      {kFacts, facts},
      {kParse, decode_and_facts},
      {kAll, [&](std::string_view page) { return everything(page, *rules); }},
      {kGumbo, with_gumbo},
      {kMyhtml, [&](std::string_view page) { return tree.read(page); }},
      {kMyhtmlTokens, [&](std::string_view page) { return tokens.read(page); }},
      {kLibxml, with_libxml}};
  for (const auto& [name, read] : readers)
    benchmark::RegisterBenchmark(name, [&pages, &read, bytes](benchmark::State& state) {
      for ([[maybe_unused]] const auto& _ : state)
        for (const std::string& page : pages) benchmark::DoNotOptimize(read(page));
      state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
    })->Unit(benchmark::kMillisecond);
  Speeds speeds;
  benchmark::RunSpecifiedBenchmarks(&speeds);
  std::vector<const char*> names;
  for (const auto& [name, read] : readers) names.push_back(name);
  speeds.print(names);
  if (speeds.complete()) print_hostile();
  return 0;
}
