"""A server's watch measured from outside: what /watch says of its periods, what its processes and the lab's use."""
import contextlib
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

TICKS = os.sysconf("SC_CLK_TCK")
HEAD = ("| every | hosts a second | late, middle ms | 99 % ms | most ms | not visited | processor | of the lab | MiB |\n"
        "|---|---|---|---|---|---|---|---|---|")


def tree(pid):
    """The process and all below it."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [one for child in children for one in tree(int(child))]


def processor_s(pids):
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])  # the ended children's, too
    return total / TICKS


def memory_mib(pids):
    return sum(int(line.split()[1]) for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()
               if line.startswith("VmRSS")) / 1024


@contextlib.contextmanager
def estate(sites, *strain):
    """A folder with the register of so many healthy sites, and badweb serving them."""
    with tempfile.TemporaryDirectory(prefix="watch") as name:
        folder = Path(name)
        subprocess.run([running.BADWEB, "estate", "--seed", "5", "--sites", str(sites), "--condition", "healthy", "--workbook",
                        folder / "annex3.xlsx", "--truth", folder / "truth.jsonl"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([running.HUABIAO, "census", "import", folder / "annex3.xlsx", "--data", folder / "data"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        badweb = running.Program([running.BADWEB, "serve", "--estate", str(folder / "truth.jsonl"), "--ca-out",
                                  str(folder / "ca.pem"), "--lifetime", "7200", *strain])
        try:
            yield folder, badweb
        finally:
            badweb.end()


def measured(folder, badweb, every_s, whole, *options):
    """Prints a line of HEAD: the worst of `whole` periods after one to warm up."""
    server = running.serve(folder / "data", "--lab", badweb.told["lab"], "--ca-file", str(folder / "ca.pem"), "--watch",
                           f"{every_s}s", "--host-gap", "0ms", *options)
    try:
        client = running.signed_in(server.told, Contract())
        seen, began = {}, None
        while len(seen) < whole + 1:
            watch = client.call("GET", "/watch").json
            before = watch["before"]
            if before and before["round"] not in seen:
                seen[before["round"]] = before
                if began is None:
                    began = (time.monotonic(), processor_s(tree(server.process.pid)), processor_s(tree(badweb.process.pid)))
            if watch["periods"] > 3 * whole + 2:
                break
            time.sleep(0.3)
        wall = time.monotonic() - began[0]
        pids = tree(server.process.pid)
        cpu, lab = processor_s(pids) - began[1], processor_s(tree(badweb.process.pid)) - began[2]
        kept = list(seen.values())[1:] or list(seen.values())
        print(f"| {every_s} s | {kept[-1]['rows'] / every_s:.0f} | {max(p['late_ms']['middle'] for p in kept)} "
              f"| {max(p['late_ms']['p99'] for p in kept)} | {max(p['late_ms']['most'] for p in kept)} "
              f"| {sum(p['not_visited'] for p in kept)} of {sum(p['rows'] for p in kept)} | {100 * cpu / wall:.0f} % "
              f"| {100 * lab / wall:.0f} % | {memory_mib(pids):.0f} |", flush=True)
    finally:
        server.end()
