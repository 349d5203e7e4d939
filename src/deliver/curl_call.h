#pragma once
// One HTTP request or one mail over libcurl, to the addresses it is given and no other; redirects are not followed, the
// environment's proxies not asked.

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "deliver/http_forms.h"
#include "deliver/limits.h"

namespace huabiao::deliver {

struct Road {
  std::vector<std::string> addresses;  // checked by address_gate
  std::string ca_file;                 // trusted beside the system's; empty: none
  std::stop_token stop;                // ends it early
  DeliverLimits limits;
};

// Fails: Unavailable deliver.unreachable, deliver.timeout, deliver.tls, deliver.cut_off, deliver.stopped,
// deliver.answer_too_long, deliver.failed.
Result<HttpAnswer> send_post(const Post& post, const Road& road);

// The same without a body. Fails: as send_post.
struct Get {
  web::Url url;
  std::vector<std::string> headers;  // "Name: value"
};
Result<HttpAnswer> send_get(const Get& get, const Road& road);

// `text` as mail_text makes it. Fails: as above; Unavailable deliver.refused when the server does not take it.
Done send_mail(const Mail& mail, const std::string& text, const Road& road);

}  // namespace huabiao::deliver
