#include "app/cli/page_readers.h"

#include "app/rule_settings.h"
#include "rules/limits.h"

namespace huabiao::app {
namespace {

// What a child could not do with a page, told of the page.
Error of_page(Error error, const std::string& path) {
  const bool died = error.code == "dispatch.child_died", hung = error.code == "dispatch.child_hung";
  if (!died && !hung) {
    error.detail = path + ": " + error.detail;
    return error;
  }
  return {Kind::Unreadable,
          died ? "inspect.reader_died" : "inspect.reader_hung",
          error.detail.empty() ? path : path + ": " + error.detail,
          {}};
}

}  // namespace

class PageReaders::Turn {
 public:
  explicit Turn(PageReaders& readers) : readers_(readers) { readers.places_.acquire(); }
  ~Turn() { readers_.places_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  PageReaders& readers_;
};

Result<std::unique_ptr<PageReaders>> PageReaders::create(const settings::Settings& settings,
                                                         std::size_t most_children) {
  auto packs = operator_packs(settings);
  if (!packs) return fail(std::move(packs));
  const auto rules = compile_rules(settings, *packs);
  if (!rules) return std::unexpected(rules.error());
  dispatch::WorkerSettings worker;
  worker.rule_packs = *std::move(packs);
  worker.compiled_rules = (*rules)->compiled();
  if (worker.compiled_rules.size() > rules::PackLimits::kCompiledBytes) worker.compiled_rules.clear();
  return std::unique_ptr<PageReaders>(new PageReaders(std::move(worker), most_children));
}

void PageReaders::tell_first(std::vector<std::string> questions) {
  for (std::string& one : questions) first_.push_back(std::move(one));
}

Done PageReaders::begin() {
  auto child = take();
  if (!child) return fail(std::move(child));
  give_back(*std::move(child));
  return {};
}

Result<std::unique_ptr<PageReaders::Child>> PageReaders::take() {
  std::unique_ptr<Child> child;
  idle_.with([&](auto& idle) {
    if (idle.empty()) return;
    child = std::move(idle.back());
    idle.pop_back();
  });
  if (child) return child;
  auto started = dispatch::AskedChild::start({"/proc/self/exe", "worker", "--pages"}, worker_);
  if (!started) return fail(std::move(started));
  child = std::make_unique<Child>(Child{*std::move(started)});
  for (const std::string& question : first_)
    if (auto told = child->asked.ask(question); !told) return fail(std::move(told));
  return child;
}

void PageReaders::give_back(std::unique_ptr<Child> child) {
  if (++child->pages >= kPagesPerChild) return;
  idle_.with([&](auto& idle) { idle.push_back(std::move(child)); });
}

Result<monitor::record::Inspected> PageReaders::inspect(const SourcePage& page) {
  const Turn turn(*this);
  auto child = take();
  if (!child) return std::unexpected(of_page(child.error(), page.path));
  const auto answer = (*child)->asked.ask(questions::inspect(page));
  if (!answer) return std::unexpected(of_page(answer.error(), page.path));
  auto inspected = read_inspected(*answer, page);
  if (!inspected) return std::unexpected(of_page(inspected.error(), page.path));
  give_back(*std::move(child));
  return inspected;
}

Result<monitor::ChangeReport> PageReaders::compare(const std::vector<SourcePage>& looks, const std::string& host,
                                                   bool approved) {
  auto child = take();
  if (!child) return fail(std::move(child));
  for (const SourcePage& look : looks)
    if (const auto kept = (*child)->asked.ask(questions::look(look)); !kept)
      return std::unexpected(of_page(kept.error(), look.path));
  const auto answer = (*child)->asked.ask(questions::compare(host, approved));
  const std::string last = looks.empty() ? "" : looks.back().path;
  if (!answer) return std::unexpected(of_page(answer.error(), last));
  auto report = monitor::record::read_change(*answer);
  if (!report) return std::unexpected(of_page(report.error(), last));
  return report;
}

Result<monitor::PageComparison> PageReaders::compare_whole(const SourcePage& before, const SourcePage& after) {
  const Turn turn(*this);
  auto child = take();
  if (!child) return fail(std::move(child));
  for (const SourcePage* look : {&before, &after})
    if (const auto kept = (*child)->asked.ask(questions::look(*look)); !kept)
      return std::unexpected(of_page(kept.error(), look->path));
  const auto compared = (*child)->asked.ask(questions::compare(after.host, false));
  if (!compared) return std::unexpected(of_page(compared.error(), after.path));
  auto report = monitor::record::read_change(*compared);
  if (!report) return std::unexpected(of_page(report.error(), after.path));
  const auto told = (*child)->asked.ask(questions::lines());
  if (!told) return std::unexpected(of_page(told.error(), after.path));
  auto lines = read_lines(*told);
  if (!lines) return std::unexpected(of_page(lines.error(), after.path));
  return monitor::PageComparison{*std::move(report), *std::move(lines)};
}

}  // namespace huabiao::app
