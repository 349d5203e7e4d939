#include "office/text_source.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iconv.h>
#include <unistd.h>
#include <vector>

namespace huabiao::office {
namespace {

class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  ~FileSource() override { ::close(fd_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    for (;;) {
      const ssize_t count = ::read(fd_, room.data(), room.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return fail(Kind::Unreadable, "office.cannot_read", name_ + ": " + std::strerror(errno));
    }
  }

 private:
  int fd_;
  std::string name_;
};

const char* iconv_name(TextCoding coding) {
  switch (coding) {
    case TextCoding::Gb18030:
      return "GB18030";
    case TextCoding::Utf16Le:
      return "UTF-16LE";
    case TextCoding::Utf16Be:
      return "UTF-16BE";
    case TextCoding::Utf8:
      break;
  }
  return "UTF-8";
}

class Utf8Source final : public ByteSource {
 public:
  Utf8Source(std::unique_ptr<ByteSource> bytes, TextCoding coding)
      : bytes_(std::move(bytes)),
        converter_(iconv_open("UTF-8", iconv_name(coding))),
        raw_(64 << 10),
        converted_(64 << 10) {}
  ~Utf8Source() override {
    if (converter_ != kNoConverter) iconv_close(converter_);
  }
  Utf8Source(const Utf8Source&) = delete;
  Utf8Source& operator=(const Utf8Source&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    while (ready_.empty()) {
      if (!drained_ && held_ < raw_.size() / 2) {
        auto count = bytes_->read(std::span(raw_).subspan(held_));
        if (!count) return count;
        drained_ = *count == 0;
        held_ += *count;
      }
      if (held_ == 0 && drained_) return std::size_t{0};
      if (Done done = convert(); !done) return fail(std::move(done));
    }
    const std::size_t count = ready_.copy(room.data(), room.size());
    ready_.remove_prefix(count);
    return count;
  }

 private:
  static inline const iconv_t kNoConverter =
      reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr): POSIX says so

  // Converts what is held as far as it goes; nothing ready afterwards: more bytes are needed.
  Done convert() {
    if (converter_ == kNoConverter) return fail(Kind::Environment, "office.unknown_charset", "iconv");
    char *from = raw_.data(), *to = converted_.data();
    std::size_t left = held_, free = converted_.size();
    const bool stopped = iconv(converter_, &from, &left, &to, &free) == static_cast<std::size_t>(-1);
    if (stopped && left == held_ && (errno == EILSEQ || drained_))
      return fail(Kind::Unreadable, "office.unknown_charset", "byte " + std::to_string(passed_));
    passed_ += held_ - left;
    std::memmove(raw_.data(), from, left);
    held_ = left;
    ready_ = std::string_view(converted_.data(), converted_.size() - free);
    if (first_ && ready_.starts_with("\xEF\xBB\xBF")) ready_.remove_prefix(3);
    if (to != converted_.data()) first_ = false;
    return {};
  }

  std::unique_ptr<ByteSource> bytes_;
  iconv_t converter_;
  std::vector<char> raw_, converted_;
  std::string_view ready_;  // the part of converted_ not yet handed out
  std::size_t held_ = 0;    // bytes of raw_ not yet converted
  std::uint64_t passed_ = 0;
  bool drained_ = false, first_ = true;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(Kind::Unreadable, "office.cannot_read", file.string() + ": " + std::strerror(errno));
  return std::make_unique<FileSource>(fd, file.string());
}

std::unique_ptr<ByteSource> as_utf8(std::unique_ptr<ByteSource> bytes, TextCoding coding) {
  return std::make_unique<Utf8Source>(std::move(bytes), coding);
}

}  // namespace huabiao::office
