#!/usr/bin/env python3
"""Reading an annex 3 of 100,000 rows: raw cells against openpyxl's read-only reader, and rows checked by the census.

    census_bench.py [ROWS]     HUABIAO_BUILD names the build with tests/bench/census_bench
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
BUILD = Path(os.environ.get("HUABIAO_BUILD", HERE.parent.parent / "build/release"))
PYTHON = "/usr/bin/python3"  # Debian's, with Debian's openpyxl
PEER = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import openpyxl
begin, cells, rows = time.monotonic(), 0, 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    rows += 1
    cells += sum(value is not None for value in row)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": time.monotonic() - begin, "cpu_seconds": used.ru_utime + used.ru_stime, "rows": rows,
                  "cells": cells, "peak_mib": used.ru_maxrss // 1024, "version": openpyxl.__version__}))
"""


def measured(*command):
    return json.loads(subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout)


def main():
    print(f"## Reading an annex 3 of {ROWS:,} rows\n")
    print("Raw: every cell as text. Checked: header found, merged cells filled, names, marks and telephone numbers read,\n"
          "duplicates found, each row written as JSON. Best of three for huabiao, one run of the peer, one file after the other.\n")
    print("| file | reader | seconds | CPU seconds | rows | cells | peak MiB | times openpyxl |\n| --- | --- | --: | --: | --: | --: | --: | --: |")
    good = True
    with tempfile.TemporaryDirectory(prefix="huabiao-bench-") as folder:
        for strings in ("shared", "inline"):
            book = Path(folder) / f"{strings}.xlsx"
            subprocess.run([sys.executable, HERE / "make_annex3.py", book, str(ROWS), "--strings", strings], check=True)
            peer = measured(PYTHON, "-c", PEER, book)
            raw, checked = (min((measured(BUILD / "tests/bench/census_bench", mode, book) for _ in range(3)),
                                key=lambda one: one["seconds"]) for mode in ("raw", "checked"))
            for name, one in ((f"openpyxl {peer['version']}, read-only", peer), ("huabiao, raw cells", raw), ("huabiao, checked rows", checked)):
                ratio = peer["seconds"] / one["seconds"]
                cells = f"{one['cells']:,}" if one is not checked else ""
                print(f"| {strings} strings | {name} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f} | {one['rows']:,} | {cells} | "
                      f"{one['peak_mib']} | {ratio:.1f} |")
            good = good and raw["cells"] == peer["cells"]
    if not good:
        print("\nThe readers disagree about the number of cells.")
    print("\nAim: raw cells at least 15 times openpyxl, under 300 MiB.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
