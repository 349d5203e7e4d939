#!/usr/bin/env python3
"""What rules cost: the start of a command and of a worker child, and reading pages, with the built-in pack alone and with a
pack of 20,000 made-up words beside it (make_words_pack.py). Markdown.

Start: from starting the process to its end (inspect on a small page) or to the child's `ready`; median of several. Pages:
processor time of `inspect --jobs 1` over real pages, its start taken off. Where the pages are absent that part is left out.
"""
import json
import os
import resource
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from labelled_pages import HUABIAO, corpora_folder, unpack
from make_words_pack import WORDS, write_pack

TIMES = 7
AIM_MS = 200  # of a start
SETS = ("cn_school_site", "benign_world", "defacement_mirror")


class World:
    """A data directory, with or without the made-up words in it."""

    def __init__(self, root, name, with_words):
        self.name, self.data, self.payloads = name, root / name.replace(" ", "-"), []
        self.data.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "HUABIAO_DATA": str(self.data), "HUABIAO_RULES_UNSIGNED": "yes"}
        if with_words:
            pack, bundle = root / "made-up", self.data / "rules" / "made-up.hbrules"
            write_pack(pack)
            bundle.parent.mkdir()
            subprocess.run([HUABIAO, "rules", "compile", pack, "--out", bundle], check=True, capture_output=True)
            self.payloads.append(bundle.read_bytes().split(b"\n\n", 1)[1])

    @property
    def compiled(self):
        return self.data / "rules.compiled"

    def forget(self):
        self.compiled.unlink(missing_ok=True)

    def inspect(self, *paths):
        """Seconds by the clock, and of the processor."""
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([HUABIAO, "inspect", "--jobs", "1", "--format", "jsonl", *map(str, paths)], env=self.environment,
                       check=True, stdout=subprocess.DEVNULL)
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def child(self, compiled):
        """Seconds until a worker child that was told these rules is ready."""
        head = {"type": "settings", "user_agent": "bench", "headers": [], "proxy": "", "lab": "127.0.0.1:1:2", "ca_file": "",
                "timeout_ms": 1000, "host_gap_ms": 0, "concurrency": 1, "rule_packs": [len(p) for p in self.payloads],
                "compiled_rules": len(compiled)}
        payload = json.dumps(head).encode() + b"\n" + b"".join(self.payloads) + compiled
        ours, theirs = socket.socketpair()
        with tempfile.TemporaryFile() as marker:
            marker.truncate(8)
            keep = lambda: (os.dup2(theirs.fileno(), 103), os.dup2(marker.fileno(), 104), os.dup2(103, 3), os.dup2(104, 4))
            begun = time.perf_counter()
            child = subprocess.Popen([HUABIAO, "worker", "--pipe"], pass_fds=(3, 4), preexec_fn=keep, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, env={"LANG": "C.UTF-8"})
            theirs.close()
            ours.sendall(struct.pack(">I", len(payload)) + payload)
            length = struct.unpack(">I", ours.recv(4, socket.MSG_WAITALL))[0]
            ready = json.loads(ours.recv(length, socket.MSG_WAITALL).split(b"\n")[0])
            taken = time.perf_counter() - begun
            ours.close()
            child.wait(10)
        if ready["type"] != "ready" or ready["failure"]:
            raise RuntimeError(f"the child is not ready: {ready}")
        return taken


def median_ms(measure):
    return 1000 * statistics.median(measure() for _ in range(TIMES))


def starts(world, page):
    def cold():
        world.forget()
        return world.inspect(page)[0]

    cold_ms = median_ms(cold)
    warm_ms = median_ms(lambda: world.inspect(page)[0])
    kept = world.compiled.read_bytes()
    child_cold, child_warm = median_ms(lambda: world.child(b"")), median_ms(lambda: world.child(kept))
    return cold_ms, warm_ms, child_cold, child_warm, len(kept)


def pages_of(scratch):
    corpora = corpora_folder()
    folders = [unpack(corpora, name, scratch) for name in SETS] if corpora else []
    return [folder / row["file"] for folder, rows in folders if folder for row in rows]


def main():
    with tempfile.TemporaryDirectory(prefix="huabiao-rules-") as scratch:
        root = Path(scratch)
        page = root / "page.html"
        page.write_text("<!DOCTYPE html><title>通知公告</title><p>今日放假安排</p>", encoding="utf-8")
        worlds = [World(root, "built-in", False), World(root, f"with {WORDS:,} words", True)]
        print("## Rules\n")
        print(f"Aim: a start below {AIM_MS} ms once what was compiled is kept.\n")
        print("| rules | inspect, first start | inspect, later | child, compiling | child, handed on | kept | |")
        print("|---|---|---|---|---|---|---|")
        for world in worlds:
            cold, warm, child_cold, child_warm, kept = starts(world, page)
            met = "met" if max(warm, child_warm) < AIM_MS else "missed"
            print(f"| {world.name} | {cold:.0f} ms | {warm:.0f} ms | {child_cold:.0f} ms | {child_warm:.0f} ms | {kept / 1e6:.1f} MB | {met} |",
                  flush=True)
        pages = pages_of(root)
        if not pages:
            print("\nNo pages beside this checkout: reading them was not measured.")
            return 0
        megabytes = sum(path.stat().st_size for path in pages) / 1e6
        print(f"\n{len(pages)} pages, {megabytes:.1f} MB, one core\n\n| rules | ms a page | MB/s | |\n|---|---|---|---|")
        first = None
        for world in worlds:
            world.inspect(page)
            start = statistics.median(world.inspect(page)[1] for _ in range(TIMES))
            seconds = statistics.median(world.inspect(*pages)[1] for _ in range(3)) - start
            first = first or seconds
            print(f"| {world.name} | {1000 * seconds / len(pages):.2f} | {megabytes / seconds:.0f} | {seconds / first:.2f} x |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
