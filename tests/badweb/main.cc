// badweb: a small, fast server of sick sites for tests, demonstrations and benchmarks. Loopback only. See README.md.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <unistd.h>

#include "authority.h"
#include "base/clock.h"
#include "estate.h"
#include "reply.h"
#include "server.h"
#include "truth.h"
#include "workbook.h"

namespace huabiao::badweb {
namespace {

constexpr int kDone = 0, kUsage = 2, kUnreadable = 3, kEnvironment = 4;

struct Options {
  EstateOptions estate;
  std::string condition, estate_file;
  Ports ports;
  std::string ca_out, workbook, annex2, truth, scheme = "https";
  double time_scale = 1.0;
  Strain strain;
  long living_s = 0;
  std::size_t cache_mib = ResponderLimits{}.cache_bytes >> 20;
  long lifetime = 0;
};

// The first line of a truth file names the estate it belongs to. The file is our own, so plain searching does.
bool read_estate_file(Options& options) {
  std::ifstream in(options.estate_file);
  std::string line;
  if (!std::getline(in, line)) return false;
  const auto number = [&](std::string_view key) {
    const std::size_t at = line.find(fmt::format("\"{}\":", key));
    return at == std::string::npos ? 0ULL : std::strtoull(line.c_str() + at + key.size() + 3, nullptr, 10);
  };
  options.estate.seed = number("seed");
  options.estate.sites = number("sites");
  if (const std::size_t at = line.find("\"only\":\""); at != std::string::npos)
    options.condition = line.substr(at + 8, line.find('"', at + 8) - at - 8);
  return options.estate.sites > 0;
}

bool settle_condition(Options& options) {
  if (options.condition.empty()) return true;
  options.estate.only = condition_from(options.condition);
  return options.estate.only.has_value();
}

int write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (out) return kDone;
  fmt::print(stderr, "badweb: cannot write {}\n", path);
  return kEnvironment;
}

int report(const Done& done) {
  if (done) return kDone;
  fmt::print(stderr, "badweb: {}: {}\n", done.error().code, done.error().detail);
  return kEnvironment;
}

Strain strain_of(const Options& options) {
  Strain strain = options.strain;
  strain.living = std::chrono::seconds(options.living_s);
  return strain;
}

int serve(const Options& options) {
  const Estate estate = make_estate(options.estate);
  Responder responder(estate, options.time_scale, {.cache_bytes = options.cache_mib << 20}, strain_of(options), {},
                      shanghai_day(SystemClock().now()));
  CertificateAuthority authority;
  if (!options.ca_out.empty())
    if (const int failed = write_file(options.ca_out, authority.pem()); failed != kDone) return failed;
  Server server(responder, authority, options.ports);
  const Ports ports = server.ports();
  fmt::print("{{\"plain\":{0},\"tls\":{1},\"lab\":\"127.0.0.1:{0}:{1}\",\"sites\":{2},\"seed\":{3},\"pid\":{4}}}\n",
             ports.plain, ports.tls, estate.sites().size(), options.estate.seed, getpid());
  std::fflush(stdout);
  server.run(std::chrono::seconds(options.lifetime));
  return kDone;
}

int write_estate(const Options& options) {
  EstateOptions wanted = options.estate;
  wanted.annex = !options.annex2.empty();
  const Estate estate = make_estate(wanted);
  if (!options.workbook.empty())
    if (const int failed = report(write_annex3(estate, options.workbook)); failed != kDone) return failed;
  if (!options.annex2.empty())
    if (const int failed = report(write_annex2(estate, options.annex2)); failed != kDone) return failed;
  return options.truth.empty() ? kDone : write_file(options.truth, truth(estate));
}

int print_urls(const Options& options) {
  EstateOptions wanted = options.estate;
  wanted.annex = false;
  std::string out;
  const Estate estate = make_estate(wanted);
  for (const Site& site : estate.sites())
    for (const Organisation& unit : site.organisations)
      for (const Host& host : unit.hosts) out += fmt::format("{}://{}/\n", options.scheme, host.name);
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kDone;
}

void add_estate_options(CLI::App& command, Options& options) {
  command.add_option("--seed", options.estate.seed, "Number the whole estate is drawn from");
  command.add_option("--sites", options.estate.sites, "How many sites")->check(CLI::Range(1, 1'000'000));
  command.add_option("--condition", options.condition, "Give every site this condition (README.md), e.g. healthy");
}

int run(int argc, char** argv) {
  CLI::App app{"badweb: a server of sick sites, on loopback only"};
  app.require_subcommand(1);
  Options options;
  CLI::App* const serving =
      app.add_subcommand("serve", "Serve the estate until SIGTERM; prints one JSON line when ready");
  add_estate_options(*serving, options);
  serving->add_option("--port", options.ports.plain, "Plain port, 0: any free one");
  serving->add_option("--tls-port", options.ports.tls, "TLS port, 0: any free one");
  serving->add_option("--ca-out", options.ca_out, "Where to write the authority that signs the certificates (PEM)");
  serving->add_option("--estate", options.estate_file, "A truth file of `badweb estate`: serve exactly that estate");
  serving->add_option("--time-scale", options.time_scale, "Factor for every wait: 0.1 makes a minute six seconds")
      ->check(CLI::Range(0.001, 100.0));
  serving
      ->add_option("--changing", options.strain.changing, "Percent of answers of healthy sites with a new front page")
      ->check(CLI::Range(0, 100));
  serving->add_option("--hanging", options.strain.hanging, "Percent of healthy sites that say nothing for a minute")
      ->check(CLI::Range(0, 100));
  serving->add_option("--refusing", options.strain.refusing, "Percent of healthy sites that reset every connection")
      ->check(CLI::Range(0, 100));
  serving
      ->add_option("--living", options.living_s,
                   "Seconds that attacks and outages stay, then are gone, in turn; 0: they stay")
      ->check(CLI::Range(0, 86400));
  serving->add_option("--cache-mib", options.cache_mib, "Memory for front pages kept ready")
      ->check(CLI::Range(0, 65536));
  serving->add_option("--lifetime", options.lifetime, "Seconds until it stops by itself, 0: never")
      ->check(CLI::Range(0, 86400));
  CLI::App* const writing = app.add_subcommand("estate", "Write the workbook of the estate and the truth about it");
  add_estate_options(*writing, options);
  writing->add_option("--workbook", options.workbook, "Annex 3 of the estate, .xlsx");
  writing->add_option("--truth", options.truth, "One JSON line per site and host");
  writing->add_option("--annex2", options.annex2, "The notice's own annex 2, .xlsx; its sites join the truth");
  CLI::App* const listing = app.add_subcommand("urls", "List the front pages, one URL a line");
  add_estate_options(*listing, options);
  listing->add_option("--scheme", options.scheme)->check(CLI::IsMember({"http", "https"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  if (!options.estate_file.empty() && !read_estate_file(options)) {
    fmt::print(stderr, "badweb: {} is no truth file\n", options.estate_file);
    return kUnreadable;
  }
  if (!settle_condition(options)) {
    fmt::print(stderr, "badweb: no condition is called {}; tests/badweb/README.md lists them\n", options.condition);
    return kUsage;
  }
  if (serving->parsed()) return serve(options);
  return writing->parsed() ? write_estate(options) : print_urls(options);
}

}  // namespace
}  // namespace huabiao::badweb

int main(int argc, char** argv) {
  try {
    return huabiao::badweb::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "badweb: {}\n", error.what());
    return 4;
  }
}
