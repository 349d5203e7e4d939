#!/usr/bin/env python3
"""huabiao rules, by the real binary: our own pack passes its test; operators' packs are compiled, signed, refused, used."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import running
from running import HUABIAO

PACK = 'name = "local"\nversion = 1\ndate = 2026-11-22\nzh = "本地"\nen = "local"\n'
WORDS = ('category = "gambling"\n[[rule]]\nid = "local.words"\nweight = 3\ndate = 2026-11-22\nzh = "词"\nen = "words"\n'
         'words = ["虎跃娱乐港"]\n')
SPAM = ('<div style="display:none"><a href="http://a1.example/">虎跃娱乐港</a>'
        '<a href="http://b2.example/">虎 跃 娱 乐 港</a></div>')


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

    def test_faults_of_a_pack_are_told(self):
        self.write_pack(self.root / "local")
        (self.root / "local" / "pages" / "local.words.miss.html").write_text("<p>虎跃娱乐港</p>")
        self.assertIn("hits its must-miss page", self.run_it("rules", "test", self.root / "local", code=1).stdout)
        (self.root / "local" / "yara").mkdir()
        (self.root / "local" / "yara" / "a.yar").write_text("rule r { condition: $x }")
        self.assertIn("rules.bad_yara", self.run_it("rules", "test", self.root / "local", code=1).stderr)


if __name__ == "__main__":
    if not HUABIAO:
        raise SystemExit("build huabiao first, or name it in HUABIAO_BIN")
    suite = unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__"))
    running.count_and_exit(unittest.TextTestRunner(verbosity=2).run(suite))
