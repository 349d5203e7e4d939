#!/usr/bin/env python3
"""Rules of the tree that no compiler knows. Each is one test; the last line counts them."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFUSED_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "core", "manager"}
TEXT = (".h", ".cc", ".py", ".md", ".ts", ".tsx", ".mjs", ".js", ".yaml", ".yml", ".toml", ".txt", ".json", ".cmake", ".sh", "")


def tracked():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def text_files(files):
    for name in files:
        path = ROOT / name
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            try:
                yield name, path.read_text()
            except UnicodeDecodeError:
                continue


def no_bucket_names(files):
    for name in files:
        for part in Path(name).parts:
            if part.split(".")[0].lower() in REFUSED_NAMES:
                yield f"{name}: '{part}' is a bucket's name"


def no_machine_paths(files):
    pattern = re.compile(r"(?<![\w.])/(?:work|home/[a-z]+|root)/[\w.]|registry\.npmjs|deb\.debian\.org")
    for name, text in text_files(files):
        if name == "tools/check_tree.py":
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{name}:{number}: names a path of one machine or a registry host: {line.strip()[:100]}"


def every_error_code_has_its_sentences(_):
    catalogue = set()
    for path in (ROOT / "src/language").glob("*_messages.cc"):
        catalogue |= set(re.findall(r'\{\s*"([a-z_]+(?:\.[a-z0-9_]+)*)",', path.read_text()))
    used = {}
    pattern = re.compile(r'(?:fail|refuse)\(\s*Kind::\w+,\s*"([a-z_]+(?:\.[a-z0-9_]+)+)"|Error\{\s*Kind::\w+,\s*"([a-z_]+(?:\.[a-z0-9_]+)+)"')
    for path in (ROOT / "src").rglob("*.cc"):
        if path.name.endswith(("_test.cc", "_fuzz.cc", "_bench.cc")):
            continue
        for match in pattern.finditer(path.read_text()):
            used.setdefault(match.group(1) or match.group(2), path.relative_to(ROOT))
    for code, path in sorted(used.items()):
        if code not in catalogue:
            yield f"{path}: the error code {code} has no sentences in src/language"


def no_notes_left(files):
    for name, text in text_files(files):
        if name == "tools/check_tree.py" or name.endswith("package-lock.json"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield f"{name}:{number}: a note left behind: {line.strip()[:100]}"


def headers_begin_with_their_purpose(files):
    for name in files:
        if name.startswith("src/") and name.endswith(".h"):
            lines = (ROOT / name).read_text().splitlines()
            if not lines or lines[0] != "#pragma once":
                yield f"{name}: does not begin with #pragma once"


def a_type_is_defined_once(files):
    """Two types of one name in one namespace break the one definition rule; the linker does not say so. Namespaces and
    their types begin in the first column (clang-format), what is nested does not."""
    opened = re.compile(r"^namespace(?: ([\w:]+))? \{(.*)$")
    defined = re.compile(r"^(?:struct|class|enum class|enum|union) (?:alignas\(\w+\) )?(\w+)(?: final)?(?: : [^;{]*)?(?: \{|$)")
    seen = {}
    for name in files:
        if not name.endswith((".h", ".cc")):
            continue
        spaces = []
        for line in (ROOT / name).read_text().splitlines():
            if (match := opened.match(line)) and "}" not in match[2]:
                spaces.append(match[1])
            elif line.startswith("}  // namespace"):
                spaces.pop()
            elif (match := defined.match(line)) and None not in spaces:
                binary = "" if name.startswith("src/") else Path(name).parts[1]  # each below tests/ is linked by itself
                first = seen.setdefault((binary, "::".join(spaces), match[1]), name)
                if first != name:
                    yield f"{name}: {'::'.join(spaces)}::{match[1]} is also defined in {first}"


def main():
    files = tracked()
    passed = failed = 0
    for rule in (no_bucket_names, no_machine_paths, every_error_code_has_its_sentences, no_notes_left,
                 headers_begin_with_their_purpose, a_type_is_defined_once):
        problems = list(rule(files))
        passed += not problems
        failed += bool(problems)
        for problem in problems:
            print(problem)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
