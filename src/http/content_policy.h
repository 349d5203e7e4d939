#pragma once
// The Content-Security-Policy of every answer (docs/decisions/0063). Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::http {

// Scripts and styles only from the server itself. `style_nonce`: of the one page whose component library writes <style>
// elements while it runs; fresh with every answer.
inline std::string content_policy(std::string_view style_nonce = {}) {
  std::string styles = "'self'";
  if (!style_nonce.empty()) styles += " 'nonce-" + std::string(style_nonce) + "'";
  return "default-src 'none'; script-src 'self'; style-src " + styles +
         "; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
         "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace huabiao::http
