#!/usr/bin/env python3
"""The audit: every change and every refused attempt with who, from where, what, before and after; nothing is changed that
cannot be written; any touch of the kept chain or of an export is told."""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

import running
from contract import Contract
from running import PASSWORD

CONTRACT = Contract()


def huabiao(*arguments):
    return subprocess.run([running.HUABIAO, "--lang", "en", *map(str, arguments)], capture_output=True, text=True, timeout=120)


class AuditTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="huabiao-audit-"))
        cls.data = cls.folder / "data"
        cls.start("--audit-algorithm", "sm3")
        cls.admin = running.signed_in(cls.server.told, CONTRACT)
        cls.security = cls.first_sign_in(cls.server.told["accounts"][1])
        cls.auditor = cls.first_sign_in(cls.server.told["accounts"][2])

    @classmethod
    def start(cls, *options):
        cls.server = running.serve(cls.data, *options)

    @classmethod
    def tearDownClass(cls):
        cls.server.end()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def first_sign_in(cls, secret):
        client = running.Client(cls.server.told["address"], CONTRACT)
        client.sign_in(secret["account"], secret["secret"])
        client.keep(client.call("POST", "/session/password", {"current": secret["secret"], "new": PASSWORD}))
        return client

    def entries(self, query=""):
        return self.auditor.call("GET", f"/audit?limit=200{query}").json["items"]

    def entry(self, one):
        return self.auditor.call("GET", f"/audit/{one['sequence']}").json

    def verify(self, *options):
        done = huabiao("audit", "verify", "--format", "jsonl", *options)
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    def copy(self):
        """The data directory as a burglar would take it, its journal written back."""
        copy = Path(tempfile.mkdtemp(prefix="copy", dir=self.folder)) / "data"
        shutil.copytree(self.data, copy)
        with sqlite3.connect(copy / "audit.db") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return copy

    def test_1_a_change_stands_with_who_where_what_before_and_after(self):
        unit = self.admin.call("POST", "/organisations", {"name": "甲县教育局", "region": "130000"}, 201)
        path = f"/organisations/{unit.json['id']}"
        changed = self.admin.call("PATCH", path, {"name": "甲县教育体育局"}, headers={"If-Match": unit.headers["etag"]})
        self.assertEqual(changed.json["name"], "甲县教育体育局")
        made, edited = reversed(self.entries(f"&object=/api/v1{path}"))
        self.assertEqual((made["action"], made["stage"], made["result"], made["who"], made["way"], made["address"]),
                         ("POST /api/v1/organisations", "done", "201", "admin", "session", "127.0.0.1"))
        self.assertEqual(self.entry(made)["after"]["name"], "甲县教育局")
        whole = self.entry(edited)
        self.assertEqual(whole["action"], "PATCH /api/v1/organisations/{}")
        self.assertEqual((whole["before"]["name"], whole["after"]["name"]), ("甲县教育局", "甲县教育体育局"))
        self.assertNotIn("region", whole["after"], "what stayed the same is left out")
        self.assertEqual(whole["asked"], {"name": "甲县教育体育局"})
        self.assertEqual(whole["request"], changed.headers["x-request-id"])
        intent = self.entry({"sequence": whole["intent"]})
        self.assertEqual((intent["stage"], intent["result"]), ("intended", ""))
        log = (self.data / "log/serve.log")
        running.until(lambda: changed.headers["x-request-id"] in log.read_text(), "the log's line of the request")

    def test_2_refused_attempts_stand_too(self):
        stale = self.admin.send("PATCH", "/api/v1/organisations/1", {"name": "x"}, {"If-Match": '"1"'})
        self.assertEqual(stale.status, 412)
        self.assertEqual(self.entries("&who=admin&stage=refused")[0]["result"], stale.json["code"])
        self.assertEqual(self.admin.send("GET", "/api/v1/audit").status, 403)
        refused = self.entries("&who=admin&stage=refused")[0]
        self.assertEqual((refused["action"], refused["result"]), ("GET /api/v1/audit", "http.not_allowed"))
        forged = self.admin.send("POST", "/api/v1/organisations", {"name": "x"}, {"X-Huabiao-Csrf": "0" * 32})
        self.assertEqual(forged.status, 403)
        self.assertEqual(self.entries("&who=admin&stage=refused")[0]["result"], "http.no_csrf")
        self.security.call("POST", "/organisations", {"name": "x"}, 403)
        self.assertEqual(self.entries("&who=secadmin&stage=refused")[0]["action"], "POST /api/v1/organisations")

    def test_3_signing_in_stands_without_the_secret(self):
        stranger = running.Client(self.server.told["address"], CONTRACT)
        stranger.call("POST", "/session", {"name": "nobody\u0000\n", "password": "Hidden-Secret-1"}, 400)
        stranger.call("POST", "/session", {"name": "nobody", "password": "Hidden-Secret-1"}, 401)
        tried, odd = self.entries("&stage=refused")[:2]
        self.assertEqual((tried["result"], tried["account"], tried["who"]), ("access.wrong_password", None, "nobody"))
        self.assertEqual(odd["who"], "nobody\\x00\\x0a", "a line stays a line")
        self.assertEqual(self.entry(tried)["asked"]["password"], "***")
        entered = self.entries("&who=auditor")
        signed_in = next(one for one in entered if one["action"] == "POST /api/v1/session")
        self.assertIsInstance(signed_in["account"], int)
        for file in (self.data / "audit.db", self.data / "audit.db-wal"):
            for secret in (b"Hidden-Secret-1", PASSWORD.encode(), self.server.told["accounts"][2]["secret"].encode()):
                self.assertNotIn(secret, file.read_bytes())

    def test_4_grants_and_withdrawals_say_what_was_held(self):
        secret = self.admin.call("POST", "/accounts", {"name": "clerk"}, 201).json
        self.assertNotIn(secret["secret"], json.dumps(self.entries()))
        number = next(one["id"] for one in self.security.call("GET", "/accounts?q=clerk").json["items"])
        held = self.security.call("POST", f"/accounts/{number}/grants", {"role": "police", "scope": "nation"}, 201).json
        grant = held["grants"][0]["id"]
        granted = self.entry(self.entries(f"&object=/api/v1/accounts/{number}")[0])
        self.assertEqual((granted["action"], granted["before"]["grants"]), ("POST /api/v1/accounts/{}/grants", []))
        self.assertEqual(granted["after"]["grants"][0]["role"], "police")
        self.security.call("DELETE", f"/grants/{grant}", expect=204)
        withdrawn = self.entry(self.entries(f"&object=/api/v1/grants/{grant}")[0])
        self.assertEqual((withdrawn["before"]["withdrawn_at"], withdrawn["after"]["withdrawn_by"]), (None, "secadmin"))

    def test_5_refusals_without_end_do_not_fill_the_disk(self):
        before = self.entries()[0]["sequence"]
        for _ in range(60):
            self.assertEqual(self.security.send("POST", "/api/v1/organisations", {"name": "x"}).status, 403)
        self.assertLess(self.entries()[0]["sequence"] - before, 20, "the rest is counted")

    def test_6_only_the_audit_administrator_reads_it(self):
        for path in ("/audit", "/audit/1", "/audit/head", "/audit/export"):
            self.admin.call("GET", path, expect=403)
            self.security.call("GET", path, expect=403)
        self.assertEqual(self.entries("&who=auditor")[0]["action"], "GET /api/v1/audit", "and each look stands in it")

    def test_7_an_export_proves_itself_and_any_touch_of_it_is_told(self):
        answer = self.auditor.call("GET", "/audit/export")
        head = self.auditor.call("GET", "/audit/head").json
        self.assertIn("attachment", answer.headers["content-disposition"])
        key = self.folder / "key.pub"
        key.write_text(head["public_key"])
        lines = answer.body.decode().splitlines()

        def verified(lines):
            file = self.folder / "export.jsonl"
            file.write_text("\n".join(lines) + "\n")
            return self.verify("--export", file, "--key", key)

        code, report = verified(lines)
        self.assertEqual((code, report["fine"], report["entries"]), (0, True, len(lines) - 2))
        edited = list(lines)
        edited[5] = edited[5].replace("127.0.0.1", "10.0.0.1")
        code, report = verified(edited)
        self.assertEqual((code, [one["what"] for one in report["first_faults"]]), (1, ["edited"]))
        self.assertEqual(report["first_faults"][0]["sequence"], 5)
        self.assertEqual(verified(lines[:4] + lines[5:])[1]["first_faults"][0]["what"], "missing")
        self.assertEqual(verified(lines[:-1])[1]["first_faults"][0]["what"], "cut_off")
        self.assertEqual(verified(lines[:-3] + lines[-1:])[1]["first_faults"][0]["what"], "cut_off")
        swapped = lines[:3] + [lines[4], lines[3]] + lines[5:]
        self.assertEqual(verified(swapped)[0], 1)
        self.assertEqual(huabiao("audit", "verify", "--export", self.folder / "none").returncode, 4)
        self.assertEqual(verified(lines[:2] + ["{}"] + lines[3:])[0], 3)
        about = {one for one in CONTRACT.operations if one[1].startswith("/audit")}
        self.assertEqual(about - self.auditor.driven, set(), "every operation about it was driven")

    def test_8_any_touch_of_the_database_is_told(self):
        self.assertEqual(self.verify("--data", self.data)[1]["fine"], True)

        def after(sql):
            copy = self.copy()
            with sqlite3.connect(copy / "audit.db") as database:
                database.execute(sql)
            return self.verify("--data", copy)

        self.assertEqual(after("UPDATE entry SET who = 'else' WHERE sequence = 3")[1]["first_faults"][0],
                         {**after("UPDATE entry SET who = 'else' WHERE sequence = 3")[1]["first_faults"][0],
                          "what": "edited", "sequence": 3})
        self.assertEqual(after("DELETE FROM entry WHERE sequence = 4")[1]["first_faults"][0]["what"], "missing")
        code, report = after("UPDATE entry SET sequence = 100000 WHERE sequence = 2")
        self.assertEqual(code, 1)
        told = huabiao("audit", "verify", "--format", "table", "--data", self.data)
        self.assertIn("whole and untouched", told.stdout)

    def test_9_a_signed_head_tells_what_was_cut_off_or_written_anew(self):
        self.assertEqual(self.server.end()[0], 0)  # signs a last head
        copy = self.copy()
        self.assertTrue(self.verify("--data", copy)[1]["fine"])
        with sqlite3.connect(copy / "audit.db") as database:
            database.execute("DELETE FROM entry WHERE sequence > (SELECT max(sequence) - 2 FROM entry)")
        code, report = self.verify("--data", copy)
        self.assertEqual((code, report["first_faults"][0]["what"]), (1, "cut_off"))
        head = huabiao("audit", "head", "--data", self.data)
        self.assertEqual(json.loads(head.stdout)["kind"], "huabiao-audit-head")
        key = self.data / "audit/key.pem"
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        key.chmod(0o640)
        refused = huabiao("serve", "--data", self.data, "--listen", "127.0.0.1:0")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("chmod 600", refused.stderr)
        key.chmod(0o600)

    def test_a_what_cannot_be_written_is_not_done(self):
        self.start()
        try:
            admin = running.Client(self.server.told["address"], CONTRACT)
            admin.sign_in("admin", PASSWORD)
            blocker = sqlite3.connect(self.data / "audit.db", isolation_level=None)
            blocker.execute("BEGIN IMMEDIATE")
            try:
                refused = admin.call("POST", "/organisations", {"name": "不应写入"}, 503)
                self.assertEqual(refused.json["code"], "audit.not_written")
            finally:
                blocker.execute("ROLLBACK")
                blocker.close()
            names = admin.call("GET", "/organisations?q=" + "%E4%B8%8D%E5%BA%94").json
            self.assertEqual(names["total"], 0)
            admin.call("POST", "/organisations", {"name": "写入"}, 201)
            # A server that is killed between the two entries leaves an intent; whoever comes next concludes it.
            self.server.end(signal.SIGKILL)
            self.start()
            self.assertTrue(self.verify("--data", self.data)[1]["fine"])
        finally:
            self.server.end()

    def test_b_commands_stand_in_it(self):
        self.assertEqual(huabiao("account", "secret", "clerk", "--data", self.data).returncode, 0)
        file = self.folder / "whole.jsonl"
        done = huabiao("audit", "export", file, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        entries = [json.loads(line) for line in file.read_text().splitlines()[1:-1]]
        asked = [one for one in entries if one["action"] == "account secret"]
        self.assertEqual([one["stage"] for one in asked], ["intended", "done"])
        self.assertEqual((asked[1]["way"], asked[1]["object"]), ("command_line", "clerk"))
        self.assertTrue(asked[1]["who"])
        serves = [one["result"] for one in entries if one["action"] == "serve"]
        self.assertEqual(serves[:2], ["started", "stopped"])
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        algorithms = {one["algorithm"] for one in entries}
        self.assertEqual(algorithms, {"sm3", "sha256"}, "the setting changed between the two servers; each entry says its own")
        self.assertEqual(self.verify("--export", file)[0], 0)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
