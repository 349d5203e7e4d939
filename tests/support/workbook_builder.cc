#include "support/workbook_builder.h"

#include <fstream>
#include <stdexcept>
#include <unistd.h>
#include <zip.h>

#include "table/table.h"

namespace huabiao::support {
namespace {

constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackageRel = "http://schemas.openxmlformats.org/package/2006/relationships";

std::string text_of(auto... parts) {
  std::string text;
  (text.append(parts), ...);
  return text;
}

std::string relationship(std::string_view id, std::string_view kind, std::string_view target) {
  return text_of("<Relationship Id=\"", id, "\" Type=\"", kRel, "/", kind, "\" Target=\"", target, "\"/>");
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "huabiao-test.XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no scratch folder");
  path_ = name;
}
ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
std::filesystem::path ScratchFolder::write(std::string_view name, std::string_view bytes) const {
  std::ofstream(path_ / name, std::ios::binary) << bytes;
  return path_ / name;
}

std::string xml_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '\r')
      out += "&#13;";
    else
      out += c;
  }
  return out;
}

WorkbookBuilder& WorkbookBuilder::sheet(std::string name, const std::vector<std::vector<std::string>>& rows,
                                        const std::vector<std::string>& merged, std::string_view state) {
  std::string xml = text_of("<worksheet xmlns=\"", kMain, "\"><sheetData>");
  for (std::size_t r = 0; r < rows.size(); ++r) {
    xml += text_of("<row r=\"", std::to_string(r + 1), "\">");
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      if (!rows[r][c].empty())
        xml +=
            text_of("<c r=\"", table::cell_name(static_cast<std::uint32_t>(c + 1), static_cast<std::uint32_t>(r + 1)),
                    "\" t=\"inlineStr\"><is><t>", xml_escape(rows[r][c]), "</t></is></c>");
    xml += "</row>";
  }
  xml += "</sheetData>";
  if (!merged.empty()) {
    xml += "<mergeCells>";
    for (const std::string& range : merged) xml += text_of("<mergeCell ref=\"", range, "\"/>");
    xml += "</mergeCells>";
  }
  return raw_sheet(std::move(name), xml + "</worksheet>", state);
}

WorkbookBuilder& WorkbookBuilder::raw_sheet(std::string name, std::string xml, std::string_view state) {
  sheets_.push_back({std::move(name), std::string(state)});
  parts_["xl/worksheets/sheet" + std::to_string(sheets_.size()) + ".xml"] = std::move(xml);
  return *this;
}

WorkbookBuilder& WorkbookBuilder::sheet_data(std::string name, std::string_view xml, std::string_view behind) {
  return raw_sheet(std::move(name), text_of("<worksheet xmlns=\"", kMain, "\"><sheetData>", xml, "</sheetData>", behind,
                                            "</worksheet>"));
}

WorkbookBuilder& WorkbookBuilder::shared_strings(std::string_view items) {
  return part("xl/sharedStrings.xml", text_of("<sst xmlns=\"", kMain, "\">", items, "</sst>"));
}

WorkbookBuilder& WorkbookBuilder::styles(std::string_view inside) {
  return part("xl/styles.xml", text_of("<styleSheet xmlns=\"", kMain, "\">", inside, "</styleSheet>"));
}

WorkbookBuilder& WorkbookBuilder::part(std::string name, std::string bytes) {
  parts_[std::move(name)] = std::move(bytes);
  return *this;
}

WorkbookBuilder& WorkbookBuilder::without(std::string name) {
  without_.push_back(std::move(name));
  return *this;
}

void WorkbookBuilder::write(const std::filesystem::path& file) const {
  auto parts = parts_;
  std::string sheets, relationships;
  for (std::size_t i = 0; i < sheets_.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    sheets += text_of("<sheet name=\"", xml_escape(sheets_[i].name), "\" sheetId=\"", number, "\" state=\"",
                      sheets_[i].state, "\" r:id=\"rId", number, "\"/>");
    relationships += relationship("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
  }
  if (parts.contains("xl/sharedStrings.xml"))
    relationships += relationship("rIdS", "sharedStrings", "sharedStrings.xml");
  if (parts.contains("xl/styles.xml")) relationships += relationship("rIdT", "styles", "/xl/styles.xml");
  const auto rels = [](const std::string& inside) {
    return text_of("<Relationships xmlns=\"", kPackageRel, "\">", inside, "</Relationships>");
  };
  parts.emplace("_rels/.rels", rels(relationship("rId1", "officeDocument", "xl/workbook.xml")));
  parts.emplace("xl/_rels/workbook.xml.rels", rels(relationships));
  parts.emplace("xl/workbook.xml", text_of("<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kRel, "\"><sheets>", sheets,
                                           "</sheets></workbook>"));
  for (const std::string& name : without_) parts.erase(name);
  int code = 0;
  zip_t* const zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (!zip) throw std::runtime_error("cannot build " + file.string());
  for (const auto& [name, bytes] : parts)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), ZIP_FL_ENC_UTF_8);
  if (zip_close(zip) != 0) throw std::runtime_error("cannot build " + file.string());
}

}  // namespace huabiao::support
