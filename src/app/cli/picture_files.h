#pragma once
// The pictures of a check as files of a folder: HOST.png, and HOST-2.png where a host has another. Thread: one.

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "monitor/verdict.h"

namespace huabiao::app {

class PictureFiles {
 public:
  // Makes the folder where it is not there. Fails: check.picture_not_written.
  static Result<PictureFiles> in(std::filesystem::path folder);
  // Nothing where the record has no picture. A file of that name is replaced. Fails: check.picture_not_written.
  Done write(const monitor::VisitRecord& record);

 private:
  explicit PictureFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
  std::map<std::string, int> written_;  // by host
};

}  // namespace huabiao::app
