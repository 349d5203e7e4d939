#!/usr/bin/env python3
"""Prints a GoogleTest filter: the suites that keep something, which run on every database engine."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ("support/stores_fixture.h", "support/test_server.h")


def main():
    names = {"PostgresEngine*"}
    for source in (ROOT / "src").rglob("*_test.cc"):
        text = source.read_text(encoding="utf-8")
        if any(fixture in text for fixture in FIXTURES):
            names |= {f"{suite}.*" for suite in re.findall(r"^(?:TEST|TEST_F)\((\w+),", text, re.M)}
    print(":".join(sorted(names)))


if __name__ == "__main__":
    main()
