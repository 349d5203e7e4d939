#!/usr/bin/env python3
"""Runs clang-tidy-19 over src/ and tests/, two at a time, and remembers what was clean.

A file is read again only when it, a project header it reaches, .clang-tidy or its compile command changed; the memory
lies in the user's cache folder, so that a fresh clone profits too. --tests (`./test full`) reads test files as well, whose
GoogleTest headers cost as much as the product; --full also runs clang's static analyzer, which takes more than an hour.
Tests may copy and may write NUL. Usage: tools/tidy.py [--tests|--full] BUILD_DIR [FILE...]. The last line counts.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


@lru_cache(maxsize=None)
def text_of(path):
    return path.read_text(errors="replace")


@lru_cache(maxsize=None)
def direct_includes(path):
    found = []
    for name in INCLUDE.findall(text_of(path)):
        for base in (ROOT / "src", ROOT / "tests", path.parent):
            if (base / name).is_file():
                found.append((base / name).resolve())
                break
    return tuple(found)


def reached(path):
    seen, open_list = set(), [path]
    while open_list:
        current = open_list.pop()
        if current in seen:
            continue
        seen.add(current)
        open_list.extend(direct_includes(current))
    return sorted(seen)


def key_of(path, command):
    # Without the checkout's own place, so that another clone's memory counts.
    digest = hashlib.sha256((text_of(ROOT / ".clang-tidy") + command.replace(str(ROOT), "")).encode())
    for file in reached(path):
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(text_of(file).encode())
    return digest.hexdigest()


def is_test(path):
    return path.name.endswith("_test.cc") or path.is_relative_to(ROOT / "tests")


def tidy(path, command, build, memory, analyzed):
    checks = ["clang-analyzer-core.*", "clang-analyzer-cplusplus.*"] if analyzed else []
    if is_test(path):
        checks += ["-performance-*", "-bugprone-string-literal-with-embedded-nul"]
    more = [f"--checks={','.join(checks)}"] if checks else []
    key = key_of(path, command + " ".join(more))
    stamp = memory / key
    if stamp.exists():
        return path, 0, ""
    done = subprocess.run(["clang-tidy-19", "-p", str(build), "--quiet", *more, str(path)], capture_output=True, text=True)
    if done.returncode == 0:
        stamp.touch()
    return path, done.returncode, done.stdout


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    analyzed = "--full" in sys.argv
    with_tests = analyzed or "--tests" in sys.argv
    build = Path(arguments[0]).resolve()
    only = {Path(f).resolve() for f in arguments[1:]}
    memory = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huabiao-tidy"
    memory.mkdir(parents=True, exist_ok=True)
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = Path(entry["file"]).resolve()
        inside = path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "tests")
        if path.suffix == ".cc" and inside and (path in only if only else with_tests or not is_test(path)):
            commands[path] = entry["command"]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, code, output in pool.map(lambda item: tidy(*item, build, memory, analyzed), commands.items()):
            if code != 0:
                failed += 1
                print(f"== {path.relative_to(ROOT)}\n{output}", flush=True)
    print(f"{len(commands) - failed} passed, {failed} failed")
    return 1 if failed or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
