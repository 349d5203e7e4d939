#include "http/imports_routes.h"

#include <array>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "census/form.h"
#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "http/target.h"
#include "language/catalogue.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 3;
constexpr std::array<std::string_view, 4> kFilters = {"all", "good", "bad", "warned"};
constexpr std::array<std::string_view, 2> kAccepts = {"good", "all-or-nothing"};
constexpr std::array<std::string_view, 2> kForms = {"annex2", "annex3"};
constexpr std::array<std::string_view, 2> kMarkColumns = {"declared", "observed"};
constexpr std::string_view kWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

json::object problem_of_cell(const desk::CellProblem& problem, Language language) {
  const language::Message* message = language::find(problem.code);
  const std::string_view sentence =
      message == nullptr ? problem.code : (language == Language::Chinese ? message->zh : message->en);
  return {{"row", problem.row},
          {"column", text(problem.column)},
          {"column_name", text(problem.column_name)},
          {"read", text(problem.read)},
          {"expected", text(problem.expected.in(language))},
          {"severity", problem.error ? "error" : "warning"},
          {"code", text(problem.code)},
          {"message", text(sentence)}};
}

json::array problems_document(const std::vector<desk::CellProblem>& problems, Language language) {
  json::array out;
  for (const desk::CellProblem& one : problems) out.push_back(problem_of_cell(one, language));
  return out;
}

json::value committed_document(const std::optional<desk::Committed>& committed) {
  if (!committed) return nullptr;
  return json::object{{"at", instant(committed->at)},
                      {"accept", kAccepts[static_cast<std::size_t>(committed->accept)]},
                      {"sites_new", committed->sites_new},
                      {"sites_changed", committed->sites_changed},
                      {"organisations_new", committed->organisations_new},
                      {"rows_taken", committed->rows_taken},
                      {"rows_left", committed->rows_left}};
}

json::object import_document(const desk::Upload& upload, Language language) {
  return {{"id", upload.id},
          {"state", desk::to_string(upload.state)},
          {"filename", text(upload.filename)},
          {"bytes", upload.bytes},
          {"form", upload.form ? json::value(census::to_string(*upload.form)) : json::value(nullptr)},
          {"sheet", text(upload.sheet)},
          {"sheets", texts(upload.sheets)},
          {"authority", text(upload.authority)},
          {"rows", upload.rows},
          {"good_rows", upload.good},
          {"bad_rows", upload.bad},
          {"warned_rows", upload.warned},
          {"read_rows", upload.rows},
          {"problem", upload.problem ? json::value(problem_document(*upload.problem, language)) : json::value(nullptr)},
          {"by", text(upload.by)},
          {"created_at", instant(upload.created)},
          {"committed", committed_document(upload.committed)},
          {"problems", problems_document(upload.problems, language)}};
}

Answer import_answer(Result<desk::Upload>&& upload, const Request& request, int status = 200) {
  if (!upload) return fail(std::move(upload));
  Response response = json_answer(import_document(*upload, request.language), status);
  if (status == 201) response.with("Location", fmt::format("/api/v1/imports/{}", upload->id));
  return response;
}

// The bytes of a file, mapped for as long as this lives.
class Mapped {
 public:
  explicit Mapped(const std::filesystem::path& file) {
    std::error_code error;
    size_ = std::filesystem::file_size(file, error);
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (error || fd < 0 || size_ == 0) {
      if (fd >= 0) close(fd);
      return;
    }
    bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
  }
  ~Mapped() {
    if (bytes_ != MAP_FAILED) munmap(bytes_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  [[nodiscard]] std::string_view bytes() const {
    return bytes_ == MAP_FAILED ? std::string_view() : std::string_view(static_cast<const char*>(bytes_), size_);
  }

 private:
  void* bytes_ = MAP_FAILED;
  std::size_t size_ = 0;
};

// The file inside a multipart body, written to a file of its own, which the caller removes or hands on.
struct Unpacked {
  std::filesystem::path file;
  std::string filename;
};
Result<Unpacked> unpack(const CensusPorts& ports, const Request& request) {
  const Mapped whole(request.upload);
  auto part = find_file_part(request.header("content-type"), whole.bytes());
  if (!part) return fail(std::move(part));
  Unpacked out{ports.spool / ("part-" + random_hex(16)), std::move(part->filename)};
  std::ofstream file(out.file, std::ios::binary);
  file.write(whole.bytes().data() + part->offset, static_cast<std::streamsize>(part->length));
  file.close();
  if (!file) {
    std::error_code ignored;
    std::filesystem::remove(out.file, ignored);
    return fail(Kind::Environment, "storage.disk_full", out.file.string());
  }
  return out;
}

Answer create_import(const CensusPorts& ports, const Request& request) {
  QueryReader in(request);
  std::string filename = safe_filename(in.text("filename", 255));
  const std::string sheet = in.text("sheet", 255);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  if (request.upload.empty()) return fail(Kind::Invalid, "http.no_file_part");
  const auto wanted = sheet.empty() ? std::nullopt : std::optional(sheet);
  const std::string& by = request.caller->account.name;
  const std::string_view type = request.header("content-type");
  if (!type.starts_with("multipart/form-data")) {
    if (filename.empty()) filename = "upload";
    return import_answer(ports.desk.take(request.upload, filename, wanted, by), request, 201);
  }
  auto unpacked = unpack(ports, request);
  if (!unpacked) return fail(std::move(unpacked));
  auto taken = ports.desk.take(unpacked->file, unpacked->filename.empty() ? "upload" : unpacked->filename, wanted, by);
  std::error_code ignored;  // gone when it was taken
  std::filesystem::remove(unpacked->file, ignored);
  return import_answer(std::move(taken), request, 201);
}

Answer list_imports(const CensusPorts& ports, const Request& request) {
  json::array items;
  for (const desk::Upload& upload : ports.desk.all()) items.push_back(import_document(upload, request.language));
  const auto total = static_cast<std::int64_t>(items.size());
  return json_answer(page_document(std::move(items), "", total));
}

Answer get_import(const CensusPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  return import_answer(ports.desk.get(*id), request);
}

Answer discard_import(const CensusPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  if (auto done = ports.desk.discard(*id); !done) return fail(std::move(done));
  return no_content();
}

Answer choose_sheet(const CensusPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto sheet = read_body(request, kDepth,
                         [](ObjectReader& in) { return in.string("sheet", {.min = 1, .max = 255, .required = true}); });
  if (!sheet) return std::unexpected(std::move(sheet).error());
  return import_answer(ports.desk.choose_sheet(*id, *sheet->value), request);
}

json::object row_document(const desk::ImportRow& row, Language language) {
  constexpr std::string_view kVerdicts[] = {"good", "warned", "bad"};
  return {{"row", row.row},
          {"verdict", kVerdicts[static_cast<std::size_t>(row.verdict)]},
          {"department", text(row.department)},
          {"organisation", text(row.organisation)},
          {"site", row.site ? json::value(text(*row.site)) : json::value(nullptr)},
          {"ascii_domains", texts(row.ascii_domains)},
          {"chinese_domains", texts(row.chinese_domains)},
          {"mark_hung", row.mark_hung ? json::value(*row.mark_hung) : json::value(nullptr)},
          {"contact", text(row.contact)},
          {"phones", texts(row.phones)},
          {"problems", problems_document(row.problems, language)}};
}

Answer list_rows(const CensusPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  QueryReader in(request);
  const auto filter = static_cast<desk::RowFilter>(in.choice("filter", kFilters).value_or(0));
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  std::uint64_t from = 0;
  if (!cursor.empty()) {
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), from);
    if (error != std::errc{} || end != cursor.data() + cursor.size())
      return fail(Kind::Invalid, "registry.bad_cursor", cursor);
  }
  auto page = ports.desk.rows(*id, filter, from, limit);
  if (!page) return fail(std::move(page));
  json::array items;
  for (const desk::ImportRow& row : page->rows) items.push_back(row_document(row, request.language));
  return json_answer(page_document(std::move(items), page->next ? std::to_string(*page->next) : std::string(),
                                   static_cast<std::int64_t>(page->total)));
}

Answer commit_import(const CensusPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto accept = read_body(request, kDepth, [](ObjectReader& in) { return in.choice("accept", kAccepts, true); });
  if (!accept) return std::unexpected(std::move(accept).error());
  return import_answer(ports.desk.commit(*id, static_cast<desk::Accept>(*accept->value), request.caller->account.name),
                       request);
}

Answer export_census(const CensusPorts& ports, const Request& request) {
  QueryReader in(request);
  in.need("form");
  desk::FormOrder order{.form = static_cast<census::Form>(in.choice("form", kForms).value_or(0)),
                        .mark = static_cast<desk::MarkColumn>(in.choice("mark", kMarkColumns).value_or(0)),
                        .within = {},
                        .authority = in.text("authority", 200)};
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  if (!request.reach.everywhere) {
    auto held = ports.bounds.held(request.reach);
    if (!held) return fail(std::move(held));
    order.within = *std::move(held);
  }
  const auto file = ports.spool / fmt::format("census-{}.xlsx", random_hex(16));
  if (auto written = ports.write(order, file); !written) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return fail(std::move(written));
  }
  Response response;
  response.file = FileBody{file, true};
  response.with("Content-Type", std::string(kWorkbook))
      .with("Content-Disposition", attachment(std::string(census::title_of(order.form)) + ".xlsx"));
  return response;
}

}  // namespace

Routes imports_routes(const CensusPorts& ports) {
  const auto with = [ports](Answer (*handler)(const CensusPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/imports", Wants::Import, Over::Everything, TakesBody::No, with(list_imports)},
      {Method::Post, "/api/v1/imports", Wants::Import, Over::Everything, TakesBody::OnDisk, with(create_import)},
      {Method::Get, "/api/v1/imports/{}", Wants::Import, Over::Everything, TakesBody::No, with(get_import)},
      {Method::Delete, "/api/v1/imports/{}", Wants::Import, Over::Everything, TakesBody::No, with(discard_import)},
      {Method::Post, "/api/v1/imports/{}/sheet", Wants::Import, Over::Everything, TakesBody::InMemory,
       with(choose_sheet)},
      {Method::Get, "/api/v1/imports/{}/rows", Wants::Import, Over::Everything, TakesBody::No, with(list_rows)},
      {Method::Post, "/api/v1/imports/{}/commit", Wants::Import, Over::Everything, TakesBody::InMemory,
       with(commit_import)},
      {Method::Get, "/api/v1/exports/census", Wants::Export, Over::Reach, TakesBody::No, with(export_census)},
  };
}

}  // namespace huabiao::http
