#pragma once
// Caller: who sends a request, and what the grants in force allow.

#include <string>
#include <vector>

#include "access/account.h"
#include "access/grant.h"

namespace huabiao::http {

using access::Ability;

struct Caller {
  access::Account account;
  std::vector<access::Grant> grants;  // in force
  access::Session session;
  std::string token;  // of the cookie
};

}  // namespace huabiao::http
