#!/usr/bin/env python3
"""Lists and searches of the register at 100,000 sites, in process: what the API adds is measured by the api benchmark."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory(prefix="huabiao-bench-") as scratch:
    program = Path(os.environ["HUABIAO_BUILD"]) / "tests/bench/register_bench"
    sys.exit(subprocess.run([program, "100000", Path(scratch) / "data"]).returncode)
