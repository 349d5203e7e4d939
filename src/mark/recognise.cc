#include "mark/recognise.h"

#include <algorithm>

#include "base/utf8.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::mark {
namespace {

constexpr std::string_view kScriptHost = kMarkHosts[0];  // serves the script and the pictures
constexpr std::string_view kLinkHost = kMarkHosts[1];    // shows the mark's certificate
constexpr std::string_view kRegistry = "conac";

// Relative references are read against this page; a result on its host says that the address was relative.
const web::Url& page() {
  static const web::Url url = web::parse_url("http://page.invalid/").value();
  return url;
}

bool digits_only(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view file_of(const web::Url& url) {
  return std::string_view(url.path).substr(url.path.rfind('/') + 1);
}

// Takes the text up to the next slash off `rest`, the slash too.
std::string_view take_segment(std::string_view& rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view segment = rest.substr(0, slash);
  rest.remove_prefix(std::min(slash + 1, rest.size()));
  return segment;
}

MarkPiece malformed(MarkPiece piece, MarkFault fault) {
  piece.fault = fault;
  piece.valid = false;
  return piece;
}

// Somebody's host that borrows the registry's name: dcs-conac.cn, bszs.conac.cn.evil.com.
bool borrows_name(const web::Url& url) {
  return url.host.find(kRegistry) != std::string::npos && !web::same_or_under(url.host, "conac.cn");
}

bool on_host(const web::Url& url, std::string_view host) {
  return url.host == host && url.port == 0;
}

// The groups of /js/PP/RRR/NNNN/OOOOOOOO/CA<PPRRRNNNNOOOOOOOO><SSSS>.js
MarkFault read_script_path(const web::Url& url, MarkPiece& piece) {
  std::string_view rest = url.path;
  if (!rest.starts_with("/js/")) return MarkFault::BadShape;
  rest.remove_prefix(4);
  piece.province = take_segment(rest);
  piece.prefecture = take_segment(rest);
  piece.county = take_segment(rest);
  piece.organisation = take_segment(rest);
  const bool path_fits = digits_only(piece.province) && piece.province.size() == 2 && digits_only(piece.prefecture) &&
                         piece.prefecture.size() == 3 && digits_only(piece.county) && piece.county.size() == 4 &&
                         digits_only(piece.organisation) && piece.organisation.size() == 8;
  constexpr std::size_t kNameDigits = 21;
  const bool name_fits = rest.ends_with(".js") && piece.id.size() == kNameDigits + 2 && piece.id.starts_with("CA") &&
                         digits_only(std::string_view(piece.id).substr(2)) && rest == piece.id + ".js";
  if (!path_fits || !name_fits) return MarkFault::BadShape;
  piece.serial = piece.id.substr(19);
  const std::string path_says = piece.province + piece.prefecture + piece.county + piece.organisation;
  return std::string_view(piece.id).substr(2, 17) == path_says ? MarkFault::None : MarkFault::PathNotName;
}

// "CA" and a long number, whatever follows: CA05....js, CA05....js.下载 (percent-encoded).
bool named_like_a_mark(std::string_view file) {
  constexpr std::size_t kFewestDigits = 15;
  return file.size() > kFewestDigits + 2 && file.starts_with("CA") && digits_only(file.substr(2, kFewestDigits)) &&
         file.find(".js") != std::string_view::npos;
}

std::string parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.starts_with("amp;")) pair.remove_prefix(4);  // an entity written twice
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return web::percent_decode(pair.substr(name.size() + 1));
  }
  return {};
}

MarkFault check_id(std::string_view id) {
  constexpr std::size_t kIdDigits = 32;
  if (id.empty()) return MarkFault::MissingId;
  const auto upper_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
  if (!std::ranges::all_of(id, upper_hex)) return MarkFault::BadIdAlphabet;
  return id.size() == kIdDigits ? MarkFault::None : MarkFault::BadIdLength;
}

// "red.png", "blue_error.png"; false when the file is no picture of the mark.
bool read_picture_name(std::string_view file, MarkPiece& piece) {
  const bool red = file.starts_with("red");
  if (!red && !file.starts_with("blue")) return false;
  file.remove_prefix(red ? 3 : 4);
  const bool error = file.starts_with("_error");
  if (error) file.remove_prefix(6);
  if (file != ".png") return false;
  piece.colour = red ? Colour::Red : Colour::Blue;
  piece.error_image = error;
  return true;
}

}  // namespace

std::string_view to_string(Colour colour) {
  static constexpr std::string_view kNames[] = {"", "red", "blue"};
  return kNames[static_cast<std::size_t>(colour)];
}

MarkPiece recognise_script_url(std::string_view text) {
  MarkPiece piece;
  if (!web::may_hold(text, kRegistry) && text.find("CA") == std::string_view::npos) return piece;
  const auto url = web::resolve(page(), text);
  if (!url) return piece;
  const std::string_view file = file_of(*url);
  const bool own = url->host == kScriptHost;
  const bool in_place = own && url->path.starts_with("/js/");
  if (!in_place && !named_like_a_mark(file)) return piece;
  piece.piece = Piece::Script;
  piece.id = utf8::scrub(web::percent_decode(file.substr(0, file.find(".js"))));
  if (!own) return malformed(piece, borrows_name(*url) ? MarkFault::WrongHost : MarkFault::LocalCopy);
  if (!on_host(*url, kScriptHost)) return malformed(piece, MarkFault::WrongHost);
  piece.fault = read_script_path(*url, piece);
  piece.valid = piece.fault == MarkFault::None;
  return piece;
}

MarkPiece recognise_link(std::string_view text) {
  MarkPiece piece;
  if (!web::may_hold(text, kRegistry)) return piece;
  const auto url = web::resolve(page(), text);
  if (!url) return piece;
  const bool own = url->host == kLinkHost;
  const bool shows = url->path == "/sitename" && parameter(url->query, "method") == "show";
  if (!own && !(shows && borrows_name(*url))) return piece;
  piece.piece = Piece::Link;
  piece.id = utf8::scrub(parameter(url->query, "id"));
  if (!own || !on_host(*url, kLinkHost)) return malformed(piece, MarkFault::WrongHost);
  piece.fault = check_id(piece.id);
  if (piece.fault == MarkFault::None && !shows) piece.fault = MarkFault::BadShape;
  piece.valid = piece.fault == MarkFault::None;
  piece.likely_genuine = piece.valid && std::string_view(piece.id).substr(16, 4) == "E053";
  return piece;
}

MarkPiece recognise_image(std::string_view text) {
  MarkPiece piece;
  if (!web::may_hold(text, kRegistry) && !web::may_hold(text, "red") && !web::may_hold(text, "blue")) return piece;
  const auto url = web::resolve(page(), text);
  if (!url) return piece;
  const bool named = read_picture_name(file_of(*url), piece);
  const bool own = url->host == kScriptHost && url->path.starts_with("/image/");
  if (!named && !own) return piece;
  piece.piece = Piece::Image;
  if (!own) return malformed(piece, borrows_name(*url) ? MarkFault::WrongHost : MarkFault::LocalCopy);
  if (!on_host(*url, kScriptHost)) return malformed(piece, MarkFault::WrongHost);
  if (!named) return malformed(piece, MarkFault::UnknownColour);
  if (url->path.rfind('/') != 6) return malformed(piece, MarkFault::BadShape);
  piece.valid = true;
  return piece;
}

}  // namespace huabiao::mark
