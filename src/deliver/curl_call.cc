#include "deliver/curl_call.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/utf8.h"
#include "web/ip_range.h"
#include "web/socket_address.h"

namespace huabiao::deliver {
namespace {

std::string bracketed(const std::string& host) {
  return host.find(':') != std::string::npos ? "[" + host + "]" : host;
}

enum class Speaks { Http, Smtp };

class Call {
 public:
  Call(Speaks speaks, const Road& road, const std::string& host, std::uint16_t port)
      : speaks_(speaks), road_(road), easy_(curl_easy_init()) {
    if (easy_ == nullptr) throw std::bad_alloc();
    const auto millis = [](Millis time) { return static_cast<long>(time.count()); };
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_CONNECTTIMEOUT_MS, millis(road.limits.connect));
    set(CURLOPT_TIMEOUT_MS, millis(road.limits.whole));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!road.ca_file.empty()) set(CURLOPT_CAINFO, road.ca_file.c_str());
    set(CURLOPT_OPENSOCKETFUNCTION, &Call::on_open);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Call::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Call::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Call::on_progress);
    set(CURLOPT_XFERINFODATA, this);
    pin(host, port);
  }
  ~Call() {
    curl_easy_cleanup(easy_);
    for (curl_slist* list : lists_) curl_slist_free_all(list);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_, option, value);
  }
  void set_list(CURLoption option, const std::vector<std::string>& lines) {
    curl_slist* list = nullptr;
    for (const std::string& line : lines) list = curl_slist_append(list, line.c_str());
    lists_.push_back(list);
    set(option, list);
  }
  void upload(const std::string& text) {
    upload_ = text;
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Call::on_upload);
    set(CURLOPT_READDATA, this);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(text.size()));
  }

  Result<HttpAnswer> run() {
    const CURLcode code = curl_easy_perform(easy_);
    if (code != CURLE_OK) return fail(Kind::Unavailable, error_code(code), words(code));
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    return HttpAnswer{static_cast<int>(status), std::move(body_)};
  }

 private:
  // The name leads to these addresses, whatever a name server says now.
  void pin(const std::string& host, std::uint16_t port) {
    if (web::canonical_ip(host)) return;
    std::string line = fmt::format("{}:{}:", host, port);
    for (std::size_t i = 0; i < road_.addresses.size(); ++i)
      line += (i == 0 ? "" : ",") + bracketed(road_.addresses[i]);
    set_list(CURLOPT_RESOLVE, {line});
  }

  // The last gate before the net.
  static curl_socket_t on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& call = *static_cast<Call*>(self);
    const std::string to = web::address_text(reinterpret_cast<const sockaddr&>(address->addr));
    if (std::ranges::find(call.road_.addresses, to) == call.road_.addresses.end()) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<Call*>(self);
    if (call.body_.size() + size * count > call.road_.limits.answer_bytes) {
      call.too_long_ = true;
      return 0;
    }
    call.body_.append(bytes, size * count);
    return size * count;
  }
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<Call*>(self);
    call.header_bytes_ += size * count;
    call.last_line_.assign(bytes, std::min<std::size_t>(size * count, 1024));
    if (call.header_bytes_ <= call.road_.limits.answer_header_bytes) return size * count;
    call.too_long_ = true;
    return 0;
  }
  static std::size_t on_upload(char* into, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<Call*>(self);
    const std::size_t length = std::min(size * count, call.upload_.size());
    std::memcpy(into, call.upload_.data(), length);
    call.upload_.remove_prefix(length);
    return length;
  }
  static int on_progress(void* self, curl_off_t /*total*/, curl_off_t /*now*/, curl_off_t /*up*/, curl_off_t /*sent*/) {
    return static_cast<Call*>(self)->road_.stop.stop_requested() ? 1 : 0;
  }

  [[nodiscard]] std::string_view error_code(CURLcode code) const {
    if (too_long_) return "deliver.answer_too_long";
    switch (code) {
      case CURLE_COULDNT_CONNECT:
      case CURLE_COULDNT_RESOLVE_HOST:
        return "deliver.unreachable";
      case CURLE_OPERATION_TIMEDOUT:
        return "deliver.timeout";
      case CURLE_ABORTED_BY_CALLBACK:
        return "deliver.stopped";
      case CURLE_SSL_CONNECT_ERROR:
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
      case CURLE_USE_SSL_FAILED:
        return "deliver.tls";
      case CURLE_SEND_ERROR:
      case CURLE_RECV_ERROR:
      case CURLE_GOT_NOTHING:
      case CURLE_PARTIAL_FILE:
        return "deliver.cut_off";
      case CURLE_LOGIN_DENIED:
      case CURLE_WEIRD_SERVER_REPLY:
        return "deliver.refused";
      default:
        // What is no fault of the net is the mail server's own word.
        return speaks_ == Speaks::Smtp ? "deliver.refused" : "deliver.failed";
    }
  }
  [[nodiscard]] std::string words(CURLcode code) const {
    std::string said(error_[0] != '\0' ? std::string_view(error_.data()) : curl_easy_strerror(code));
    if (speaks_ == Speaks::Smtp && !last_line_.empty()) said += ": " + last_line_;
    const std::string clean = utf8::squeeze(utf8::scrub(said));
    return std::string(utf8::cut(clean, road_.limits.kept_answer_bytes));
  }

  const Speaks speaks_;
  const Road& road_;
  CURL* easy_;
  std::vector<curl_slist*> lists_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string body_, last_line_;
  std::string_view upload_;
  std::size_t header_bytes_ = 0;
  bool too_long_ = false;
};

}  // namespace

Result<HttpAnswer> send_post(const Post& post, const Road& road) {
  Call call(Speaks::Http, road, post.url.host, post.url.effective_port());
  call.set(CURLOPT_PROTOCOLS_STR, "http,https");
  call.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  const std::string url = post.url.to_string();
  call.set(CURLOPT_URL, url.c_str());
  call.set(CURLOPT_USERAGENT, "huabiao");
  call.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
  call.set(CURLOPT_POSTFIELDS, post.body.c_str());
  std::vector<std::string> headers = post.headers;
  headers.emplace_back("Expect:");
  call.set_list(CURLOPT_HTTPHEADER, headers);
  if (!post.user.empty()) {
    call.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    call.set(CURLOPT_USERNAME, post.user.c_str());
    call.set(CURLOPT_PASSWORD, post.secret.c_str());
  }
  return call.run();
}

Result<HttpAnswer> send_get(const Get& get, const Road& road) {
  Call call(Speaks::Http, road, get.url.host, get.url.effective_port());
  call.set(CURLOPT_PROTOCOLS_STR, "http,https");
  call.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  const std::string url = get.url.to_string();
  call.set(CURLOPT_URL, url.c_str());
  call.set(CURLOPT_USERAGENT, "huabiao");
  call.set_list(CURLOPT_HTTPHEADER, get.headers);
  return call.run();
}

Done send_mail(const Mail& mail, const std::string& text, const Road& road) {
  Call call(Speaks::Smtp, road, mail.host, mail.port);
  const bool tls = mail.security == Mail::Security::Tls;
  call.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // libcurl reckons greeting and signing in among connecting.
  call.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(road.limits.mail.count()));
  call.set(CURLOPT_TIMEOUT_MS, static_cast<long>(road.limits.mail.count()));
  const std::string url = fmt::format("{}://{}:{}/", tls ? "smtps" : "smtp", bracketed(mail.host), mail.port);
  call.set(CURLOPT_URL, url.c_str());
  call.set(CURLOPT_USE_SSL,
           static_cast<long>(mail.security == Mail::Security::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!mail.user.empty()) {
    call.set(CURLOPT_USERNAME, mail.user.c_str());
    call.set(CURLOPT_PASSWORD, mail.secret.c_str());
  }
  const std::string from = "<" + mail.from + ">";
  call.set(CURLOPT_MAIL_FROM, from.c_str());
  std::vector<std::string> to;
  to.reserve(mail.to.size());
  for (const std::string& one : mail.to) to.push_back("<" + one + ">");
  call.set_list(CURLOPT_MAIL_RCPT, to);
  call.upload(text);
  auto told = call.run();
  return told ? Done() : fail(std::move(told));
}

}  // namespace huabiao::deliver
