#include "app/cli/page_reading.h"

#include "monitor/parse/parse.h"

namespace huabiao::app {

PageReading read_saved(const std::string& path, const std::string& host, SavedPage saved,
                       const monitor::KnownSites* known) {
  monitor::ParseInput parse;
  if (path.ends_with(".js")) parse.content_type = "text/javascript";
  if (!host.empty()) parse.url = "https://" + host + "/";
  PageReading reading;
  reading.fetch.outcome = monitor::Outcome::Ok;
  reading.fetch.body = std::move(saved.body);
  reading.page = monitor::parse(reading.fetch.body, parse);
  const monitor::Declared nothing;
  const monitor::DetectInput input{reading.page, reading.fetch, nothing, host, known};
  reading.detected = monitor::detect(input);
  for (monitor::Finding& finding : monitor::technology_findings(input))
    reading.detected.findings.push_back(std::move(finding));
  reading.detected.facts.bytes = saved.bytes;
  return reading;
}

}  // namespace huabiao::app
