#include "vantage/link.h"

#include <array>
#include <boost/json.hpp>
#include <curl/curl.h>
#include <fmt/format.h>
#include <vector>

#include "base/utf8.h"
#include "web/url.h"

namespace huabiao::vantage {
namespace {

namespace json = boost::json;

constexpr int kOk = 200, kUnauthorized = 401, kTimedOut = 408, kTooMany = 429, kServerFault = 500;
constexpr int kClientFault = 400;

struct Asked {
  std::string path, body, content_type;
  Millis whole{};
  std::size_t answer_bytes = 0;
};
struct Answered {
  int status = 0;
  std::string body;
};

class Call {
 public:
  Call(const LinkSettings& link, const Asked& asked, const std::stop_token& stop)
      : easy_(curl_easy_init()), most_(asked.answer_bytes), stop_(stop) {
    if (easy_ == nullptr) throw std::bad_alloc();
    const std::string url = link.server + asked.path;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(link.limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(asked.whole.count()));
    set(CURLOPT_USERAGENT, "huabiao");
    if (!link.ca_file.empty()) set(CURLOPT_CAINFO, link.ca_file.c_str());
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(asked.body.size()));
    set(CURLOPT_POSTFIELDS, asked.body.c_str());
    for (const std::string& line :
         {"Authorization: Bearer " + link.token, "Content-Type: " + asked.content_type, std::string("Expect:")})
      headers_ = curl_slist_append(headers_, line.c_str());
    set(CURLOPT_HTTPHEADER, headers_);
    set(CURLOPT_WRITEFUNCTION, &Call::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Call::on_progress);
    set(CURLOPT_XFERINFODATA, this);
  }
  ~Call() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  Result<Answered> run() {
    const CURLcode code = curl_easy_perform(easy_);
    if (too_long_) return fail(Kind::Unreadable, "vantage.bad_answer", fmt::format("more than {} bytes", most_));
    if (code != CURLE_OK)
      return fail(Kind::Unavailable, "vantage.unreachable",
                  utf8::scrub(error_[0] != '\0' ? error_.data() : curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    return Answered{static_cast<int>(status), std::move(body_)};
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_, option, value);
  }
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<Call*>(self);
    call.too_long_ = call.body_.size() + size * count > call.most_;
    if (call.too_long_) return 0;
    call.body_.append(bytes, size * count);
    return size * count;
  }
  static int on_progress(void* self, curl_off_t /*total*/, curl_off_t /*now*/, curl_off_t /*up*/, curl_off_t /*sent*/) {
    return static_cast<Call*>(self)->stop_.stop_requested() ? 1 : 0;
  }

  CURL* easy_;
  curl_slist* headers_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> error_{};
  const std::size_t most_;
  const std::stop_token& stop_;
  std::string body_;
  bool too_long_ = false;
};

// A member of a small JSON object; empty: it is none, or has none.
std::string member(const std::string& body, std::string_view name) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const json::value value = json::parse(body, error, {}, options);
  const json::object* const object = error ? nullptr : value.if_object();
  const json::value* const found = object == nullptr ? nullptr : object->if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  constexpr std::size_t kMost = 80;
  return std::string(utf8::cut(utf8::scrub(found->get_string()), kMost));
}

// Why a request was not taken, where asking again may help; nullopt: it was, or never will be.
std::optional<Error> trouble(const Answered& answer) {
  if (answer.status == kUnauthorized) return Error{Kind::Unauthenticated, "vantage.bad_token", {}, {}};
  if (answer.status >= kServerFault || answer.status == kTimedOut || answer.status == kTooMany)
    return Error{
        Kind::Unavailable, "vantage.refused", fmt::format("{} {}", answer.status, member(answer.body, "code")), {}};
  if (answer.status != kOk && answer.status < kClientFault)
    return Error{Kind::Unreadable, "vantage.bad_answer", fmt::format("status {}", answer.status), {}};
  return std::nullopt;
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

}  // namespace

Result<LinkSettings> checked(LinkSettings settings) {
  const auto url = web::parse_url(settings.server);
  if (!url || url->path != "/" || !url->query.empty() || !url->fragment.empty() || !url->userinfo.empty())
    return fail(Kind::Invalid, "vantage.bad_server", settings.server.substr(0, 200));
  if (url->scheme != "https" && settings.plain_http == PlainHttp::Refused && !is_this_machine(url->host))
    return fail(Kind::Invalid, "vantage.bad_server", settings.server.substr(0, 200), "https://");
  settings.server = url->to_string();
  while (settings.server.ends_with('/')) settings.server.pop_back();
  return settings;
}

Result<dispatch::Lease> Link::lease(std::size_t room, const std::stop_token& stop) const {
  const json::object body{{"room", room}, {"version", settings_.version}};
  const Asked asked{.path = "/api/v1/vantage/lease",
                    .body = json::serialize(body),
                    .content_type = "application/json",
                    .whole = settings_.limits.lease,
                    .answer_bytes = dispatch::VantageLimits::kLeaseBytes};
  auto answer = Call(settings_, asked, stop).run();
  if (!answer) return fail(std::move(answer));
  if (auto why = trouble(*answer)) return std::unexpected<Error>(*std::move(why));
  if (answer->status != kOk)
    return fail(Kind::Unavailable, "vantage.refused",
                fmt::format("{} {}", answer->status, member(answer->body, "code")));
  auto lease = dispatch::read_lease(answer->body);
  if (!lease)
    return fail(Kind::Unreadable, "vantage.bad_answer",
                fmt::format("{}: {}", lease.error().code, lease.error().detail));
  return lease;
}

Result<Delivery> Link::deliver(const std::string& result, const std::stop_token& stop) const {
  const Asked asked{.path = "/api/v1/vantage/results",
                    .body = result,
                    .content_type = "application/x-ndjson",
                    .whole = settings_.limits.delivery,
                    .answer_bytes = settings_.limits.problem_bytes};
  auto answer = Call(settings_, asked, stop).run();
  if (!answer) return fail(std::move(answer));
  if (auto why = trouble(*answer)) return std::unexpected<Error>(*std::move(why));
  if (answer->status != kOk) return Delivery{Taken::Refused, member(answer->body, "code")};
  const std::string state = member(answer->body, "state");
  if (state != "accepted" && state != "known") return fail(Kind::Unreadable, "vantage.bad_answer", state);
  return Delivery{state == "known" ? Taken::Known : Taken::Accepted, {}};
}

}  // namespace huabiao::vantage
