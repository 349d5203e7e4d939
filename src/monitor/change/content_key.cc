#include "monitor/change/content_key.h"

#include <algorithm>
#include <vector>

#include "base/digest.h"
#include "monitor/change/shape.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kKeyDigits = 32;

class Shapes {
 public:
  void add(char kind, const std::string& shape) { shapes_.push_back(kind + shape); }
  void add_lines(char kind, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (end > at) add(kind, text_shape(text.substr(at, end - at)));
      at = end + 1;
    }
  }
  std::string digest() {
    std::ranges::sort(shapes_);
    const auto repeats = std::ranges::unique(shapes_);
    shapes_.erase(repeats.begin(), repeats.end());
    std::string all;
    for (const std::string& shape : shapes_) (all += shape) += '\0';
    return sha256_hex(all).substr(0, kKeyDigits);
  }

 private:
  std::vector<std::string> shapes_;
};

}  // namespace

std::string content_key(const Page& page) {
  Shapes shapes;
  shapes.add('t', text_shape(page.title));
  for (const Meta& meta : page.metas)
    if (meta.name == "keywords" || meta.name == "description" || meta.name == "refresh")
      shapes.add('m', meta.name + "\n" + text_shape(meta.content));
  shapes.add_lines('v', page.visible.text);
  shapes.add_lines('h', page.hidden.text);
  for (const Link& link : page.links)
    shapes.add('l', link.host + "\n" + file_shape(link.href) + "\n" + text_shape(link.text) +
                        (unseen(link.hidden) ? "-" : "+"));
  for (const Resource& resource : page.resources)
    shapes.add('r', resource.tag + resource.host + "\n" + file_shape(resource.written));
  for (const Frame& frame : page.frames) shapes.add('f', frame.host + "\n" + file_shape(frame.written));
  for (const Script& script : page.scripts)
    shapes.add('s', script.host + "\n" + file_shape(script.written) + "\n" + text_shape(script.body));
  for (const HandlerAddress& handler : page.handlers) shapes.add('a', address_shape(handler.written));
  return shapes.digest();
}

}  // namespace huabiao::monitor
