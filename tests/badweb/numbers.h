#pragma once
// Numbers as offices issue them, well-formed by the check rules, in ranges nobody uses. Pure.

#include <string>

#include "random.h"

namespace huabiao::badweb {

std::string icp_number(Random& random);                                   // "冀ICP备2098012345号", with or without "-1"
std::string police_digits(Random& random, const std::string& division);   // 14 digits
std::string site_code(Random& random, const std::string& division);       // 10 digits
std::string mark_script_id(Random& random, const std::string& division);  // "CA05951..." 23 characters
std::string mark_show_id(Random& random);                                 // 32 upper-case hex digits
// "//dcs.conac.cn/js/05/951/0000/60123456/CA....js" without the scheme. Requires: an id of mark_script_id.
std::string mark_script_path(const std::string& id);

}  // namespace huabiao::badweb
