#include "doctor/probe/look_around.h"

#include <arpa/inet.h>
#include <fstream>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "doctor/probe/parts.h"

namespace huabiao::doctor {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "doctor-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Listens on a port of loopback the kernel chooses.
class Listener {
 public:
  Listener() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(listen(fd_, 1), 0);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(fd_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

}  // namespace

TEST(LookAtData, TellsAWritableFolderFromAFileAndFromNothing) {
  const Folder folder;
  const DataWorld good = look_at_data(folder.path());
  EXPECT_TRUE(good.there && good.directory && good.writable) << good.error;
  EXPECT_FALSE(good.open_to_others);
  EXPECT_GT(good.free_bytes, 0);
  EXPECT_TRUE(fs::is_empty(folder.path())) << "the write test leaves nothing behind";

  const DataWorld missing = look_at_data(folder.path() / "a" / "b");
  EXPECT_FALSE(missing.there);
  EXPECT_TRUE(missing.directory && missing.writable);
  EXPECT_FALSE(fs::exists(folder.path() / "a"));

  std::ofstream(folder.path() / "file") << "x";
  EXPECT_FALSE(look_at_data(folder.path() / "file").directory);

  fs::permissions(folder.path(), fs::perms::all);
  EXPECT_TRUE(look_at_data(folder.path()).open_to_others);
}

TEST(LookAtPort, NamesTheHolder) {
  const Listener listener;
  settings::Settings settings;
  settings.listen = {"127.0.0.1", listener.port()};
  const PortWorld taken = look_at_port(settings);
  EXPECT_FALSE(taken.free);
  EXPECT_TRUE(taken.loopback);
  EXPECT_NE(taken.holder.find("pid " + std::to_string(getpid())), std::string::npos) << taken.holder;
}

TEST(LookAtPort, FindsAFreePortFree) {
  settings::Settings settings;
  {
    const Listener listener;
    settings.listen = {"127.0.0.1", listener.port()};
  }
  const PortWorld port = look_at_port(settings);
  EXPECT_TRUE(port.free) << port.holder;
  EXPECT_EQ(port.error, "");
  settings.listen.host = "192.0.2.1";  // nobody's own address
  EXPECT_NE(look_at_port(settings).error, "");
}

TEST(LookAtEvidence, AddsUpTheFiles) {
  const Folder folder;
  fs::create_directories(folder.path() / "evidence" / "ab");
  std::ofstream(folder.path() / "evidence" / "ab" / "one") << std::string(1000, 'x');
  std::ofstream(folder.path() / "evidence" / "two") << std::string(24, 'x');
  settings::Settings settings;
  settings.data = folder.path();
  settings.evidence_quota_bytes = 5000;
  const EvidenceWorld evidence = look_at_evidence(settings, {});
  EXPECT_EQ(evidence.used_bytes, 1024);
  EXPECT_EQ(evidence.quota_bytes, 5000);
  EXPECT_EQ(look_at_evidence(settings, {.files = 1}).used_bytes <= 1024, true);
}

TEST(LookAtTrust, CountsTheCertificatesOfAFile) {
  const Folder folder;
  const fs::path file = folder.path() / "ca.pem";
  std::ofstream(file) << "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n";
  EXPECT_EQ(look_at_trust(file, {}).extra_certificates, 2);
  EXPECT_EQ(look_at_trust(folder.path() / "none.pem", {}).extra_certificates, 0);
  EXPECT_EQ(look_at_trust({}, {}).extra_file, "");
}

TEST(LookAtWorker, SaysWhyAChildDoesNotStart) {
  const WorkerWorld worker = look_at_worker({}, {"/nowhere/huabiao"}, {.worker = std::chrono::seconds(2)});
  EXPECT_FALSE(worker.started);
  EXPECT_TRUE(worker.error.starts_with("dispatch.")) << worker.error;
}

TEST(LookAtSchema, SaysWhatIsNoDatabase) {
  const Folder folder;
  EXPECT_FALSE(look_at_schema({.data = folder.path()}).database_there);
  std::ofstream(folder.path() / "huabiao.db") << "not a database at all";
  const SchemaWorld schema = look_at_schema({.data = folder.path()});
  EXPECT_TRUE(schema.database_there);
  EXPECT_FALSE(schema.newer);
  EXPECT_TRUE(schema.error.starts_with("storage.corrupt")) << schema.error;
}

TEST(LookAtDns, IsNotAskedInALab) {
  const DnsWorld dns = look_at_dns(false, {});
  EXPECT_FALSE(dns.needed);
  EXPECT_TRUE(dns.servers.empty());
}

TEST(LookAtMachine, ReadsWhatIsThere) {
  const Folder folder;
  std::ofstream(folder.path() / "huabiao.db") << "x";
  const ClockWorld clock = look_at_clock(folder.path());
  EXPECT_GT(clock.now.time_since_epoch().count(), 0);
  EXPECT_NEAR(static_cast<double>(to_millis(clock.newest_record)), static_cast<double>(to_millis(clock.now)), 60'000);
  EXPECT_FALSE(look_at_account().name.empty());
  const SuffixWorld suffixes = look_at_suffixes();
  EXPECT_EQ(suffixes.there, !suffixes.file.empty() && fs::exists(suffixes.file));
}

}  // namespace huabiao::doctor
