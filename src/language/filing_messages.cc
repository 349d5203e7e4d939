#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> filing_messages() {
  static constexpr Message kMessages[] = {
      {"filing.bad_credit_code", "统一社会信用代码有误", "The unified social credit code is wrong",
       "请对照登记证书核对18位代码，其中不使用字母I、O、S、V、Z",
       "Compare all 18 characters with the certificate; the letters I, O, S, V and Z are never used"},
      {"filing.bad_organisation_code", "组织机构代码有误", "The organisation code is wrong",
       "请对照代码证核对8位本体代码和1位校验码",
       "Compare the 8 characters and the check character with the certificate"},
  };
  return kMessages;
}

}  // namespace huabiao::language
