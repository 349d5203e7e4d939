#include "doctor/check.h"

#include <fmt/format.h>

namespace huabiao::doctor {
namespace {

Diagnosis ok(std::string zh, std::string en) {
  return {State::Ok, {std::move(zh), std::move(en)}, {}};
}

Diagnosis not_well(State state, Bilingual saw, Bilingual mend) {
  return {state, std::move(saw), std::move(mend)};
}

// " (why)" when there is a why.
std::string because(const std::string& why) {
  return why.empty() ? std::string() : " (" + why + ")";
}

std::string gib(std::int64_t bytes) {
  return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1LL << 30));
}

Diagnosis settings_check(const World& world) {
  const SettingsWorld& settings = world.settings;
  if (!settings.error.en.empty())
    return not_well(State::Fail, settings.error,
                    {"按上面所写的期望值改正该设置，或删去它以使用默认值",
                     "Give the setting the value expected above, or remove it to take the default"});
  if (!settings.unknown_keys.empty()) {
    const std::string keys = fmt::format("{}", fmt::join(settings.unknown_keys, ", "));
    return not_well(State::Warn, {"配置文件中有不认识的设置：" + keys, "The file holds unknown settings: " + keys},
                    {"请核对拼写；huabiao serve --help 列出全部设置",
                     "Check the spelling; huabiao serve --help lists every setting"});
  }
  if (!settings.file_there)
    return ok("没有配置文件，使用默认值：" + settings.file, "No file, defaults apply: " + settings.file);
  return ok("已读取 " + settings.file, "Read " + settings.file);
}

Diagnosis account_check(const World& world) {
  if (world.account.root)
    return not_well(State::Warn, {"以 root 身份运行", "Runs as root"},
                    {"请新建专用账户运行：adduser --system huabiao",
                     "Make an account of its own and run under it: adduser --system huabiao"});
  return ok("账户 " + world.account.name, "Account " + world.account.name);
}

Diagnosis data_check(const World& world) {
  const DataWorld& data = world.data;
  if (!data.directory)
    return not_well(State::Fail, {data.path + " 不是目录", data.path + " is not a directory"},
                    {"请用 --data 指定目录，或移走该文件", "Name a directory with --data, or move that file away"});
  if (!data.writable)
    return not_well(State::Fail,
                    {fmt::format("{} 不可写{}", data.path, because(data.error)),
                     fmt::format("{} cannot be written{}", data.path, because(data.error))},
                    {"请把目录交给运行账户（chown），或检查磁盘是否只读挂载",
                     "Give the directory to the account (chown), or see whether the disk is mounted read-only"});
  if (data.open_to_others)
    return not_well(State::Warn,
                    {data.path + " 可被本机其他账户读取", data.path + " can be read by other accounts of this machine"},
                    {"chmod 700 " + data.path, "chmod 700 " + data.path});
  if (!data.there) return ok("首次使用时创建 " + data.path, "Will be made on first use: " + data.path);
  return ok(data.path + " 可写", data.path + " can be written");
}

Diagnosis disk_check(const World& world) {
  const std::int64_t free = world.data.free_bytes;
  const Bilingual mend = {"请清理磁盘，或用 --data 换到更大的磁盘；证据可用 --evidence-quota 限额",
                          "Free some disk, or move with --data to a larger one; --evidence-quota bounds the evidence"};
  if (free < 0)
    return not_well(State::Warn, {"无法得知剩余空间", "The free space cannot be told"},
                    {"请检查数据目录所在磁盘", "Look at the disk that holds the data directory"});
  if (free < DoctorLimits::kFreeBytesFail)
    return not_well(State::Fail, {"仅剩 " + gib(free), "Only " + gib(free) + " free"}, mend);
  if (free < DoctorLimits::kFreeBytesWarn)
    return not_well(State::Warn, {"剩余 " + gib(free), gib(free) + " free"}, mend);
  return ok("剩余 " + gib(free), gib(free) + " free");
}

Diagnosis schema_check(const World& world) {
  const SchemaWorld& schema = world.schema;
  if (schema.newer)
    return not_well(State::Fail,
                    {"数据库由更新版本的 huabiao 写成" + because(schema.error),
                     "The database was written by a newer huabiao" + because(schema.error)},
                    {"请升级 huabiao，或用 --data 指定另一目录；旧版本不会改动它",
                     "Upgrade huabiao, or name another directory with --data; this version leaves it alone"});
  if (!schema.error.empty())
    return not_well(State::Fail, {"数据库无法打开：" + schema.error, "The database cannot be opened: " + schema.error},
                    {"请检查文件权限或数据库服务器；损坏时从备份恢复",
                     "Look at the file's permissions or at the server; restore a backup when it is damaged"});
  if (!schema.database_there) return ok("尚无数据库，首次使用时创建", "None yet, made on first use");
  return ok("数据库可以打开，版本相符：" + schema.engine, "The database opens and its version fits: " + schema.engine);
}

Diagnosis evidence_check(const World& world) {
  const EvidenceWorld& evidence = world.evidence;
  const std::string figures_zh =
      fmt::format("已用 {}，限额 {}，保存 {} 天", gib(evidence.used_bytes), gib(evidence.quota_bytes), evidence.days);
  const std::string figures_en =
      fmt::format("{} of {} used, kept {} days", gib(evidence.used_bytes), gib(evidence.quota_bytes), evidence.days);
  if (evidence.quota_bytes <= 0 || evidence.days <= 0)
    return not_well(State::Fail,
                    {"证据限额或保存天数为零：" + figures_zh, "No room or no days for evidence: " + figures_en},
                    {"请设置 --evidence-quota 和 --evidence-days", "Set --evidence-quota and --evidence-days"});
  const std::int64_t left = evidence.quota_bytes - evidence.used_bytes;
  if (left < evidence.quota_bytes / 10)
    return not_well(
        State::Warn, {"证据即将占满限额：" + figures_zh, "The evidence is about to fill its quota: " + figures_en},
        {"请提高 --evidence-quota 或缩短 --evidence-days；占满后最旧的证据先被删除",
         "Raise --evidence-quota or lower --evidence-days; when it is full the oldest evidence goes first"});
  if (world.data.free_bytes >= 0 && left > world.data.free_bytes)
    return not_well(State::Warn,
                    {"磁盘容不下所设的证据限额：" + figures_zh, "The disk cannot hold the quota: " + figures_en},
                    {"请降低 --evidence-quota 或扩大磁盘", "Lower --evidence-quota or enlarge the disk"});
  return ok(figures_zh, figures_en);
}

Diagnosis port_check(const World& world) {
  const PortWorld& port = world.port;
  if (!port.free) {
    const std::string holder = port.holder.empty() ? std::string() : port.holder;
    return not_well(State::Fail,
                    {fmt::format("{} 已被占用{}", port.address, because(holder)),
                     fmt::format("{} is taken{}", port.address, because(holder))},
                    {"若是另一个 huabiao serve，无需处理；否则用 --listen 换一个端口",
                     "If that is another huabiao serve, all is well; otherwise choose another port with --listen"});
  }
  if (!port.error.empty())
    return not_well(State::Fail,
                    {fmt::format("{} 不能监听{}", port.address, because(port.error)),
                     fmt::format("{} cannot be listened on{}", port.address, because(port.error))},
                    {"请用 --listen 指定本机拥有的地址和1024以上的端口",
                     "Name an address of this machine and a port above 1024 with --listen"});
  if (!port.loopback && !port.encrypted)
    return not_well(State::Warn,
                    {port.address + " 对外开放而未加密", port.address + " is open to the network without encryption"},
                    {"请设置 --tls-certificate 和 --tls-key，或只监听 127.0.0.1 并在前面放置代理",
                     "Set --tls-certificate and --tls-key, or listen on 127.0.0.1 behind a proxy"});
  return ok(port.address + " 可用", port.address + " is free");
}

Diagnosis dns_check(const World& world) {
  const DnsWorld& dns = world.dns;
  if (!dns.needed) return ok("实验环境不需要域名解析", "Not needed in a lab");
  const std::string servers = fmt::format("{}", fmt::join(dns.servers, ", "));
  if (dns.resolved) return ok("解析服务器 " + servers, "Resolved by " + servers);
  if (dns.servers.empty())
    return not_well(State::Fail, {"没有配置解析服务器", "No name server is configured"},
                    {"请在 /etc/resolv.conf 中写入 nameserver 一行", "Put a nameserver line into /etc/resolv.conf"});
  if (dns.answered)
    return not_well(State::Warn,
                    {fmt::format("解析服务器有应答，但不认识根域：{}{}", servers, because(dns.error)),
                     fmt::format("{} answers, but does not know the root{}", servers, because(dns.error))},
                    {"它可能只解析部分域名；请换用能解析全网的服务器，或用 check 一个外部网址核实",
                     "It may know some names only: use one that resolves the whole net, or check an outside address"});
  return not_well(State::Fail,
                  {fmt::format("解析服务器不能解析：{}{}", servers, because(dns.error)),
                   fmt::format("Names are not resolved by {}{}", servers, because(dns.error))},
                  {"请检查网络和 /etc/resolv.conf；没有解析就不能判断网站存亡",
                   "Check the network and /etc/resolv.conf; without names no site can be judged"});
}

Diagnosis trust_check(const World& world) {
  const TrustWorld& trust = world.trust;
  if (trust.certificates == 0)
    return not_well(State::Fail, {"找不到受信任的根证书", "No trusted root certificates were found"},
                    {"apt-get install ca-certificates", "apt-get install ca-certificates"});
  if (!trust.extra_file.empty() && trust.extra_certificates == 0)
    return not_well(State::Fail, {trust.extra_file + " 中没有证书", trust.extra_file + " holds no certificate"},
                    {"请让 --ca-file 指向 PEM 格式的证书文件", "Point --ca-file to a file of certificates in PEM"});
  return ok(fmt::format("{} 中有 {} 个根证书", trust.file, trust.certificates),
            fmt::format("{} roots in {}", trust.certificates, trust.file));
}

Diagnosis suffix_check(const World& world) {
  const SuffixWorld& suffixes = world.suffixes;
  const Bilingual mend = {"apt-get install --only-upgrade publicsuffix，或从发行方取得新的列表",
                          "apt-get install --only-upgrade publicsuffix, or take a newer list from its publisher"};
  if (!suffixes.there)
    return not_well(State::Fail, {"没有公共后缀列表", "There is no public suffix list"},
                    {"apt-get install publicsuffix", "apt-get install publicsuffix"});
  const std::string day = shanghai_day(suffixes.dated);
  if (world.clock.now - suffixes.dated > std::chrono::days(DoctorLimits::kSuffixListDays))
    return not_well(State::Warn,
                    {fmt::format("{} 已超过一年（{}）", suffixes.file, day),
                     fmt::format("{} is older than a year ({})", suffixes.file, day)},
                    mend);
  return ok(fmt::format("{}（{}）", suffixes.file, day), fmt::format("{} ({})", suffixes.file, day));
}

Diagnosis worker_check(const World& world) {
  if (world.worker.started) return ok("子进程可以启动", "The child process starts");
  return not_well(
      State::Fail,
      {"访问网站的子进程不能启动" + because(world.worker.error),
       "The child process that visits cannot be started" + because(world.worker.error)},
      {"请检查进程数限制（ulimit -u）和 /proc 是否可用，再运行 huabiao worker 看错误",
       "Check the process limit (ulimit -u) and that /proc is there, then run huabiao worker and read its error"});
}

Diagnosis sandbox_check(const World& world) {
  const WorkerWorld& worker = world.worker;
  if (!world.seccomp)
    return not_well(
        State::Warn, {"内核不提供系统调用过滤（seccomp）", "The kernel offers no system call filter (seccomp)"},
        {"请在物理机、虚拟机或允许 seccomp 的容器中运行；访问仍可进行，但子进程不受此限制",
         "Run on a machine or in a container that allows seccomp; visits go on, but the child is not confined by it"});
  if (!worker.started) return ok("内核提供系统调用过滤", "The kernel offers system call filters");
  if (worker.opens_files || worker.runs_programs || worker.sees_environment)
    return not_well(
        State::Warn,
        {fmt::format("子进程仍能{}{}{}", worker.opens_files ? "打开文件 " : "", worker.runs_programs ? "运行程序 " : "",
                     worker.sees_environment ? "看到环境变量" : ""),
         fmt::format("The child process can still {}{}{}", worker.opens_files ? "open files, " : "",
                     worker.runs_programs ? "run programs, " : "",
                     worker.sees_environment ? "see the environment" : "")},
        {"请在允许 seccomp 的系统上运行，并报告此问题", "Run on a system that allows seccomp, and report this"});
  if (!(worker.system_calls && worker.no_new_privileges && worker.limits))
    return not_well(State::Warn,
                    {"子进程没有完全关进沙箱" + because(worker.refused),
                     "The child process is not fully confined" + because(worker.refused)},
                    {"请看上述原因；常见于禁止 prctl 的容器配置",
                     "See the reason given; often a container profile that forbids prctl"});
  return ok("子进程在沙箱中运行", "The child process is confined");
}

Diagnosis clock_check(const World& world) {
  const ClockWorld& clock = world.clock;
  const Bilingual mend = {"请校准时间并启用时间同步：timedatectl set-ntp true",
                          "Set the time and switch synchronisation on: timedatectl set-ntp true"};
  const std::string now = to_shanghai(clock.now);
  if (clock.now < DoctorLimits::kEarliest || clock.now > DoctorLimits::kLatest)
    return not_well(State::Fail, {"时钟显然不对：" + now, "The clock is plainly wrong: " + now}, mend);
  if (clock.newest_record > clock.now + DoctorLimits::kClockBehind)
    return not_well(
        State::Fail,
        {fmt::format("时钟 {} 早于已有记录 {}", now, to_shanghai(clock.newest_record)),
         fmt::format("The clock says {}, but there are records of {}", now, to_shanghai(clock.newest_record))},
        mend);
  if (!clock.synchronised)
    return not_well(State::Warn, {"时钟没有与时间源同步：" + now, "The clock is not synchronised: " + now}, mend);
  return ok(now, now);
}

Diagnosis picture_check(const World& world) {
  const PictureWorld& pictures = world.pictures;
  if (pictures.browser.empty())
    return not_well(State::Warn, {"没有 Chromium（可选）：无法截图", "No Chromium (optional): no screenshots"},
                    {"apt-get install chromium", "apt-get install chromium"});
  if (!pictures.chinese_font)
    return not_well(
        State::Warn,
        {"没有中文字体（可选）：截图中的汉字会成为方框", "No Chinese font (optional): screenshots would show boxes"},
        {"apt-get install fonts-noto-cjk", "apt-get install fonts-noto-cjk"});
  return ok(pictures.browser + "，有中文字体", pictures.browser + ", with a Chinese font");
}

Diagnosis render_check(const World& world) {
  const RenderWorld& render = world.render;
  if (render.error.empty() && !render.works_with.empty())
    return ok(render.works_with + "，以 " + render.as + " 身份在隔离环境中运行，沙箱有效",
              render.works_with + ", as " + render.as + ", kept apart and with its sandbox on");
  return not_well(
      render.wanted ? State::Fail : State::Warn,
      {"不能由浏览器渲染页面" + because(render.error), "No browser draws pages" + because(render.error)},
      {"安装 chromium，建立账号（useradd --system huabiao-render），以 root 启动，并允许用户命名空间",
       "Install chromium, make the account (useradd --system huabiao-render), start as root, and allow user "
       "namespaces"});
}

Diagnosis channel_check(const World& world) {
  std::string names, broken, open;
  for (const ChannelWorld& channel : world.channels) {
    names += fmt::format("{}{} ({} {})", names.empty() ? "" : ", ", channel.name, channel.kind, channel.address);
    if (!channel.error.empty()) broken += fmt::format("{}{}", broken.empty() ? "" : "; ", channel.error);
    if (channel.open_to_others) open += fmt::format("{}{}", open.empty() ? "" : ", ", channel.name);
  }
  if (world.channels.empty()) return ok("没有通道：发现的问题不会通知任何人", "None: nobody is told of what is found");
  if (!broken.empty())
    return not_well(State::Fail, {"有通道不能使用：" + broken, "A channel cannot be used: " + broken},
                    {"请改正 huabiao.toml 中的 [[channel]]，并让运行账户能读取其密钥文件",
                     "Correct the [[channel]] in huabiao.toml, and let the account read its secret file"});
  if (!open.empty())
    return not_well(
        State::Warn,
        {"通道的密钥可被本机其他账户读取：" + open, "Other accounts of this machine can read the secrets of: " + open},
        {"请用 chmod 600 收紧这些文件的权限", "chmod 600 the files"});
  return ok(names, names);
}

}  // namespace

std::string_view to_string(State state) {
  static constexpr std::string_view kNames[] = {"ok", "warn", "fail"};
  return kNames[static_cast<std::size_t>(state)];
}

std::span<const Check> checks() {
  static const Check kChecks[] = {
      {"settings",
       {"配置文件能否读取，设置是否有效", "is the settings file readable and every setting valid"},
       settings_check},
      {"account", {"运行账户", "the account it runs under"}, account_check},
      {"data-directory",
       {"数据目录是否存在、可写、不对外", "is the data directory there, writable and private"},
       data_check},
      {"disk", {"磁盘剩余空间", "free disk"}, disk_check},
      {"schema", {"数据库版本是否相符", "does the database open and its version fit"}, schema_check},
      {"evidence", {"证据限额", "room for evidence"}, evidence_check},
      {"port", {"服务端口是否可用，被谁占用", "is the port free, and who holds it"}, port_check},
      {"dns", {"域名解析", "are names resolved"}, dns_check},
      {"tls-trust", {"根证书", "are there trusted root certificates"}, trust_check},
      {"public-suffix",
       {"公共后缀列表是否存在、是否过旧", "is the public suffix list there and not too old"},
       suffix_check},
      {"worker", {"访问子进程能否启动", "does the visiting child process start"}, worker_check},
      {"sandbox", {"子进程是否受沙箱限制", "is the child process confined"}, sandbox_check},
      {"clock", {"系统时钟", "is the clock sane"}, clock_check},
      {"channels", {"通知通道能否使用", "can people be told of what is found"}, channel_check},
      {"pictures", {"截图所需的浏览器和字体（可选）", "browser and fonts for screenshots (optional)"}, picture_check},
      {"rendered-view",
       {"浏览器能否在隔离环境中渲染页面（可选）", "does a browser draw pages, kept apart (optional)"},
       render_check},
  };
  return kChecks;
}

}  // namespace huabiao::doctor
