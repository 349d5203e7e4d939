#pragma once
// Builds workbooks part by part, so that a test can make the good ones small and the bad ones bad.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::support {

// A folder that vanishes with its content.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

std::string xml_escape(std::string_view text);

class WorkbookBuilder {
 public:
  // Rows of cells as inline strings; an empty text leaves the cell out.
  WorkbookBuilder& sheet(std::string name, const std::vector<std::vector<std::string>>& rows,
                         const std::vector<std::string>& merged = {}, std::string_view state = "visible");
  // The whole XML of the sheet's part.
  WorkbookBuilder& raw_sheet(std::string name, std::string xml, std::string_view state = "visible");
  // Only what stands between <sheetData> and its end.
  WorkbookBuilder& sheet_data(std::string name, std::string_view xml, std::string_view behind = {});
  WorkbookBuilder& shared_strings(std::string_view items);     // between <sst> and </sst>
  WorkbookBuilder& styles(std::string_view inside);            // between <styleSheet> and </styleSheet>
  WorkbookBuilder& part(std::string name, std::string bytes);  // replaces one of the same name
  WorkbookBuilder& without(std::string name);
  void write(const std::filesystem::path& file) const;

 private:
  struct Sheet {
    std::string name, state;
  };
  std::vector<Sheet> sheets_;
  std::map<std::string, std::string> parts_;
  std::vector<std::string> without_;
};

}  // namespace huabiao::support
