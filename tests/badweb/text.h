#pragma once
// Phrases of a government site: headings, headlines, paragraphs, menus. Our own words. They contain, now and then, what
// a hasty word list trips over: notices against gambling, lottery welfare funds, warnings of forged papers.

#include <string>
#include <string_view>

#include "estate.h"
#include "random.h"

namespace huabiao::badweb {

std::string headline(Random& random, const Site& site);
std::string paragraph(Random& random, const Site& site, int sentences);
std::string day(Random& random);                               // "2026-03-07"
std::string article_path(Random& random);                      // "/art/2026/3/7/art_1021_48213.html"
std::string_view column_title(Random& random, Layout layout);  // "通知公告"
std::string title_of(const Site& site);                        // what a healthy page's <title> says

}  // namespace huabiao::badweb
