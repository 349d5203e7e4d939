#!/usr/bin/env python3
"""Rounds that are broken off: kill -9, Ctrl-C, a child that dies. Nothing is lost, nothing is kept twice.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/round_test.py
"""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import running

SITES = 60
LIMIT_S = 300
HUABIAO, BADWEB = os.environ.get("HUABIAO_BIN"), os.environ.get("BADWEB_BIN")


class RoundTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="round")
        cls.at = pathlib.Path(cls.folder.name)
        cls.annex3, cls.truth, cls.ca_file = (str(cls.at / name) for name in ("annex3.xlsx", "truth.jsonl", "ca.pem"))
        subprocess.run([BADWEB, "estate", "--seed", "11", "--sites", str(SITES), "--condition", "healthy", "--workbook",
                        cls.annex3, "--truth", cls.truth], check=True, timeout=LIMIT_S)
        cls.badweb = subprocess.Popen([BADWEB, "serve", "--estate", cls.truth, "--ca-out", cls.ca_file, "--lifetime",
                                       str(4 * LIMIT_S)], stdout=subprocess.PIPE, text=True)
        cls.lab = json.loads(cls.badweb.stdout.readline())["lab"]
        cls.hosts = {json.loads(line)["host"] for line in pathlib.Path(cls.truth).read_text("utf-8").splitlines()}

    @classmethod
    def tearDownClass(cls):
        cls.badweb.send_signal(signal.SIGTERM)
        cls.badweb.wait(10)
        cls.badweb.stdout.close()
        cls.folder.cleanup()

    def environment(self, name):
        return {**os.environ, "HUABIAO_DATA": str(self.at / name), "HUABIAO_LANG": "en"}

    def imported(self, name):
        environment = self.environment(name)
        subprocess.run([HUABIAO, "census", "import", self.annex3], env=environment, check=True, capture_output=True,
                       timeout=LIMIT_S)
        return environment

    def command(self, *words):
        return [HUABIAO, "check", *words, "--lab", self.lab, "--ca-file", self.ca_file, "--format", "jsonl", "--host-gap",
                "0ms", "--retry-pause", "100ms"]

    def start(self, environment, *words):
        # Unbuffered: communicate() would not give back what a readline() before it had read ahead.
        return subprocess.Popen(self.command(*words), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                bufsize=0)

    @staticmethod
    def first_lines(process, count):
        return [process.stdout.readline() for _ in range(count)]

    def test_a_killed_round_goes_on_and_keeps_every_row_once(self):
        environment = self.imported("killed")
        process = self.start(environment, "--all", "--rate", "25")
        self.first_lines(process, 5)
        time.sleep(1.5)  # let a batch reach the disk
        process.kill()
        process.communicate(timeout=LIMIT_S)
        resumed = subprocess.run(self.command("--all"), env=environment, capture_output=True, text=True, timeout=LIMIT_S)
        self.assertEqual(resumed.returncode, 0, resumed.stderr[-2000:])
        self.assertIn("going on with the unfinished round", resumed.stderr)
        rows = [json.loads(line) for line in resumed.stdout.splitlines()]
        counted = collections.Counter(row["host"] for row in rows)
        self.assertEqual(set(counted), self.hosts)
        self.assertEqual([host for host, count in counted.items() if count > 1], [], "a row twice")
        self.assertEqual({row["outcome"] for row in rows} - {"ok", "ok_with_faults"}, set())

    def test_ctrl_c_leaves_a_line_for_every_host_and_exits_130(self):
        for words, environment in ((["--all"], self.imported("interrupted")), (["-l", self.list_file()], self.environment("none"))):
            process = self.start(environment, *words, "--rate", "10")
            begun = self.first_lines(process, 3)
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=LIMIT_S)
            self.assertEqual(process.returncode, 130, errors[-2000:])
            rows = [json.loads(line) for line in [*begun, *rest.splitlines()] if line.strip()]
            self.assertEqual({row["host"] for row in rows}, self.hosts)
            left = [row for row in rows if row["outcome"] == "not_visited"]
            self.assertTrue(left)
            self.assertTrue(all(row["reason"] for row in left))

    def list_file(self):
        path = self.at / "hosts.txt"
        path.write_text("# hosts\n" + "".join(f"{host}\n" for host in sorted(self.hosts)), encoding="utf-8")
        return str(path)

    def test_children_that_are_killed_cost_no_row(self):
        process = self.start(self.environment("children"), "-l", self.list_file(), "--rate", "40", "--workers", "2")
        begun = self.first_lines(process, 3)
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        self.assertEqual(len(children), 2)
        os.kill(int(children[0]), signal.SIGKILL)
        rest, errors = process.communicate(timeout=LIMIT_S)
        self.assertEqual(process.returncode, 0, errors[-2000:])
        rows = [json.loads(line) for line in [*begun, *rest.splitlines()] if line.strip()]
        self.assertEqual({row["host"] for row in rows}, self.hosts)
        self.assertEqual(len(rows), len(self.hosts))
        self.assertEqual({row["outcome"] for row in rows} - {"ok", "ok_with_faults"}, set())

    def test_a_child_has_no_files_of_ours_and_no_environment(self):
        environment = {**self.imported("confined"), "HUABIAO_SECRET": "keep"}
        process = self.start(environment, "--all", "--rate", "10", "--workers", "1")
        self.first_lines(process, 2)
        child = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()[0]
        try:
            names = [os.readlink(f"/proc/{child}/fd/{fd}") for fd in os.listdir(f"/proc/{child}/fd")]
            variables = pathlib.Path(f"/proc/{child}/environ").read_bytes()
        except PermissionError:
            names, variables = [], b""  # not even we may look
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=LIMIT_S)
        self.assertFalse([name for name in names if str(self.at) in name], names)
        self.assertNotIn(b"HUABIAO_", variables)

    def test_bad_addresses_and_no_addresses_are_rows_and_usage(self):
        done = subprocess.run(self.command("http://127.0.0.1/", "ftp://x.cn/", "http://"), env=self.environment("bad"),
                              capture_output=True, text=True, timeout=LIMIT_S)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertEqual([json.loads(line)["outcome"] for line in done.stdout.splitlines()].count("bad_url"), 2)
        self.assertIn('"refused_address"', done.stdout)
        self.assertEqual(subprocess.run([HUABIAO, "check"], env=self.environment("bad"), capture_output=True).returncode, 2)
        self.assertEqual(subprocess.run([HUABIAO, "check", "-l", "/no/such"], env=self.environment("bad"),
                                        capture_output=True).returncode, 3)


if __name__ == "__main__":
    if not HUABIAO or not BADWEB:
        sys.exit("set HUABIAO_BIN and BADWEB_BIN to the two programs")
    running.count_and_exit(unittest.main(exit=False, verbosity=1).result)
