#include "rules/bundle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::rules {
namespace {

// Two keys made for these tests and used nowhere else.
constexpr std::string_view kPem =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE "
    "KEY-----\n";
constexpr std::string_view kOtherPem =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA\n-----END PRIVATE "
    "KEY-----\n";

SigningKey key_of(std::string_view pem) {
  auto key = SigningKey::read_pem(pem);
  if (!key) throw std::runtime_error(key.error().detail);
  return *key;
}

const std::vector<PackFile> kFiles = {{"a.md", "one\n"}, {"yara/b.yar", std::string("two\0\n", 5)}, {"z", ""}};

std::string code_of(std::string_view bundle, const Trust& trust) {
  const auto opened = open_bundle(bundle, trust);
  return opened ? "" : opened.error().code;
}

TEST(Bundle, ComesBackAsItWas) {
  const SigningKey key = key_of(kPem);
  const auto files = open_bundle(write_bundle(kFiles, &key), {.keys = {key.public_key()}});
  ASSERT_TRUE(files.has_value()) << files.error().code;
  ASSERT_EQ(files->size(), kFiles.size());
  for (std::size_t i = 0; i < kFiles.size(); ++i) {
    EXPECT_EQ((*files)[i].path, kFiles[i].path);
    EXPECT_EQ((*files)[i].bytes, kFiles[i].bytes);
  }
}

TEST(Bundle, TellsABrokenSignatureFromAnUnknownKeyFromNone) {
  const SigningKey key = key_of(kPem), other = key_of(kOtherPem);
  const Trust trust{.keys = {key.public_key()}};
  EXPECT_EQ(code_of(write_bundle(kFiles, &other), trust), "rules.unknown_key");
  EXPECT_EQ(code_of(write_bundle(kFiles, nullptr), trust), "rules.unsigned");
  EXPECT_EQ(code_of(write_bundle(kFiles, nullptr), {.keys = {}, .unsigned_packs = Unsigned::Allow}), "");
  // Another's signature under our key, and ours over another pack.
  const std::string ours = write_bundle(kFiles, &key), theirs = write_bundle(kFiles, &other);
  std::string forged = theirs;
  forged.replace(forged.find("key "), 68, ours.substr(ours.find("key "), 68));
  EXPECT_EQ(code_of(forged, trust), "rules.bad_signature");
  std::string swapped = write_bundle(std::vector<PackFile>{{"a.md", "evil"}}, &key);
  swapped.replace(swapped.find("signature "), 138, ours.substr(ours.find("signature "), 138));
  EXPECT_EQ(code_of(swapped, trust), "rules.bad_signature");
  // Unsigned packs allowed does not mean that a wrong signature is.
  EXPECT_EQ(code_of(forged, {.keys = {}, .unsigned_packs = Unsigned::Allow}), "rules.bad_signature");
}

TEST(Bundle, RefusesWhatIsNoneOrDamaged) {
  const SigningKey key = key_of(kPem);
  const Trust trust{.keys = {key.public_key()}};
  const std::string good = write_bundle(kFiles, &key);
  EXPECT_EQ(code_of("", trust), "rules.bad_bundle");
  EXPECT_EQ(code_of("huabiao-rules 2\n" + good.substr(16), trust), "rules.bad_bundle");
  EXPECT_EQ(code_of(good.substr(0, good.size() - 1), trust), "rules.bad_bundle");
  EXPECT_EQ(code_of(good + "x", trust), "rules.bad_bundle");
}

TEST(Payload, RefusesPathsThatLeadOut) {
  for (const char* path : {"/a", "../a", "a/../b", "a b", "a\\b", ""})
    EXPECT_FALSE(read_payload("file 1 " + std::string(path) + "\nx").has_value()) << path;
  EXPECT_FALSE(read_payload("file 1 a\nxfile 1 a\nx").has_value());
  EXPECT_FALSE(read_payload("file 2 a\nx").has_value());
  EXPECT_FALSE(read_payload("file -1 a\nx").has_value());
  EXPECT_TRUE(read_payload("").has_value());
}

RC_GTEST_PROP(Payload, OneFlippedBitIsNoticed, ()) {
  const SigningKey key = key_of(kPem);
  const std::string good = write_bundle(kFiles, &key);
  std::string bundle = good;
  const auto at = *rc::gen::inRange<std::size_t>(0, bundle.size());
  bundle[at] = static_cast<char>(bundle[at] ^ (1 << *rc::gen::inRange(0, 8)));
  // Upper and lower case of a hex digit in key and signature are one.
  const bool only_case = at < good.find("\n\n") && (good[at] ^ bundle[at]) == 0x20;
  const bool opened = open_bundle(bundle, {.keys = {key.public_key()}}).has_value();
  RC_ASSERT(!opened || only_case);
}

TEST(Key, IsReadStrictly) {
  EXPECT_EQ(read_public_key("00").error().code, "rules.bad_key");
  EXPECT_EQ(read_public_key(std::string(64, 'g')).error().code, "rules.bad_key");
  EXPECT_TRUE(read_public_key(std::string(64, 'a')).has_value());
  EXPECT_EQ(SigningKey::read_pem("nothing").error().code, "rules.bad_key");
}

}  // namespace
}  // namespace huabiao::rules
