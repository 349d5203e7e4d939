#!/usr/bin/env python3
"""huabiao inspect and compare, by the real binary: pages are read in children; one that is killed or hangs costs one page."""
import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import running
from running import HUABIAO

PAGE = ("<html><head><title>{0}</title></head><body><p>{0}</p><script src='http://{0}.example/a.js'></script>"
        "<a href='http://{0}.example/'>x</a></body></html>")
PATIENCE = 20  # AskLimits::answer


def all_children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def is_locked_in(pid):
    """Says the kernel that system calls are filtered? Then the child has said that it is ready."""
    return "Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text()


def processor_time(pid):
    return sum(int(field) for field in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])


class Children(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        for name in ("first", "second", "last"):
            (self.root / f"{name}.html").write_text(PAGE.format(name))

    def start(self, *paths):
        process = subprocess.Popen(
            [HUABIAO, "--lang", "en", "--data", str(self.root / "data"), "inspect", "--format", "jsonl", "--jobs", "1",
             *map(str, paths)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        return process

    def idle_child(self, process):
        """The child once it has read what it was given: it is locked in and uses no time."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            children = all_children(process.pid)
            if len(children) == 1 and is_locked_in(children[0]):
                before = processor_time(children[0])
                time.sleep(0.5)
                if processor_time(children[0]) == before:
                    return children[0]
            time.sleep(0.05)
        self.fail("no child that reads pages")

    def finish(self, process, given, patience=60):
        out, error = process.communicate(given, timeout=patience)
        return process.returncode, [Path(json.loads(line)["path"]).name for line in out.splitlines()], error

    def one_is_missing(self, code, paths, error):
        """Which of the two that waited got the child first is nobody's promise."""
        self.assertEqual((code, paths[0]), (5, "first.html"), error)
        self.assertIn(paths[1:], (["-"], ["last.html"]), error)

    def test_a_page_whose_child_is_killed_is_the_only_one_without_a_result(self):
        process = self.start(self.root / "first.html", "-", self.root / "last.html")
        child = self.idle_child(process)
        os.kill(child, signal.SIGSTOP)
        process.stdin.write(PAGE.format("second"))
        process.stdin.close()
        process.stdin = None
        time.sleep(1)
        os.kill(child, signal.SIGKILL)
        code, paths, error = self.finish(process, None)
        self.one_is_missing(code, paths, error)
        self.assertEqual(error.count("inspect.reader_died"), 1)
        self.assertIn("signal 9", error)

    def test_a_page_whose_child_hangs_is_given_up(self):
        process = self.start(self.root / "first.html", "-", self.root / "last.html")
        os.kill(self.idle_child(process), signal.SIGSTOP)
        began = time.monotonic()
        code, paths, error = self.finish(process, PAGE.format("second"), patience=PATIENCE + 40)
        self.one_is_missing(code, paths, error)
        self.assertEqual(error.count("inspect.reader_hung"), 1)
        self.assertGreaterEqual(time.monotonic() - began, PATIENCE - 1)

    def test_no_child_is_left_behind(self):
        process = self.start(self.root / "first.html", "-")
        child = self.idle_child(process)
        process.kill()
        process.communicate()
        deadline = time.monotonic() + 10
        while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertFalse(Path(f"/proc/{child}").exists())

    def rules_of(self, *options):
        done = subprocess.run([HUABIAO, "--data", str(self.root / "data"), "inspect", "--format", "jsonl", *map(str, options)],
                              capture_output=True, text=True, check=True)
        return [finding["rule"] for finding in json.loads(done.stdout)["findings"]]

    def test_views_reach_the_children(self):
        view = self.root / "spider.html"
        view.write_text(PAGE.format("first").replace("<body>", "<body><div style='display:none'>" + "".join(
            f"<a href='http://www.casino{n}.example/'>线上赌场</a>" for n in range(9)) + "</div>"))
        first = self.root / "first.html"
        self.assertNotIn("conditional-content.view-differs", self.rules_of("--host", "first.example", first))
        self.assertIn("conditional-content.view-differs",
                      self.rules_of("--host", "first.example", "--view", f"spider={view}", first))

    def test_the_register_reaches_the_children(self):
        register, page = self.root / "register.csv", self.root / "claims.html"
        register.write_text("site,unit,hosts,site_code,icp,police,mark\n"
                            "示例市教育局,示例市教育局,www.example.gov.cn,1301000001,冀ICP备05000001号,,\n")
        page.write_text("<html><head><title>示例市教育局</title><meta name='SiteName' content='示例市教育局'></head><body>"
                        "<p>主办单位：示例市教育局 网站标识码：1301000001 冀ICP备05000001号-1</p></body></html>")
        self.assertNotIn("counterfeit.claims-unit", self.rules_of("--host", "www.other.example", page))
        self.assertIn("counterfeit.claims-unit",
                      self.rules_of("--host", "www.other.example", "--registry", register, page))

    def test_compare_reads_in_a_child_too(self):
        done = subprocess.run([HUABIAO, "--data", str(self.root / "data"), "compare", "--format", "json", "--host", "first.example",
                               str(self.root / "first.html"), str(self.root / "second.html")],
                              capture_output=True, text=True, check=True)
        report = json.loads(done.stdout)
        self.assertIn("script-host", [change["kind"] for change in report["changes"]])


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False, verbosity=2).result)
