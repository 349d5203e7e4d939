#!/usr/bin/env python3
"""Signing in with the settings as they are: second factors, lock-out, sessions, API tokens; and the attacks on them."""
import json
import os
import shutil
import sqlite3
import stat
import statistics
import subprocess
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

import running
import totp
from contract import Contract, is_signing_in
from running import PASSWORD

CONTRACT = Contract()
DEFAULT = ("--sign-in-second-factor", "administrators")


def later(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Served(unittest.TestCase):
    """One server; `options` on top of the settings as they are."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="huabiao-sign-in-"))
        cls.server = running.serve(cls.folder / "data", *DEFAULT, *cls.options)
        cls.secrets = {one["account"]: one["secret"] for one in cls.server.told["accounts"]}
        cls.driven = set()

    @classmethod
    def tearDownClass(cls):
        cls.server.end()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def client(cls):
        client = running.Client(cls.server.told["address"], CONTRACT)
        client.driven = cls.driven
        return client

    @classmethod
    def first_sign_in(cls, name, secret):
        """Signed in, with a password of one's own; what else is owed is the caller's."""
        client = cls.client()
        client.sign_in(name, secret)
        client.keep(client.call("POST", "/session/password", {"current": secret, "new": PASSWORD}))
        return client

    @classmethod
    def enrolled(cls, client):
        """With a second factor: the app and the recovery codes."""
        begun = client.call("POST", "/session/factor", expect=201).json
        app = totp.App(begun["secret"])
        answer = client.call("POST", "/session/factor/confirmation", {"code": app.code()})
        client.cookie = answer.headers["set-cookie"].split(";")[0]
        client.csrf = answer.json["session"]["csrf"]
        return app, answer.json["recovery_codes"]

    @classmethod
    def administrator(cls, name):
        client = cls.first_sign_in(name, cls.secrets[name])
        app, codes = cls.enrolled(client)
        return client, app, codes

    @classmethod
    def account(cls, admin, name):
        return cls.first_sign_in(name, admin.call("POST", "/accounts", {"name": name}, 201).json["secret"])

    @classmethod
    def number_of(cls, client, name):
        return next(one["id"] for one in client.call("GET", f"/accounts?q={name}").json["items"] if one["name"] == name)

    def refused(self, client, method, path, body, status, code, headers=None):
        answer = client.send(method, "/api/v1" + path, body, headers)
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer.body)
        return answer


class SigningIn(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.app, cls.codes = cls.administrator("admin")
        cls.security, cls.security_app, _ = cls.administrator("secadmin")

    def test_1_an_administrator_may_do_nothing_before_the_second_factor(self):
        auditor = self.client()
        self.assertEqual(auditor.sign_in("auditor", self.secrets["auditor"])["owes"], "password")
        self.refused(auditor, "POST", "/session/factor", None, 403, "access.must_change_password")
        auditor.keep(auditor.call("POST", "/session/password", {"current": self.secrets["auditor"], "new": PASSWORD}))
        session = auditor.call("GET", "/session").json
        self.assertEqual((session["owes"], session["second_factor"]["demanded"]), ("second_factor", True))
        owed = 0
        for verb, template in sorted(CONTRACT.operations):
            schemes = [name for one in CONTRACT.operations[verb, template].get("security", [{"session": []}]) for name in one]
            if "session" not in schemes or template.startswith("/session"):
                continue
            path = template.replace("{host}", "x.gov.cn").replace("{code}", "internal")
            while "{" in path:
                path = path[:path.index("{")] + "1" + path[path.index("}") + 1:]
            with self.subTest(f"{verb} {template}"):
                self.refused(auditor, verb, path, None, 403, "access.second_factor_needed")
                owed += 1
        self.assertGreater(owed, 60)
        for method, path in (("GET", "/session/tokens"), ("GET", "/session/sessions"), ("POST", "/session/tokens")):
            self.refused(auditor, method, path, None, 403, "access.second_factor_needed")
        self.enrolled(auditor)
        self.assertEqual(auditor.call("GET", "/accounts").status, 200)

    def test_2_two_steps_and_a_fresh_session_each(self):
        client = self.client()
        half = client.sign_in("admin", PASSWORD)
        self.assertEqual((half["owes"], half["grants"], half["abilities"]), ("code", [], []))
        before = client.cookie
        for method, path in (("GET", "/accounts"), ("GET", "/session/sessions"), ("POST", "/session/tokens")):
            self.refused(client, method, path, None, 403, "access.code_needed")
        self.refused(client, "POST", "/session/password", {"current": PASSWORD, "new": PASSWORD + "x"}, 403, "access.code_needed")
        self.refused(client, "POST", "/session/factor", None, 403, "access.code_needed")
        client.keep(client.call("POST", "/session/code", {"code": self.app.code()}))
        self.assertNotEqual(client.cookie, before)
        self.assertIsNone(client.call("GET", "/session").json["owes"])
        old = self.client()
        old.cookie = before
        self.refused(old, "GET", "/session", None, 401, "access.no_session")
        self.refused(client, "POST", "/session/code", {"code": "000000"}, 409, "access.no_code_owed")

    def test_3_a_planted_session_is_worth_nothing(self):
        """Session fixation: whatever cookie the browser brings, signing in gives another."""
        client = self.client()
        client.cookie = "huabiao_session=" + "a" * 64
        answer = client.send("POST", "/api/v1/session", {"name": "admin", "password": PASSWORD})
        self.assertEqual(answer.status, 200)
        self.assertNotIn("a" * 64, answer.headers["set-cookie"])
        self.assertIn("HttpOnly", answer.headers["set-cookie"])
        self.assertIn("SameSite=Strict", answer.headers["set-cookie"])
        self.refused(client, "GET", "/session", None, 401, "access.no_session")

    def test_4_a_code_is_good_once_and_recovery_codes_too(self):
        code = self.app.code()
        first, second = self.client(), self.client()
        first.sign_in("admin", PASSWORD)
        second.sign_in("admin", PASSWORD)
        first.keep(first.call("POST", "/session/code", {"code": code}))
        self.refused(second, "POST", "/session/code", {"code": code}, 401, "access.wrong_code")
        spent = self.codes[0]
        second.keep(second.call("POST", "/session/code", {"code": spent.upper()}))
        self.assertEqual(second.call("GET", "/session").json["second_factor"]["recovery_codes"], 9)
        third = self.client()
        third.sign_in("admin", PASSWORD)
        self.refused(third, "POST", "/session/code", {"code": spent}, 401, "access.wrong_code")
        renewed = second.call("POST", "/session/factor/recovery-codes", {"code": self.app.code()}).json["recovery_codes"]
        self.refused(third, "POST", "/session/code", {"code": self.codes[1]}, 401, "access.wrong_code")
        third.keep(third.call("POST", "/session/code", {"code": renewed[0]}))
        self.refused(second, "POST", "/session/factor/removal", {"code": renewed[1]}, 403, "access.factor_demanded")

    def test_5_what_lies_in_the_database_gives_nothing_away(self):
        key = self.folder / "data" / "secret.key"
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        copy = self.folder / "copy.db"
        source = sqlite3.connect(f"file:{self.folder / 'data' / 'huabiao.db'}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        source.backup(target)
        bytes_of = copy.read_bytes()
        for secret in (self.app.secret, *self.codes, self.admin.cookie.split("=")[1], PASSWORD):
            self.assertNotIn(secret.encode(), bytes_of)
        sealed = target.execute("SELECT secret FROM second_factor").fetchall()
        self.assertTrue(sealed and all(one[0].startswith("a1.") for one in sealed))
        for one in (source, target):
            one.close()

    def test_6_one_administrator_resets_anothers_factor_but_no_administrators(self):
        clerk = self.account(self.admin, "clerk6")
        app, _ = self.enrolled(clerk)
        number = self.number_of(self.admin, "clerk6")
        own = self.number_of(self.admin, "admin")
        self.refused(self.admin, "DELETE", f"/accounts/{own}/factor", None, 403, "access.own_account")
        other = self.number_of(self.admin, "secadmin")
        self.refused(self.admin, "DELETE", f"/accounts/{other}/factor", None, 403, "access.administrators_account")
        self.refused(clerk, "DELETE", f"/accounts/{other}/factor", None, 403, "http.not_allowed")
        self.admin.call("DELETE", f"/accounts/{number}/factor", expect=204)
        self.refused(clerk, "GET", "/session", None, 401, "access.no_session")
        again = self.client()
        self.assertIsNone(again.sign_in("clerk6", PASSWORD)["owes"])
        app, _ = self.enrolled(again)
        again.call("POST", "/session/factor/removal", {"code": app.code()}, 204)
        self.assertFalse(again.call("GET", "/session").json["second_factor"]["set_up"])

    def test_7_more_in_a_body_than_is_asked_for_is_refused(self):
        """Mass assignment: nobody makes a token for somebody else, confirms a factor of somebody else, or signs in as more."""
        clerk = self.account(self.admin, "clerk7")
        number = self.number_of(self.admin, "admin")
        good = {"name": "x", "abilities": ["see_accounts"], "ends": later(1)}
        for path, body in (("/session/tokens", {**good, "account": number}), ("/session/tokens", {**good, "hash": "0" * 64}),
                           ("/session/code", {"code": "1", "second_factor": True}),
                           ("/session/factor/confirmation", {"code": "1", "account": number}),
                           ("/session/password", {"current": PASSWORD, "new": PASSWORD + "x", "role": "system_administrator"})):
            with self.subTest(path):
                self.refused(clerk, "POST", path, body, 400, "http.bad_body")
        self.refused(self.client(), "POST", "/session", {"name": "admin", "password": PASSWORD, "second_factor": True}, 400,
                     "http.bad_body")

    def test_8_passwords(self):
        clerk = self.account(self.admin, "clerk8")
        rules = clerk.call("GET", "/sign-in").json["password"]
        self.assertEqual(rules, {"min_length": 10, "classes": 4, "history": 5})
        for bad, code in (("Aa1!aaaaa", "access.password_too_short"), ("bamboo-forest-9", "access.password_too_simple"),
                          ("P@ssw0rd2026", "access.password_common"), ("Xclerk8-Bamboo!", "access.password_is_name"),
                          (PASSWORD, "access.password_unchanged")):
            self.refused(clerk, "POST", "/session/password", {"current": PASSWORD, "new": bad}, 400, code)
        now = PASSWORD
        for turn in range(5):
            clerk.keep(clerk.call("POST", "/session/password", {"current": now, "new": f"Bamboo-Wind-{turn}!"}))
            now = f"Bamboo-Wind-{turn}!"
        self.refused(clerk, "POST", "/session/password", {"current": now, "new": PASSWORD}, 400, "access.password_used")


class Tokens(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.app, _ = cls.administrator("admin")
        cls.security, *_ = cls.administrator("secadmin")

    def holder(self, name, role="site_owner", **scope):
        client = self.account(self.admin, name)
        number = self.number_of(self.security, name)
        scope = scope or {"scope": "nation"}
        granted = self.security.call("POST", f"/accounts/{number}/grants", {"role": role, **scope}, 201).json
        return client, number, granted["grants"][0]["id"]

    def token(self, client, abilities=("see",), **more):
        return client.call("POST", "/session/tokens",
                           {"name": "test", "abilities": list(abilities), "ends": later(30), **more}, 201).json

    def by(self, token, method, path, body=None):
        return self.client().send(method, "/api/v1" + path, body, {"Authorization": "Bearer " + token["token"]})

    def test_1_a_token_does_what_it_may_and_nothing_else(self):
        client, _, _ = self.holder("t1")
        token = self.token(client, ["see", "edit_register"])
        self.assertRegex(token["token"], r"^hb_[A-Za-z0-9_-]{43}$")
        answer = self.by(token, "GET", "/sites")
        self.assertEqual(answer.status, 200)
        self.assertNotIn("set-cookie", answer.headers)
        # no csrf token is needed: no browser sends this by itself
        self.assertEqual(self.by(token, "POST", "/organisations", {"name": "令牌所建"}).status, 201)
        # the holder may run rounds and export, the token may not
        for method, path, body in (("POST", "/rounds", {}), ("GET", "/exports/census?form=annex3", None), ("GET", "/accounts", None)):
            answer = self.by(token, method, path, body)
            self.assertEqual((answer.status, answer.json["code"]), (403, "http.not_allowed"), path)
        # nothing that is the person's own
        for method, path, body in (("GET", "/session", None), ("DELETE", "/session", None), ("GET", "/session/sessions", None),
                                   ("POST", "/session/tokens", {"name": "x", "abilities": ["see"], "ends": later(1)}),
                                   ("POST", "/session/factor", None),
                                   ("POST", "/session/password", {"current": PASSWORD, "new": PASSWORD + "y"})):
            answer = self.by(token, method, path, body)
            self.assertEqual((answer.status, answer.json["code"]), (403, "access.not_by_token"), path)
        listed = client.call("GET", "/session/tokens").json["items"]
        self.assertEqual([one["name"] for one in listed], ["test"])
        self.assertIsNotNone(listed[0]["last_used_at"])
        self.assertNotIn(token["token"], json.dumps(listed))

    def test_2_what_may_not_be_made(self):
        client, _, _ = self.holder("t2")
        good = {"name": "x", "abilities": ["see"], "ends": later(30)}
        for change, status, code in (({"abilities": ["grant_roles"]}, 403, "access.not_yours"),
                                     ({"abilities": []}, 400, "access.no_ability"),
                                     ({"abilities": ["everything"]}, 400, "http.bad_body"),
                                     ({"ends": later(366)}, 400, "access.bad_token_end"),
                                     ({"ends": later(-1)}, 400, "access.bad_token_end")):
            with self.subTest(code):
                self.refused(client, "POST", "/session/tokens", {**good, **change}, status, code)
        narrow, _, _ = self.holder("t2b", "staffing_office", scope="region", region="130000")
        self.refused(narrow, "POST", "/session/tokens", {**good, "scope": "region", "region": "140000"}, 400, "access.wider_scope")
        self.refused(narrow, "POST", "/session/tokens", {**good, "scope": "nation"}, 400, "access.wider_scope")
        self.token(narrow, scope="region", region="130000")

    def test_3_a_narrower_scope_holds(self):
        client, _, _ = self.holder("t3", "staffing_office")
        for region in ("130000", "140000"):
            client.call("POST", "/sites", {"name": f"网站{region}", "region": region}, 201)
        token = self.token(client, ["see", "edit_register"], scope="region", region="130000")
        seen = self.by(token, "GET", "/sites").json["items"]
        self.assertEqual([one["region"]["code"] for one in seen], ["130000"])
        self.assertEqual(self.by(token, "POST", "/sites", {"name": "x", "region": "140000"}).status, 403)

    def test_4_it_ends_with_what_it_comes_from(self):
        def stands(token):
            return self.by(token, "GET", "/sites").status
        client, number, grant = self.holder("t4")
        revoked, left = self.token(client), self.token(client)
        self.assertEqual((stands(revoked), stands(left)), (200, 200))
        client.call("DELETE", f"/session/tokens/{revoked['id']}", expect=204)
        self.assertEqual((stands(revoked), stands(left)), (401, 200))
        self.refused(client, "DELETE", f"/session/tokens/{revoked['id']}", None, 404, "access.no_such_token")
        self.security.call("DELETE", f"/grants/{grant}", expect=204)  # the role goes
        self.assertEqual(stands(left), 403)
        self.security.call("POST", f"/accounts/{number}/grants", {"role": "leadership", "scope": "nation"}, 201)
        self.assertEqual(stands(left), 200)
        self.admin.call("PATCH", f"/accounts/{number}", {"state": "disabled"})
        self.assertEqual(stands(left), 401)
        self.admin.call("PATCH", f"/accounts/{number}", {"state": "active"})
        self.assertEqual(stands(left), 200)
        self.admin.call("POST", f"/accounts/{number}/secret")  # its owner is no longer who knew the password
        self.assertEqual(stands(left), 401)

    def test_5_a_security_administrator_sees_and_revokes_others(self):
        client, number, _ = self.holder("t5")
        token = self.token(client)
        listed = self.security.call("GET", f"/accounts/{number}/tokens").json["items"]
        self.assertEqual([one["id"] for one in listed], [token["id"]])
        self.refused(self.admin, "DELETE", f"/accounts/{number}/tokens/{token['id']}", None, 403, "http.not_allowed")
        other = self.number_of(self.security, "admin")
        self.refused(self.security, "DELETE", f"/accounts/{other}/tokens/{token['id']}", None, 404, "access.no_such_token")
        self.security.call("DELETE", f"/accounts/{number}/tokens/{token['id']}", expect=204)
        self.assertEqual(self.by(token, "GET", "/sites").status, 401)

    def test_6_another_persons_token_is_not_revoked(self):
        client, _, _ = self.holder("t6")
        other, _, _ = self.holder("t6b")
        token = self.token(client)
        self.refused(other, "DELETE", f"/session/tokens/{token['id']}", None, 404, "access.no_such_token")
        self.assertEqual(self.by(token, "GET", "/sites").status, 200)

    def test_7_what_is_no_token_is_told_alike(self):
        for bearer in ("hb_", "hb_" + "A" * 43, "hb_" + "A" * 5000):
            answer = self.by({"token": bearer}, "GET", "/sites")
            self.assertEqual((answer.status, answer.json["code"]), (401, "access.bad_token"))
        client, _, _ = self.holder("t7")  # a bad token is not made good by a cookie
        answer = client.send("GET", "/api/v1/sites", None, {"Authorization": "Bearer hb_" + "A" * 43})
        self.assertEqual(answer.status, 401)

    def test_8_on_the_machine(self):
        def run(*arguments):
            return subprocess.run([running.HUABIAO, "--lang", "en", "account", *arguments, "--data",
                                   str(self.folder / "data")], capture_output=True, text=True, timeout=60)
        client, _, _ = self.holder("t8")
        made = run("token", "make", "t8", "--name", "nightly", "--ability", "see", "--days", "7")
        self.assertEqual(made.returncode, 0, made.stderr)
        token = {"token": made.stdout.strip()}
        self.assertEqual(self.by(token, "GET", "/sites").status, 200)
        listed = [json.loads(line) for line in run("token", "list", "t8", "--format", "jsonl").stdout.splitlines()]
        self.assertEqual([(one["name"], one["abilities"]) for one in listed], [("nightly", "see")])
        self.assertIn("nightly", run("token", "list", "t8").stdout)
        self.assertEqual(run("token", "revoke", "t8", str(listed[0]["id"])).returncode, 0)
        self.assertEqual(self.by(token, "GET", "/sites").status, 401)
        for refused, code in ((("token", "make", "t8", "--name", "x", "--ability", "grant_roles"), "access.not_yours"),
                              (("token", "make", "t8", "--name", "x", "--ability", "see", "--days", "400"), "access.bad_token_end"),
                              (("factor", "t8"), "access.no_factor"), (("factor", "nobody"), "access.no_such_account")):
            done = run(*refused)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(code, done.stderr)
        self.enrolled(client)
        self.assertEqual(run("factor", "t8").returncode, 0)
        self.refused(client, "GET", "/session", None, 401, "access.no_session")


class LockOut(Served):
    options = ("--sign-in-failures", "3", "--sign-in-lock", "2s", "--sign-in-lock-most", "4s", "--sign-in-idle", "3s",
               "--sign-in-absolute", "5s")

    def attempt(self, name, password="x"):
        answer = self.client().send("POST", "/api/v1/session", {"name": name, "password": password})
        return answer.json.get("code")

    def test_1_known_and_unknown_names_are_locked_alike(self):
        for name in ("admin", "nobody"):
            self.assertEqual([self.attempt(name) for _ in range(5)],
                             ["access.wrong_password"] * 3 + ["access.wait"] * 2, name)
        self.assertEqual(self.attempt("admin", self.secrets["admin"]), "access.wait")
        time.sleep(2.1)
        self.assertIsNone(self.attempt("admin", self.secrets["admin"]))

    def test_2_known_and_unknown_names_take_alike_long(self):
        """Coarse on purpose, for a busy machine: the unit tests count the hashes."""
        def seconds(name):
            start = time.perf_counter()
            self.attempt(name)
            return time.perf_counter() - start
        known, unknown = [], []
        for turn in range(6):
            unknown.append(seconds(f"nobody{turn}"))
            if turn % 2 == 0:
                known.append(seconds("auditor"))
                time.sleep(0.1)
        self.assertLess(abs(statistics.median(known[:2]) - statistics.median(unknown)), 0.25)

    def test_3_a_session_ends_idle_and_in_any_case(self):
        client = self.client()
        client.sign_in("secadmin", self.secrets["secadmin"])
        time.sleep(3.2)
        self.refused(client, "GET", "/session", None, 401, "access.session_ended")


class Addresses(Served):
    options = ("--sign-in-administrators-from", "10.0.0.0/8", "--sign-in-administrators-from", "2001:db8::/32")

    def test_administrators_come_from_their_network_alone(self):
        self.refused(self.client(), "POST", "/session", {"name": "admin", "password": self.secrets["admin"]}, 403,
                     "access.address_refused")
        self.refused(self.client(), "POST", "/session", {"name": "admin", "password": "wrong"}, 401, "access.wrong_password")


class Settings(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-sign-in-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def serve(self, *options):
        return subprocess.run([running.HUABIAO, "--lang", "en", "serve", "--data", str(self.folder), "--listen",
                               "127.0.0.1:0", *options], capture_output=True, text=True, timeout=60)

    def test_doctor_says_where_each_value_came_from(self):
        (self.folder / "huabiao.toml").write_text('[sign_in]\nidle = "10m"\nadministrators_from = ["10.0.0.0/8"]\n')
        environment = {**os.environ, "HUABIAO_SIGN_IN_FAILURES": "4"}
        done = subprocess.run([running.HUABIAO, "--lang", "en", "doctor", "--data", str(self.folder), "--format", "jsonl"],
                              capture_output=True, text=True, timeout=120, env=environment)
        said = done.stdout
        for part in ("sign_in_idle", "10m", "sign_in_failures", "sign_in_second_factor", "sign_in_administrators_from"):
            self.assertIn(part, said)

    def test_values_that_are_none_are_refused(self):
        for options in (("--sign-in-min-length", "7"), ("--sign-in-second-factor", "maybe"), ("--sign-in-token-days", "366"),
                        ("--sign-in-administrators-from", "10.0.0.1/8"), ("--sealing", "rot13")):
            with self.subTest(options):
                done = self.serve(*options)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("settings.bad_value", done.stderr)

    def test_the_key_is_guarded(self):
        key = self.folder / "elsewhere.key"
        server = running.serve(self.folder, *DEFAULT, "--key-file", str(key), "--sealing", "sm4-ctr-hmac-sm3")
        try:
            secret = server.told["accounts"][0]["secret"]
            client = running.Client(server.told["address"], CONTRACT)
            client.sign_in("admin", secret)
            client.keep(client.call("POST", "/session/password", {"current": secret, "new": PASSWORD}))
            app, _ = Served.enrolled.__func__(Served, client)
        finally:
            server.end()
        self.assertFalse((self.folder / "secret.key").exists())
        with sqlite3.connect(self.folder / "huabiao.db") as database:
            self.assertTrue(database.execute("SELECT secret FROM second_factor").fetchone()[0].startswith("s1."))
        done = self.serve()  # would make another key, and lose what the first sealed
        self.assertEqual((done.returncode, "seal.no_key" in done.stderr), (4, True), done.stderr)
        key.chmod(0o644)
        done = self.serve("--key-file", str(key))
        self.assertEqual((done.returncode, "seal.key_open_to_others" in done.stderr), (4, True), done.stderr)
        key.chmod(0o600)
        server = running.serve(self.folder, *DEFAULT, "--key-file", str(key))  # the other algorithm still opens it
        try:
            client = running.Client(server.told["address"], CONTRACT)
            client.sign_in("admin", PASSWORD)
            client.keep(client.call("POST", "/session/code", {"code": app.code()}))
            self.assertIsNone(client.call("GET", "/session").json["owes"])
        finally:
            server.end()
        kept = key.read_text()
        key.write_text("b" * 64 + "\n")
        done = self.serve("--key-file", str(key))
        self.assertEqual((done.returncode, "seal.other_key" in done.stderr), (4, True), done.stderr)
        key.write_text(kept)


class Everything(unittest.TestCase):
    """Runs last: every operation about signing in was driven by the classes above."""

    def test_every_operation_was_driven(self):
        driven = SigningIn.driven | Tokens.driven
        wanted = {one for one in CONTRACT.operations if is_signing_in(one[1]) and not one[1].startswith("/session/oidc")}
        self.assertEqual(wanted - driven, set())


def load_tests(loader, _, __):
    ordered = (Settings, SigningIn, Tokens, LockOut, Addresses, Everything)
    return unittest.TestSuite(loader.loadTestsFromTestCase(one) for one in ordered)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
