#include "rules/bundle.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <set>
#include <stdexcept>

#include "base/digest.h"
#include "rules/limits.h"

namespace huabiao::rules {
namespace {

constexpr std::string_view kMagic = "huabiao-rules 1\n";
constexpr std::string_view kNone = "none";
constexpr std::size_t kDigest = 32, kSignature = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::unexpected<Error> bad_bundle(std::string what) {
  return fail(Kind::Unreadable, "rules.bad_bundle", std::move(what));
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Empty when it is not hex, or not of that length.
std::string unhex(std::string_view text, std::size_t bytes) {
  if (text.size() != bytes * 2) return {};
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

// The signature is over the kind of thing as well: what is signed as a pack is never read as something else.
std::string signed_message(std::string_view payload) {
  return std::string(kMagic) + unhex(sha256_hex(payload), kDigest);
}

bool verify(const PublicKey& key, std::string_view message, std::string_view signature) {
  const Key loaded(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return loaded && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, loaded.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

// Takes "NAME VALUE\n" off the front of `rest`. Empty when it is not there.
std::string_view take_line(std::string_view& rest, std::string_view name) {
  const auto end = rest.substr(0, 256).find('\n');
  if (end == std::string_view::npos || !rest.starts_with(name) || rest.substr(name.size(), 1) != " ") return {};
  const std::string_view value = rest.substr(name.size() + 1, end - name.size() - 1);
  rest.remove_prefix(end + 1);
  return value;
}

bool is_tame(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find("..") == std::string_view::npos &&
         std::ranges::all_of(path, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

struct Sealed {
  std::string_view key, signature, payload;
};

Result<Sealed> read_seal(std::string_view bundle) {
  if (!looks_like_bundle(bundle)) return bad_bundle("does not begin with \"huabiao-rules 1\"");
  bundle.remove_prefix(kMagic.size());
  const std::string_view digest = take_line(bundle, "sha256");
  Sealed sealed;
  sealed.key = take_line(bundle, "key");
  sealed.signature = take_line(bundle, "signature");
  if (digest.empty() || sealed.key.empty() || sealed.signature.empty() || !bundle.starts_with('\n'))
    return bad_bundle("its head");
  sealed.payload = bundle.substr(1);
  if (sha256_hex(sealed.payload) != digest) return bad_bundle("the digest does not fit: damaged or cut off");
  return sealed;
}

}  // namespace

std::string to_hex(const PublicKey& key) {
  return hex({reinterpret_cast<const char*>(key.data()), key.size()});
}

Result<PublicKey> read_public_key(std::string_view text) {
  PublicKey key{};
  const std::string bytes = unhex(text, key.size());
  if (bytes.empty())
    return fail(Kind::Invalid, "rules.bad_key", std::string(text), "64 hex digits of an Ed25519 public key");
  std::ranges::copy(bytes, key.begin());
  return key;
}

Result<SigningKey> SigningKey::read_pem(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                     &BIO_free);
  // A key with a pass phrase is refused rather than asked for on the terminal.
  const auto no_phrase = [](char*, int, int, void*) { return 0; };
  const Key key(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_phrase, nullptr) : nullptr, &EVP_PKEY_free);
  SigningKey signing;
  signing.private_.resize(32);
  std::size_t length = signing.private_.size(), public_length = signing.public_.size();
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<std::uint8_t*>(signing.private_.data()), &length) != 1 ||
      EVP_PKEY_get_raw_public_key(key.get(), signing.public_.data(), &public_length) != 1)
    return fail(Kind::Invalid, "rules.bad_key", "", "an Ed25519 private key, PEM, without a pass phrase");
  return signing;
}

std::string SigningKey::sign(std::string_view message) const {
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(private_), private_.size()),
                &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::string signature(kSignature, '\0');
  std::size_t length = signature.size();
  if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<std::uint8_t*>(signature.data()), &length, bytes_of(message),
                     message.size()) != 1)
    throw std::runtime_error("OpenSSL refuses to sign with a key it has read");
  return signature;
}

std::string write_payload(std::span<const PackFile> files) {
  std::vector<const PackFile*> sorted;
  for (const PackFile& file : files) sorted.push_back(&file);
  std::ranges::sort(sorted, {}, &PackFile::path);
  std::string out;
  for (const PackFile* file : sorted) {
    out += fmt::format("file {} {}\n", file->bytes.size(), file->path);
    out += file->bytes;
  }
  return out;
}

Result<std::vector<PackFile>> read_payload(std::string_view payload) {
  std::vector<PackFile> files;
  std::set<std::string_view> seen;
  if (payload.size() > PackLimits::kPackBytes + PackLimits::kFiles * (PackLimits::kPathBytes + 32))
    return fail(Kind::TooLarge, "rules.too_large", "the pack", fmt::format("{} bytes", PackLimits::kPackBytes));
  while (!payload.empty()) {
    if (files.size() == PackLimits::kFiles)
      return fail(Kind::TooLarge, "rules.too_large", "files", fmt::format("at most {} files", PackLimits::kFiles));
    const std::string_view line = take_line(payload, "file");
    const auto space = line.find(' ');
    std::size_t length = 0;
    const auto digits = line.substr(0, std::min(space, line.size()));
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (space == std::string_view::npos || error != std::errc() || stop != digits.data() + digits.size())
      return bad_bundle("the head of a file");
    const std::string_view path = line.substr(space + 1);
    if (!is_tame(path) || !seen.insert(path).second) return bad_bundle("the path of a file");
    if (length > payload.size()) return bad_bundle("a file is cut off");
    files.push_back({std::string(path), std::string(payload.substr(0, length))});
    payload.remove_prefix(length);
  }
  return files;
}

std::string write_bundle(std::span<const PackFile> files, const SigningKey* key) {
  const std::string payload = write_payload(files);
  return fmt::format("{}sha256 {}\nkey {}\nsignature {}\n\n{}", kMagic, sha256_hex(payload),
                     key != nullptr ? to_hex(key->public_key()) : kNone,
                     key != nullptr ? hex(key->sign(signed_message(payload))) : kNone, payload);
}

Result<std::vector<PackFile>> open_bundle(std::string_view bundle, const Trust& trust) {
  auto sealed = read_seal(bundle);
  if (!sealed) return fail(std::move(sealed));
  if (sealed->key == kNone && sealed->signature == kNone) {
    if (trust.unsigned_packs == Unsigned::Refuse) return fail(Kind::Denied, "rules.unsigned");
    return read_payload(sealed->payload);
  }
  auto key = read_public_key(sealed->key);
  if (!key) return bad_bundle("its key");
  const std::string signature = unhex(sealed->signature, kSignature);
  // The signature first: that a key is unknown is only worth saying of a pack it really signed.
  if (signature.empty() || !verify(*key, signed_message(sealed->payload), signature))
    return fail(Kind::Denied, "rules.bad_signature", std::string(sealed->key));
  if (std::ranges::find(trust.keys, *key) == trust.keys.end())
    return fail(Kind::Denied, "rules.unknown_key", std::string(sealed->key));
  return read_payload(sealed->payload);
}

bool looks_like_bundle(std::string_view bytes) {
  return bytes.starts_with(kMagic);
}

}  // namespace huabiao::rules
