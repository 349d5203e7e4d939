#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> rules_messages() {
  static constexpr Message kMessages[] = {
      {"rules.bad_pack", "规则包中有内容无法识别", "A rule pack holds something that cannot be read",
       "按所示文件与行改正；格式见 docs/formats/rule-pack.md",
       "Correct the file at the place shown; docs/formats/rule-pack.md has the format"},
      {"rules.too_large", "规则包超过上限", "A rule pack is over a limit", "拆分或删减后重试",
       "Split it or leave something out"},
      {"rules.duplicate_id", "两条规则使用了同一编号", "Two rules have the same id", "给其中一条换一个编号",
       "Give one of them another id"},
      {"rules.bad_pattern", "规则中的表达式无法编译", "A rule's pattern cannot be compiled",
       "按所示原因改正该规则的 pattern", "Correct the rule's pattern as shown"},
      {"rules.bad_yara", "YARA 规则无法使用", "A YARA rule cannot be used",
       "按所示文件与行改正；不支持 include 与 import", "Correct it at the place shown; include and import are refused"},
      {"rules.no_measure", "规则包缺少检查指标所需的数值",
       "The rule packs lack numbers official inspections reckon with",
       "检查附加规则包中 regulatory/ 的 [[measure]]，参见 docs/formats/rule-pack.md",
       "Look at [[measure]] in regulatory/ of the packs in use; see docs/formats/rule-pack.md"},
      {"rules.no_matcher", "本机无法运行规则匹配引擎", "The matching engines do not run on this machine",
       "检查内存，以及处理器是否支持 SSE4.2 或 NEON", "Check memory, and that the processor has SSE4.2 or NEON"},
      {"rules.bad_bundle", "规则包文件已损坏或不是规则包", "The rule pack file is damaged, or is no rule pack",
       "重新取得该文件，或用 huabiao rules compile 重新生成",
       "Fetch it again, or make it anew with huabiao rules compile"},
      {"rules.bad_signature", "规则包的签名不符", "The rule pack's signature does not fit",
       "不要使用该文件；向发布者重新取得", "Do not use it; fetch it again from who issued it"},
      {"rules.unknown_key", "规则包由不受信任的密钥签名", "The rule pack is signed with a key that is not trusted",
       "核实发布者后，把其公钥写入设置 rules_key", "Once you know who issued it, add the key to the setting rules_key"},
      {"rules.unsigned", "规则包没有签名", "The rule pack is not signed",
       "用 huabiao rules compile --key 签名，或设置 rules_unsigned = \"yes\"",
       "Sign it with huabiao rules compile --key, or set rules_unsigned = \"yes\""},
      {"rules.bad_key", "密钥无法识别", "A key cannot be read",
       "使用 Ed25519 密钥：私钥为无口令的 PEM，公钥为 64 位十六进制",
       "Use Ed25519: a PEM private key without pass phrase, a public key of 64 hex digits"},
      {"rules.unreadable", "规则包打不开", "A rule pack cannot be opened", "检查路径与权限",
       "Check its path and rights"},
      {"rules.unwritable", "规则包文件写不出", "The rule pack file cannot be written", "检查路径、权限与磁盘空间",
       "Check its path, rights and the space on the disk"},
  };
  return kMessages;
}

}  // namespace huabiao::language
