#pragma once
// Browser: a Chromium that draws one page after the other, each in a context of its own, on one EventLoop. It carries
// messages; what they say is PageSession's. Thread: the loop's.

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "loop/event_loop.h"
#include "monitor/render/limits.h"
#include "monitor/render/page_session.h"

namespace huabiao::monitor::render {

// Asks one address without following redirects; `done` runs on the loop's thread, exactly once.
using AskNet = std::function<void(const std::string& url, std::function<void(FetchOutcome)> done)>;

class Browser {
 public:
  // Starts it and waits for its first answer, at most `limits.start`; so before a sandbox closes. `loop` outlives it.
  // Fails: as BrowserProcess::start; render.no_answer: it ended or said nothing.
  static Result<std::unique_ptr<Browser>> start(loop::EventLoop& loop, const std::string& program, AskNet ask,
                                                const BrowserLimits& limits = {}, const RenderLimits& page = {});
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  [[nodiscard]] const std::string& product() const;  // "Chrome/120.0.1.2"
  // One at a time: requires that none is under way. `done` exactly once, unless the browser goes.
  void draw(PageOrder order, std::function<void(PageSeen)> done);

 private:
  struct State;
  explicit Browser(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::monitor::render
