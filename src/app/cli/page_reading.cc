#include "app/cli/page_reading.h"

#include "monitor/parse/parse.h"

namespace huabiao::app {

PageReading read_saved(const std::string& path, const std::string& host, SavedPage saved) {
  monitor::ParseInput input;
  if (path.ends_with(".js")) input.content_type = "text/javascript";
  if (!host.empty()) input.url = "https://" + host + "/";
  PageReading reading;
  reading.fetch.outcome = monitor::Outcome::Ok;
  reading.fetch.body = std::move(saved.body);
  reading.page = monitor::parse(reading.fetch.body, input);
  reading.detected = monitor::detect({reading.page, reading.fetch, monitor::Declared{}, host});
  reading.detected.facts.bytes = saved.bytes;
  return reading;
}

}  // namespace huabiao::app
