#!/usr/bin/env python3
"""Runs the benchmarks one after another, each alone on the machine, and prints their Markdown tables.

Usage: tests/bench/run.py [--write] [NAME...]. A benchmark is tests/bench/NAME_bench.py; it prints Markdown and exits
non-zero when it could not measure. --write puts the tables with date, commit and command into docs/performance.md, and
those of DOCUMENTS into their own.
"""
import datetime
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASE = ROOT / "build" / "release"
ENVIRONMENT = {
    **os.environ,
    "HUABIAO_BIN": str(RELEASE / "huabiao"),
    "BADWEB_BIN": str(RELEASE / "tests" / "badweb" / "badweb"),
    "HUABIAO_BUILD": str(RELEASE),
}
# Benchmarks with a document of their own, and its title; the others share docs/performance.md.
DOCUMENTS = {"accuracy": ("docs/accuracy.md", "Accuracy")}


def machine():
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 2**20
    return f"{model}, {os.cpu_count()} cores, {memory} GiB"


def main():
    write = "--write" in sys.argv
    names = [a for a in sys.argv[1:] if not a.startswith("--")]
    scripts = [s for s in sorted((ROOT / "tests/bench").glob("*_bench.py")) if not names or s.stem.removesuffix("_bench") in names]
    if not scripts:
        print(f"no benchmark named {' '.join(names)}", file=sys.stderr)
        return 2
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    command = " ".join(["./bench", *sys.argv[1:]])
    head = f"{datetime.date.today()} · commit {commit} · `{command}` · {machine()}"
    documents, failed = {}, 0
    for script in scripts:
        print(f"== {script.stem}", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, str(script)], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        print(done.stdout, flush=True)
        place, title = DOCUMENTS.get(script.stem.removesuffix("_bench"), ("docs/performance.md", "Performance"))
        if done.stdout:
            documents.setdefault(place, [f"# {title}", "", head, ""]).append(done.stdout)
        failed += done.returncode != 0
    for place, parts in documents.items():
        if write and not failed:
            (ROOT / place).write_text("\n".join(parts).rstrip() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
