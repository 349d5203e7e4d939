#pragma once
// ProgressLine shows a running round on stderr: one line redrawn on a terminal, a line every few seconds elsewhere.

#include <cstdio>
#include <string>

#include "base/bilingual.h"
#include "monitor/pipeline/round.h"

namespace huabiao::app {

// "[#########           ] 120/300 40 %  56.1/s  ok 101  http_error 7" without a line end. Pure.
std::string progress_text(const monitor::RoundProgress& progress, Language language);

class ProgressLine {
 public:
  ProgressLine(std::FILE* out, bool terminal, Language language)
      : out_(out), terminal_(terminal), language_(language) {}
  ~ProgressLine() { end(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const monitor::RoundProgress& progress);
  void end();  // leaves the last state standing, on a line of its own

 private:
  std::FILE* out_;
  const bool terminal_;
  const Language language_;
  Millis shown_{-1};
  bool open_ = false;
};

}  // namespace huabiao::app
