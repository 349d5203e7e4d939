#pragma once
// Resolver: the references of one page against its address. What a page links to is mostly plain ASCII with nothing to
// clean, fold or encode; such a reference is joined, not parsed. Gives what resolve() gives. Pure; any thread.

#include <string>
#include <string_view>

#include "web/url.h"

namespace huabiao::web {

struct Resolved {
  std::string url, host;
};

class Resolver {
 public:
  explicit Resolver(Url base);
  [[nodiscard]] const Url& base() const { return base_; }
  // False where resolve() fails; `out` then says nothing. Its strings are used again.
  [[nodiscard]] bool resolve(std::string_view reference, Resolved& out) const;

 private:
  // False where only parsing tells.
  bool join(std::string_view reference, Resolved& out) const;
  bool join_host(std::string_view scheme, std::string_view rest, Resolved& out) const;
  Url base_;
  std::string origin_;     // "https://www.example.gov.cn:8443"
  std::string page_;       // without fragment
  std::string directory_;  // origin and path to its last slash
};

}  // namespace huabiao::web
