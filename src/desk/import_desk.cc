#include "desk/import_desk.h"

#include <algorithm>
#include <fstream>
#include <spdlog/spdlog.h>

#include "base/digest.h"
#include "office/table_reader.h"

namespace huabiao::desk {
namespace {

constexpr std::uint64_t kOffsetMask = (std::uint64_t{1} << 62) - 1;
constexpr std::uint64_t kFiguresEvery = 1000;  // rows between two updates of what others see

RowVerdict verdict_of(std::uint64_t packed) {
  return static_cast<RowVerdict>(packed >> 62);
}

bool passes(RowVerdict verdict, RowFilter filter) {
  switch (filter) {
    case RowFilter::All:
      return true;
    case RowFilter::Good:
      return verdict != RowVerdict::Bad;
    case RowFilter::Bad:
      return verdict == RowVerdict::Bad;
    case RowFilter::Warned:
      return verdict == RowVerdict::Warned;
  }
  return false;
}

Result<std::string> digest_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return fail(Kind::Environment, "desk.no_folder", file.string());
  return sha256_hex(bytes);
}

// What one reading finds, before others see it.
struct Found {
  Upload figures;
  std::vector<std::uint64_t> offsets;
};

void count(Found& found, const ImportRow& row) {
  Upload& figures = found.figures;
  ++figures.rows;
  if (row.verdict == RowVerdict::Bad)
    ++figures.bad;
  else
    ++figures.good;
  if (row.verdict == RowVerdict::Warned) ++figures.warned;
  for (const CellProblem& problem : row.problems)
    if (figures.problems.size() < ImportLimits::kProblems) figures.problems.push_back(problem);
}

void show(Upload& upload, const Upload& figures) {
  upload.rows = figures.rows;
  upload.good = figures.good;
  upload.bad = figures.bad;
  upload.warned = figures.warned;
}

}  // namespace

ImportDesk::ImportDesk(std::filesystem::path folder, const Clock& clock, Enter enter)
    : folder_(std::move(folder)), clock_(clock), enter_(std::move(enter)), reader_([this] { work(); }) {}

ImportDesk::~ImportDesk() {
  tickets_.close();
  jobs_.with([](Jobs& jobs) {
    for (auto& [id, job] : jobs) ++job.reading;  // a reading under way stops at its next row
  });
  reader_.join();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<std::unique_ptr<ImportDesk>> ImportDesk::open(std::filesystem::path folder, const Clock& clock, Enter enter) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (!error) std::filesystem::create_directories(folder, error);
  if (error) return fail(Kind::Environment, "desk.no_folder", folder.string() + ": " + error.message());
  return std::unique_ptr<ImportDesk>(new ImportDesk(std::move(folder), clock, std::move(enter)));
}

// The oldest upload nobody waits for goes; false when all are still wanted.
bool ImportDesk::make_room(Jobs& jobs) const {
  if (jobs.size() < ImportLimits::kUploads) return true;
  for (auto at = jobs.begin(); at != jobs.end(); ++at) {
    const ImportState state = at->second.upload.state;
    if (state != ImportState::Committed && state != ImportState::Failed) continue;
    std::error_code ignored;
    std::filesystem::remove(at->second.file, ignored);
    std::filesystem::remove(at->second.lines, ignored);
    jobs.erase(at);
    return true;
  }
  return false;
}

Result<Upload> ImportDesk::take(const std::filesystem::path& file, std::string filename,
                                std::optional<std::string> sheet, const std::string& by) {
  const std::int64_t id = last_id_.with([](std::int64_t& last) { return ++last; });
  Job job;
  job.file = folder_ / (std::to_string(id) + ".upload");
  job.lines = folder_ / (std::to_string(id) + ".rows");
  std::error_code error;
  std::filesystem::rename(file, job.file, error);
  if (error) return fail(Kind::Environment, "desk.no_folder", error.message());
  auto sha256 = digest_of(job.file);
  if (!sha256) return fail(std::move(sha256));
  job.upload.id = id;
  job.upload.filename = std::move(filename);
  job.upload.sha256 = std::move(*sha256);
  job.upload.by = by;
  job.upload.bytes = std::filesystem::file_size(job.file, error);
  job.upload.created = clock_.now();
  job.reading = 1;
  Upload upload = job.upload;
  const bool room = jobs_.with([&](Jobs& jobs) {
    if (!make_room(jobs)) return false;
    jobs.emplace(id, std::move(job));
    return true;
  });
  if (!room) {
    std::filesystem::remove(folder_ / (std::to_string(id) + ".upload"), error);
    return fail(Kind::Unavailable, "desk.too_many_uploads", std::to_string(ImportLimits::kUploads));
  }
  if (!tickets_.push({id, 1, std::move(sheet)})) return fail(Kind::Unavailable, "desk.too_many_uploads");
  return upload;
}

void ImportDesk::work() {
  while (const auto ticket = tickets_.pop()) read(*ticket);
}

void ImportDesk::read(const Ticket& ticket) {
  const auto paths =
      jobs_.with([&](const Jobs& jobs) -> std::optional<std::pair<std::filesystem::path, std::filesystem::path>> {
        const auto found = jobs.find(ticket.id);
        if (found == jobs.end() || found->second.reading != ticket.reading) return std::nullopt;
        return std::pair(found->second.file, found->second.lines);
      });
  if (!paths) return;
  auto done = read_rows(ticket, paths->first, paths->second);
  if (done) return;
  jobs_.with([&](Jobs& jobs) {
    const auto found = jobs.find(ticket.id);
    if (found == jobs.end() || found->second.reading != ticket.reading) return;
    found->second.upload.state = ImportState::Failed;
    found->second.upload.problem = done.error();
  });
}

Done ImportDesk::read_rows(const Ticket& ticket, const std::filesystem::path& file,
                           const std::filesystem::path& lines) {
  // Runs `change` on the job; false when nobody wants this reading any more.
  const auto with_job = [&](const auto& change) {
    return jobs_.with([&](Jobs& jobs) {
      const auto found = jobs.find(ticket.id);
      if (found == jobs.end() || found->second.reading != ticket.reading) return false;
      change(found->second);
      return true;
    });
  };
  auto source = office::open_table(file);
  if (!source) return fail(std::move(source));
  std::vector<std::string> sheets;
  for (const table::Sheet& sheet : (*source)->sheets()) sheets.push_back(sheet.name);
  if (!with_job([&](Job& job) { job.upload.sheets = sheets; })) return {};

  std::ofstream out(lines, std::ios::binary | std::ios::trunc);
  Found found;
  std::uint64_t offset = 0;
  auto report = census::read(**source, {.sheet = ticket.sheet}, [&](census::CensusRow&& read) {
    const ImportRow row = import_row(read);
    const std::string line = to_line(row);
    found.offsets.push_back(offset | static_cast<std::uint64_t>(row.verdict) << 62);
    offset += line.size();
    out << line;
    count(found, row);
    if (!out) return table::Go::Stop;
    if (found.figures.rows % kFiguresEvery != 0) return table::Go::On;
    return with_job([&](Job& job) { show(job.upload, found.figures); }) ? table::Go::On : table::Go::Stop;
  });
  out.close();
  if (!report) return fail(std::move(report));
  if (!out) return fail(Kind::Environment, "storage.disk_full", lines.string());
  with_job([&](Job& job) {
    show(job.upload, found.figures);
    job.upload.state = ImportState::Ready;
    job.upload.form = report->form;
    job.upload.sheet = report->sheet;
    job.upload.authority = report->authority.value_or("");
    job.upload.problems.clear();
    for (const census::Problem& notice : report->notices)
      if (notice.severity != census::Severity::Info) job.upload.problems.push_back(cell_problem(notice, 0));
    job.upload.problems.insert(job.upload.problems.end(), found.figures.problems.begin(), found.figures.problems.end());
    job.offsets = std::move(found.offsets);
  });
  return {};
}

std::vector<Upload> ImportDesk::all() const {
  return jobs_.with([](const Jobs& jobs) {
    std::vector<Upload> out;
    for (auto at = jobs.rbegin(); at != jobs.rend(); ++at) out.push_back(at->second.upload);
    return out;
  });
}

Result<Upload> ImportDesk::get(std::int64_t id) const {
  return jobs_.with([&](const Jobs& jobs) -> Result<Upload> {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return fail(Kind::NotFound, "desk.no_such_upload", std::to_string(id));
    return found->second.upload;
  });
}

Result<Upload> ImportDesk::choose_sheet(std::int64_t id, const std::string& sheet) {
  Ticket ticket{id, 0, sheet};
  auto upload = jobs_.with([&](Jobs& jobs) -> Result<Upload> {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return fail(Kind::NotFound, "desk.no_such_upload", std::to_string(id));
    Job& job = found->second;
    if (job.upload.state == ImportState::Committed || job.committing)
      return fail(Kind::Conflict, "desk.not_ready", std::string(to_string(job.upload.state)));
    if (std::ranges::find(job.upload.sheets, sheet) == job.upload.sheets.end())
      return fail(Kind::NotFound, "census.no_such_sheet", sheet);
    ticket.reading = ++job.reading;
    show(job.upload, Upload{});
    job.upload.state = ImportState::Reading;
    job.upload.problem.reset();
    job.upload.problems.clear();
    job.offsets.clear();
    return job.upload;
  });
  if (upload && !tickets_.push(std::move(ticket))) return fail(Kind::Unavailable, "desk.too_many_uploads");
  return upload;
}

Result<RowsPage> ImportDesk::rows(std::int64_t id, RowFilter filter, std::uint64_t from, std::size_t limit) const {
  RowsPage page;
  std::vector<std::uint64_t> wanted;
  std::filesystem::path lines;
  auto found = jobs_.with([&](const Jobs& jobs) -> Done {
    const auto at = jobs.find(id);
    if (at == jobs.end()) return fail(Kind::NotFound, "desk.no_such_upload", std::to_string(id));
    const Job& job = at->second;
    if (job.upload.state == ImportState::Reading || job.upload.state == ImportState::Failed)
      return fail(Kind::Conflict, "desk.not_ready", std::string(to_string(job.upload.state)));
    lines = job.lines;
    for (std::uint64_t i = 0; i < job.offsets.size(); ++i) {
      if (!passes(verdict_of(job.offsets[i]), filter)) continue;
      ++page.total;
      if (i < from) continue;
      if (wanted.size() < limit)
        wanted.push_back(job.offsets[i] & kOffsetMask);
      else if (!page.next)
        page.next = i;
    }
    return {};
  });
  if (!found) return fail(std::move(found));
  std::ifstream in(lines, std::ios::binary);
  std::string line;
  for (const std::uint64_t offset : wanted) {
    in.seekg(static_cast<std::streamoff>(offset));
    if (!std::getline(in, line)) return fail(Kind::Environment, "desk.no_folder", lines.string());
    auto row = from_line(line);
    if (!row) return fail(std::move(row));
    page.rows.push_back(std::move(*row));
  }
  return page;
}

Result<Upload> ImportDesk::commit(std::int64_t id, Accept accept, const std::string& by) {
  Order order{.file = {}, .filename = {}, .sha256 = {}, .sheet = {}, .by = by, .accept = accept};
  auto begun = jobs_.with([&](Jobs& jobs) -> Done {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return fail(Kind::NotFound, "desk.no_such_upload", std::to_string(id));
    Job& job = found->second;
    if (job.upload.state != ImportState::Ready || job.committing)
      return fail(Kind::Conflict, "desk.not_ready", std::string(to_string(job.upload.state)));
    if (accept == Accept::AllOrNothing && job.upload.bad > 0)
      return fail(Kind::Conflict, "desk.rows_with_errors", std::to_string(job.upload.bad), "accept: good");
    job.committing = true;
    order.file = job.file;
    order.filename = job.upload.filename;
    order.sha256 = job.upload.sha256;
    order.sheet = job.upload.sheet;
    return {};
  });
  if (!begun) return fail(std::move(begun));
  auto entered = enter_(order);
  return jobs_.with([&](Jobs& jobs) -> Result<Upload> {
    Job& job = jobs.at(id);  // a job that is being committed cannot be discarded
    job.committing = false;
    if (!entered) return fail(std::move(entered));
    entered->at = clock_.now();
    entered->accept = accept;
    job.upload.committed = *entered;
    job.upload.state = ImportState::Committed;
    return job.upload;
  });
}

Done ImportDesk::discard(std::int64_t id) {
  return jobs_.with([&](Jobs& jobs) -> Done {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return fail(Kind::NotFound, "desk.no_such_upload", std::to_string(id));
    if (found->second.committing) return fail(Kind::Conflict, "desk.not_ready", "committing");
    std::error_code ignored;
    std::filesystem::remove(found->second.file, ignored);
    std::filesystem::remove(found->second.lines, ignored);
    jobs.erase(found);
    return {};
  });
}

}  // namespace huabiao::desk
