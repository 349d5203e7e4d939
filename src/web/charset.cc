#include "web/charset.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <memory>

#include "base/utf8.h"
#include "web/charset_detect.h"
#include "web/charset_labels.h"
#include "web/media_type.h"

namespace huabiao::web {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Takes bytes of one encoding to UTF-8, a piece at a time and never beyond a stated size, so that the same call that
// decodes a piece also finds the way back into it.
class Transcoder {
 public:
  explicit Transcoder(std::string_view encoding) : encoding_(encoding) {
    if (encoding == "UTF-8" || encoding.starts_with("UTF-16")) return;
    handle_ = iconv_open("UTF-8", converter_name(encoding).c_str());
    if (handle_ == kNone) encoding_ = "UTF-8";  // a system without that converter: what is ASCII stays readable
  }
  ~Transcoder() {
    if (handle_ != kNone) iconv_close(handle_);
  }
  Transcoder(const Transcoder&) = delete;
  Transcoder& operator=(const Transcoder&) = delete;

  // Appends to `out` until `raw` is used up or `out` would grow beyond `limit`. Returns the bytes used; less than all
  // also when the last character is cut off and `final` is false.
  std::size_t run(std::string_view raw, bool final, std::string& out, std::size_t limit) {
    if (encoding_ == "UTF-8") return run_utf8(raw, final, out, limit);
    if (encoding_.starts_with("UTF-16")) return run_utf16(raw, final, out, limit);
    return run_iconv(raw, final, out, limit);
  }
  [[nodiscard]] std::size_t replacements() const { return replacements_; }

 private:
  static inline const iconv_t kNone = reinterpret_cast<iconv_t>(-1);  // NOLINT: as iconv_open says it

  bool replace(std::string& out, std::size_t limit) {
    if (out.size() + kReplacement.size() > limit) return false;
    out += kReplacement;
    ++replacements_;
    return true;
  }

  std::size_t run_utf8(std::string_view raw, bool final, std::string& out, std::size_t limit) {
    std::size_t used = 0;
    while (used < raw.size()) {
      std::string_view rest = raw.substr(used);
      const char32_t c = utf8::next(rest);
      const std::size_t taken = raw.size() - used - rest.size();
      const bool ill = c == 0xFFFD && raw.substr(used, taken) != kReplacement;
      if (ill && rest.empty() && !final) return used;
      if (ill) {
        if (!replace(out, limit)) return used;
      } else {
        if (out.size() + taken > limit) return used;
        out += raw.substr(used, taken);
      }
      used += taken;
    }
    return used;
  }

  std::size_t run_utf16(std::string_view raw, bool final, std::string& out, std::size_t limit) {
    const bool little = encoding_ != "UTF-16BE";
    const auto unit = [&](std::size_t at) {
      const auto a = static_cast<unsigned char>(raw[at]), b = static_cast<unsigned char>(raw[at + 1]);
      return static_cast<char32_t>(little ? a | (b << 8) : b | (a << 8));
    };
    std::size_t used = 0;
    while (used < raw.size()) {
      char32_t c = used + 1 < raw.size() ? unit(used) : 0xDC00;
      std::size_t taken = std::min<std::size_t>(2, raw.size() - used);
      if (taken < 2 && !final) return used;
      if (c >= 0xD800 && c < 0xDC00) {
        if (used + 3 >= raw.size() && !final) return used;
        const char32_t low = used + 3 < raw.size() ? unit(used + 2) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
          c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
          taken = 4;
        }
      }
      std::string one;
      const bool ill = c >= 0xD800 && c < 0xE000;
      utf8::append(one, c);
      if (out.size() + one.size() > limit) return used;
      replacements_ += ill;
      out += one;
      used += taken;
    }
    return used;
  }

  std::size_t run_iconv(std::string_view raw, bool final, std::string& out, std::size_t limit) {
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    std::array<char, 4096> buffer{};
    std::size_t used = 0;
    while (used < raw.size() && out.size() < limit) {
      char* in = const_cast<char*>(raw.data()) + used;  // NOLINT: iconv's signature, it does not write
      std::size_t in_left = raw.size() - used;
      char* to = buffer.data();
      const std::size_t room = std::min(buffer.size(), limit - out.size());
      std::size_t to_left = room;
      const std::size_t result = iconv(handle_, &in, &in_left, &to, &to_left);
      const int error = result == static_cast<std::size_t>(-1) ? errno : 0;
      out.append(buffer.data(), room - to_left);
      const std::size_t now = raw.size() - in_left;
      if (error == E2BIG && now == used && room - to_left == 0) return used;  // the next character is too long
      used = now;
      if (error == EINVAL && !final) return used;
      if (error == EILSEQ || error == EINVAL) {
        if (!replace(out, limit)) return used;
        used += error == EINVAL ? raw.size() - used : ill_formed_length(raw.substr(used));
      }
    }
    return used;
  }

  // A lead byte never swallows the ASCII behind it: markup stays markup.
  [[nodiscard]] std::size_t ill_formed_length(std::string_view raw) const {
    if (single_byte(encoding_) || raw.size() < 2) return 1;
    return static_cast<unsigned char>(raw[0]) >= 0x80 && static_cast<unsigned char>(raw[1]) >= 0x80 ? 2 : 1;
  }

  std::string encoding_;
  iconv_t handle_ = kNone;
  std::size_t replacements_ = 0;
};

std::size_t count_replacements(std::string_view body, std::string_view encoding) {
  Transcoder transcoder(encoding);
  std::string out;
  for (std::size_t at = 0; at < body.size(); out.clear()) {
    const std::string_view piece = body.substr(at, 64 << 10);
    at += std::max<std::size_t>(1, transcoder.run(piece, at + piece.size() == body.size(), out, std::string::npos));
  }
  return transcoder.replacements();
}

struct Declared {
  std::string label;
  std::string encoding;
  CharsetSource source = CharsetSource::Default;
};

Declared declared_encoding(std::string_view body, std::string_view content_type) {
  if (std::string label = parse_media_type(content_type).charset; !encoding_for_label(label).empty())
    return {label, std::string(encoding_for_label(label)), CharsetSource::Header};
  std::string label = prescan_label(body.substr(0, CharsetLimits::kPrescanBytes));
  if (label.empty()) label = prescan_label(body.substr(0, CharsetLimits::kLateMetaBytes));
  if (label.empty()) return {};
  std::string encoding(encoding_for_label(label));
  if (encoding.starts_with("UTF-16")) encoding = "UTF-8";  // a meta read as ASCII cannot stand in UTF-16
  return {label, encoding, CharsetSource::Meta};
}

// The encoding that explains the bytes where the declared one does not; empty when the label may stand.
std::string better_than_declared(std::string_view body, std::string_view encoding, const Utf8Look& as_utf8) {
  const bool all_utf8 = as_utf8.errors == 0 && as_utf8.sequences > 0;
  if (encoding == "UTF-8") {
    if (as_utf8.errors == 0 || as_utf8.sequences > 4 * as_utf8.errors) return {};
    if (look_as_gb18030(body).plausible(2)) return "GB18030";
    std::string other = detect_legacy(body);
    const bool clean = as_utf8.sequences == 0 && count_replacements(body, other) == 0;
    return clean ? other : std::string();
  }
  if (single_byte(encoding)) {
    if (all_utf8) return "UTF-8";
    // Every byte is a letter of a single-byte encoding: only text that is wholly everyday Chinese refutes it.
    const GbLook gb = look_as_gb18030(body);
    return gb.plausible(8) && gb.common * 20 >= gb.pairs * 19 && detect_legacy(body) == "GB18030" ? "GB18030"
                                                                                                  : std::string();
  }
  const std::size_t faults = count_replacements(body, encoding);
  if (all_utf8 && (as_utf8.sequences >= 3 || faults > 0)) return "UTF-8";
  if (faults == 0) return {};
  std::string other = look_as_gb18030(body).plausible(2) ? "GB18030" : detect_legacy(body);
  const bool contradicted = other != encoding && !single_byte(other) && count_replacements(body, other) * 10 < faults;
  return contradicted ? other : std::string();
}

// `sequences`: utf8::sequences of the body.
CharsetChoice choose(std::string_view body, std::string_view content_type, std::optional<std::size_t> sequences) {
  const Declared declared = declared_encoding(body, content_type);
  CharsetChoice choice{.used = declared.encoding, .declared = declared.label, .source = declared.source};
  if (const std::string_view wide = utf16_without_mark(body); !wide.empty()) {
    choice.lying = !declared.encoding.empty() && declared.encoding != wide;
    if (choice.lying || declared.encoding.empty()) choice.source = CharsetSource::Detected;
    choice.used = wide;
    return choice;
  }
  const bool ascii = sequences == 0;
  if (ascii && declared.encoding.empty()) {
    choice.used = "UTF-8";
    return choice;
  }
  if (ascii && declared.encoding != "ISO-2022-JP" && !declared.encoding.starts_with("UTF-16")) return choice;
  const Utf8Look as_utf8 = sequences ? Utf8Look{.sequences = *sequences} : look_as_utf8(body);
  if (declared.encoding.empty()) {
    choice.used = as_utf8.errors == 0 || as_utf8.sequences > 4 * as_utf8.errors ? "UTF-8" : detect_legacy(body);
    choice.source = CharsetSource::Detected;
    return choice;
  }
  if (std::string better = better_than_declared(body, declared.encoding, as_utf8); !better.empty()) {
    choice.used = std::move(better);
    choice.source = CharsetSource::Detected;
    choice.lying = true;
  }
  return choice;
}

// ISO-2022-JP carries its state from character to character, so it is decoded in one piece.
std::size_t piece_bytes(std::string_view encoding, std::size_t body) {
  return encoding == "ISO-2022-JP" ? body : CharsetLimits::kChunkBytes;
}

struct Mark {
  std::size_t length = 0;
  std::string_view encoding;
};

Mark byte_order_mark(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) return {3, "UTF-8"};
  if (body.starts_with("\xFE\xFF")) return {2, "UTF-16BE"};
  if (body.starts_with("\xFF\xFE")) return {2, "UTF-16LE"};
  return {};
}

}  // namespace

std::string_view to_string(CharsetSource source) {
  constexpr std::array<std::string_view, 5> kNames = {"bom", "header", "meta", "detected", "default"};
  return kNames[static_cast<std::size_t>(source)];
}

DecodedText decode(std::string_view body, std::string_view content_type) {
  DecodedText decoded;
  decoded.body_ = body;
  const Mark mark = byte_order_mark(body);
  decoded.skipped_ = mark.length;
  const std::optional<std::size_t> sequences = utf8::sequences(body.substr(mark.length));
  if (mark.length != 0) {
    const Declared declared = declared_encoding(body.substr(mark.length), content_type);
    decoded.choice_ = {.used = std::string(mark.encoding), .declared = declared.label, .source = CharsetSource::Bom};
    decoded.choice_.lying = !declared.encoding.empty() && declared.encoding != mark.encoding;
  } else {
    decoded.choice_ = choose(body, content_type, sequences);
  }
  if (decoded.choice_.used == "UTF-8" && sequences) return decoded;

  Transcoder transcoder(decoded.choice_.used);
  std::string text;
  text.reserve(body.size() + body.size() / 2);
  for (std::size_t at = mark.length; at < body.size();) {
    decoded.checkpoints_.push_back({at, text.size()});
    const std::string_view piece = body.substr(at, piece_bytes(decoded.choice_.used, body.size()));
    at += std::max<std::size_t>(1, transcoder.run(piece, at + piece.size() == body.size(), text, std::string::npos));
  }
  decoded.choice_.replacements = transcoder.replacements();
  decoded.owned_ = std::move(text);
  return decoded;
}

void keep_converters() {
  static const std::vector<std::unique_ptr<Transcoder>> kKept = [] {
    std::vector<std::unique_ptr<Transcoder>> kept;
    for (const std::string_view encoding : encodings()) kept.push_back(std::make_unique<Transcoder>(encoding));
    return kept;
  }();
}

std::size_t DecodedText::raw_offset(std::size_t offset) const {
  if (!owned_) return std::min(skipped_ + offset, body_.size());
  if (offset >= owned_->size()) return body_.size();
  const auto next = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), offset,
                                     [](std::size_t value, const Checkpoint& point) { return value < point.text; });
  if (next == checkpoints_.begin()) return skipped_;
  const Checkpoint& from = *(next - 1);
  Transcoder transcoder(choice_.used);
  std::string scratch;
  const std::string_view piece = body_.substr(from.raw, piece_bytes(choice_.used, body_.size()));
  return from.raw + transcoder.run(piece, from.raw + piece.size() == body_.size(), scratch, offset - from.text);
}

}  // namespace huabiao::web
