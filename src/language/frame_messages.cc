#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> frame_messages() {
  static constexpr Message kMessages[] = {
      {"internal", "程序内部错误", "An error of the program itself", "请保留日志并报告此问题",
       "Keep the log and report this"},
  };
  return kMessages;
}

}  // namespace huabiao::language
