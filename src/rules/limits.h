#pragma once
// Limits of rule packs, all in one place. A pack beyond one is refused whole with rules.too_large: half a pack would
// pass for a whole one.

#include <cstddef>
#include <cstdint>

namespace huabiao::rules {

struct PackLimits {
  static constexpr std::size_t kFiles = 8'192;           // of one pack, pages included
  static constexpr std::size_t kFileBytes = 2U << 20U;   // one file
  static constexpr std::size_t kPackBytes = 16U << 20U;  // all files of one pack
  static constexpr std::size_t kPathBytes = 200;         // of a file inside the pack
  static constexpr std::size_t kRules = 20'000;          // of one pack, all kinds together
  static constexpr std::size_t kIdBytes = 80;            // of a rule's id
  static constexpr std::size_t kSentenceBytes = 2'000;   // an explanation in one language
  static constexpr std::size_t kWords = 200'000;         // of one pack, after combinations are written out
  static constexpr std::size_t kWordBytes = 96;          // 32 Chinese characters
  static constexpr std::size_t kWordLeastBytes = 3;      // shorter ones hit everywhere
  static constexpr std::size_t kPatternBytes = 1'000;    // one regular expression
  static constexpr std::size_t kNumbers = 16;            // of one measure
  static constexpr std::int64_t kLargestNumber = 1'000'000'000;
  static constexpr std::size_t kKeywordBytes = 4'096;           // one keyword of a fingerprint
  static constexpr std::size_t kAnchors = 32;                   // of one YARA rule
  static constexpr std::size_t kAnchorLeastBytes = 4;           // shorter ones point everywhere
  static constexpr std::size_t kTrustedKeys = 64;               // operators' keys in the settings
  static constexpr std::size_t kOperatorPacks = 64;             // beside the built-in one
  static constexpr std::size_t kOperatorPackBytes = 4U << 20U;  // all of them, pages left out: they travel in one frame
  // Compiled databases kept on disk and handed to a child in that frame; bigger ones every process compiles itself.
  static constexpr std::size_t kCompiledBytes = 24U << 20U;
};

struct ScanLimits {
  static constexpr std::size_t kHitsPerText = 4'096;      // words told of one text; more say nothing new
  static constexpr std::size_t kPlacesPerRule = 5;        // of one rule in one text
  static constexpr std::size_t kSourceBytes = 8U << 20U;  // of a body or script looked through
  static constexpr int kYaraSeconds = 5;                  // one YARA scan; it counts whole seconds
};

}  // namespace huabiao::rules
