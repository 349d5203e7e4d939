#pragma once
// Request and Response as handlers see them: plain values without a socket. A handler is a function from one to the
// other; it runs on the work pool and may block on stores.

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/vantage_point.h"
#include "base/bilingual.h"
#include "base/result.h"
#include "http/caller.h"
#include "registry/reach.h"

namespace huabiao::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };
constexpr std::string_view to_string(Method method) {
  constexpr std::string_view kNames[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "?"};
  return kNames[static_cast<std::size_t>(method)];
}

using Fields = std::vector<std::pair<std::string, std::string>>;
// Empty when there is none; the first when there are several.
std::string_view field(const Fields& fields, std::string_view name);
// At most 300 bytes of one line of UTF-8, whatever a client sent: for the log and the audit.
std::string printable(std::string_view text);

struct Request {
  std::string id;  // made by the server: in the log, the audit and the answer's X-Request-Id
  Method method = Method::Get;
  std::string path;              // percent-decoded, without the query; always begins with '/'
  Fields query;                  // percent-decoded, in order
  Fields headers;                // names lower case
  Fields cookies;                // of all Cookie headers
  std::string body;              // of routes that take one in memory
  std::filesystem::path upload;  // of routes that take one on disk; removed when the handler has returned
  std::string peer;              // address of the client, without port
  bool tls = false;
  Language language = Language::Chinese;
  std::vector<std::string> arguments;           // what the pattern's {} matched, in order
  std::optional<Caller> caller;                 // set on routes that want one
  registry::Reach reach;                        // where the caller's grants allow what the route is for
  std::optional<access::VantagePoint> vantage;  // set on routes that want a vantage point

  [[nodiscard]] std::string_view header(std::string_view name) const { return field(headers, name); }
};

// What a stream of server-sent events says next. Asked on the work pool every Limits::event_tick; never twice at once.
class EventSource {
 public:
  struct Said {
    std::string frame;  // "event: ...\ndata: ...\n\n"; empty: nothing new
    bool last = false;  // the stream ends after this frame
  };
  virtual ~EventSource() = default;
  virtual Said next() = 0;
};

struct Failure;
struct Response;
using Answer = std::expected<Response, Failure>;

// An answer that is not there yet: a vantage point waits for work. Asked on the work pool every Limits::event_tick;
// never twice at once.
class LaterAnswer {
 public:
  virtual ~LaterAnswer() = default;
  virtual std::optional<Answer> ready() = 0;  // nullopt: not yet
};

// Bytes of a file on disk; `remove_after` when it was made for this answer alone.
struct FileBody {
  std::filesystem::path path;
  bool remove_after = false;
};

struct Response {
  int status = 200;
  Fields headers;
  std::string body;
  std::string_view fixed;  // instead of body: bytes that outlive the server (embedded files)
  std::optional<FileBody> file;
  std::shared_ptr<EventSource> events;
  std::shared_ptr<LaterAnswer> later;  // set: this is not the answer, only who will give it
  // For the audit: who has signed in by this answer, and the code where it leads a browser away refused.
  std::optional<access::Account> entered;
  std::string refused;

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// One thing wrong with a request, by place.
struct ProblemItem {
  std::string pointer;    // JSON Pointer into the body, or ...
  std::string parameter;  // ... name of a query parameter or header
  std::string read;
  Bilingual expected, message;
};

// Why a handler gives no answer: an Error, and where several things are wrong, each of them.
struct Failure {
  Failure(Error of) : error(std::move(of)) {}  // NOLINT(google-explicit-constructor): Result's errors flow into answers
  Failure(Error of, std::vector<ProblemItem> with) : error(std::move(of)), items(std::move(with)) {}
  Error error;
  std::vector<ProblemItem> items;
};

using Handler = std::function<Answer(const Request&)>;

}  // namespace huabiao::http
