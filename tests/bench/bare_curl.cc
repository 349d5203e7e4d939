// The least a program can do to fetch a list of pages with libcurl's multi interface: no parsing, no checks, no limits.
// What a round's throughput is measured against (round_bench.py).
//
//   bare_curl URLS ADDRESS PLAINPORT TLSPORT CONCURRENCY      prints pages, bytes

#include <cstdio>
#include <cstdlib>
#include <curl/curl.h>
#include <fstream>
#include <string>
#include <vector>

namespace {

std::size_t count_bytes(char* /*bytes*/, std::size_t size, std::size_t count, void* total) {
  *static_cast<std::size_t*>(total) += size * count;
  return size * count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  std::vector<std::string> urls;
  std::ifstream in(argv[1]);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) urls.push_back(line);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = curl_multi_init();
  const std::string address = argv[2];
  curl_slist* plain = curl_slist_append(nullptr, ("::" + address + ":" + argv[3]).c_str());
  curl_slist* secure = curl_slist_append(nullptr, ("::" + address + ":" + argv[4]).c_str());
  const std::size_t concurrency = std::strtoul(argv[5], nullptr, 10);
  std::vector<CURL*> idle;
  for (std::size_t i = 0; i < concurrency; ++i) idle.push_back(curl_easy_init());
  std::size_t bytes = 0, pages = 0, begun = 0, done = 0;
  while (done < urls.size()) {
    for (; !idle.empty() && begun < urls.size(); idle.pop_back(), ++begun) {
      CURL* easy = idle.back();
      curl_easy_reset(easy);
      curl_easy_setopt(easy, CURLOPT_URL, urls[begun].c_str());
      curl_easy_setopt(easy, CURLOPT_CONNECT_TO, urls[begun].starts_with("https") ? secure : plain);
      curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
      curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
      curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 15'000L);
      curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &count_bytes);
      curl_easy_setopt(easy, CURLOPT_WRITEDATA, &bytes);
      curl_multi_add_handle(multi, easy);
    }
    int running = 0, left = 0;
    const std::size_t before = done;
    curl_multi_perform(multi, &running);
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->data.result == CURLE_OK) ++pages;
      CURL* easy = message->easy_handle;
      curl_multi_remove_handle(multi, easy);
      idle.push_back(easy);
      ++done;
    }
    if (done == before) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  std::printf("%zu %zu\n", pages, bytes);
  return 0;
}
