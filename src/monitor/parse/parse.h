#pragma once
// parse: bytes -> Page. Charset, tokens, what is seen and unseen and why, what scripts would write. Never fails: a
// hostile body gives a smaller Page and the names of the limits it hit. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "monitor/page.h"

namespace huabiao::monitor {

struct ParseLimits {
  static constexpr std::size_t kBodyBytes = 8u << 20;  // as much as a visit reads ("body")
  static constexpr std::size_t kTags = 300'000;  // start and end tags, and elements opened again; what follows is cut
                                                 // off ("tags")
  static constexpr std::size_t kDepth = 1'000;   // elements inside each other; deeper ones stand beside ("depth")
  // Of one tag: TokenizerLimits::kAttributes ("attributes").
  static constexpr std::size_t kLinks = 20'000;            // links, resources, frames and scripts, each ("links")
  static constexpr std::size_t kTextBytes = 2u << 20;      // visible and hidden text, each ("text")
  static constexpr std::size_t kScriptBytes = 512u << 10;  // source kept of one script ("script")
  static constexpr std::size_t kScriptStrings = 300;       // strings kept of one script
  static constexpr std::size_t kStyleRules = 5'000;        // hiding rules kept of the page's style elements ("style")
  static constexpr std::size_t kComments = 500;            // comments kept ("comments")
  static constexpr std::size_t kCommentBytes = 4'096;      // of one comment
  static constexpr std::size_t kAttributeBytes = 8'192;    // kept of one address or attribute value
  static constexpr std::size_t kWritten = 200;             // strings of scripts parsed again as HTML ("written")
  static constexpr std::size_t kWrittenBytes = 1u << 20;   // all of them together ("written")
  static constexpr int kWrittenDepth = 2;                  // scripts inside what scripts write
};

struct ParseInput {
  std::string url;           // where the page came from, to resolve links; may be empty
  std::string content_type;  // the header's value; may be empty
};

Page parse(std::string_view body, const ParseInput& input);

// The same for text that is decoded already; places are in the text. Requires: well-formed UTF-8.
Page parse_text(std::string_view text, const ParseInput& input);

}  // namespace huabiao::monitor
