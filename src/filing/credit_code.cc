#include "filing/credit_code.h"

#include <array>

#include "base/utf8.h"

namespace huabiao::filing {
namespace {

// GB 32100-2015: digits and capital letters without I, O, S, V, Z; a character's place is its value.
constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array kCreditWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
// GB 11714: digits and capital letters.
constexpr std::string_view kOrganisationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::array kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};

std::string plain(std::string_view text) {
  std::string out = utf8::without_space(utf8::fold_width(utf8::cut(text, 256)));
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

// The weighted sum of the leading characters; -1 when one is outside the alphabet.
template <std::size_t N>
int weighted_sum(std::string_view code, std::string_view alphabet, const std::array<int, N>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const std::size_t value = alphabet.find(code[i]);
    if (value == std::string_view::npos) return -1;
    sum += static_cast<int>(value) * weights[i];
  }
  return sum;
}

HolderKind holder_of(std::string_view code) {
  if (code.starts_with("11")) return HolderKind::Organ;
  if (code.starts_with("12")) return HolderKind::Institution;
  if (code.starts_with("13")) return HolderKind::MassOrganisation;
  return code.starts_with("9") ? HolderKind::Company : HolderKind::Other;
}

std::unexpected<Error> bad_credit(std::string_view text, std::string_view why, std::string expected) {
  return fail(Kind::Invalid, "filing.bad_credit_code",
              utf8::scrub(utf8::cut(text, 256)) + " (" + std::string(why) + ")", std::move(expected));
}

std::unexpected<Error> bad_organisation(std::string_view text, std::string_view why, std::string expected) {
  return fail(Kind::Invalid, "filing.bad_organisation_code",
              utf8::scrub(utf8::cut(text, 256)) + " (" + std::string(why) + ")", std::move(expected));
}

}  // namespace

Result<CreditCode> read_credit_code(std::string_view text) {
  const std::string code = plain(text);
  if (code.size() != kCreditWeights.size() + 1) return bad_credit(text, "length", "18");
  const int sum = weighted_sum(code, kCreditAlphabet, kCreditWeights);
  if (sum < 0 || kCreditAlphabet.find(code.back()) == std::string_view::npos)
    return bad_credit(text, "alphabet", "0-9 A-Z, I O S V Z");
  const char check = kCreditAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
  if (code.back() != check) return bad_credit(text, "check character", std::string(1, check));
  for (std::size_t i = 2; i < 8; ++i)
    if (code[i] < '0' || code[i] > '9') return bad_credit(text, "alphabet", "3-8: 0-9");
  return CreditCode{.text = code,
                    .holder = holder_of(code),
                    .division = code.substr(2, 6),
                    .organisation = code.substr(8, 8) + "-" + code.substr(16, 1)};
}

Result<std::string> read_organisation_code(std::string_view text) {
  std::string code = plain(text);
  if (code.size() == 10 && code[8] == '-') code.erase(8, 1);
  if (code.size() != kOrganisationWeights.size() + 1) return bad_organisation(text, "length", "XXXXXXXX-X");
  const int sum = weighted_sum(code, kOrganisationAlphabet, kOrganisationWeights);
  if (sum < 0) return bad_organisation(text, "alphabet", "0-9 A-Z");
  const int check = 11 - sum % 11;
  const char expected = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
  if (code.back() != expected) return bad_organisation(text, "check character", std::string(1, expected));
  return code.substr(0, 8) + "-" + code.substr(8);
}

}  // namespace huabiao::filing
