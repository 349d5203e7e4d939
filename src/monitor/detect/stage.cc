#include "monitor/detect/stage.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/ascii.h"
#include "base/find_word.h"
#include "monitor/detect/detectors.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kBytes = 128u << 10;

// Hosts where anybody leaves a picture without an account.
constexpr auto kPictureHosts = std::to_array<std::string_view>(
    {"imgur.com",       "postimg.cc",     "postimg.org",    "ibb.co",          "imgbb.com",
     "top4top.",        "hizliresim.com", "tinypic.com",    "photobucket.com", "giphy.com",
     "tenor.com",       "prnt.sc",        "imageshack.",    "gyazo.com",       "telegra.ph",
     "resmim.net",      "resimlink.com",  "resimyukle",     "imageban.",       "pixhost.",
     "imgyukle",        "upload.ee",      "freeimage.host", "pinimg.com",      "discordapp.com/attachments",
     "bp.blogspot.com", "pngegg",         "gifer.com"});

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return holds_word(text, word); });
}

// The first tag that begins so, up to its end.
std::string_view tag_of_name(std::string_view page, std::string_view begin) {
  const auto at = find_word(page, begin);
  return at == std::string_view::npos ? std::string_view() : page.substr(at, page.find('>', at) - at);
}

bool is_black(std::string_view value) {
  return holds_any(value, {"black", "#000", "#010101", "#0a0a0a", "#0b0b0b", "#0d0d0d", "#050505", "#111", "rgb(0,0,0",
                           "rgb(0, 0, 0", "rgba(0,0,0,1", "rgba(0, 0, 0, 1"});
}

// Does a list of declarations or attributes paint the ground black?
bool paints_black(std::string_view text) {
  for (const std::string_view ground : {"background", "bgcolor"})
    for (auto at = find_word(text, ground); at != std::string_view::npos; at = find_word(text, ground, at + 1)) {
      constexpr std::size_t kValue = 60;
      const std::string_view rest = text.substr(at, kValue);
      if (is_black(rest.substr(0, rest.find_first_of(";}\n")))) return true;
    }
  return false;
}

bool is_on_black(std::string_view page) {
  if (paints_black(tag_of_name(page, "<body"))) return true;
  for (const std::string_view selector : {"body", "html", "*"})
    for (auto at = find_word(page, selector); at != std::string_view::npos; at = find_word(page, selector, at + 1)) {
      constexpr std::size_t kSelectors = 24, kRule = 600;
      const auto open = page.substr(at, kSelectors).find('{');
      if (open == std::string_view::npos) continue;
      const std::string_view rule = page.substr(at + open, kRule);
      if (paints_black(rule.substr(0, rule.find('}')))) return true;
    }
  return false;
}

bool plays(std::string_view page) {
  if (holds_word(tag_of_name(page, "<audio"), "autoplay") || holds_word(page, "<bgsound") ||
      holds_word(page, "new audio("))
    return true;
  if (holds_any(tag_of_name(page, "<embed"), {".mp3", ".swf", "youtube", "autostart"})) return true;
  return holds_any(page,
                   {"youtube.com/embed", "youtube-nocookie.com/embed", "youtube.com/v/", "soundcloud.com/player"}) &&
         holds_word(page, "autoplay");
}

bool is_only_music(const DetectInput& input, std::string_view page) {
  constexpr std::size_t kText = 200, kBody = 16u << 10;
  if (input.page.visible.text.size() > kText || input.fetch.body.size() > kBody || !input.page.links.empty())
    return false;
  const std::string_view tag = tag_of_name(page, "<audio");
  return holds_word(tag, "autoplay") && holds_word(tag, "loop");
}

}  // namespace

Stage stage_of(const DetectInput& input) {
  const std::string page = ascii_lower(std::string_view(input.fetch.body).substr(0, kBytes));
  Stage stage;
  const auto prop = [&](bool is, bool telling, std::string_view name) {
    if (!is) return;
    ++stage.props;
    stage.telling = stage.telling || telling;
    stage.names.append(stage.names.empty() ? "" : ", ").append(name);
  };
  const auto borrowed = [&](std::string_view host) { return holds_word(page, host); };
  prop(plays(page), true, "music by itself");
  prop(is_on_black(page), false, "a black page");
  prop(holds_any(page, {"oncontextmenu", "onselectstart", "ondragstart", "event.button==2", "event.button == 2",
                        "'contextmenu'", "\"contextmenu\""}),
       false, "the mouse tied");
  prop(holds_any(page, {"text-shadow", "drop-shadow"}), false, "letters that glow");
  prop(holds_any(page, {"<marquee", "<blink", "typewriter", "typed.js", "typeit", "glitch"}), true,
       "letters that move");
  prop(std::ranges::any_of(kPictureHosts, borrowed), true, "pictures from a host for anybody");
  prop(holds_word(page, "snowstorm") ||
           (holds_word(page, "<canvas") && holds_any(page, {"matrix", "snow", "rain", "fillrect"})),
       true, "falling letters");
  stage.only_music = is_only_music(input, page);
  return stage;
}

}  // namespace huabiao::monitor
