#pragma once
// The government site code (1304000009, bm14000002) and the error-report button (找错) that names it. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "filing/match.h"

namespace huabiao::filing {

// Codes behind a label (网站标识码, 政府网站标识码), in order, ill-formed ones with their fault.
std::vector<FilingMatch> find_site_code(std::string_view text);
// One value alone: a meta element's content, a button's attribute, a register's cell.
FilingMatch read_site_code(std::string_view text);

// What a script, link or picture of the 找错 button says.
struct ErrorButton {
  bool present = false;         // it is that button
  LinkAge age = LinkAge::None;  // Current: zfwzgl.www.gov.cn; Old: pucha.kaipuyun.cn, or a bare address
  FilingMatch code;             // raw empty when it names none
};

// `url`: src of the script or picture, or href of the link. `sitecode`: the script's attribute of that name, may be
// empty; it goes before a code in the URL. `id`: the element's id attribute ("_jiucuo_").
ErrorButton read_error_button(std::string_view url, std::string_view sitecode = {}, std::string_view id = {});

}  // namespace huabiao::filing
