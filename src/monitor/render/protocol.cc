#include "monitor/render/protocol.h"

#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>

#include "base/base64.h"
#include "base/utf8.h"

namespace huabiao::monitor::render {
namespace {

namespace json = boost::json;

constexpr int kDepth = 64;  // a page's own objects come along in events we do not read
constexpr double kMostPixels = 1e7;

std::unexpected<Error> bad(std::string what) {
  return fail(Kind::Unreadable, "render.bad_message", std::move(what));
}

const json::value* find(const json::object& object, std::string_view name) {
  return object.if_contains(json::string_view(name.data(), name.size()));
}
const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  return value == nullptr ? nullptr : value->if_object();
}
// "" where there is none, or something else.
std::string text_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}
std::int64_t number_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  const std::int64_t* number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr ? 0 : *number;
}
// Whole pixels; 0 where it is no size.
std::int64_t pixels_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  if (value == nullptr) return 0;
  const double size = value->is_double()  ? value->get_double()
                      : value->is_int64() ? static_cast<double>(value->get_int64())
                                          : 0.0;
  return size > 0 && size <= kMostPixels ? static_cast<std::int64_t>(std::ceil(size)) : 0;
}

Result<Message> read_answer(const json::object& message, std::int64_t id) {
  Answer answer;
  answer.id = id;
  if (const json::object* error = object_in(message, "error")) {
    answer.error = text_in(*error, "message");
    if (answer.error.empty()) answer.error = "refused";
    return Message(std::move(answer));
  }
  const json::object* result = object_in(message, "result");
  if (result == nullptr) return bad("an answer without a result");
  answer.product = text_in(*result, "product");
  answer.context = text_in(*result, "browserContextId");
  answer.target = text_in(*result, "targetId");
  answer.session = text_in(*result, "sessionId");
  answer.html = text_in(*result, "outerHTML");
  answer.picture = text_in(*result, "data");
  answer.refused = text_in(*result, "errorText");
  if (const json::object* root = object_in(*result, "root")) answer.node = number_in(*root, "nodeId");
  if (const json::object* size = object_in(*result, "cssContentSize")) {
    answer.width = pixels_in(*size, "width");
    answer.height = pixels_in(*size, "height");
  }
  return Message(std::move(answer));
}

Result<Message> read_event(const json::object& message, std::string_view method) {
  std::string session = text_in(message, "sessionId");
  static const json::object kNone;
  const json::object* given = object_in(message, "params");
  const json::object& params = given == nullptr ? kNone : *given;
  if (method == "Fetch.requestPaused") {
    const json::object* request = object_in(params, "request");
    if (request == nullptr) return bad("a request without its address");
    RequestPaused paused{.session = std::move(session),
                         .request = text_in(params, "requestId"),
                         .frame = text_in(params, "frameId"),
                         .url = text_in(*request, "url"),
                         .method = text_in(*request, "method"),
                         .kind = text_in(params, "resourceType")};
    if (paused.request.empty()) return bad("a request without its name");
    return Message(std::move(paused));
  }
  if (method == "Page.frameNavigated") {
    const json::object* frame = object_in(params, "frame");
    if (frame == nullptr || find(*frame, "parentId") != nullptr) return Message(OtherEvent{});
    return Message(Navigated{std::move(session), text_in(*frame, "url")});
  }
  if (method == "Page.loadEventFired") return Message(Loaded{std::move(session)});
  if (method == "Page.javascriptDialogOpening") return Message(DialogOpened{std::move(session)});
  if (method == "Inspector.targetCrashed") return Message(Crashed{std::move(session)});
  if (method == "Target.detachedFromTarget") return Message(Crashed{text_in(params, "sessionId")});
  return Message(OtherEvent{});
}

json::string text(std::string_view bytes) {
  const std::string whole = utf8::valid(bytes) ? std::string(bytes) : utf8::scrub(bytes);
  return json::string(whole.data(), whole.size());
}

std::string command(const Command& to, std::string_view method, json::object params = {}) {
  json::object message{{"id", to.id}, {"method", text(method)}, {"params", std::move(params)}};
  if (!to.session.empty()) message["sessionId"] = text(to.session);
  std::string out = json::serialize(message);
  out += '\0';
  return out;
}

}  // namespace

Result<Message> read_message(std::string_view text) {
  json::parse_options options;
  options.max_depth = kDepth;
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return bad(error.message());
  const json::object* message = value.if_object();
  if (message == nullptr) return bad("not an object");
  if (const json::value* id = find(*message, "id")) {
    const std::int64_t* number = id->if_int64();
    if (number == nullptr) return bad("an answer without its number");
    return read_answer(*message, *number);
  }
  const std::string method = text_in(*message, "method");
  if (method.empty()) return bad("neither answer nor event");
  return read_event(*message, method);
}

std::string get_version(const Command& to) {
  return command(to, "Browser.getVersion");
}
std::string create_context(const Command& to) {
  return command(to, "Target.createBrowserContext", {{"disposeOnDetach", true}});
}
std::string create_target(const Command& to, std::string_view context, std::int64_t width, std::int64_t height) {
  return command(to, "Target.createTarget",
                 {{"url", "about:blank"}, {"browserContextId", text(context)}, {"width", width}, {"height", height}});
}
std::string attach(const Command& to, std::string_view target) {
  return command(to, "Target.attachToTarget", {{"targetId", text(target)}, {"flatten", true}});
}
std::string enable_page(const Command& to) {
  return command(to, "Page.enable");
}
std::string hold_requests(const Command& to) {
  return command(to, "Fetch.enable",
                 {{"patterns", json::array{json::object{{"urlPattern", "*"}, {"requestStage", "Request"}}}}});
}
std::string hold_other_targets(const Command& to) {
  return command(to, "Target.setAutoAttach",
                 {{"autoAttach", true}, {"waitForDebuggerOnStart", true}, {"flatten", true}});
}
std::string set_window(const Command& to, std::int64_t width, std::int64_t height) {
  return command(to, "Emulation.setDeviceMetricsOverride",
                 {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
}
std::string set_user_agent(const Command& to, std::string_view user_agent) {
  return command(to, "Emulation.setUserAgentOverride", {{"userAgent", text(user_agent)}});
}
std::string refuse_downloads(const Command& to, std::string_view context) {
  return command(to, "Browser.setDownloadBehavior", {{"behavior", "deny"}, {"browserContextId", text(context)}});
}
std::string navigate(const Command& to, std::string_view url) {
  return command(to, "Page.navigate", {{"url", text(url)}});
}
std::string fulfil(const Command& to, std::string_view request, int status,
                   const std::vector<std::pair<std::string, std::string>>& headers, std::string_view body) {
  json::array lines;
  for (const auto& [name, value] : headers) lines.push_back(json::object{{"name", text(name)}, {"value", text(value)}});
  return command(to, "Fetch.fulfillRequest",
                 {{"requestId", text(request)},
                  {"responseCode", status},
                  {"responseHeaders", std::move(lines)},
                  {"body", text(to_base64(body))}});
}
std::string continue_request(const Command& to, std::string_view request) {
  return command(to, "Fetch.continueRequest", {{"requestId", text(request)}});
}
std::string fail_request(const Command& to, std::string_view request, Refuse how) {
  return command(to, "Fetch.failRequest",
                 {{"requestId", text(request)}, {"errorReason", how == Refuse::Aborted ? "Aborted" : "Failed"}});
}
std::string close_dialog(const Command& to) {
  return command(to, "Page.handleJavaScriptDialog", {{"accept", false}});
}
std::string stop_scripts(const Command& to) {
  return command(to, "Runtime.terminateExecution");
}
std::string stop_loading(const Command& to) {
  return command(to, "Page.stopLoading");
}
std::string get_document(const Command& to) {
  return command(to, "DOM.getDocument", {{"depth", 0}});
}
std::string get_html(const Command& to, std::int64_t node) {
  return command(to, "DOM.getOuterHTML", {{"nodeId", node}});
}
std::string get_layout(const Command& to) {
  return command(to, "Page.getLayoutMetrics");
}
std::string take_picture(const Command& to, std::int64_t width, std::int64_t height, double scale) {
  return command(to, "Page.captureScreenshot",
                 {{"format", "png"},
                  {"captureBeyondViewport", true},
                  {"clip", json::object{{"x", 0}, {"y", 0}, {"width", width}, {"height", height}, {"scale", scale}}}});
}
std::string dispose_context(const Command& to, std::string_view context) {
  return command(to, "Target.disposeBrowserContext", {{"browserContextId", text(context)}});
}

}  // namespace huabiao::monitor::render
