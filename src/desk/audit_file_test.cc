#include "desk/audit_file.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <thread>

#include "desk/audit_keeper.h"
#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

using access::AuditEntry;
using access::AuditFault;
using storage::good;
namespace fs = std::filesystem;

class AuditFileTest : public storage::StoresTest {
 protected:
  void write(int entries) {
    access::AuditLog log(stores_->audit(), clock_, DigestKind::Sm3);
    for (int i = 0; i < entries; ++i) {
      AuditEntry entry;
      entry.who = "李雷";
      entry.action = "PATCH /api/v1/sites/{}";
      entry.after = R"({"name":"\u0001"})";
      good(log.write(entry));
      clock_.advance(std::chrono::seconds(1));
    }
  }
  HeadFile head() const {
    return {access::sign_head(good(stores_->audit().last()), clock_.now(), key_), key_.public_pem()};
  }
  AuditReport verified(const std::vector<HeadFile>& heads) {
    return good(desk::verify_audit(stores_->audit(), heads, key_.public_pem()));
  }
  fs::path exported() {
    const fs::path file = scratch_.path() / "export.jsonl";
    good(export_audit(stores_->audit(), 0, clock_.now(), key_, file));
    return file;
  }
  static std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  static void write_lines(const fs::path& file, const std::vector<std::string>& lines) {
    std::ofstream out(file);
    for (const std::string& line : lines) out << line << '\n';
  }
  static AuditFault::What first_fault(const AuditReport& report) {
    return report.faults.empty() ? AuditFault::What::BadSignature : report.faults[0].what;
  }

  const SigningKey key_ = SigningKey::make(SignatureKind::EcdsaP256Sha256);
};

TEST_F(AuditFileTest, AnEntryComesBackAsItWas) {
  write(1);
  const AuditEntry entry = *good(stores_->audit().entry(1));
  const AuditEntry back = good(read_audit_line(audit_line(entry)));
  EXPECT_EQ(access::chained_hash("", back), access::chained_hash("", entry));
  EXPECT_EQ(back.hash, entry.hash);
  EXPECT_EQ(read_audit_line("{}").error().code, "audit.bad_line");
  EXPECT_EQ(read_audit_line("[").error().code, "audit.bad_line");
  EXPECT_EQ(read_audit_line(std::string(AuditFileLimits::kLine + 1, ' ')).error().code, "audit.bad_line");
}

TEST_F(AuditFileTest, AKeptChainIsVerifiedWithItsHeads) {
  write(3);
  const HeadFile early = head();
  write(2'500);
  const AuditReport report = verified({head(), early});
  EXPECT_TRUE(report.fine());
  EXPECT_EQ(report.entries, 2'503);
  EXPECT_EQ(report.heads, 2);
}

TEST_F(AuditFileTest, HeadsTellWhatWasCutOffOrRewritten) {
  write(5);
  HeadFile kept = head();
  HeadFile foreign{access::sign_head(kept.head.link, kept.head.at, SigningKey::make(SignatureKind::EcdsaP256Sha256)),
                   {}};
  EXPECT_EQ(first_fault(verified({foreign})), AuditFault::What::BadSignature);
  EXPECT_EQ(verified({foreign}).fault_count, 1);
  kept.head = access::sign_head({7, std::string(64, 'a')}, clock_.now(), key_);
  EXPECT_EQ(first_fault(verified({kept})), AuditFault::What::CutOff);
  kept.head = access::sign_head({5, std::string(64, 'a')}, clock_.now(), key_);
  EXPECT_EQ(first_fault(verified({kept})), AuditFault::What::HeadDiffers);
}

TEST_F(AuditFileTest, WhatWasDroppedByAgeIsNoFault) {
  write(4);
  const HeadFile early = head();
  write(4);
  good(stores_->audit().drop_older(clock_.now() - std::chrono::seconds(3)));
  const AuditReport report = verified({early, head()});
  EXPECT_TRUE(report.fine());
  EXPECT_EQ(report.from.sequence, 5);
  EXPECT_EQ(report.heads, 1) << "the early one is of what is kept no more";
}

TEST_F(AuditFileTest, AnExportProvesItself) {
  write(6);
  const AuditReport report = good(verify_export(exported(), key_.public_pem()));
  EXPECT_TRUE(report.fine());
  EXPECT_EQ(report.entries, 6);
  EXPECT_EQ(report.signed_by, key_id(key_.public_pem()));
  EXPECT_TRUE(good(verify_export(exported(), "")).fine());
  const auto other = SigningKey::make(SignatureKind::EcdsaP256Sha256).public_pem();
  EXPECT_EQ(first_fault(good(verify_export(exported(), other))), AuditFault::What::BadSignature);
  EXPECT_EQ(fs::status(exported()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(AuditFileTest, AnExportFromTheMiddleBeginsWhereItSays) {
  write(6);
  const fs::path file = scratch_.path() / "part.jsonl";
  EXPECT_EQ(good(export_audit(stores_->audit(), 4, clock_.now(), key_, file)), 3);
  const AuditReport report = good(verify_export(file, key_.public_pem()));
  EXPECT_TRUE(report.fine());
  EXPECT_EQ(report.from.sequence, 3);
  EXPECT_EQ(export_audit(stores_->audit(), 99, clock_.now(), key_, file).error().code, "audit.no_such_entry");
}

TEST_F(AuditFileTest, AnyTouchedExportIsTold) {
  write(6);
  const fs::path file = exported();
  const auto whole = lines_of(file);
  ASSERT_EQ(whole.size(), 8U);
  auto edited = whole;
  edited[3].replace(edited[3].find("PATCH"), 5, "PUTCH");
  write_lines(file, edited);
  EXPECT_EQ(first_fault(good(verify_export(file, ""))), AuditFault::What::Edited);
  auto removed = whole;
  removed.erase(removed.begin() + 3);
  write_lines(file, removed);
  EXPECT_EQ(first_fault(good(verify_export(file, ""))), AuditFault::What::Missing);
  auto moved = whole;
  std::swap(moved[2], moved[3]);
  write_lines(file, moved);
  EXPECT_FALSE(good(verify_export(file, "")).fine());
  auto shorter = whole;
  shorter.erase(shorter.end() - 2);
  write_lines(file, shorter);
  EXPECT_EQ(first_fault(good(verify_export(file, ""))), AuditFault::What::CutOff);
  auto endless = whole;
  endless.pop_back();
  write_lines(file, endless);
  EXPECT_EQ(first_fault(good(verify_export(file, ""))), AuditFault::What::CutOff);
  write_lines(file, {"{}"});
  EXPECT_EQ(verify_export(file, "").error().code, "audit.bad_head");
  EXPECT_EQ(verify_export(scratch_.path() / "none", "").error().code, "audit.no_file");
}

TEST_F(AuditFileTest, TheKeyIsMadeOnceForItsOwnerAlone) {
  const fs::path file = scratch_.path() / "audit" / "key.pem";
  const SigningKey made = good(audit_key(file, SignatureKind::Sm2Sm3));
  EXPECT_EQ(made.kind(), SignatureKind::Sm2Sm3);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(good(audit_key(file, SignatureKind::EcdsaP256Sha256)).public_pem(), made.public_pem());
  std::ostringstream beside;
  beside << std::ifstream(file.string() + ".pub").rdbuf();
  EXPECT_EQ(beside.str(), made.public_pem());
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(audit_key(file, SignatureKind::Sm2Sm3).error().code, "audit.bad_key");
}

TEST_F(AuditFileTest, TheKeeperSignsADayConcludesWhatWasLeftAndDropsTheOld) {
  AuditEntry intent;
  intent.stage = access::AuditStage::Intended;
  access::AuditLog log(stores_->audit(), clock_, DigestKind::Sha256);
  good(log.write(intent));
  clock_.advance(std::chrono::days(2));
  const fs::path heads = scratch_.path() / "heads";
  {
    AuditKeeper keeper(log, clock_, key_, {.heads = heads, .days = 1, .every = std::chrono::hours(1)});
    while (good(stores_->audit().anchor()).sequence != 1) std::this_thread::yield();
  }
  EXPECT_EQ(good(stores_->audit().entry(2))->result, "audit.end_unknown");
  const auto kept = good(heads_in(heads));
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].head.link, good(stores_->audit().last()));
  EXPECT_TRUE(verified(kept).fine());
  EXPECT_TRUE(fs::exists(heads / (shanghai_day(clock_.now()) + ".json")));
}

}  // namespace
}  // namespace huabiao::desk
