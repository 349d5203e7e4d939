#include "office/xml_walk.h"

#include <expat.h>
#include <memory>
#include <string>
#include <vector>

namespace huabiao::office {
namespace {

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Walk {
  XML_Parser parser;
  const std::function<void(const XmlElement&)>& on_start;
  const std::function<void(std::string_view)>& on_end;
  std::uint32_t depth, most_depth;
  bool dtd = false, too_deep = false;
  std::vector<std::pair<std::string_view, std::string_view>> attributes;
};

void XMLCALL on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& walk = *static_cast<Walk*>(user);
  if (++walk.depth > walk.most_depth) {
    walk.too_deep = true;
    XML_StopParser(walk.parser, XML_FALSE);
    return;
  }
  walk.attributes.clear();
  for (; *attributes; attributes += 2) walk.attributes.emplace_back(local_name(attributes[0]), attributes[1]);
  walk.on_start({local_name(name), walk.attributes});
}

void XMLCALL on_end(void* user, const XML_Char* name) {
  auto& walk = *static_cast<Walk*>(user);
  --walk.depth;
  if (walk.on_end) walk.on_end(local_name(name));
}

void XMLCALL on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  auto& walk = *static_cast<Walk*>(user);
  walk.dtd = true;
  XML_StopParser(walk.parser, XML_FALSE);
}

}  // namespace

std::string_view XmlElement::attribute(std::string_view wanted) const {
  for (const auto& [name, value] : attributes)
    if (name == wanted) return value;
  return {};
}

Done walk_xml(std::string_view bytes, std::string_view part, std::uint32_t depth,
              const std::function<void(const XmlElement&)>& start, const std::function<void(std::string_view)>& end) {
  const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr), XML_ParserFree);
  if (!parser) return fail(Kind::Internal, "internal", "no memory for an XML parser");
  Walk walk{parser.get(), start, end, 0, depth, false, false, {}};
  XML_SetUserData(parser.get(), &walk);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const auto status = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
  if (walk.dtd) return fail(Kind::Unreadable, "office.dtd", std::string(part) + ": <!DOCTYPE");
  if (walk.too_deep) return fail(Kind::Unreadable, "office.bad_xml", std::string(part) + ": elements nested too deep");
  if (status != XML_STATUS_OK)
    return fail(Kind::Unreadable, "office.bad_xml",
                std::string(part) + ": " + XML_ErrorString(XML_GetErrorCode(parser.get())) + " at line " +
                    std::to_string(XML_GetCurrentLineNumber(parser.get())));
  return {};
}

}  // namespace huabiao::office
