#!/usr/bin/env python3
"""Pages per second of a round on one core, beside Scrapy, a bare libcurl-multi loop and Debian's prometheus-blackbox-exporter
(which judges nothing but status and certificate) on the same URLs.

badweb serves healthy sites from the other core. Each program is pinned to one core and run RUNS times in turn; the best
run counts. Wall time holds start-up; time of the processor is what one core would need if nobody else wanted it.
"""
import http.client
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SITES = int(os.environ.get("ROUND_BENCH_SITES", "1500"))
RUNS = int(os.environ.get("ROUND_BENCH_RUNS", "3"))
CONCURRENCY = 64
CLIENT_CORE, SERVER_CORE = "0", "1"
HUABIAO, BADWEB = os.environ["HUABIAO_BIN"], os.environ["BADWEB_BIN"]
BARE = str(pathlib.Path(os.environ["HUABIAO_BUILD"]) / "tests" / "bench" / "bare_curl")
HERE = pathlib.Path(__file__).resolve().parent


def measured(command):
    """Runs on the client's core: wall seconds, processor seconds of it and its children, stdout."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(["taskset", "-c", CLIENT_CORE, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          timeout=600, env={**os.environ, "HUABIAO_LANG": "en"})
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: exit code {done.returncode}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


class Exporter:
    """The exporter on the client's core; bare_curl asks it for every URL from the other one."""

    def __init__(self, folder, serving):
        self.serving, self.port = serving, 19115
        config = folder / "blackbox.yml"
        config.write_text("modules: {page: {prober: http, timeout: 15s, http: {preferred_ip_protocol: ip4, follow_redirects: false, "
                          f"tls_config: {{ca_file: {folder / 'ca.pem'}}}}}}}}}\n")
        self.process = subprocess.Popen(["taskset", "-c", CLIENT_CORE, "/usr/bin/prometheus-blackbox-exporter", f"--config.file={config}",
                                         f"--web.listen-address=127.0.0.1:{self.port}"], env={**os.environ, "GOMAXPROCS": "1"},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)

    def processor_s(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measured(self, listed, folder):
        asked = folder / "probes.txt"
        lines = []
        for url in listed:
            scheme, rest = url.split("://", 1)
            host, path = rest.split("/", 1)
            target = f"{scheme}://127.0.0.1:{self.serving['plain' if scheme == 'http' else 'tls']}/{path}"
            lines.append("http://exporter.test/probe?" + urllib.parse.urlencode({"module": "page", "target": target, "hostname": host}))
        asked.write_text("\n".join(lines) + "\n")
        before, began = self.processor_s(), time.monotonic()
        done = subprocess.run(["taskset", "-c", SERVER_CORE, BARE, str(asked), "127.0.0.1", str(self.port), str(self.port),
                               str(CONCURRENCY)], stdout=subprocess.PIPE, text=True, timeout=600, check=True)
        return time.monotonic() - began, self.processor_s() - before, done.stdout


def counted(out):
    pages, size = out.split()
    return int(pages), int(size)


def huabiao_pages(out):
    rows = [json.loads(line) for line in out.splitlines()]
    read = [row for row in rows if row["outcome"] in ("ok", "ok_with_faults")]
    return len(read), sum(row["facts"]["bytes"] for row in read)


def size_mix(sizes):
    sizes = sorted(sizes)
    at = lambda share: sizes[min(len(sizes) - 1, int(share * len(sizes)))] // 1024
    return (f"{len(sizes)} pages, {sum(sizes) // len(sizes) // 1024} KiB on average; 10 % below {at(0.1)} KiB, half below "
            f"{at(0.5)}, 90 % below {at(0.9)}, largest {sizes[-1] // 1024}")


def answers_itself(url, port):
    """False for a site that sends plain visitors on to https: not every program here follows."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    host, path = url.removeprefix("http://").split("/", 1)
    wire.request("GET", "/" + path, headers={"Host": host})
    status = wire.getresponse().status
    wire.close()
    return status == 200


def bench(scheme, folder, serving):
    listed = subprocess.run([BADWEB, "urls", "--seed", "1", "--sites", str(SITES), "--condition", "healthy", "--scheme", scheme],
                            check=True, capture_output=True, text=True).stdout.split()
    if scheme == "http":
        listed = [url for url in listed if answers_itself(url, serving["plain"])]
    urls, count = folder / f"{scheme}.txt", len(listed)
    urls.write_text("\n".join(listed) + "\n")
    plain, tls, ca_file = str(serving["plain"]), str(serving["tls"]), str(folder / "ca.pem")
    programs = {
        "huabiao check": ([HUABIAO, "check", "-l", str(urls), "--lab", serving["lab"], "--ca-file", ca_file, "--format", "jsonl",
                           "--workers", "1", "--concurrency", str(CONCURRENCY), "--host-gap", "0ms"], huabiao_pages),
        "bare libcurl-multi": ([BARE, str(urls), "127.0.0.1", plain, tls, str(CONCURRENCY)], counted),
    }
    if scheme == "http":
        programs["Scrapy, title and links"] = (["/usr/bin/python3", str(HERE / "scrapy_titles.py"), str(urls),
                                                f"http://127.0.0.1:{plain}", str(CONCURRENCY)], counted)
    exporter = Exporter(folder, serving)
    programs["prometheus-blackbox-exporter"] = (None, counted)
    best = {}
    for _ in range(RUNS):
        for name, (command, read) in programs.items():
            wall, processor, out = measured(command) if command else exporter.measured(listed, folder)
            pages, size = read(out)
            if pages < count * 0.99:
                sys.exit(f"{name} read {pages} of {count} pages")
            kept = best.setdefault(name, [wall, processor, pages, size])
            kept[0], kept[1] = min(kept[0], wall), min(kept[1], processor)
            if name == "huabiao check":
                sizes = [json.loads(line)["facts"]["bytes"] for line in out.splitlines()]
    exporter.process.terminate()
    exporter.process.wait(10)
    print(f"### {scheme}\n\n{size_mix(sizes)}. Best of {RUNS} runs, one core, {CONCURRENCY} at once.\n")
    print("| program | pages | wall s | pages/s | processor s | pages per processor second | huabiao is (wall) | (processor) |")
    print("|---|---|---|---|---|---|---|---|")
    ours = best["huabiao check"]
    for name, (wall, processor, pages, _) in best.items():
        print(f"| {name} | {pages} | {wall:.2f} | {pages / wall:.0f} | {processor:.2f} | {pages / processor:.0f} | "
              f"{wall / ours[0]:.2f} x | {processor / ours[1]:.2f} x |")
    print()


def main():
    with tempfile.TemporaryDirectory(prefix="round-bench") as name:
        folder = pathlib.Path(name)
        server = subprocess.Popen(["taskset", "-c", SERVER_CORE, BADWEB, "serve", "--seed", "1", "--sites", str(SITES), "--condition",
                                   "healthy", "--ca-out", str(folder / "ca.pem"), "--lifetime", "3000"],
                                  stdout=subprocess.PIPE, text=True)
        try:
            serving = json.loads(server.stdout.readline())
            print("## A round over badweb: fetch, parse, detect, judge, print\n")
            for scheme in ("http", "https"):
                bench(scheme, folder, serving)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


if __name__ == "__main__":
    main()
