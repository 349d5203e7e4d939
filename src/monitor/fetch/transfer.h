#pragma once
// One libcurl easy handle and what it gathers in one transfer. Inner to this room; kept and used again for the next
// fetch. The driver owns it; libcurl's callbacks point into it, so it never moves.

#include <array>
#include <curl/curl.h>
#include <string>
#include <utility>
#include <vector>

#include "monitor/fetch/curl_fetcher.h"
#include "monitor/fetch/fetch_machine.h"
#include "monitor/fetch/tls_watch.h"

namespace huabiao::monitor::fetch {

class CurlTransfer {
 public:
  // `settings` and `watch` outlive it.
  CurlTransfer(const FetchSettings& settings, const TlsWatch& watch, curl_slist* headers, void* owner);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  void ask_as(const View& view);       // this fetch, all its redirects
  void prepare(const Transfer& what);  // before the handle is added to the multi handle
  TransferEnd end(CURLcode code);      // after libcurl said it is done
  [[nodiscard]] CURL* easy() const { return easy_; }

  struct Moments {  // milliseconds since the transfer began; -1: never got there
    std::int64_t connected = -1, secured = -1, first_byte = -1;
  };
  [[nodiscard]] Moments moments() const;

  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // of the last answer, names lower case
  bool truncated = false;
  TlsObservation tls;

 private:
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static CURLcode on_tls(CURL* easy, void* context, void* self);
  bool take_header(std::string_view line);
  [[nodiscard]] Ending ending_of(CURLcode code) const;
  [[nodiscard]] bool tls_library_said_why() const;
  [[nodiscard]] std::string location() const;
  void set_constant_options();

  const FetchSettings& settings_;
  const TlsWatch& watch_;
  CURL* easy_;
  curl_slist* request_headers_;  // the driver's
  curl_slist* connect_to_ = nullptr;
  void* owner_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string pinned_;  // canonical; empty: a proxy is connected to
  std::size_t header_bytes_ = 0;
  bool header_limit_ = false, wrong_address_ = false, redirect_ = false, secure_ = false;
  int status_ = 0;
};

}  // namespace huabiao::monitor::fetch
