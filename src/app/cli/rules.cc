// huabiao rules: what is looked for. list: every rule in use. test: does each hit what it must and spare what it must?
// compile: a pack's folder as one signed file (docs/formats/rule-pack.md).

#include <boost/json.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "app/rule_settings.h"
#include "base/clock.h"
#include "monitor/parse/parse.h"
#include "rules/match/trial.h"
#include "rules/pack_reader.h"
#include "rules/shelf/shelf.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;
using rules::Rule;
using rules::TrialFault;

constexpr std::size_t kPemBytes = 64U << 10U;

struct RulesOptions {
  std::string format, pack, folder, out, key;
};

std::string rule_line(const Rule& rule) {
  json::object line{{"schema", 1},
                    {"id", rule.id},
                    {"kind", rules::to_string(rule.kind)},
                    {"category", rule.category},
                    {"pack", rule.pack},
                    {"date", rule.date},
                    {"entries", static_cast<std::int64_t>(rule.entries)},
                    {"explanation", {{"zh", rule.explanation.zh}, {"en", rule.explanation.en}}}};
  if (rule.kind == Rule::Kind::Words)
    line["weight"] = rule.weight;
  else if (rule.kind != Rule::Kind::Hosts)
    line["severity"] = to_string(rule.severity);
  return json::serialize(line) + "\n";
}

int list(Run& run, const RulesOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const auto in_use = rules_in_use(*settings);
  if (!in_use) return run.report(in_use.error());
  const std::string format = !options.format.empty() ? options.format : isatty(STDOUT_FILENO) != 0 ? "table" : "jsonl";
  if (format == "jsonl") {
    for (const Rule& rule : (*in_use)->rules())
      if (!put(rule_line(rule))) return kExitEnvironment;
    return kExitDone;
  }
  const bool zh = settings->language == Language::Chinese;
  TextTable table(std::vector<TextTable::Column>{{zh ? "编号" : "id"},
                                                 {zh ? "种类" : "kind"},
                                                 {zh ? "类别" : "category"},
                                                 {zh ? "权重/级别" : "weight/severity"},
                                                 {zh ? "条数" : "entries"},
                                                 {zh ? "规则包" : "pack"},
                                                 {zh ? "说明" : "explanation", TextTable::Align::Left, 60}});
  for (const Rule& rule : (*in_use)->rules()) {
    std::string grade = rule.kind == Rule::Kind::Words   ? std::to_string(rule.weight)
                        : rule.kind == Rule::Kind::Hosts ? "-"
                                                         : std::string(to_string(rule.severity));
    table.add({rule.id, std::string(rules::to_string(rule.kind)), rule.category.empty() ? "-" : rule.category,
               std::move(grade), std::to_string(rule.entries), rule.pack, rule.explanation.in(settings->language)});
  }
  return put(table.str()) ? kExitDone : kExitEnvironment;
}

rules::Sample read_sample(const rules::TestPage& page) {
  monitor::ParseInput input;
  input.url = "https://www.example.org/";
  input.content_type = page.path.ends_with(".js") ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8";
  const monitor::Page read = monitor::parse(page.bytes, input);
  rules::Sample sample;
  sample.words = read.title + "\n" + read.visible.text + "\n" + read.hidden.text;
  for (const auto& meta : read.metas) sample.words += "\n" + meta.content;
  sample.text = read.visible.text;
  for (const auto& script : read.scripts) {
    sample.scripts.push_back(script.body);
    sample.decoded.insert(sample.decoded.end(), script.strings.begin(), script.strings.end());
    sample.hosts.emplace_back(script.host);
  }
  for (const auto& link : read.links) sample.hosts.emplace_back(link.host);
  for (const auto& frame : read.frames) sample.hosts.emplace_back(frame.host);
  for (const auto& resource : read.resources) sample.hosts.emplace_back(resource.host);
  return sample;
}

Bilingual sentence_of(TrialFault::What what) {
  switch (what) {
    case TrialFault::What::NoHitPage:
      return {"缺少必须命中的样页", "has no must-hit page"};
    case TrialFault::What::NoMissPage:
      return {"缺少必须放过的样页", "has no must-miss page"};
    case TrialFault::What::NotHit:
      return {"没有命中应命中的样页", "passes over its must-hit page"};
    case TrialFault::What::HitHonest:
      return {"误中应放过的样页", "hits its must-miss page"};
    case TrialFault::What::UnknownRule:
      return {"样页所属的规则不存在", "is no rule, but has a page"};
    case TrialFault::What::DeadWord:
      return {"词语单独出现时无法命中", "holds a word that is not found where it stands alone"};
    case TrialFault::What::NotLookedAt:
      return {"匹配引擎未能看完样页", "was not matched to the end"};
    case TrialFault::What::Slow:
      return {"规则会拖慢扫描", "a rule that slows scanning down"};
  }
  return {};
}

// The packs in use, or the built-in one and the one named: ids must be unique, and a word may be another pack's as
// well.
Result<std::vector<rules::Pack>> packs_to_try(const settings::Settings& settings, const RulesOptions& options) {
  if (options.pack.empty()) {
    auto payloads = operator_packs(settings);
    if (!payloads) return fail(std::move(payloads));
    return rules::all_packs(*payloads);
  }
  auto trust = rule_trust(settings);
  if (!trust) return fail(std::move(trust));
  // Trying a folder is how it is made ready to be signed.
  std::error_code error;
  if (std::filesystem::is_directory(options.pack, error)) trust->unsigned_packs = rules::Unsigned::Allow;
  auto files = rules::open_pack(options.pack, *trust);
  if (!files) return fail(std::move(files));
  auto pack = rules::read_pack(*files);
  if (!pack) return fail(std::move(pack));
  auto packs = rules::all_packs({});
  if (!packs) return fail(std::move(packs));
  if (packs->front().name == pack->name) packs->clear();  // the built-in pack itself, from its folder
  packs->push_back(*std::move(pack));
  return packs;
}

int test(Run& run, const RulesOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  // A pack that cannot be read or compiled has failed its test; only one that is not there is another matter.
  const auto failed = [&run](const Error& error) {
    const int code = run.report(error);
    return error.code == "rules.unreadable" ? code : kExitFound;
  };
  const auto packs = packs_to_try(*settings, options);
  if (!packs) return failed(packs.error());
  const auto set = rules::RuleSet::build(*packs, shanghai_day(SystemClock().now()));
  if (!set) return failed(set.error());
  const Language language = settings->language;
  // Operators' packs in use come without their pages.
  const rules::Pack& pack = options.pack.empty() ? packs->front() : packs->back();
  const rules::Trial trial = rules::try_pack(pack, **set, read_sample);
  for (const TrialFault& fault : trial.faults)
    put(fmt::format("{} {}: {}\n", fault.rule, sentence_of(fault.what).in(language), fault.detail));
  put(fmt::format(fmt::runtime(language == Language::Chinese ? "规则 {} 条，词语 {} 个，样页 {} 个，问题 {} 个\n"
                                                             : "{} rules, {} words, {} pages, {} faults\n"),
                  trial.rules, trial.words, trial.pages, trial.faults.size()));
  return trial.faults.empty() ? kExitDone : kExitFound;
}

Result<std::string> bundle_of(const RulesOptions& options) {
  auto files = rules::read_folder(options.folder);
  if (!files) return fail(std::move(files));
  // What cannot be used is not signed.
  auto pack = rules::read_pack(*files);
  if (!pack) return fail(std::move(pack));
  auto built = rules::RuleSet::build(std::span(&*pack, 1), shanghai_day(SystemClock().now()));
  if (!built) return fail(std::move(built));
  if (options.key.empty()) return rules::write_bundle(*files, nullptr);
  auto pem = rules::read_file(options.key, kPemBytes);
  if (!pem) return fail(std::move(pem));
  auto key = rules::SigningKey::read_pem(*pem);
  if (!key) return fail(std::move(key));
  fmt::print(stderr, "rules_key {}\n", rules::to_hex(key->public_key()));
  return rules::write_bundle(*files, &*key);
}

int compile(Run& run, const RulesOptions& options) {
  const auto bundle = bundle_of(options);
  if (!bundle) return run.report(bundle.error());
  // Whole or not at all: a reader never meets half a pack.
  const std::filesystem::path out(options.out), part(options.out + ".part");
  std::ofstream file(part, std::ios::binary);
  file.write(bundle->data(), static_cast<std::streamsize>(bundle->size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(part, out, error);
  if (!file || error) return run.report({Kind::Environment, "rules.unwritable", options.out, {}});
  return kExitDone;
}

}  // namespace

void add_rules(const Command& root, Run& run) {
  const Command command = root.add("rules", {"检测规则：列出、测试、打包签名", "Detection rules: list, test, compile"});
  command.needs_one_below();
  const auto options = std::make_shared<RulesOptions>();
  const auto with_packs = [&run](const Command& one) {
    run.add_settings(one, {"rules", "rules_key", "rules_unsigned"});
  };

  const Command listing = command.add("list", {"列出使用中的规则", "Every rule in use"});
  listing.option("--format", options->format, {"输出格式", "Output format"}).one_of({"jsonl", "table"});
  with_packs(listing);
  listing.does([&run, options] { run.exit_code = list(run, *options); });

  const Command testing = command.add("test", {"用样页测试规则", "Try the rules on their pages"});
  testing.option("PACK", options->pack,
                 {"规则包目录或文件（默认使用中的全部）", "A pack's folder or file [all in use]"});
  with_packs(testing);
  testing.does([&run, options] { run.exit_code = test(run, *options); });

  const Command compiling =
      command.add("compile", {"把规则包目录做成一个签名文件", "A pack's folder as one signed file"});
  compiling.option("FOLDER", options->folder, {"规则包目录", "The pack's folder"}).required();
  compiling.option("--out", options->out, {"输出文件（.hbrules）", "The file to write (.hbrules)"})
      .required()
      .shown_as("FILE");
  compiling.option("--key", options->key, {"Ed25519 私钥（PEM）；不给则不签名", "Ed25519 private key (PEM) [unsigned]"})
      .shown_as("FILE");
  compiling.does([&run, options] { run.exit_code = compile(run, *options); });
}

}  // namespace huabiao::app
