#include "monitor/fetch/transfer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "web/ip_range.h"
#include "web/socket_address.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr long kReceiveBuffer = 64L << 10U;  // one read of a usual page; libcurl frees it between transfers

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

int status_in(std::string_view line) {  // "HTTP/1.1 200 OK"
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || line.size() < space + 4) return 0;
  int status = 0;
  for (std::size_t i = space + 1; i < space + 4; ++i) {
    if (line[i] < '0' || line[i] > '9') return 0;
    status = status * 10 + (line[i] - '0');
  }
  return status;
}

}  // namespace

CurlTransfer::CurlTransfer(const FetchSettings& settings, const TlsWatch& watch, curl_slist* headers, void* owner)
    : settings_(settings), watch_(watch), easy_(curl_easy_init()), request_headers_(headers), owner_(owner) {
  if (easy_ == nullptr) throw std::bad_alloc();
  set_constant_options();
}

CurlTransfer::~CurlTransfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(connect_to_);
}

void CurlTransfer::set_constant_options() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, owner_);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip, deflate, br");
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, request_headers_);
  curl_easy_setopt(easy_, CURLOPT_PROXY, settings_.proxy.c_str());  // "" also shuts out the environment's
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, kReceiveBuffer);
  // Each host is asked once or twice a round: a kept connection would only wait for its end.
  curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 0L);  // TlsWatch verifies, and goes on
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(easy_, CURLOPT_CAINFO, nullptr);
  curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_FUNCTION, &CurlTransfer::on_tls);
  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_DATA, this);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::on_open);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
}

void CurlTransfer::ask_as(const View& view) {
  const std::string agent = view.user_agent.empty() ? settings_.user_agent : std::string(view.user_agent);
  const std::string referrer(view.referrer);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, agent.c_str());
  curl_easy_setopt(easy_, CURLOPT_REFERER, referrer.empty() ? nullptr : referrer.c_str());
}

void CurlTransfer::prepare(const Transfer& what) {
  body.clear();
  headers.clear();
  truncated = false;
  tls.host = what.url.host;
  tls.facts.reset();
  header_bytes_ = 0;
  header_limit_ = wrong_address_ = redirect_ = false;
  status_ = 0;
  error_[0] = '\0';
  secure_ = what.url.scheme == "https";
  pinned_ = what.address;
  web::Url url = what.url;
  url.fragment.clear();
  curl_easy_setopt(easy_, CURLOPT_URL, url.to_string().c_str());
  curl_slist_free_all(std::exchange(connect_to_, nullptr));
  if (!pinned_.empty()) {
    const bool six = pinned_.find(':') != std::string::npos;
    connect_to_ = curl_slist_append(
        nullptr, fmt::format("::{}{}{}:{}", six ? "[" : "", pinned_, six ? "]" : "", what.port).c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_CONNECT_TO, connect_to_);
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(what.time_left.count()));
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(what.connect_time.count()));
}

// The last gate before the net: whatever name, cache or redirect brought libcurl here, it goes where it was told.
curl_socket_t CurlTransfer::on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  if (!transfer.pinned_.empty() &&
      web::address_text(reinterpret_cast<const sockaddr&>(address->addr)) != transfer.pinned_) {
    transfer.wrong_address_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode CurlTransfer::on_tls(CURL* /*easy*/, void* context, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.watch_.attach(context, transfer.tls);
  return CURLE_OK;
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t length = size * count;
  if (transfer.redirect_) return 0;  // nobody reads it: stop here
  const std::size_t room = transfer.settings_.limits.body_bytes - transfer.body.size();
  transfer.body.append(bytes, std::min(room, length));
  if (length <= room) return length;
  transfer.truncated = true;
  return 0;
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  return transfer.take_header({bytes, size * count}) ? size * count : 0;
}

bool CurlTransfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > settings_.limits.header_bytes || headers.size() >= settings_.limits.header_lines) {
    header_limit_ = true;
    return false;
  }
  if (line.starts_with("HTTP/")) {  // also after a 1xx and after a proxy's own answer
    headers.clear();
    status_ = status_in(line);
    redirect_ = false;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return true;
  headers.emplace_back(utf8::scrub(ascii_lower(trimmed(line.substr(0, colon)))),
                       utf8::scrub(trimmed(line.substr(colon + 1))));
  if (headers.back().first == "location" && status_ / 100 == 3) redirect_ = true;
  return true;
}

std::string CurlTransfer::location() const {
  for (const auto& [name, value] : headers)
    if (name == "location") return value;
  return {};
}

// OpenSSL's own errors name their part of it; those of the socket below do not.
bool CurlTransfer::tls_library_said_why() const {
  return std::string_view(error_.data()).find("SSL routines") != std::string_view::npos;
}

Ending CurlTransfer::ending_of(CURLcode code) const {
  if (wrong_address_) return Ending::WrongAddress;
  if (header_limit_) return Ending::HeaderLimit;
  if (truncated) return Ending::BodyLimit;
  long system_error = 0;
  curl_off_t connected = 0;
  curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &system_error);
  curl_easy_getinfo(easy_, CURLINFO_CONNECT_TIME_T, &connected);
  const bool reset = system_error == ECONNRESET || system_error == EPIPE;
  switch (code) {
    case CURLE_OK:
      return Ending::Complete;
    case CURLE_WRITE_ERROR:  // on_body said stop
      return redirect_ ? Ending::Complete : Ending::BrokenEncoding;
    case CURLE_BAD_CONTENT_ENCODING:
      return Ending::BrokenEncoding;
    case CURLE_COULDNT_CONNECT:
      if (system_error == ETIMEDOUT) return Ending::ConnectTimeout;
      if (system_error == EHOSTUNREACH || system_error == ENETUNREACH || system_error == EADDRNOTAVAIL)
        return Ending::Unreachable;
      return reset ? Ending::Reset : Ending::ConnectRefused;
    case CURLE_OPERATION_TIMEDOUT:
      // Within the handshake libcurl has no time of connecting to tell yet, but says where it was.
      return connected == 0 && std::strstr(error_.data(), "SSL") == nullptr ? Ending::ConnectTimeout : Ending::Timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CIPHER:
      // A server that says no by an alert often drops the connection right after; the alert is what it meant.
      return reset && !tls_library_said_why() ? Ending::Reset : Ending::TlsFailure;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return Ending::Reset;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Ending::NotHttp;
    default:
      return Ending::Failure;
  }
}

TransferEnd CurlTransfer::end(CURLcode code) {
  TransferEnd end;
  end.ending = ending_of(code);
  end.status = status_;
  end.location = location();
  end.body_empty = body.empty();
  if (code != CURLE_OK && !redirect_) {
    const std::string_view said = error_[0] != '\0' ? std::string_view(error_.data()) : curl_easy_strerror(code);
    end.detail = utf8::scrub(utf8::cut(said, 200));
  }
  return end;
}

CurlTransfer::Moments CurlTransfer::moments() const {
  const auto millis = [&](CURLINFO which) -> std::int64_t {
    curl_off_t micros = 0;
    curl_easy_getinfo(easy_, which, &micros);
    return micros <= 0 ? -1 : static_cast<std::int64_t>(micros / 1000);
  };
  return {.connected = millis(CURLINFO_CONNECT_TIME_T),
          .secured = secure_ ? millis(CURLINFO_APPCONNECT_TIME_T) : -1,
          .first_byte = status_ != 0 ? millis(CURLINFO_STARTTRANSFER_TIME_T) : -1};
}

}  // namespace huabiao::monitor::fetch
