#pragma once
// RenderedView: what a page came to in a browser whose every request was answered by our own fetcher. What the browser
// says is as hostile as what the page says. Values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "monitor/facts.h"
#include "monitor/finding.h"

namespace huabiao::monitor {

// How drawing the page ended. Settled: loaded, and nothing asked for any more. TimeUp: it was still busy and was looked
// at as it stood. Stuck: it never let itself be looked at. NoPage: its own address gave none. TooMuch: it came to more
// than is read.
enum class RenderEnd : std::uint8_t { Settled, TimeUp, Stuck, NoPage, Crashed, TooMuch };
inline constexpr std::array<std::string_view, 6> kRenderEndNames = {"settled", "time_up", "stuck",
                                                                    "no_page", "crashed", "too_much"};
constexpr std::string_view to_string(RenderEnd end) {
  return kRenderEndNames[static_cast<std::size_t>(end)];
}
constexpr std::optional<RenderEnd> render_end_from(std::string_view name) {
  for (std::size_t i = 0; i < kRenderEndNames.size(); ++i)
    if (kRenderEndNames[i] == name) return static_cast<RenderEnd>(i);
  return std::nullopt;
}

// Why a page did not get what it asked for. Failed: it was asked for, and no answer came.
enum class RequestRefusal : std::uint8_t {
  OtherSite,
  NotHttp,
  NotGet,
  PrivateAddress,
  TooMany,
  TooLarge,
  TooLate,
  Failed
};
inline constexpr std::array<std::string_view, 8> kRequestRefusalNames = {
    "other_site", "not_http", "not_get", "private_address", "too_many", "too_large", "too_late", "failed"};
constexpr std::string_view to_string(RequestRefusal refusal) {
  return kRequestRefusalNames[static_cast<std::size_t>(refusal)];
}
constexpr std::optional<RequestRefusal> request_refusal_from(std::string_view name) {
  for (std::size_t i = 0; i < kRequestRefusalNames.size(); ++i)
    if (kRequestRefusalNames[i] == name) return static_cast<RequestRefusal>(i);
  return std::nullopt;
}

struct RefusedRequest {
  std::string url;   // at most RenderedView::kUrlBytes
  std::string kind;  // as the browser calls it: "Document", "Script", "Image", ...
  RequestRefusal why = RequestRefusal::OtherSite;
  bool operator==(const RefusedRequest&) const = default;
};

struct Picture {
  std::string png;     // the bytes; left out of what is kept as a row
  std::string sha256;  // of the bytes, by whoever took them off the child; empty: not yet
  std::int64_t width = 0, height = 0;
};

struct RenderedView {
  static constexpr std::size_t kRefused = 60;    // requests kept by name
  static constexpr std::size_t kUrlBytes = 500;  // of an address kept
  static constexpr std::size_t kPictureBytes = 4U << 20U;

  RenderEnd end = RenderEnd::NoPage;
  std::string url;                               // where the page stood when it was looked at
  std::string left_for;                          // the other site it wanted to go to by itself; empty: none
  std::int64_t answered = 0, refused_count = 0;  // requests
  std::vector<RefusedRequest> refused;           // the first of them
  // Settled, and nothing that could have written something was withheld: what is not seen is not there.
  bool whole = false;
  std::optional<PageFacts> facts;  // of the page as drawn; places in it have no bytes
  std::vector<Finding> findings;   // of mark and footer
  std::optional<Picture> picture;
  Millis took{0};
  TimePoint at{};
};

}  // namespace huabiao::monitor
