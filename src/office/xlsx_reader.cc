#include "office/xlsx_reader.h"

#include <algorithm>
#include <optional>
#include <string>

#include "office/package.h"
#include "office/shared_strings.h"
#include "office/sheet_reader.h"
#include "office/workbook.h"

namespace huabiao::office {
namespace {

// Reads through to another source and keeps what passed, as long as that is little enough.
class KeepingSource final : public ByteSource {
 public:
  KeepingSource(ByteSource& source, std::string& kept, std::size_t most) : source_(source), kept_(kept), most_(most) {}
  Result<std::size_t> read(std::span<char> room) override {
    auto count = source_.read(room);
    if (!count) return count;
    if (*count == 0) {
      whole_ = !overflown_;
    } else if (overflown_ || kept_.size() + *count > most_) {
      overflown_ = true;
      kept_ = {};
    } else {
      kept_.append(room.data(), *count);
    }
    return count;
  }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  ByteSource& source_;
  std::string& kept_;
  std::size_t most_;
  bool overflown_ = false, whole_ = false;
};

class XlsxSource final : public table::Source {
 public:
  // Merged ranges stand behind the rows they concern, so a sheet is unpacked twice. One that fits here, once.
  static constexpr std::size_t kKeptBytes = 96 << 20;

  XlsxSource(Package package, Workbook workbook, const ReadLimits& limits)
      : package_(std::move(package)), workbook_(std::move(workbook)), limits_(limits) {}

  [[nodiscard]] const std::vector<table::Sheet>& sheets() const override { return workbook_.sheets; }

  Result<std::vector<table::MergedRange>> merged(std::size_t sheet) override {
    auto part = package_.part(workbook_.parts[sheet], limits_.sheet_bytes);
    if (!part) return fail(std::move(part));
    kept_ = {};
    kept_sheet_.reset();
    KeepingSource keeping(**part, kept_, kKeptBytes);
    auto ranges = read_merged(keeping, limits_);
    if (ranges && keeping.whole()) kept_sheet_ = sheet;
    return ranges;
  }

  Done read(std::size_t sheet, const table::RowVisitor& visit) override {
    if (Done done = load_strings(); !done) return done;
    std::unique_ptr<ByteSource> source;
    if (kept_sheet_ == sheet) {
      source = std::make_unique<MemorySource>(kept_);
    } else {
      auto part = package_.part(workbook_.parts[sheet], limits_.sheet_bytes);
      if (!part) return fail(std::move(part));
      source = *std::move(part);
    }
    return SheetReader(*source, *strings_, workbook_.looks, limits_).read(visit);
  }

 private:
  Done load_strings() {
    if (strings_) return {};
    if (!workbook_.shared_strings) {
      strings_.emplace();
      return {};
    }
    auto part = package_.part(*workbook_.shared_strings, limits_.strings_bytes);
    if (!part) return fail(std::move(part));
    auto strings = SharedStrings::read(**part, limits_);
    if (!strings) return fail(std::move(strings));
    strings_ = *std::move(strings);
    return {};
  }

  Package package_;
  Workbook workbook_;
  ReadLimits limits_;
  std::optional<SharedStrings> strings_;
  std::string kept_;
  std::optional<std::size_t> kept_sheet_;
};

}  // namespace

Result<std::unique_ptr<table::Source>> open_xlsx(const std::filesystem::path& file, const ReadLimits& limits) {
  auto package = Package::open(file, limits);
  if (!package) return fail(std::move(package));
  auto workbook = read_workbook(*package, limits);
  if (!workbook) return fail(std::move(workbook));
  for (const std::string& part : workbook->parts)
    if (!package->has(part)) return fail(Kind::Unreadable, "office.missing_part", part);
  return std::make_unique<XlsxSource>(*std::move(package), *std::move(workbook), limits);
}

}  // namespace huabiao::office
