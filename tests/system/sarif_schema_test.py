#!/usr/bin/env python3
"""Holds what huabiao writes as SARIF against the official schema of SARIF 2.1.0.

The schema is no part of this repository: the package @microsoft/jest-sarif of the npm registry carries it
(tests/e2e/package.json).
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

PAGES = {
    "defaced.html": "<title>Hacked by nobody</title><h1>Hacked by nobody</h1>",
    "目录/dark link.html": "<title>某局</title><div style='display:none'><a href='http://a1.example/'>时时彩</a>"
                           "<a href='http://b2.example/'>百家乐</a></div>",
    "footer.html": "<p>京ICP备1234567号-2 网站标识码：310000000044",
    "clean.html": "<title>某局</title><p>欢迎",
}


ROOT = pathlib.Path(__file__).resolve().parents[2]
HUABIAO = os.environ.get("HUABIAO_BIN", str(ROOT / "build/release/huabiao"))
SCHEMA = ROOT / "tests/e2e/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def main():
    schema = json.loads(SCHEMA.read_text())
    with tempfile.TemporaryDirectory() as folder:
        for name, page in PAGES.items():
            file = pathlib.Path(folder) / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(page)
        failed = 0
        for language in ("zh", "en"):
            done = subprocess.run([HUABIAO, "--lang", language, "inspect", "--format", "sarif", "--host", "www.example.gov.cn",
                                   folder], capture_output=True, text=True, check=True)
            document = json.loads(done.stdout)
            problems = list(jsonschema.Draft7Validator(schema).iter_errors(document))
            for problem in problems:
                print(f"{language}: {'/'.join(map(str, problem.absolute_path))}: {problem.message[:200]}")
            results = document["runs"][0]["results"]
            if not results:
                print(f"{language}: no results at all")
            failed += bool(problems) or not results
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
