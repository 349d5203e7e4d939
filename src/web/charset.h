#pragma once
// DecodedText: a body as UTF-8, with the way back to its raw bytes. Which encoding a body is in is found in the order
// of the WHATWG (BOM, header, meta), then by looking at the bytes; a label the bytes contradict is said to lie. Never
// fails: what no encoding explains becomes U+FFFD. Pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::web {

struct CharsetLimits {
  static constexpr std::size_t kPrescanBytes = 1024;       // where the standard looks for a meta element
  static constexpr std::size_t kLateMetaBytes = 64 << 10;  // and where a tree builder would still meet one
  static constexpr std::size_t kDetectBytes = 256 << 10;   // statistics see no more than this
  static constexpr std::size_t kChunkBytes = 1024;         // raw bytes between two checkpoints of the way back
};

enum class CharsetSource { Bom, Header, Meta, Detected, Default };
std::string_view to_string(CharsetSource source);  // "bom" | "header" | "meta" | "detected" | "default"

struct CharsetChoice {
  std::string used;      // name of the WHATWG: "UTF-8", "GBK", "GB18030", "Big5", "UTF-16LE", "windows-1252" ...
  std::string declared;  // the label as written in header or meta; empty when none
  CharsetSource source = CharsetSource::Default;
  bool lying = false;            // a declared label does not explain the bytes, another encoding does
  std::size_t replacements = 0;  // ill-formed sequences that became U+FFFD
};

// Lifetime: keeps a view of the body it was made from; valid UTF-8 is not copied.
class DecodedText {
 public:
  [[nodiscard]] std::string_view text() const { return owned_ ? std::string_view(*owned_) : body_.substr(skipped_); }
  [[nodiscard]] const CharsetChoice& charset() const { return choice_; }
  // The raw byte at which the character that holds text()[offset] begins; the body's size at or beyond the end.
  [[nodiscard]] std::size_t raw_offset(std::size_t offset) const;

 private:
  friend DecodedText decode(std::string_view body, std::string_view content_type);
  struct Checkpoint {
    std::size_t raw, text;
  };
  std::string_view body_;
  std::size_t skipped_ = 0;           // of a byte order mark
  std::optional<std::string> owned_;  // unset: body_ itself is the text
  std::vector<Checkpoint> checkpoints_;
  CharsetChoice choice_;
};

// `content_type`: the header's value, may be empty.
DecodedText decode(std::string_view body, std::string_view content_type = {});

// Loads every converter and keeps it, so that decode() also works where no file can be opened any more. The system's
// converters are files of their own; without one its pages stay unread. Call once, before a sandbox closes.
void keep_converters();

// The standard's name for a label: "gb2312" -> "GBK", " UTF8 " -> "UTF-8". Empty for an unknown one.
std::string_view encoding_for_label(std::string_view label);

// The label a meta element in these bytes declares, as the standard's prescan finds it; empty when none.
std::string prescan_label(std::string_view head);

}  // namespace huabiao::web
