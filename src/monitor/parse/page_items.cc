// What single elements give: links, pictures, frames, metas, addresses in event handlers.

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/page_builder.h"
#include "monitor/parse/parse.h"

namespace huabiao::monitor {
namespace {

std::string kept(std::string_view value) {
  return std::string(utf8::cut(value, ParseLimits::kAttributeBytes));
}

bool is_address(std::string_view text) {
  return ascii::starts_with_nocase(text, "http://") || ascii::starts_with_nocase(text, "https://") ||
         (text.starts_with("//") && text.size() > 4);
}

}  // namespace

PageBuilder::Address PageBuilder::address(std::string_view reference) {
  PageMemory& memory = *page_.memory;
  Address out{.written = memory.keep(utf8::cut(reference, ParseLimits::kAttributeBytes)), .url = {}, .host = {}};
  static const web::Resolver kNowhere(web::parse_url("http://page.invalid/").value_or(web::Url{}));
  if (!(context_.base ? *context_.base : kNowhere).resolve(out.written, resolved_) ||
      (!context_.base && resolved_.host == kNowhere.base().host))
    return out;
  out.url = resolved_.url == out.written ? out.written : memory.keep(resolved_.url);
  if (host_ != resolved_.host) host_ = memory.keep(resolved_.host);  // mostly the last one again
  out.host = host_;
  return out;
}

void PageBuilder::open_link(const Element& element, Level& level) {
  if (!element.has(AttributeName::Href) || full(page_.links.size())) return;
  const Address target = address(element.attribute(AttributeName::Href));
  level.make(Made::Link, page_.links.size());
  Link& link = page_.links.emplace_back();
  link.href = target.written;
  link.url = target.url;
  link.host = target.host;
  link.hidden = level.sight.hidden;
  if (level.sight.why != nullptr) link.why = *level.sight.why;
  link.script_written = context_.script_written;
  if (element.tag == Tag::Area) link.text = kept(element.attribute(AttributeName::Alt));
  open_links_.push_back(level.item);
  link_text_seen_ = false;
  link_inner_ = {};
}

void PageBuilder::close_link(const Level& level) {
  Link& link = page_.links[level.item];
  if (!unseen(link.hidden) && !link_text_seen_ && !link.text.empty() && unseen(link_inner_.hidden)) {
    link.hidden = link_inner_.hidden;
    if (link_inner_.why != nullptr) link.why = *link_inner_.why;
  }
  if (link.hidden == Hidden::None && link.script_written) link.hidden = Hidden::ScriptWritten;
  open_links_.pop_back();
}

void PageBuilder::open_resource(const Element& element, const Level& level) {
  const Tag tag = element.tag;
  const bool picture =
      tag == Tag::Img || (tag == Tag::Input && ascii::lower(element.attribute(AttributeName::Type)) == "image");
  if (tag == Tag::Input && ascii::lower(element.attribute(AttributeName::Type)) == "password")
    page_.has_password_field = true;
  std::string_view reference;
  if (picture || tag == Tag::Source || tag == Tag::Embed || tag == Tag::Audio || tag == Tag::Video) {
    reference = element.attribute(AttributeName::Src);
    for (const AttributeName lazy : {AttributeName::DataSrc, AttributeName::DataOriginal})
      if (reference.empty()) reference = element.attribute(lazy);
  } else if (tag == Tag::Link) {
    reference = element.attribute(AttributeName::Href);
  } else if (tag == Tag::Object) {
    reference = element.attribute(AttributeName::Data);
  } else {
    return;
  }
  if (reference.empty() || full(page_.resources.size())) return;
  const Address target = address(reference);
  Resource& resource = page_.resources.emplace_back();
  resource.tag = page_.memory->keep(name_of(tag));
  resource.written = target.written;
  resource.url = target.url;
  resource.host = target.host;
  resource.id = page_.memory->keep(utf8::cut(element.attribute(AttributeName::Id), ParseLimits::kAttributeBytes));
  resource.hidden = level.sight.hidden;
  if (level.sight.why != nullptr) resource.why = *level.sight.why;
  resource.script_written = context_.script_written;
  if (resource.hidden == Hidden::None && resource.script_written) resource.hidden = Hidden::ScriptWritten;
  resource.place = place(element.start_tag);
  if (picture && !open_links_.empty()) {
    Link& link = page_.links[open_links_.back()];
    if (link.image.empty()) link.image = resource.written;
    for (const AttributeName name : {AttributeName::Alt, AttributeName::Title})
      if (link.text.empty()) link.text = utf8::squeeze(kept(element.attribute(name)));
    if (!unseen(resource.hidden)) link_text_seen_ = true;
  }
}

void PageBuilder::open_frame(const Element& element, Level& level) {
  if (full(page_.frames.size())) return;
  const Address target = address(element.attribute(AttributeName::Src));
  level.make(Made::Frame, page_.frames.size());
  Frame& frame = page_.frames.emplace_back();
  frame.written = target.written;
  frame.url = target.url;
  frame.host = target.host;
  frame.hidden = level.sight.hidden;
  if (level.sight.why != nullptr) frame.why = *level.sight.why;
  frame.script_written = context_.script_written;
  if (frame.hidden == Hidden::None && frame.script_written) frame.hidden = Hidden::ScriptWritten;
}

void PageBuilder::open_script(const Element& element, Level& level) {
  if (full(page_.scripts.size())) return;
  level.make(Made::Script, page_.scripts.size());
  Script& script = page_.scripts.emplace_back();
  if (element.has(AttributeName::Src)) {
    const Address target = address(element.attribute(AttributeName::Src));
    script.written = target.written;
    script.url = target.url;
    script.host = target.host;
  }
  script.id = kept(element.attribute(AttributeName::Id));
  script.sitecode = kept(element.attribute(AttributeName::Sitecode));
  script.script_written = context_.script_written;
}

void PageBuilder::open_meta(const Element& element) {
  if (full(page_.metas.size())) return;
  Meta meta;
  for (const AttributeName name : {AttributeName::Name, AttributeName::Property, AttributeName::HttpEquiv})
    if (meta.name.empty()) meta.name = ascii::lower(element.attribute(name).substr(0, 128));
  meta.content = kept(element.attribute(AttributeName::Content));
  meta.place = place(element.start_tag);
  if (!meta.name.empty()) page_.metas.push_back(std::move(meta));
}

bool PageBuilder::is_script_link(const Element& element) {
  return element.has(AttributeName::Href) &&
         ascii::starts_with_nocase(element.attribute(AttributeName::Href), "javascript:");
}

void PageBuilder::read_handlers(const Element& element) {
  for (const Attribute& attribute : element.attributes) {
    const bool handler = attribute.name == AttributeName::Handler;
    const bool script_link =
        attribute.name == AttributeName::Href && ascii::starts_with_nocase(attribute.value, "javascript:");
    if ((!handler && !script_link) || attribute.value.empty() || full(page_.handlers.size())) continue;
    const std::string code = kept(attribute.value);
    for (ScriptString& string : read_script(code).strings)
      if (is_address(string.text) || code.find("Link(") != std::string::npos)
        page_.handlers.push_back({std::move(string.text), code, place(element.start_tag)});
  }
}

}  // namespace huabiao::monitor
