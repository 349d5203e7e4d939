#!/usr/bin/env python3
"""Builds every x_fuzz.cc with clang's libFuzzer and runs each for some seconds, two at a time.

Usage: tools/fuzz.py [--seconds N] [NAME...]. Each begins from the seeds in tests/fuzz/NAME and what earlier runs kept in
build/fuzz-corpus/NAME, where a crash's input lies as well. The last line counts.
"""
import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fuzz(program, seconds):
    corpus, seeds = ROOT / "build" / "fuzz-corpus" / program.name, ROOT / "tests" / "fuzz" / program.name
    corpus.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([str(program), f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048",
                           f"-artifact_prefix={corpus}/crash-", "-print_final_stats=1", str(corpus), str(seeds)],
                          capture_output=True, text=True, errors="replace")
    return program.name, done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    for command in (["cmake", "--preset", "fuzz"], ["cmake", "--build", "--preset", "fuzz"]):
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if built.returncode != 0:
            print(built.stdout[-6000:], built.stderr[-2000:])
            print("0 passed, 1 failed")
            return 1
    programs = sorted(p for p in (ROOT / "build/fuzz/fuzz").iterdir() if not arguments.names or p.name in arguments.names)
    passed = failed = 0
    with ThreadPoolExecutor(2) as pool:
        for name, code, output in pool.map(lambda p: fuzz(p, arguments.seconds), programs):
            runs = next((line.split()[-1] for line in output.splitlines() if "number_of_executed_units" in line), "?")
            print(f"{name:40} {'ok' if code == 0 else 'FAILED'} after {runs} inputs", flush=True)
            if code:
                print(output[-4000:])
            passed += code == 0
            failed += code != 0
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
