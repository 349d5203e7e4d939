// huabiao audit: for who has the machine or a copy. verify: finds any edit, removal or change of order in the kept
// chain or in an export. export: the chain as a file that proves itself. head: where it stands now, signed, to be kept
// elsewhere (docs/guide/audit.md).

#include <boost/json.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>

#include "app/audit_settings.h"
#include "app/cli/command.h"
#include "app/cli/standard_output.h"
#include "app/cli/with_stores.h"
#include "app/exit_code.h"
#include "base/base64.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;
using access::AuditFault;

struct AuditOptions {
  std::string format, export_file, heads, key, out;
  std::int64_t from = 0;
};

Bilingual said(AuditFault::What what) {
  switch (what) {
    case AuditFault::What::Edited:
      return {"被改动", "was edited"};
    case AuditFault::What::Missing:
      return {"缺失", "is missing"};
    case AuditFault::What::OutOfOrder:
      return {"顺序错乱", "is out of order"};
    case AuditFault::What::HeadDiffers:
      return {"与已签名的链首不符", "differs from a signed head"};
    case AuditFault::What::CutOff:
      return {"起被截断", "and what follows was cut off"};
    case AuditFault::What::BadSignature:
      return {"处的链首签名无效", "has a head whose signature does not hold"};
  }
  return {};
}

json::object link_document(const access::AuditLink& link) {
  return {{"sequence", link.sequence}, {"hash", link.hash}};
}

int tell(const desk::AuditReport& report, const AuditOptions& options, bool zh) {
  if (as_lines(options.format)) {
    json::array faults;
    for (const AuditFault& fault : report.faults)
      faults.push_back({{"what", to_string(fault.what)}, {"sequence", fault.sequence}, {"detail", fault.detail}});
    const json::object line{{"schema", 1},
                            {"fine", report.fine()},
                            {"entries", report.entries},
                            {"heads", report.heads},
                            {"from", link_document(report.from)},
                            {"last", link_document(report.last)},
                            {"faults", report.fault_count},
                            {"first_faults", std::move(faults)}};
    return !put(json::serialize(line) + "\n") ? kExitEnvironment : report.fine() ? kExitDone : kExitFound;
  }
  std::string out;
  for (const AuditFault& fault : report.faults) {
    const Bilingual what = said(fault.what);
    out += zh ? fmt::format("第 {} 条{}（{}）\n", fault.sequence, what.zh, fault.detail)
              : fmt::format("entry {} {} ({})\n", fault.sequence, what.en, fault.detail);
  }
  const auto more = report.fault_count - static_cast<std::int64_t>(report.faults.size());
  if (more > 0) out += zh ? fmt::format("……另有 {} 处\n", more) : fmt::format("... and {} more\n", more);
  out += zh ? fmt::format("{} 条记录（{} 至 {}），{} 个签名链首：", report.entries, report.from.sequence + 1,
                          report.last.sequence, report.heads)
            : fmt::format("{} entries ({} to {}), {} signed heads: ", report.entries, report.from.sequence + 1,
                          report.last.sequence, report.heads);
  out += report.fine() ? (zh ? "完整，未被改动\n" : "whole and untouched\n")
                       : (zh ? fmt::format("发现 {} 处问题\n", report.fault_count)
                             : fmt::format("{} faults\n", report.fault_count));
  if (!put(out)) return kExitEnvironment;
  return report.fine() ? kExitDone : kExitFound;
}

// A public key given by file; empty: none was named.
Result<std::string> key_in(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream in(file, std::ios::binary);
  std::string pem{std::istreambuf_iterator<char>(in), {}};
  if (key_id(pem).empty()) return fail(Kind::Unreadable, "audit.bad_key", file);
  return pem;
}

desk::Progress progress(bool zh) {
  if (!Run::progress_on_terminal()) return {};
  return [zh](std::int64_t entries) { fmt::print(stderr, "\r{} {}", entries, zh ? "条" : "entries"); };
}

void end_progress() {
  if (Run::progress_on_terminal()) fmt::print(stderr, "\r\x1b[K");
}

int verify_file(Run& run, const AuditOptions& options, const std::string& key, bool zh) {
  const auto report = desk::verify_export(options.export_file, key, progress(zh));
  end_progress();
  if (!report) return run.report(report.error());
  if (key.empty() && !as_lines(options.format))
    fmt::print(stderr,
               fmt::runtime(zh ? "签名密钥 {} 来自文件自身；用 --key 指定已知的公钥\n"
                               : "signed by key {}, which the file itself brings; name a known one with --key\n"),
               report->signed_by);
  return tell(*report, options, zh);
}

int verify(Run& run, const AuditOptions& options) {
  const bool zh = run.language() == Language::Chinese;
  auto key = key_in(options.key);
  if (!key) return run.report(key.error());
  if (!options.export_file.empty()) return verify_file(run, options, *key, zh);
  return with_stores(run, [&](storage::Stores& stores, const Clock&, const settings::Settings& settings) {
    const auto directory = storage::DataDirectory::open(settings.data, settings.database);
    if (!directory) return run.report(directory.error());
    if (key->empty()) {
      const auto own = audit_signing_key(settings, *directory);
      if (!own) return run.report(own.error());
      *key = own->public_pem();
    }
    const auto heads = desk::heads_in(options.heads.empty() ? directory->audit_heads().string() : options.heads);
    if (!heads) return run.report(heads.error());
    const auto report = desk::verify_audit(stores.audit(), *heads, *key, progress(zh));
    end_progress();
    return report ? tell(*report, options, zh) : run.report(report.error());
  });
}

int write_export(Run& run, const AuditOptions& options) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const bool zh = settings.language == Language::Chinese;
    const auto directory = storage::DataDirectory::open(settings.data, settings.database);
    if (!directory) return run.report(directory.error());
    const auto key = audit_signing_key(settings, *directory);
    if (!key) return run.report(key.error());
    const auto written =
        audited(stores, clock, settings, command_entry("audit export", options.out), [&]() -> Result<std::int64_t> {
          return desk::export_audit(stores.audit(), options.from, clock.now(), *key, options.out, progress(zh));
        });
    end_progress();
    if (!written) return run.report(written.error());
    fmt::print(stderr, fmt::runtime(zh ? "已导出 {} 条到 {}\n" : "{} entries written to {}\n"), *written, options.out);
    return kExitDone;
  });
}

int print_head(Run& run) {
  return with_stores(run, [&](storage::Stores& stores, const Clock& clock, const settings::Settings& settings) {
    const auto directory = storage::DataDirectory::open(settings.data, settings.database);
    if (!directory) return run.report(directory.error());
    const auto key = audit_signing_key(settings, *directory);
    if (!key) return run.report(key.error());
    const auto last = stores.audit().last();
    if (!last) return run.report(last.error());
    const desk::HeadFile head{sign_head(*last, clock.now(), *key), key->public_pem()};
    return put(desk::head_document(head)) ? kExitDone : kExitEnvironment;
  });
}

}  // namespace

void add_audit(const Command& root, Run& run) {
  const Command command = root.add("audit", {"审计：校验、导出、签名", "The audit: verify, export, sign"});
  command.needs_one_below();
  const auto options = std::make_shared<AuditOptions>();
  const Command verifying = command.add("verify", {"校验审计链：任何改动、删除、换序都会指出",
                                                   "Verify the chain: tells any edit, removal or change of order"});
  run.add_settings(verifying, {"audit_key"});
  verifying.option("--export", options->export_file, {"校验导出文件而不是数据库", "An export instead of the database"});
  verifying.option(
      "--heads", options->heads,
      {"另存的签名链首所在目录，默认为数据目录中的 audit", "Folder of signed heads; by default the data directory's"});
  verifying.option("--key", options->key, {"已知的公钥文件（PEM）", "A known public key, PEM"});
  verifying.option("--format", options->format, {"输出格式", "Output format"}).one_of({"table", "jsonl"});
  verifying.does([&run, options] { run.exit_code = verify(run, *options); });

  const Command exporting =
      command.add("export", {"导出为可自证的文件", "Write the chain to a file that proves itself"});
  run.add_settings(exporting, {"audit_key"});
  exporting.option("FILE", options->out, {"写入的文件", "The file to write"}).required();
  exporting.option("--from", options->from, {"从第几条开始，默认为最早一条", "First entry; by default the oldest"});
  exporting.does([&run, options] { run.exit_code = write_export(run, *options); });

  const Command heading = command.add(
      "head", {"输出当前签名的链首，供异地保存", "Print where the chain stands now, signed, to be kept elsewhere"});
  run.add_settings(heading, {"audit_key"});
  heading.does([&run] { run.exit_code = print_head(run); });
}

}  // namespace huabiao::app
