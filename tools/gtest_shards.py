#!/usr/bin/env python3
"""Runs a GoogleTest binary in two shards at once and adds up. The last line counts tests; each skip states its reason."""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SHARDS = 2


def main():
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        children = []
        for index in range(SHARDS):
            environment = {**os.environ, "GTEST_TOTAL_SHARDS": str(SHARDS), "GTEST_SHARD_INDEX": str(index)}
            report = Path(folder) / f"{index}.xml"
            log = open(Path(folder) / f"{index}.log", "w+b")
            children.append((subprocess.Popen([binary, f"--gtest_output=xml:{report}", *sys.argv[2:]], env=environment,
                                              stdout=log, stderr=subprocess.STDOUT), report, log))
        passed = failed = skipped = 0
        for child, report, log in children:
            code = child.wait()
            log.seek(0)
            output = log.read().decode(errors="replace")
            before = failed
            if report.exists():
                for case in ElementTree.parse(report).iter("testcase"):
                    skip = case.find("skipped")
                    if case.find("failure") is not None:
                        failed += 1
                        print(f"FAILED {case.get('classname')}.{case.get('name')}")
                        for failure in case.iter("failure"):
                            print(failure.text or failure.get("message"))
                    elif skip is not None:
                        skipped += 1
                        reason = re.sub(r"\s+", " ", skip.get("message") or skip.text or "no reason given").strip()
                        print(f"skip: {case.get('classname')}.{case.get('name')}: {reason}")
                    elif case.get("status") == "run":
                        passed += 1
            if code != 0 and failed == before:
                print(output[-12000:])  # it died
                failed += 1
        print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
