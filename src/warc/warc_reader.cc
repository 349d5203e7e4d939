#include "warc/warc_reader.h"

#include <algorithm>
#include <charconv>
#include <vector>
#include <zlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "warc/inflate.h"

namespace huabiao::warc {

namespace {

constexpr std::string_view kGzip = "\x1f\x8b";
constexpr std::string_view kVersion = "WARC/1.";

using Headers = std::vector<std::pair<std::string, std::string>>;

// Lines `name: value`; a line without a colon is passed over.
Headers headers_of(std::string_view text) {
  Headers headers;
  while (!text.empty() && headers.size() < WarcLimits::kHeaders) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
      headers.emplace_back(ascii_lower(utf8::trim(line.substr(0, colon))), utf8::trim(line.substr(colon + 1)));
  }
  return headers;
}

std::string value_of(const Headers& headers, std::string_view name) {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string() : found->second;
}

std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// Some archives keep the header and not the chunks: what does not begin with a chunk stays as it is.
std::string without_chunks(std::string_view text) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto line = rest.find('\n');
    const auto size = line > 32 ? std::nullopt : number(rest.substr(0, line), 16);
    if (!size) return out.empty() ? std::string(text) : out;
    rest.remove_prefix(line + 1);
    if (*size == 0) break;
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(*size, rest.size()));
    out.append(rest.substr(0, take));
    rest.remove_prefix(take);
    while (rest.starts_with('\r') || rest.starts_with('\n')) rest.remove_prefix(1);
  }
  return out;
}

// False: packed in a way that cannot be undone here.
bool unpack(WarcPage& page, const std::string& encoding) {
  if (encoding.empty() || encoding == "identity") return true;
  if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate") return false;
  if (encoding != "deflate" && !page.body.starts_with(kGzip)) return true;  // the archive undid it already
  Inflated inflated = inflate_all(page.body, WarcLimits::kBodyBytes);
  page.truncated = page.truncated || !inflated.complete;
  page.body = std::move(inflated.bytes);
  return true;
}

// The answer kept in a record; false: not one that can be read.
bool read_answer(std::string_view record, WarcPage& page) {
  if (!record.starts_with("HTTP/")) return false;
  std::size_t end = record.find("\r\n\r\n"), gap = 4;
  if (end == std::string_view::npos) {
    end = record.find("\n\n");
    gap = 2;
  }
  if (end > WarcLimits::kHeaderBytes) return false;  // npos is beyond it as well
  const auto space = record.find(' ');
  page.status = static_cast<int>(number(record.substr(std::min(space, end) + 1, 3), 10).value_or(0));
  const auto line = std::min(record.find('\n'), end);
  page.headers = headers_of(record.substr(line, end - line));
  page.content_type = value_of(page.headers, "content-type");
  page.body = record.substr(end + gap);
  if (ascii_lower(value_of(page.headers, "transfer-encoding")).find("chunked") != std::string::npos)
    page.body = without_chunks(page.body);
  if (!unpack(page, ascii_lower(value_of(page.headers, "content-encoding")))) return false;
  if (page.body.size() > WarcLimits::kBodyBytes) {
    page.body.resize(WarcLimits::kBodyBytes);
    page.truncated = true;
  }
  return true;
}

}  // namespace

// The archive's bytes, gzip members undone one after the other as they come.
class WarcReader::Bytes {
 public:
  explicit Bytes(ReadBytes read) : read_(std::move(read)), packed_(kStep), plain_(kStep) {}
  ~Bytes() {
    if (inflating_) inflateEnd(&stream_);
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  // Sees to it that `count` bytes are at hand unless the end comes first.
  Done need(std::size_t count) {
    while (text_.size() - at_ < count && !over_) {
      if (at_ > kStep) {
        text_.erase(0, at_);
        at_ = 0;
      }
      if (auto done = more(); !done) return fail(std::move(done));
    }
    return {};
  }
  [[nodiscard]] std::string_view at_hand() const { return std::string_view(text_).substr(at_); }
  void drop(std::size_t count) { at_ += count; }

 private:
  static constexpr std::size_t kStep = 64u << 10;

  Done more() {
    if (in_ == in_end_) {
      auto got = read_(std::span<char>(packed_));
      if (!got) return fail(std::move(got));
      in_ = 0;
      in_end_ = *got;
      if (*got == 0) {
        over_ = true;
        return {};
      }
      if (!looked_) {
        looked_ = true;
        gzip_ = std::string_view(packed_.data(), in_end_).starts_with(kGzip);
      }
    }
    if (gzip_) return inflate_some();
    text_.append(packed_.data() + in_, in_end_ - in_);
    in_ = in_end_;
    return {};
  }

  Done inflate_some() {
    if (!inflating_) {
      stream_ = {};
      if (inflateInit2(&stream_, MAX_WBITS + 16) != Z_OK) return fail(Kind::Unreadable, "warc.broken", "gzip");
      inflating_ = true;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.data() + in_);
    stream_.avail_in = static_cast<uInt>(in_end_ - in_);
    stream_.next_out = reinterpret_cast<Bytef*>(plain_.data());
    stream_.avail_out = static_cast<uInt>(plain_.size());
    const int state = inflate(&stream_, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
      return fail(Kind::Unreadable, "warc.broken", "gzip");
    in_ = in_end_ - stream_.avail_in;
    text_.append(plain_.data(), plain_.size() - stream_.avail_out);
    if (state == Z_STREAM_END) {
      inflateEnd(&stream_);
      inflating_ = false;
    }
    return {};
  }

  ReadBytes read_;
  std::vector<char> packed_, plain_;
  std::size_t in_ = 0, in_end_ = 0, at_ = 0;
  std::string text_;
  z_stream stream_{};
  bool inflating_ = false, gzip_ = false, looked_ = false, over_ = false;
};

WarcReader::WarcReader(ReadBytes read) : bytes_(std::make_unique<Bytes>(std::move(read))) {}
WarcReader::~WarcReader() = default;

Done WarcReader::skip_blank() {
  for (;;) {
    if (auto done = bytes_->need(1); !done) return done;
    const std::string_view text = bytes_->at_hand();
    if (text.empty() || (text.front() != '\r' && text.front() != '\n')) return {};
    bytes_->drop(1);
  }
}

Result<std::optional<WarcPage>> WarcReader::next() {
  for (;;) {
    if (auto done = skip_blank(); !done) return fail(std::move(done));
    if (auto done = bytes_->need(WarcLimits::kHeaderBytes); !done) return fail(std::move(done));
    const std::string_view text = bytes_->at_hand();
    if (text.empty()) return std::nullopt;
    if (!text.starts_with(kVersion)) return fail(Kind::Unreadable, "warc.not_warc", "no record begins here");
    const std::size_t end = text.find("\r\n\r\n");
    if (end > WarcLimits::kHeaderBytes)  // npos is beyond it as well
      return fail(Kind::Unreadable, "warc.broken", "a record's head does not end");
    const Headers headers = headers_of(text.substr(0, end));
    const auto length = number(value_of(headers, "content-length"), 10);
    if (!length || *length > WarcLimits::kRecordBytes)
      return fail(Kind::Unreadable, "warc.broken", "a record without a length");
    bytes_->drop(end + 4);

    std::string record;
    for (std::uint64_t left = *length; left > 0;) {
      if (auto done = bytes_->need(1); !done) return fail(std::move(done));
      const std::string_view here = bytes_->at_hand();
      if (here.empty()) break;  // cut off: what there is counts
      const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(left, here.size()));
      record.append(here.substr(0, std::min(take, WarcLimits::kKeptBytes - record.size())));
      bytes_->drop(take);
      left -= take;
    }
    WarcPage page;
    page.url = value_of(headers, "warc-target-uri");
    page.truncated = record.size() < *length;
    const std::string type = ascii_lower(value_of(headers, "warc-type"));
    if (type == "resource") {
      page.content_type = value_of(headers, "content-type");
      page.body = record.substr(0, WarcLimits::kBodyBytes);
      return page;
    }
    if (type == "response" && read_answer(record, page)) return page;
  }
}

bool begins_warc(std::string_view bytes) {
  if (bytes.starts_with(kVersion)) return true;
  if (!bytes.starts_with(kGzip)) return false;
  return inflate_all(bytes, kVersion.size()).bytes.starts_with(kVersion);
}

}  // namespace huabiao::warc
