#include "office/workbook.h"

#include <charconv>
#include <map>

#include "office/xml_walk.h"

namespace huabiao::office {
namespace {

struct Relationship {
  std::string type, target;
};
using Relationships = std::map<std::string, Relationship, std::less<>>;

// "../media/x" and "/xl/x" against the folder of the part that refers to them.
std::string resolve(std::string_view folder, std::string_view target) {
  std::string path = target.starts_with('/') ? std::string(target) : std::string(folder) + "/" + std::string(target);
  std::vector<std::string> steps;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t slash = std::min(path.find('/', from), path.size());
    const std::string step = path.substr(from, slash - from);
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
    from = slash + 1;
  }
  std::string joined;
  for (const std::string& step : steps) joined += (joined.empty() ? "" : "/") + step;
  return joined;
}

std::string_view folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : part.substr(0, slash);
}

// "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels"
std::string relationships_of(std::string_view part) {
  const std::string_view folder = folder_of(part);
  const std::string_view file = folder.empty() ? part : part.substr(folder.size() + 1);
  return std::string(folder) + (folder.empty() ? "" : "/") + "_rels/" + std::string(file) + ".rels";
}

Result<Relationships> read_relationships(Package& package, const std::string& part, const ReadLimits& limits) {
  Relationships found;
  const std::string name = part.empty() ? "_rels/.rels" : relationships_of(part);
  auto bytes = package.small_part(name);
  if (!bytes) return fail(std::move(bytes));
  const Done walked = walk_xml(*bytes, name, limits.depth, [&](const XmlElement& element) {
    if (element.name != "Relationship" || element.attribute("TargetMode") == "External") return;
    found[std::string(element.attribute("Id"))] = {std::string(element.attribute("Type")),
                                                   resolve(folder_of(part), element.attribute("Target"))};
  });
  if (!walked) return std::unexpected<Error>(walked.error());
  return found;
}

// The type's last word decides: the namespaces before it differ between the two editions of the standard.
bool is_type(const Relationship& relationship, std::string_view word) {
  return std::string_view(relationship.type).ends_with(word);
}

Result<std::string> find_main_part(Package& package, const ReadLimits& limits) {
  for (const auto& [part, what] : {std::pair{"word/document.xml", "Word (.docx)"},
                                   {"ppt/presentation.xml", "PowerPoint (.pptx)"},
                                   {"xl/workbook.bin", "Excel binary (.xlsb)"},
                                   {"content.xml", "OpenDocument (.ods)"},
                                   {"Document.xml", "OFD"}})
    if (package.has(part)) return fail(Kind::Unreadable, "office.other_document", what, ".xlsx, .csv");
  if (package.has("_rels/.rels")) {
    auto relationships = read_relationships(package, "", limits);
    if (!relationships) return fail(std::move(relationships));
    for (const auto& [id, relationship] : *relationships)
      if (is_type(relationship, "/officeDocument") && package.has(relationship.target)) return relationship.target;
  }
  if (package.has("xl/workbook.xml")) return std::string("xl/workbook.xml");
  return fail(Kind::Unreadable, "office.not_a_workbook", "a zip file without xl/workbook.xml", ".xlsx, .csv");
}

Done read_sheets(const std::string& bytes, const std::string& part, const Relationships& relationships,
                 const ReadLimits& limits, Workbook& workbook) {
  std::uint64_t count = 0;
  Done walked = walk_xml(bytes, part, limits.depth, [&](const XmlElement& element) {
    if (element.name != "sheet" || ++count > limits.sheets) return;
    const auto relationship = relationships.find(element.attribute("id"));
    if (relationship == relationships.end() || !is_type(relationship->second, "/worksheet")) return;
    const std::string_view state = element.attribute("state");
    const bool hidden = state == "hidden" || state == "veryHidden";
    workbook.sheets.push_back(
        {std::string(element.attribute("name")), hidden ? table::Visibility::Hidden : table::Visibility::Visible});
    workbook.parts.push_back(relationship->second.target);
  });
  if (!walked) return walked;
  if (count > limits.sheets)
    return fail(Kind::TooLarge, "office.too_large", std::to_string(count) + " sheets",
                "at most " + std::to_string(limits.sheets));
  if (workbook.sheets.empty()) return fail(Kind::Unreadable, "office.missing_part", part + ": no worksheet");
  return {};
}

Result<std::vector<NumberLook>> read_looks(Package& package, const std::string& part, const ReadLimits& limits) {
  auto bytes = package.small_part(part);
  if (!bytes) return fail(std::move(bytes));
  std::map<std::uint32_t, NumberLook> custom;
  std::vector<NumberLook> looks;
  bool in_cell_styles = false;
  const auto number = [](std::string_view text) {
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  const Done walked = walk_xml(
      *bytes, part, limits.depth,
      [&](const XmlElement& element) {
        if (element.name == "numFmt") {
          custom[number(element.attribute("numFmtId"))] = look_of_code(element.attribute("formatCode"));
        } else if (element.name == "cellXfs") {
          in_cell_styles = true;
        } else if (element.name == "xf" && in_cell_styles) {
          const std::uint32_t id = number(element.attribute("numFmtId"));
          const auto own = custom.find(id);
          looks.push_back(own != custom.end() ? own->second : look_of_builtin(id));
        }
      },
      [&](std::string_view name) {
        if (name == "cellXfs") in_cell_styles = false;
      });
  if (!walked) return std::unexpected<Error>(walked.error());
  return looks;
}

}  // namespace

Result<Workbook> read_workbook(Package& package, const ReadLimits& limits) {
  auto main = find_main_part(package, limits);
  if (!main) return fail(std::move(main));
  auto relationships = read_relationships(package, *main, limits);
  if (!relationships) return fail(std::move(relationships));
  auto bytes = package.small_part(*main);
  if (!bytes) return fail(std::move(bytes));
  Workbook workbook;
  if (Done done = read_sheets(*bytes, *main, *relationships, limits, workbook); !done) return fail(std::move(done));
  for (const auto& [id, relationship] : *relationships) {
    if (is_type(relationship, "/sharedStrings")) workbook.shared_strings = relationship.target;
    if (!is_type(relationship, "/styles") || !package.has(relationship.target)) continue;
    auto looks = read_looks(package, relationship.target, limits);
    if (!looks) return fail(std::move(looks));
    workbook.looks = *std::move(looks);
  }
  return workbook;
}

}  // namespace huabiao::office
