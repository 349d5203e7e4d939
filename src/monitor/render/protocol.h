#pragma once
// The part of Chromium's DevTools protocol that drawing one page takes: what the browser says, read strictly, and what
// it is told. Messages are JSON objects; MessageSplitter takes them off the pipe. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace huabiao::monitor::render {

// To the command of that number. The fields that commands of ours ask for; empty or 0 where another was answered.
struct Answer {
  std::int64_t id = 0;
  std::string error;  // empty: done
  std::string product, context, target, session;
  std::string html;     // DOM.getOuterHTML
  std::string picture;  // Page.captureScreenshot: base64
  std::string refused;  // Page.navigate: why there is no page
  std::int64_t node = 0;
  std::int64_t width = 0, height = 0;  // Page.getLayoutMetrics: of all of the page, CSS pixels
};

// A request waits for its answer. `frame` is the page's own for its document.
struct RequestPaused {
  std::string session, request, frame, url, method, kind;
};
struct Navigated {  // the page's own frame now shows that
  std::string session, url;
};
struct Loaded {
  std::string session;
};
struct DialogOpened {
  std::string session;
};
struct Crashed {
  std::string session;
};
struct OtherEvent {};

using Message = std::variant<Answer, RequestPaused, Navigated, Loaded, DialogOpened, Crashed, OtherEvent>;

// Fails: render.bad_message: no JSON object, or a field that is needed is missing or of another type.
Result<Message> read_message(std::string_view text);

// Each gives one message with its zero byte. `session` empty: to the browser itself.
struct Command {
  std::int64_t id = 0;
  std::string session;
};
std::string get_version(const Command& to);
std::string create_context(const Command& to);
std::string create_target(const Command& to, std::string_view context, std::int64_t width, std::int64_t height);
std::string attach(const Command& to, std::string_view target);
std::string enable_page(const Command& to);
std::string hold_requests(const Command& to);       // every request waits to be answered
std::string hold_other_targets(const Command& to);  // windows and workers a page opens never run
std::string set_window(const Command& to, std::int64_t width, std::int64_t height);
std::string set_user_agent(const Command& to, std::string_view user_agent);
std::string refuse_downloads(const Command& to, std::string_view context);
std::string navigate(const Command& to, std::string_view url);
std::string fulfil(const Command& to, std::string_view request, int status,
                   const std::vector<std::pair<std::string, std::string>>& headers, std::string_view body);
std::string continue_request(const Command& to, std::string_view request);  // only of what needs no net
enum class Refuse : bool { Failed, Aborted };  // Aborted: the page that asked stays as it is
std::string fail_request(const Command& to, std::string_view request, Refuse how);
std::string close_dialog(const Command& to);
std::string stop_scripts(const Command& to);  // what runs now is ended
std::string stop_loading(const Command& to);
std::string get_document(const Command& to);
std::string get_html(const Command& to, std::int64_t node);
std::string get_layout(const Command& to);
std::string take_picture(const Command& to, std::int64_t width, std::int64_t height, double scale);
std::string dispose_context(const Command& to, std::string_view context);

}  // namespace huabiao::monitor::render
