// The names and sentences of MarkFault.

#include "mark/recognise.h"

namespace huabiao::mark {
namespace {

struct FaultText {
  std::string_view slug, zh, en;
};

constexpr FaultText kFaults[] = {
    {"", "", ""},
    {"wrong-host", "标识地址不在官方主机上", "the mark's address is not on the official host"},
    {"local-copy", "标识脚本或图片是本地副本，不是从官方主机加载",
     "the mark's script or picture is a copy, not loaded from the official host"},
    {"path-not-name", "标识脚本的路径与文件名不一致", "the path and the file name of the mark's script disagree"},
    {"bad-shape", "标识地址的格式不对", "the mark's address has the wrong shape"},
    {"bad-id-length", "标识编号不是32位", "the mark's id has not 32 digits"},
    {"bad-id-alphabet", "标识编号应为大写十六进制数字",
     "the mark's id is not written in upper-case hexadecimal digits"},
    {"missing-id", "标识链接中没有编号", "the mark's link names no id"},
    {"unknown-colour", "标识图片既不是红色也不是蓝色", "the mark's picture is neither the red nor the blue one"},
};

}  // namespace

std::string_view to_string(MarkFault fault) {
  return kFaults[static_cast<std::size_t>(fault)].slug;
}

Bilingual explain(MarkFault fault) {
  const FaultText& text = kFaults[static_cast<std::size_t>(fault)];
  return {std::string(text.zh), std::string(text.en)};
}

}  // namespace huabiao::mark
