#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> record_messages() {
  static constexpr Message kMessages[] = {
      {"record.not_json", "读到的不是有效的 JSON", "What was read is not valid JSON",
       "请确认数据由同一版本的 huabiao 写出", "Make sure it was written by the same version of huabiao"},
      {"record.wrong_shape", "记录的字段缺失、类型不符或超出范围",
       "A field of a record is missing, of the wrong type or out of range", "请确认数据由同一版本的 huabiao 写出",
       "Make sure it was written by the same version of huabiao"},
      {"record.too_large", "单条记录超过大小上限", "One record is larger than the limit", "请检查产生该记录的工作进程",
       "Look at the worker process it came from"},
      {"finding.decision_needs_reason", "作出决定须写明决定人和理由", "A decision needs a name and a reason",
       "请填写决定人和理由", "Give the name and the reason"},
  };
  return kMessages;
}

}  // namespace huabiao::language
