#include "office/csv_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "office/text_source.h"
#include "office/xml_text.h"

namespace huabiao::office {
namespace {

using table::Bounds;
constexpr std::array kSeparators = {',', ';', '\t'};
constexpr std::size_t kMostFieldBytes = Bounds::kCellChars * 4;

// Splits text into fields as it arrives. Feed it piece by piece, then close it.
class CsvMachine {
 public:
  CsvMachine(char separator, const table::RowVisitor& visit) : separator_(separator), visit_(visit) {}

  // stopped() tells when the visitor wants no more.
  Done feed(std::string_view text) {
    while (!text.empty() && !stopped_) {
      // The run up to the next byte that can mean something here.
      const std::string_view special = state_ == State::Quoted ? std::string_view("\"") : specials();
      const std::size_t run = state_ == State::Start ? 0 : std::min(text.find_first_of(special), text.size());
      if (run > 0 && state_ == State::QuoteInQuoted) state_ = State::Plain;
      if (field_bytes() + run > kMostFieldBytes) return too_long();
      row_text_.append(text.substr(0, run));
      text.remove_prefix(run);
      if (text.empty()) break;
      if (Done done = on(text.front()); !done) return done;
      text.remove_prefix(1);
    }
    return {};
  }

  Done close() {
    if (stopped_) return {};
    if (state_ == State::Quoted)
      return fail(Kind::Unreadable, "office.unclosed_quote", "row " + std::to_string(quote_row_));
    return state_ == State::Start && fields_.empty() ? Done{} : end_row();
  }
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  enum class State : std::uint8_t { Start, Plain, Quoted, QuoteInQuoted };

  [[nodiscard]] std::string_view specials() const { return {specials_.data(), specials_.size()}; }
  [[nodiscard]] std::size_t field_bytes() const { return row_text_.size() - field_begin_; }
  [[nodiscard]] Done too_long() const {
    return fail(Kind::TooLarge, "office.cell_too_long",
                table::cell_name(static_cast<std::uint32_t>(fields_.size() + 1), row_ + 1),
                "at most " + std::to_string(Bounds::kCellChars) + " characters");
  }

  Done on(char c) {
    const bool after_return = after_return_;
    after_return_ = false;
    if (state_ == State::Quoted) {  // c is a quote
      state_ = State::QuoteInQuoted;
      return {};
    }
    if (c == '"') {
      if (state_ == State::Start) {
        quote_row_ = row_ + 1;
        state_ = State::Quoted;
      } else {
        row_text_ += '"';  // doubled inside quotes, or loose in plain text
        if (state_ == State::QuoteInQuoted) state_ = State::Quoted;
      }
      return {};
    }
    if (c == separator_) return end_field();
    if (c == '\n' && after_return) return {};
    if (c == '\n' || c == '\r') {
      after_return_ = c == '\r';
      return end_row();
    }
    state_ = State::Plain;
    row_text_ += c;
    return {};
  }

  Done end_field() {
    const std::string_view text = std::string_view(row_text_).substr(field_begin_);
    if (is_too_long(text)) return too_long();
    if (fields_.size() == Bounds::kColumns)
      return fail(Kind::TooLarge, "office.too_many_columns", "row " + std::to_string(row_ + 1),
                  "at most " + std::to_string(Bounds::kColumns) + " columns");
    fields_.push_back(row_text_.size());
    field_begin_ = row_text_.size();
    state_ = State::Start;
    return {};
  }

  Done end_row() {
    if (Done done = end_field(); !done) return done;
    if (++row_ > Bounds::kRows)
      return fail(Kind::TooLarge, "office.too_many_rows", "row " + std::to_string(row_),
                  "at most " + std::to_string(Bounds::kRows) + " rows");
    cells_.clear();
    for (std::size_t i = 0, begin = 0; i < fields_.size(); begin = fields_[i++])
      if (fields_[i] > begin)
        cells_.push_back({static_cast<std::uint32_t>(i + 1), table::CellKind::Text, false, false,
                          std::string_view(row_text_).substr(begin, fields_[i] - begin)});
    if (cells_.size() > Bounds::kRowCells)
      return fail(Kind::TooLarge, "office.too_many_columns", "row " + std::to_string(row_),
                  "at most " + std::to_string(Bounds::kRowCells) + " filled cells");
    if (!is_xml_text(row_text_)) make_clean();
    stopped_ = !cells_.empty() && visit_({row_, cells_}) == table::Go::Stop;
    row_text_.clear();
    fields_.clear();
    field_begin_ = 0;
    return {};
  }

  // Control characters mean nothing in a form; they become blanks. The text is UTF-8 already.
  void make_clean() {
    for (char& c : row_text_)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) c = ' ';
  }

  char separator_;
  const table::RowVisitor& visit_;
  std::array<char, 4> specials_ = {separator_, '"', '\n', '\r'};
  State state_ = State::Start;
  bool stopped_ = false, after_return_ = false;
  std::uint32_t row_ = 0, quote_row_ = 0;
  std::string row_text_;  // the fields of this row, one behind the other
  std::size_t field_begin_ = 0;
  std::vector<std::size_t> fields_;  // where each ends
  std::vector<table::Cell> cells_;
};

// Takes "sep=;" and its line end off the front; Excel's own way to say it.
char take_separator_line(std::string_view& text, char separator) {
  if (text.size() < 6 || !(text.starts_with("sep=") || text.starts_with("SEP="))) return separator;
  if (text[5] != '\r' && text[5] != '\n') return separator;
  separator = text[4];
  text.remove_prefix(text.substr(5).starts_with("\r\n") ? 7 : 6);
  return separator;
}

class CsvSource final : public table::Source {
 public:
  CsvSource(std::filesystem::path file, TextCoding coding, char separator)
      : file_(std::move(file)), coding_(coding), separator_(separator) {
    sheets_.push_back({file_.stem().string(), table::Visibility::Visible});
  }
  [[nodiscard]] const std::vector<table::Sheet>& sheets() const override { return sheets_; }
  Result<std::vector<table::MergedRange>> merged(std::size_t) override { return std::vector<table::MergedRange>{}; }
  Done read(std::size_t, const table::RowVisitor& visit) override {
    auto bytes = open_file(file_);
    if (!bytes) return fail(std::move(bytes));
    const auto text = as_utf8(*std::move(bytes), coding_);
    return read_csv(*text, separator_, visit);
  }

 private:
  std::filesystem::path file_;
  TextCoding coding_;
  char separator_;
  std::vector<table::Sheet> sheets_;
};

Result<std::string> first_bytes(ByteSource& source, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t have = 0;
  while (have < most) {
    auto count = source.read(std::span(bytes).subspan(have));
    if (!count) return fail(std::move(count));
    if (*count == 0) break;
    have += *count;
  }
  bytes.resize(have);
  return bytes;
}

// Is the whole file that coding?
Result<bool> is_coded_in(const std::filesystem::path& file, TextCoding coding) {
  auto bytes = open_file(file);
  if (!bytes) return fail(std::move(bytes));
  const auto text = as_utf8(*std::move(bytes), coding);
  std::vector<char> room(256 << 10);
  for (;;) {
    auto count = text->read(room);
    if (!count && count.error().code == "office.unknown_charset") return false;
    if (!count) return fail(std::move(count));
    if (*count == 0) return true;
  }
}

Result<TextCoding> tell_coding(const std::filesystem::path& file, std::string_view head) {
  if (head.starts_with("\xFF\xFE")) return TextCoding::Utf16Le;
  if (head.starts_with("\xFE\xFF")) return TextCoding::Utf16Be;
  if (head.find('\0') != std::string_view::npos)
    return fail(Kind::Unreadable, "office.not_a_workbook", "bytes no text has", ".xlsx, .csv");
  for (const TextCoding coding : {TextCoding::Utf8, TextCoding::Gb18030}) {
    auto whole = is_coded_in(file, coding);
    if (!whole) return fail(std::move(whole));
    if (*whole) return coding;
  }
  return fail(Kind::Unreadable, "office.unknown_charset", file.filename().string(), "UTF-8, GB18030, UTF-16");
}

}  // namespace

char guess_separator(std::string_view text) {
  std::array<std::map<std::size_t, std::size_t>, kSeparators.size()> lines_with;  // count in a line -> lines
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  const auto end_line = [&] {
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (counts[i] > 0) ++lines_with[i][counts[i]];
    counts.fill(0);
  };
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') end_line();
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += c == kSeparators[i] ? 1 : 0;
  }
  end_line();
  std::size_t best = 0, most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    for (const auto& [count, lines] : lines_with[i])
      if (lines * std::min<std::size_t>(count, 8) > most) {
        most = lines * std::min<std::size_t>(count, 8);
        best = i;
      }
  return kSeparators[best];
}

Done read_csv(ByteSource& source, char separator, const table::RowVisitor& visit) {
  auto head = first_bytes(source, 16);
  if (!head) return fail(std::move(head));
  std::string_view rest = *head;
  separator = take_separator_line(rest, separator);
  CsvMachine machine(separator, visit);
  if (Done done = machine.feed(rest); !done) return done;
  std::vector<char> room(256 << 10);
  while (!machine.stopped()) {
    auto count = source.read(room);
    if (!count) return fail(std::move(count));
    if (*count == 0) break;
    if (Done done = machine.feed({room.data(), *count}); !done) return done;
  }
  return machine.close();
}

Result<std::unique_ptr<table::Source>> open_csv(const std::filesystem::path& file, const ReadLimits& limits) {
  std::error_code ec;
  if (std::filesystem::file_size(file, ec) > limits.file_bytes && !ec)
    return fail(Kind::TooLarge, "office.too_large", file.filename().string());
  constexpr std::size_t kHead = 64 << 10;  // what the separator is guessed from
  auto bytes = open_file(file);
  if (!bytes) return fail(std::move(bytes));
  auto head = first_bytes(**bytes, kHead);
  if (!head) return fail(std::move(head));
  auto coding = tell_coding(file, *head);
  if (!coding) return fail(std::move(coding));
  bytes = open_file(file);
  if (!bytes) return fail(std::move(bytes));
  const auto text = as_utf8(*std::move(bytes), *coding);
  auto start = first_bytes(*text, kHead);
  if (!start) return fail(std::move(start));
  return std::make_unique<CsvSource>(file, *coding, guess_separator(*start));
}

}  // namespace huabiao::office
