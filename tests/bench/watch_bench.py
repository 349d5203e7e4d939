#!/usr/bin/env python3
"""How fast the watch of one server goes round: a badweb estate on loopback, the server beside it on the same cores, whole
periods of ever shorter length. Prints Markdown: how late visits began, what was not visited, processor and memory.

WATCH_BENCH_SITES changes the number of sites.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/system"))
import running  # noqa: E402
from contract import Contract  # noqa: E402

SITES = int(os.environ.get("WATCH_BENCH_SITES", "3000"))
PERIODS_S = [30, 15, 10]
WHOLE = 2  # periods measured, after one to warm up
PASSWORD = "Hua-Biao-2015!"
TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """The process and all below it."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [one for child in children for one in tree(int(child))]


def processor_s(pids):
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mib(pids):
    return sum(int(line.split()[1]) for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()
               if line.startswith("VmRSS")) / 1024


def measured(folder, badweb, every):
    server = running.serve(folder / "data", "--lab", badweb.told["lab"], "--ca-file", str(folder / "ca.pem"), "--watch",
                           f"{every}s", "--host-gap", "0ms")
    try:
        client = running.Client(server.told["address"], Contract())
        if "secret" in server.told:
            client.sign_in(server.told["account"], server.told["secret"])
            client.keep(client.call("POST", "/session/password", {"current": server.told["secret"], "new": PASSWORD}))
        else:
            client.sign_in("admin", PASSWORD)
        seen, rows, began = {}, 0, None
        pids = []
        while len(seen) < WHOLE + 1:
            watch = client.call("GET", "/watch").json
            before = watch["before"]
            if before and before["round"] not in seen:
                seen[before["round"]] = before
                if began is None:
                    pids = tree(server.process.pid)
                    began = (time.monotonic(), processor_s(pids), processor_s(tree(badweb.process.pid)))
                else:
                    rows += before["rows"]
            if watch["periods"] > 3 * WHOLE:
                break
            time.sleep(0.3)
        wall = time.monotonic() - began[0]
        cpu, lab = processor_s(pids) - began[1], processor_s(tree(badweb.process.pid)) - began[2]
        kept = list(seen.values())[1:]
        print(f"| {every} s | {kept[-1]['rows'] / every:.0f} | {max(p['late_ms']['middle'] for p in kept)} "
              f"| {max(p['late_ms']['p99'] for p in kept)} | {max(p['late_ms']['most'] for p in kept)} "
              f"| {sum(p['not_visited'] for p in kept)} of {rows} | {100 * cpu / wall:.0f} % | {100 * lab / wall:.0f} % "
              f"| {memory_mib(pids):.0f} |", flush=True)
    finally:
        server.end()


def main():
    print("## The watch\n")
    with tempfile.TemporaryDirectory(prefix="watch") as name:
        folder = Path(name)
        subprocess.run([running.BADWEB, "estate", "--seed", "5", "--sites", str(SITES), "--condition", "healthy", "--workbook",
                        folder / "annex3.xlsx", "--truth", folder / "truth.jsonl"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([running.HUABIAO, "census", "import", folder / "annex3.xlsx", "--data", folder / "data"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        badweb = running.Program([running.BADWEB, "serve", "--estate", str(folder / "truth.jsonl"), "--ca-out",
                                  str(folder / "ca.pem"), "--lifetime", "3600"])
        try:
            print(f"{SITES:,} healthy sites, server and lab on the same {os.cpu_count()} cores, new connections, TLS, every page "
                  f"read whole; the worst of {WHOLE} periods.\n")
            print("| every | hosts a second | late, middle ms | 99 % ms | most ms | not visited | processor | of the lab | MiB |")
            print("|---|---|---|---|---|---|---|---|---|", flush=True)
            for every in PERIODS_S:
                measured(folder, badweb, every)
        finally:
            badweb.end()
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
