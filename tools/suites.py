#!/usr/bin/env python3
"""The test run: builds, then every suite, two at a time where they do not disturb each other.

A suite is a command whose last line is 'N passed, N failed' (', N skipped' may follow); GoogleTest's own closing lines
count as well. A suite that exits non-zero without a failure in its count is counted as one failed test. The log of each
lies in build/logs; that of a failed one is printed.
"""
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "logs"
RELEASE, ASAN, TSAN = (ROOT / "build" / name for name in ("release", "asan", "tsan"))
ENVIRONMENT = {
    **os.environ,
    "HUABIAO_BIN": str(RELEASE / "huabiao"),
    "BADWEB_BIN": str(RELEASE / "tests" / "badweb" / "badweb"),
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
}
COUNT = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", re.M)


@dataclass
class Suite:
    name: str
    command: list
    needs: list = field(default_factory=list)  # names of suites that must have passed
    timeout: int = 1800
    alone: bool = False  # waits until nothing else runs


def shell(line):
    return ["bash", "-c", f"set -euo pipefail; root={ROOT}; cd {ROOT}; . tools/setup.sh; {line}"]


def one_check(name, command):
    """A command that passes or fails as a whole: one test."""
    return ["bash", "-c", f'if {command}; then echo "1 passed, 0 failed"; else echo "0 passed, 1 failed"; exit 1; fi']


def suites(full, fuzz_seconds):
    python = sys.executable
    chosen = [
        Suite("layers", one_check("layers", f"{python} tools/check_layers.py")),
        Suite("tree", [python, "tools/check_tree.py"]),
        Suite("format", one_check("format", "git ls-files '*.h' '*.cc' | xargs clang-format-19 --dry-run --Werror")),
        Suite("console-build", shell("build_console; echo '1 passed, 0 failed'")),
        Suite("build", shell("build release all; echo '1 passed, 0 failed'"), ["console-build"], 3000),
        Suite("unit", [python, "tools/gtest_shards.py", str(RELEASE / "tests/huabiao_tests"), "--gtest_filter=-PostgresEngine*"],
              ["build"]),
        Suite("unit-postgres", shell("exec python3 tools/postgres_server.py python3 tools/gtest_shards.py "
                                     f"{RELEASE}/tests/huabiao_tests --gtest_filter=\"$(python3 tools/store_suites.py)\""),
              ["build"]),
    ]
    if (ROOT / "console/package.json").exists():
        chosen.append(Suite("console-lint", one_check("lint", "cd console && npm run --silent lint && npm run --silent typecheck"),
                            ["console-build"]))
        chosen.append(Suite("console-unit", one_check("unit", "cd console && npm test --silent"), ["console-build"]))
    if (ROOT / "tests/badweb/CMakeLists.txt").exists():
        chosen.append(Suite("badweb", [python, "tools/gtest_shards.py", str(RELEASE / "tests/badweb/badweb_tests")], ["build"]))
    chosen.append(Suite("tidy", [python, "tools/tidy.py", *(["--tests"] if full else []), str(RELEASE)], ["build"], 5400))
    chosen.append(Suite("build-asan", shell("build asan huabiao_tests; echo '1 passed, 0 failed'"), ["build"], 3600))
    chosen.append(Suite("unit-asan", [python, "tools/gtest_shards.py", str(ASAN / "tests/huabiao_tests"), "--gtest_filter=-PostgresEngine*"], ["build-asan"]))
    chosen.append(Suite("e2e-packages", shell("install_packages tests/e2e; install_packages tests/oidc; echo '1 passed, 0 failed'")))
    # These hold servers to time limits of their own, so nothing else runs beside them.
    for script in sorted((ROOT / "tests/system").glob("*_test.py")):
        needs = ["build", "e2e-packages"] if script.stem in ("sarif_schema_test", "elsewhere_test") else ["build"]
        chosen.append(Suite(f"system-{script.stem.removesuffix('_test')}", [python, str(script)], needs, alone=True))
    chosen.append(Suite("e2e", ["node", "tests/e2e/run.mjs"], ["build", "e2e-packages"], alone=True))
    if full:
        chosen.append(Suite("build-tsan", shell("build tsan huabiao_tests; echo '1 passed, 0 failed'"), ["unit-asan"], 3600))
        chosen.append(Suite("unit-tsan", [python, "tools/gtest_shards.py", str(TSAN / "tests/huabiao_tests"), "--gtest_filter=-PostgresEngine*"], ["build-tsan"]))
        chosen.append(Suite("system-confusion-each", [python, "tests/system/confusion_test.py", "--each"], ["build"], alone=True))
        chosen.append(Suite("fuzz", [python, "tools/fuzz.py", "--seconds", str(fuzz_seconds)], timeout=6 * 3600, alone=True))
    return chosen


def counts_of(output, code):
    found = COUNT.findall(output)
    if found:
        passed, failed, skipped = (int(n or 0) for n in found[-1])
    else:
        passed, failed, skipped = 0, 0, 0
    if code != 0 and failed == 0 or not found:
        failed += 1
    return passed, failed, skipped


def run(suite):
    started = time.monotonic()
    log = LOGS / f"{suite.name}.log"
    with log.open("wb") as out:
        try:
            code = subprocess.run(suite.command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=out,
                                  stderr=subprocess.STDOUT, timeout=suite.timeout).returncode
        except subprocess.TimeoutExpired:
            out.write(f"\nstopped after {suite.timeout} s\n".encode())
            code = 124
    output = log.read_text(errors="replace")
    return suite, counts_of(output, code), output, time.monotonic() - started


def tell(suite, counts, output, seconds):
    passed, failed, skipped = counts
    print(f"{suite.name:24} {passed:6} passed {failed:4} failed {skipped:4} skipped {seconds:7.1f} s", flush=True)
    for line in output.splitlines():
        if line.lower().lstrip().startswith(("skip:", "skipped:")):
            print(f"    {line.strip()}", flush=True)
    if failed:
        tail = output.splitlines()[-120:]
        print("\n".join(f"    {line}" for line in tail), flush=True)


def main():
    LOGS.mkdir(parents=True, exist_ok=True)
    arguments = sys.argv[1:]
    full = "full" in arguments
    wanted = [a for a in arguments if a != "full" and not a.startswith("--")]
    only_fuzz = wanted == ["fuzz"]
    chosen = suites(full or only_fuzz, 600 if only_fuzz and not full else 60)
    if "--list" in arguments:
        print("\n".join(s.name for s in chosen))
        return 0
    if wanted:
        names, grew = set(wanted), True
        while grew:
            more = {n for s in chosen if s.name in names for n in s.needs}
            grew = not more <= names
            names |= more
        chosen = [s for s in chosen if s.name in names]
    waiting, passed_names, total = list(chosen), set(), [0, 0, 0]
    done_names, running = set(), {}
    with ThreadPoolExecutor(2) as pool:
        while waiting or running:
            for suite in list(waiting):
                if any(n in done_names and n not in passed_names for n in suite.needs):
                    waiting.remove(suite)
                    done_names.add(suite.name)
                    total[1] += 1
                    print(f"{suite.name:24} not run: {', '.join(suite.needs)} failed", flush=True)
                elif running and (suite.alone or any(other.alone for other in running.values())):
                    continue
                elif len(running) < 2 and all(n in passed_names for n in suite.needs if any(c.name == n for c in chosen)):
                    waiting.remove(suite)
                    running[pool.submit(run, suite)] = suite
            finished = [f for f in running if f.done()]
            for future in finished:
                suite, counts, output, seconds = future.result()
                del running[future]
                done_names.add(suite.name)
                if counts[1] == 0:
                    passed_names.add(suite.name)
                total = [t + c for t, c in zip(total, counts)]
                tell(suite, counts, output, seconds)
            if not finished:
                time.sleep(0.2)
    passed, failed, skipped = total
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
