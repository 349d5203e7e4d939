#pragma once
// PageSession: one page drawn in a browser, from the first command to the last, as a state machine: what the browser
// said, what an address answered, how late it is -> what to do next. It holds every limit of limits.h; whoever drives
// it only carries messages. Pure; one thread.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "monitor/render/limits.h"
#include "monitor/render/protocol.h"
#include "monitor/render/request_policy.h"
#include "monitor/rendered.h"
#include "monitor/visit.h"

namespace huabiao::monitor::render {

// What the browser showed of a page.
struct PageSeen {
  RenderedView view;        // without facts and findings
  std::string html;         // the page as drawn; empty: it was not seen
  bool browser_fit = true;  // false: it did not let go of the page, another is to take its place
};

struct Send {  // to the browser
  std::string message;
};
struct Ask {  // the net, redirects not followed; answered by on(number, outcome)
  std::uint64_t number = 0;
  std::string url;
};
struct Over {};  // take() what was seen; nothing more is to be done
using Step = std::variant<Send, Ask, Over>;
using Steps = std::vector<Step>;

struct PageOrder {
  std::string url;
  std::string user_agent;
  std::vector<std::string> also;  // hosts that may be asked beside the page's site
};

class PageSession {
 public:
  // `first_id`: commands are numbered from there; the numbers of one browser are not given twice.
  PageSession(const RenderLimits& limits, PageOrder order, std::int64_t first_id);

  // `elapsed`: since begin. After Over nothing may be called but take and next_id.
  Steps begin();
  Steps on(const Message& message, Millis elapsed);
  Steps on(std::uint64_t number, FetchOutcome outcome, Millis elapsed);
  Steps on_time(Millis elapsed);          // when wait() has passed
  Steps on_browser_gone(Millis elapsed);  // nothing can be sent any more
  Steps on_too_much(Millis elapsed);      // a message was larger than is read; the same
  [[nodiscard]] Millis wait(Millis elapsed) const;

  [[nodiscard]] PageSeen take();
  [[nodiscard]] std::int64_t next_id() const { return next_id_; }

 private:
  enum class Phase { Context, Target, Attach, SetUp, Load, Document, Html, Layout, Picture, Close, Over };
  enum class Lost { BrowserGone, TooMuch };

  void take_message(const Answer& answer);
  void take_message(const RequestPaused& paused);
  void take_message(const Navigated& navigated);
  void take_message(const Loaded& loaded);
  void take_message(const DialogOpened& dialog);
  void take_message(const Crashed& crashed);
  void take_message(const OtherEvent&) {}
  void take_own_answer(const Answer& answer);

  void set_up();
  void ask_waiting();
  void refuse(const RequestPaused& paused, RequestRefusal why);
  void read_page(RenderEnd end);
  void shoot(double scale);
  void take_picture_of(const Answer& answer);
  void close();
  void end(Lost how);
  void over();
  [[nodiscard]] bool is_own_document(const RequestPaused& paused) const;
  [[nodiscard]] bool busy() const { return !asked_.empty() || !waiting_.empty(); }
  std::int64_t send(std::string (*make)(const Command&));
  template <class... Args>
  std::int64_t send(std::string (*make)(const Command&, Args...), const std::type_identity_t<Args>&... args);
  Command next_command();
  Steps steps();

  const RenderLimits limits_;
  const PageOrder order_;
  const RequestPolicy policy_;
  Phase phase_ = Phase::Context;
  Millis elapsed_{};
  std::int64_t next_id_;
  std::int64_t awaited_ = 0;                 // the command whose answer leads on
  std::int64_t navigation_ = 0;              // that command's number
  std::map<std::int64_t, bool> setting_up_;  // set-up commands not answered yet
  std::string context_, target_, session_;
  std::deque<RequestPaused> waiting_;  // to be asked once there is room
  std::map<std::uint64_t, RequestPaused> asked_;
  std::map<std::int64_t, std::string> answering_;  // by command: the request it answers
  std::uint64_t asks_ = 0;
  std::size_t bytes_ = 0;      // of answers
  std::int64_t requests_ = 0;  // let through
  bool loaded_ = false, page_came_ = false, withheld_ = false, halved_ = false;
  Millis quiet_since_{};
  Millis close_by_{};
  std::int64_t page_width_ = 0, page_height_ = 0;
  PageSeen seen_;
  Steps steps_;
};

}  // namespace huabiao::monitor::render
