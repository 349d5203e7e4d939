#include "monitor/render/page_session.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/utf8.h"
#include "monitor/render/png.h"

namespace huabiao::monitor::render {
namespace {

// Of an answer's header lines those that say how it is to be read; cookies are nobody's here.
bool is_passed_on(std::string_view name) {
  constexpr std::string_view kPassed[] = {
      "content-type",          "location", "content-security-policy", "refresh", "access-control-allow-origin",
      "x-content-type-options"};
  return std::ranges::find(kPassed, name) != std::end(kPassed);
}

bool is_sendable(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool is_answer(const FetchOutcome& outcome) {
  switch (outcome.outcome) {
    case Outcome::Ok:
    case Outcome::HttpError:
    case Outcome::Empty:
    case Outcome::RedirectLoop:
    case Outcome::TooManyRedirects:  // the browser follows, and asks us again
      return outcome.status >= 200 && outcome.status <= 599;
    default:
      return false;
  }
}

}  // namespace

PageSession::PageSession(const RenderLimits& limits, PageOrder order, std::int64_t first_id)
    : limits_(limits), order_(std::move(order)), policy_(order_.url, order_.also), next_id_(first_id) {
  seen_.view.url = order_.url.substr(0, RenderedView::kUrlBytes);
}

Command PageSession::next_command() {
  return {.id = next_id_++, .session = session_};
}

std::int64_t PageSession::send(std::string (*make)(const Command&)) {
  const Command command = next_command();
  steps_.emplace_back(Send{make(command)});
  return command.id;
}

template <class... Args>
std::int64_t PageSession::send(std::string (*make)(const Command&, Args...),
                               const std::type_identity_t<Args>&... args) {
  const Command command = next_command();
  steps_.emplace_back(Send{make(command, args...)});
  return command.id;
}

Steps PageSession::steps() {
  return std::exchange(steps_, {});
}

Steps PageSession::begin() {
  awaited_ = send(create_context);
  return steps();
}

Steps PageSession::on(const Message& message, Millis elapsed) {
  elapsed_ = elapsed;
  std::visit([this](const auto& one) { take_message(one); }, message);
  return steps();
}

void PageSession::take_message(const Answer& answer) {
  if (const auto request = answering_.extract(answer.id); !request.empty()) {
    // It would not take our answer: then it gets none.
    if (!answer.error.empty()) {
      withheld_ = true;
      send(fail_request, request.mapped(), Refuse::Failed);
    }
    return;
  }
  if (setting_up_.erase(answer.id) > 0) {
    if (!answer.error.empty()) return end(Lost::BrowserGone);
    if (setting_up_.empty()) {
      phase_ = Phase::Load;
      navigation_ = send(navigate, order_.url);
    }
    return;
  }
  if (answer.id == navigation_ && phase_ == Phase::Load && (!answer.error.empty() || !answer.refused.empty()))
    return close();
  if (answer.id == awaited_) take_own_answer(answer);
}

void PageSession::take_own_answer(const Answer& answer) {
  awaited_ = 0;
  const bool refused = !answer.error.empty();
  switch (phase_) {
    case Phase::Context:
      context_ = answer.context;
      if (refused || context_.empty()) return end(Lost::BrowserGone);
      phase_ = Phase::Target;
      awaited_ = send(create_target, context_, limits_.width, limits_.height);
      return;
    case Phase::Target:
      target_ = answer.target;
      if (refused || target_.empty()) return end(Lost::BrowserGone);
      phase_ = Phase::Attach;
      awaited_ = send(attach, target_);
      return;
    case Phase::Attach:
      if (refused || answer.session.empty()) return end(Lost::BrowserGone);
      setting_up_.emplace(send(refuse_downloads, context_), true);
      session_ = answer.session;
      return set_up();
    case Phase::Document:
      if (refused || answer.node == 0) return close();
      phase_ = Phase::Html;
      awaited_ = send(get_html, answer.node);
      return;
    case Phase::Html:
      if (refused) return close();
      seen_.html = std::string(utf8::cut(answer.html, limits_.html_bytes));
      if (seen_.html.size() < answer.html.size()) seen_.view.whole = false;
      phase_ = Phase::Layout;
      awaited_ = send(get_layout);
      return;
    case Phase::Layout:
      page_width_ = limits_.width;
      page_height_ = std::clamp(answer.height, limits_.height, limits_.most_height);
      phase_ = Phase::Picture;
      return shoot(1.0);
    case Phase::Picture:
      return take_picture_of(answer);
    case Phase::Close:
      return over();
    case Phase::SetUp:
    case Phase::Load:
    case Phase::Over:
      return;
  }
}

void PageSession::set_up() {
  phase_ = Phase::SetUp;
  // Held before anything is asked for: the page is fetched only when all of these were answered.
  for (const auto make : {enable_page, hold_requests, hold_other_targets}) setting_up_.emplace(send(make), true);
  setting_up_.emplace(send(set_window, limits_.width, limits_.height), true);
  if (!order_.user_agent.empty()) setting_up_.emplace(send(set_user_agent, order_.user_agent), true);
}

bool PageSession::is_own_document(const RequestPaused& paused) const {
  return paused.kind == "Document" && paused.frame == target_;  // a page's main frame has its target's name
}

void PageSession::take_message(const RequestPaused& paused) {
  if (paused.session != session_) return;
  if (RequestPolicy::is_inline(paused.url)) {
    send(continue_request, paused.request);
    return;
  }
  if (phase_ != Phase::Load) return refuse(paused, RequestRefusal::TooLate);
  if (const auto why = policy_.refusal(paused)) return refuse(paused, *why);
  if (requests_ == limits_.requests) return refuse(paused, RequestRefusal::TooMany);
  ++requests_;
  waiting_.push_back(paused);
  ask_waiting();
}

void PageSession::ask_waiting() {
  while (!waiting_.empty() && asked_.size() < limits_.at_once) {
    const std::uint64_t number = ++asks_;
    steps_.emplace_back(Ask{number, waiting_.front().url});
    asked_.emplace(number, std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void PageSession::refuse(const RequestPaused& paused, RequestRefusal why) {
  RenderedView& view = seen_.view;
  // What comes while the page is looked at no longer counts.
  if (why != RequestRefusal::TooLate || view.end == RenderEnd::TimeUp) {
    ++view.refused_count;
    if (view.refused.size() < RenderedView::kRefused)
      view.refused.push_back(
          {utf8::scrub(paused.url.substr(0, RenderedView::kUrlBytes)), utf8::scrub(paused.kind.substr(0, 32)), why});
    if (may_write(paused.kind)) withheld_ = true;
  }
  const bool leaves = is_own_document(paused) && page_came_;
  if (leaves && view.left_for.empty() && why == RequestRefusal::OtherSite)
    view.left_for = utf8::scrub(paused.url.substr(0, RenderedView::kUrlBytes));
  send(fail_request, paused.request, leaves ? Refuse::Aborted : Refuse::Failed);
  if (phase_ == Phase::Load && view.refused_count > limits_.refused) read_page(RenderEnd::TimeUp);
}

Steps PageSession::on(std::uint64_t number, FetchOutcome outcome, Millis elapsed) {
  elapsed_ = elapsed;
  const auto asked = asked_.extract(number);
  if (asked.empty()) return steps();
  const RequestPaused& paused = asked.mapped();
  if (phase_ != Phase::Load) {
    refuse(paused, RequestRefusal::TooLate);
    return steps();
  }
  bytes_ += outcome.body.size();
  if (outcome.outcome == Outcome::RefusedAddress) {
    refuse(paused, RequestRefusal::PrivateAddress);
  } else if (!is_answer(outcome)) {
    refuse(paused, RequestRefusal::Failed);
  } else if (outcome.truncated || bytes_ > limits_.page_bytes) {
    refuse(paused, RequestRefusal::TooLarge);
  } else {
    std::vector<std::pair<std::string, std::string>> headers;
    for (auto& [name, value] : outcome.headers)
      if (is_passed_on(name) && is_sendable(value)) headers.emplace_back(name, std::move(value));
    ++seen_.view.answered;
    const std::int64_t id = send(fulfil, paused.request, outcome.status, headers, outcome.body);
    answering_.emplace(id, paused.request);
  }
  ask_waiting();
  quiet_since_ = elapsed;
  return steps();
}

void PageSession::take_message(const Navigated& navigated) {
  if (navigated.session != session_ || phase_ != Phase::Load) return;
  const bool error_page = navigated.url.starts_with("chrome-error:");
  if (error_page || !navigated.url.starts_with("http")) return;
  page_came_ = true;
  loaded_ = false;  // a page that goes elsewhere on its own site is waited for there
  seen_.view.url = utf8::scrub(navigated.url.substr(0, RenderedView::kUrlBytes));
}

void PageSession::take_message(const Loaded& loaded) {
  if (loaded.session != session_) return;
  loaded_ = true;
  quiet_since_ = elapsed_;
}

void PageSession::take_message(const DialogOpened& dialog) {
  if (dialog.session == session_) send(close_dialog);
}

void PageSession::take_message(const Crashed& crashed) {
  if (session_.empty() || crashed.session != session_ || phase_ == Phase::Close) return;
  seen_.view.end = RenderEnd::Crashed;
  seen_.view.whole = false;
  close();
}

Steps PageSession::on_time(Millis elapsed) {
  elapsed_ = elapsed;
  if (phase_ == Phase::Over) return steps();
  if (phase_ == Phase::Close) {
    if (elapsed >= close_by_) {
      seen_.browser_fit = false;
      over();
    }
    return steps();
  }
  if (elapsed >= limits_.total) {
    // Nothing, or not all of it, could be looked at.
    if (seen_.html.empty()) seen_.view.end = RenderEnd::Stuck;
    seen_.browser_fit = seen_.browser_fit && !seen_.html.empty();
    close();
    return steps();
  }
  if (phase_ != Phase::Load) return steps();
  const bool settled = page_came_ && loaded_ && !busy() && elapsed >= quiet_since_ + limits_.quiet;
  if (settled)
    read_page(RenderEnd::Settled);
  else if (elapsed >= limits_.load)
    read_page(RenderEnd::TimeUp);
  return steps();
}

Millis PageSession::wait(Millis elapsed) const {
  Millis until = limits_.total;
  if (phase_ == Phase::Close) until = close_by_;
  if (phase_ == Phase::Load) {
    until = limits_.load;
    if (page_came_ && loaded_ && !busy()) until = std::min(until, quiet_since_ + limits_.quiet);
  }
  return std::max(until - elapsed, Millis(0));
}

// Looks at what there is. What still runs is ended first: a script that never ends would keep us from looking.
void PageSession::read_page(RenderEnd end) {
  if (!page_came_) return close();
  seen_.view.end = end;
  seen_.view.whole = end == RenderEnd::Settled && !withheld_ && seen_.view.left_for.empty();
  phase_ = Phase::Document;
  if (end != RenderEnd::Settled) {
    send(stop_scripts);
    send(stop_loading);
    for (const RequestPaused& paused : std::exchange(waiting_, {})) refuse(paused, RequestRefusal::TooLate);
  }
  awaited_ = send(get_document);
}

void PageSession::shoot(double scale) {
  awaited_ = send(take_picture, page_width_, page_height_, scale);
}

void PageSession::take_picture_of(const Answer& answer) {
  auto bytes = answer.error.empty() ? from_base64(answer.picture) : std::nullopt;
  if (bytes && bytes->size() > limits_.picture_bytes && !halved_) {
    halved_ = true;
    return shoot(0.5);
  }
  if (bytes && bytes->size() <= limits_.picture_bytes)
    if (const auto size = png_size(*bytes))
      seen_.view.picture =
          Picture{.png = *std::move(bytes), .sha256 = {}, .width = size->width, .height = size->height};
  close();
}

void PageSession::close() {
  phase_ = Phase::Close;
  waiting_.clear();
  session_.clear();  // from here on it is the browser that is spoken to
  close_by_ = elapsed_ + limits_.close;
  if (context_.empty()) {
    seen_.browser_fit = false;
    return over();
  }
  awaited_ = send(dispose_context, context_);
}

void PageSession::end(Lost how) {
  seen_.view.end = how == Lost::TooMuch ? RenderEnd::TooMuch : RenderEnd::Crashed;
  seen_.view.whole = false;
  seen_.browser_fit = false;
  over();
}

Steps PageSession::on_browser_gone(Millis elapsed) {
  elapsed_ = elapsed;
  if (phase_ == Phase::Close || phase_ == Phase::Over)
    seen_.browser_fit = false, over();
  else
    end(Lost::BrowserGone);
  return steps();
}

Steps PageSession::on_too_much(Millis elapsed) {
  elapsed_ = elapsed;
  end(Lost::TooMuch);
  return steps();
}

void PageSession::over() {
  if (std::exchange(phase_, Phase::Over) == Phase::Over) return;
  asked_.clear();
  waiting_.clear();
  seen_.view.took = elapsed_;
  steps_.emplace_back(Over{});
}

PageSeen PageSession::take() {
  return std::move(seen_);
}

}  // namespace huabiao::monitor::render
