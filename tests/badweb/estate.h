#pragma once
// Estate: the sites of one seed, each with everything server, workbook and truth need. All three read the same fields,
// so what is served and what is expected cannot drift apart. Plain values; immutable after make_estate.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "condition.h"
#include "province.h"

namespace huabiao::badweb {

enum class Layout { Portal, Department, School, OldTable, Mobile, Institution, ScriptedFooter };
std::string_view name_of(Layout layout);

enum class Encoding { Utf8, Gb18030 };
enum class Colour { Red, Blue };

// How the page shows the mark.
enum class MarkForm {
  ScriptEncoded,  // document.write(unescape("%3Cspan..."))
  ScriptPlain,
  Executed,  // the span as the script leaves it
  LinkLocalPicture,
  Picture,
  ErrorImage,
  Malformed,
  CommentedOut,
  None,
};

// How the "report an error" button is written; old host: served by the retired one.
enum class ButtonForm { None, Script, Link, Executed, OldScript };

// What the foot of the page says. Empty: not there.
struct Footer {
  std::string icp, icp_link;
  std::string police;       // as written: "冀公网安备13510002000001号"
  std::string police_link;  // the digits its link names
  std::string site_code;    // as written in the text
  std::string button_code;  // as the button names it
  ButtonForm button = ButtonForm::None;
  std::string organiser, telephone;
};

enum class Certificate { Good, Expired, SelfSigned, WrongName, ExpiringSoon };

struct Host {
  std::string name;     // A-labels, lower case
  std::string unicode;  // as the form writes it, with a real dot
  bool chinese = false;
  bool redirects_to_www = false;  // answers 301 to "www." + name
};

struct Organisation {
  std::string authority, name;
  std::vector<Host> hosts;  // declared in this row of the form
  std::string contact, telephone;
};

struct Site {
  std::uint64_t index = 0;
  Body body;
  std::string name;
  std::vector<Organisation> organisations;  // at least one; the first runs the site
  bool declared_mark = true;

  Condition condition = Condition::Healthy;
  Layout layout = Layout::Department;
  Encoding encoding = Encoding::Utf8;
  std::string charset_label;  // as declared in header and meta
  std::size_t target_bytes = 0;
  bool scripts = true;  // false: the page holds no script at all
  MarkForm mark = MarkForm::ScriptEncoded;
  Colour colour = Colour::Red;
  std::string mark_script_id, mark_show_id;
  Footer footer;
  Certificate certificate = Certificate::Good;
  bool http_redirects_to_https = false;
};

struct EstateOptions {
  std::uint64_t seed = 1;
  std::size_t sites = 300;
  std::optional<Condition> only;  // every site has this condition
  bool annex = true;              // the notice's own organisations, served healthy, after the drawn sites
};

class Estate {
 public:
  struct Found {
    const Site* site = nullptr;
    const Host* host = nullptr;
  };
  Estate(EstateOptions options, std::vector<Site> sites);
  // Lifetime: the sites are pointed at by the index, so an estate is neither copied nor moved from under it.
  Estate(const Estate&) = delete;
  Estate& operator=(const Estate&) = delete;
  Estate(Estate&&) = default;
  Estate& operator=(Estate&&) = default;
  ~Estate() = default;

  [[nodiscard]] const EstateOptions& options() const { return options_; }
  [[nodiscard]] const std::vector<Site>& sites() const { return sites_; }
  // A-labels, lower case. Both null: no such host.
  [[nodiscard]] Found find(const std::string& host) const;

 private:
  EstateOptions options_;
  std::vector<Site> sites_;
  std::unordered_map<std::string, Found> by_host_;
};

Estate make_estate(const EstateOptions& options);

}  // namespace huabiao::badweb
