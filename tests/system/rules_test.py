#!/usr/bin/env python3
"""huabiao rules, by the real binary: our own pack passes its test; operators' packs are compiled, signed, refused, used."""
import json
import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import running
from contract import Contract
from running import BADWEB, HUABIAO

PACK = 'name = "local"\nversion = 1\ndate = 2026-11-22\nzh = "本地"\nen = "local"\n'
WORDS = ('category = "gambling"\n[[rule]]\nid = "local.words"\nweight = 3\ndate = 2026-11-22\nzh = "词"\nen = "words"\n'
         'words = ["虎跃娱乐港"]\n')
SPAM = ('<div style="display:none"><a href="http://a1.example/">虎跃娱乐港</a>'
        '<a href="http://b2.example/">虎 跃 娱 乐 港</a></div>')


EVERY_PAGE = """[[pattern]]
id = "local.every-page"
category = "exposure"
severity = "low"
part = "source"
pattern = '<html'
basis = "test"
from = 2020-01-01
zh = "每一页"
en = "every page"
"""


class Rules(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        self.data = self.root / "data"
        self.data.mkdir()
        (self.root / "page.html").write_text(SPAM)

    def run_it(self, *words, code=0):
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        done = subprocess.run([HUABIAO, "--data", str(self.data), "--lang", "en", *map(str, words)], capture_output=True,
                              text=True, timeout=120, env=environment)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def write_pack(self, folder, words=WORDS):
        (folder / "lexicon").mkdir(parents=True)
        (folder / "pages").mkdir()
        (folder / "pack.toml").write_text(PACK)
        (folder / "lexicon" / "a.toml").write_text(words)
        (folder / "pages" / "local.words.hit.html").write_text("<p>虎跃娱乐港</p>")
        (folder / "pages" / "local.words.miss.html").write_text("<p>虎跃小区</p>")

    def key(self, name):
        pem = self.root / name
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(pem)], check=True, capture_output=True)
        return pem

    def test_our_own_rules_pass(self):
        told = self.run_it("rules", "test").stdout
        self.assertIn(" 0 faults", told)

    def test_every_rule_is_listed(self):
        rules = [json.loads(line) for line in self.run_it("rules", "list", "--format", "jsonl").stdout.splitlines()]
        self.assertGreater(len(rules), 40)
        for rule in rules:
            self.assertTrue(rule["explanation"]["zh"] and rule["explanation"]["en"], rule)
        self.assertEqual({rule["kind"] for rule in rules}, {"words", "hosts", "pattern", "yara", "technology"})

    def test_a_signed_pack_is_used_and_an_unknown_one_is_not(self):
        self.write_pack(self.root / "local")
        self.run_it("rules", "test", self.root / "local")
        (self.data / "rules").mkdir()
        told = self.run_it("rules", "compile", self.root / "local", "--out", self.data / "rules" / "local.hbrules",
                           "--key", self.key("ours.pem")).stderr
        refused = self.run_it("inspect", self.root / "page.html", code=4)
        self.assertIn("rules.unknown_key", refused.stderr)
        inspected = self.run_it("inspect", self.root / "page.html", "--rules-key", told.split()[1])
        self.assertEqual(json.loads(inspected.stdout)["assessment"], "malicious")

    def test_without_it_the_word_is_unknown(self):
        self.assertEqual(json.loads(self.run_it("inspect", self.root / "page.html").stdout)["assessment"], "clean")

    def test_unsigned_packs_want_a_setting(self):
        self.write_pack(self.data / "rules" / "local")
        self.assertIn("rules.unsigned", self.run_it("inspect", self.root / "page.html", code=4).stderr)
        allowed = self.run_it("inspect", self.root / "page.html", "--rules-unsigned", "yes")
        self.assertEqual(json.loads(allowed.stdout)["assessment"], "malicious")

    def test_a_damaged_pack_is_refused(self):
        self.write_pack(self.root / "local")
        bundle = self.root / "local.hbrules"
        self.run_it("rules", "compile", self.root / "local", "--out", bundle)
        bundle.write_bytes(bundle.read_bytes().replace("虎跃".encode(), "龙跃".encode()))
        self.assertIn("rules.bad_bundle", self.run_it("rules", "list", "--rules", bundle, code=3).stderr)

    def test_what_was_compiled_is_kept_and_not_believed_when_damaged(self):
        self.run_it("inspect", self.root / "page.html")
        kept = self.data / "rules.compiled"
        first = kept.read_bytes()
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        for damaged in (first[:-1], first[:5000] + bytes([first[5000] ^ 1]) + first[5001:], b""):
            kept.write_bytes(damaged)
            self.assertIn(" 0 faults", self.run_it("rules", "test").stdout)
            self.run_it("inspect", self.root / "page.html")
            self.assertEqual(kept.read_bytes(), first)

    def test_faults_of_a_pack_are_told(self):
        self.write_pack(self.root / "local")
        (self.root / "local" / "pages" / "local.words.miss.html").write_text("<p>虎跃娱乐港</p>")
        self.assertIn("hits its must-miss page", self.run_it("rules", "test", self.root / "local", code=1).stdout)
        (self.root / "local" / "yara").mkdir()
        (self.root / "local" / "yara" / "a.yar").write_text("rule r { condition: $x }")
        self.assertIn("rules.bad_yara", self.run_it("rules", "test", self.root / "local", code=1).stderr)


class RunningServer(unittest.TestCase):
    """A server that runs takes packs as they are at the beginning of a round, its watch at that of a period."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = Path(cls.folder.name)
        cls.data = root / "data"
        cls.data.mkdir()
        (cls.data / "huabiao.toml").write_text('rules_unsigned = "yes"\n')
        subprocess.run([BADWEB, "estate", "--seed", "5", "--sites", "4", "--condition", "healthy", "--workbook",
                        root / "annex3.xlsx", "--truth", root / "truth.jsonl"], check=True, stdout=subprocess.DEVNULL)
        cls.badweb = running.Program([BADWEB, "serve", "--estate", str(root / "truth.jsonl"), "--ca-out", str(root / "ca.pem"),
                                      "--lifetime", "600", "--time-scale", "0.1"])
        subprocess.run([HUABIAO, "--data", cls.data, "census", "import", root / "annex3.xlsx"], check=True,
                       capture_output=True, timeout=120)
        cls.server = running.serve(cls.data, "--lab", cls.badweb.told["lab"], "--ca-file", str(root / "ca.pem"), "--timeout",
                                   "5s", "--host-gap", "10ms", "--retry-pause", "100ms", "--workers", "1", *cls.options)
        cls.client = running.Client(cls.server.told["address"], Contract())
        cls.client.sign_in(cls.server.told["account"], cls.server.told["secret"])
        cls.client.keep(cls.client.call("POST", "/session/password",
                                        {"current": cls.server.told["secret"], "new": "Hua-Biao-2015!"}))

    @classmethod
    def tearDownClass(cls):
        for program in (cls.server, cls.badweb):
            program.end()
        cls.folder.cleanup()

    def rules_of_a_round(self):
        """The rules of what a fresh round found."""
        made = self.client.call("POST", "/rounds", {}, 201).json
        deadline = time.monotonic() + 90
        while self.client.call("GET", f"/rounds/{made['id']}").json["state"] != "finished":
            self.assertLess(time.monotonic(), deadline, "the round does not end")
            time.sleep(0.1)
        found = self.client.call("GET", f"/findings?round={made['id']}&limit=200").json["items"]
        return {finding["rule"] for finding in found}

    def write_pack(self, rules):
        pack = self.data / "rules" / "local"
        (pack / "regulatory").mkdir(parents=True, exist_ok=True)
        (pack / "regulatory" / "a.toml").write_text(rules)
        (pack / "pack.toml").write_text(PACK)
        return pack


class RunningRounds(RunningServer):
    def test_changed_packs_are_used_by_the_next_round_and_broken_ones_are_not(self):
        self.assertNotIn("local.every-page", self.rules_of_a_round())
        pack = self.write_pack(EVERY_PAGE)
        self.assertIn("local.every-page", self.rules_of_a_round())
        (pack / "regulatory" / "a.toml").write_text(EVERY_PAGE.replace("<html", "<html("))
        self.assertIn("local.every-page", self.rules_of_a_round())
        log = (self.data / "log" / "serve.log").read_text(encoding="utf-8")
        self.assertIn("cannot be used, those of before stay: rules.bad_pattern", log)
        (pack / "regulatory" / "a.toml").write_text(EVERY_PAGE.replace("<html", "<title"))
        (pack / "pack.toml").unlink()
        self.assertNotIn("local.every-page", self.rules_of_a_round())


class RunningWatch(RunningServer):
    options = ("--watch", "2s")

    def found(self):
        return {one["rule"] for one in self.client.call("GET", "/findings?limit=200").json["items"] if one["state"] != "resolved"}

    def before(self):
        return self.client.call("GET", "/watch").json["before"]

    def test_changed_packs_are_used_by_the_next_period_and_cost_no_row(self):
        first = running.until(self.before, "a whole period")
        self.assertNotIn("local.every-page", self.found())
        pack = self.write_pack(EVERY_PAGE)
        running.until(lambda: "local.every-page" in self.found(), "pages that are the same are read again by the new rules")
        (pack / "regulatory" / "a.toml").write_text(EVERY_PAGE.replace("<html", "<html("))
        log = lambda: (self.data / "log" / "serve.log").read_text(encoding="utf-8")
        running.until(lambda: "cannot be used, those of before stay: rules.bad_pattern" in log(), "the broken pack is told")
        self.assertIn("local.every-page", self.found())
        (pack / "pack.toml").unlink()
        running.until(lambda: "local.every-page" not in self.found(), "the rule is gone")
        self.assertTrue(self.client.call("GET", "/watch").json["running"])
        last = self.before()
        periods = self.client.call("GET", "/watch/periods").json["items"]
        between = [one for one in periods if first["round"] <= one["round"] <= last["round"]]
        self.assertEqual([one["round"] for one in between], list(range(first["round"], last["round"] + 1)), "the watch never began anew")
        self.assertEqual({(one["done"], one["not_visited"]) for one in between}, {(first["rows"], 0)})


if __name__ == "__main__":
    if not HUABIAO or not BADWEB:
        raise SystemExit("build huabiao and badweb first, or name them in HUABIAO_BIN and BADWEB_BIN")
    suite = unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__"))
    running.count_and_exit(unittest.TextTestRunner(verbosity=2).run(suite))
