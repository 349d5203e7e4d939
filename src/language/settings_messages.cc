#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> settings_messages() {
  static constexpr Message kMessages[] = {
      {"settings.bad_value", "有一项设置的值无法识别", "A setting holds a value that cannot be read",
       "改正后重试；huabiao doctor 会列出每项设置的来源",
       "Correct it; huabiao doctor lists where each setting came from"},
      {"settings.no_file", "配置文件打不开", "The configuration file cannot be opened", "检查 --config 的路径与权限",
       "Check the path and rights of --config"},
      {"settings.bad_file", "配置文件 huabiao.toml 无法读取", "huabiao.toml cannot be read", "按提示的行列改正配置文件",
       "Correct the file at the line and column given"},
  };
  return kMessages;
}

}  // namespace huabiao::language
