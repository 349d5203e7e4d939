#!/usr/bin/env python3
"""Nobody where they don't belong: two provinces on one server, and every operation of the contract tried by an account
that answers for one of them. Then who may make accounts, give roles, lend and take back."""
import io
import json
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import running
from contract import Contract, is_signing_in
from running import PASSWORD

CONTRACT = Contract()
MARKER = "他省之物"  # stands in every name of the other province
FOREIGN_HOST = "other-province"
SEED = ["--seed", "7", "--sites", "24"]


def badweb_hosts(condition):
    listed = subprocess.run([running.BADWEB, "urls", *SEED, "--condition", condition, "--scheme", "http"], check=True,
                            capture_output=True, text=True).stdout.split()
    return [url.split("/")[2] for url in listed]


def later(hours):
    return (datetime.now(timezone.utc) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Provinces(unittest.TestCase):
    """One server: a province of ours and one of others, each with units, sites, findings and orders."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="huabiao-access-"))
        cls.badweb = running.Program([running.BADWEB, "serve", *SEED, "--condition", "dark-display-none", "--ca-out",
                                      str(cls.folder / "ca.pem"), "--lifetime", "900", "--time-scale", "0.1"])
        cls.server = running.serve(cls.folder / "data", "--lab", cls.badweb.told["lab"], "--ca-file",
                                   str(cls.folder / "ca.pem"), "--timeout", "3s", "--host-gap", "10ms", "--retry-pause",
                                   "100ms", "--workers", "1")
        cls.admin = running.signed_in(cls.server.told, CONTRACT)
        cls.security = cls.first_sign_in(cls.server.told["accounts"][1])
        hosts = badweb_hosts("dark-display-none")
        cls.ours = cls.province("130000", "本省", hosts[0])
        cls.theirs = cls.province("140000", MARKER, hosts[-1])
        running.until(lambda: cls.round_done(), "the round")
        for side in (cls.ours, cls.theirs):
            found = cls.admin.call("GET", f"/findings?site={side['site']}").json["items"]
            assert found, "the sites are sick"
            side["finding"] = found[0]["id"]
            side["evidence"] = cls.admin.call("GET", f"/findings/{found[0]['id']}").json["body_sha256"]
        assert cls.ours["evidence"] and cls.theirs["evidence"] and cls.ours["evidence"] != cls.theirs["evidence"]
        cls.officer = cls.account("officer", "cyberspace_office", scope="region", region="130000")
        cls.grant("officer", "staffing_office", scope="region", region="130000")

    @classmethod
    def tearDownClass(cls):
        for program in (cls.server, cls.badweb):
            program.end()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def first_sign_in(cls, secret, own=PASSWORD):
        client = running.Client(cls.server.told["address"], CONTRACT)
        client.sign_in(secret["account"], secret["secret"])
        client.keep(client.call("POST", "/session/password", {"current": secret["secret"], "new": own}))
        return client

    @classmethod
    def account(cls, name, role=None, **scope):
        """A new account, signed in."""
        client = cls.first_sign_in(cls.admin.call("POST", "/accounts", {"name": name}, 201).json)
        if role:
            cls.grant(name, role, **scope)
        return client

    @classmethod
    def number_of(cls, name):
        return next(one["id"] for one in cls.security.call("GET", f"/accounts?q={name}").json["items"]
                    if one["name"] == name)

    @classmethod
    def grant(cls, name, role, **scope):
        return cls.security.call("POST", f"/accounts/{cls.number_of(name)}/grants", {"role": role, **scope}, 201).json

    @classmethod
    def province(cls, region, prefix, host):
        call = cls.admin.call
        top = call("POST", "/organisations", {"name": prefix + "教育厅", "region": region, "sector": "education"}, 201).json
        unit = call("POST", "/organisations", {"name": prefix + "教育局", "region": region, "superior": top["id"]}, 201).json
        site = call("POST", "/sites", {"name": prefix + "教育网", "region": region, "declarations": [
            {"organisation": unit["id"], "ascii_domains": [host]}]}, 201).json
        contact = call("POST", f"/sites/{site['id']}/contacts",
                       {"name": prefix + "联系人", "organisation": unit["id"]}, 201).json
        call("POST", "/orders", {"region": region, "consent": "standard", "consent_by": prefix + "文件"}, 201)
        cls.round = call("POST", "/rounds", {"sites": [site["id"]]}, 201).json["id"]
        running.until(cls.round_done, "the round")
        return {"top": top["id"], "unit": unit["id"], "site": site["id"], "contact": contact["id"], "host": host,
                "declaration": site["declarations"][0]["id"], "round": cls.round, "region": region}

    @classmethod
    def round_done(cls):
        return cls.admin.call("GET", f"/rounds/{cls.round}").json["state"] != "running"

    @classmethod
    def path_for(cls, template, side):
        """The operation's address about a record of that side; None: about no record of a province."""
        first = template.split("/")[1]
        number = {"sites": side["site"], "organisations": side["unit"], "declarations": side["declaration"],
                  "contacts": side["contact"], "findings": side["finding"], "rounds": side["round"],
                  "domains": urllib.parse.quote(side["host"]), "evidence": side["evidence"]}.get(first)
        if "{" not in template:
            return template
        return None if number is None else template.replace(template[template.index("{"):template.index("}") + 1], str(number))

    @staticmethod
    def text_of(answer):
        """What an answer says, workbooks unpacked."""
        if answer.body.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
                return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
        return answer.body.decode(errors="replace")

    QUERIES = {"/exports/census": "?form=annex3", "/findings/export": "?format=jsonl", "/regions": "?parent=140000",
               "/sites/{id}/samples": "?series=1", "/scopes": "?kind=site"}

    def test_1_every_reading_operation_keeps_to_its_side(self):
        refused = shown = 0
        for verb, template in sorted(CONTRACT.operations):
            if verb != "GET" or template in ("/session/sessions", "/session/oidc/return"):
                continue
            path = self.path_for(template, self.theirs)
            if path is None:
                continue
            with self.subTest(template):
                if template.endswith("/events"):
                    answer = self.officer.send("GET", "/api/v1" + path)
                    self.assertEqual(answer.status, 404)
                    continue
                answer = self.officer.send("GET", "/api/v1" + path + self.QUERIES.get(template, ""))
                said = self.text_of(answer)
                self.assertNotIn(MARKER, said)
                self.assertNotIn(MARKER, json.dumps(said, ensure_ascii=True).encode().decode("unicode_escape"))
                if "{" in template and not template.startswith(("/problems", "/domains")):
                    self.assertEqual(answer.status, 404, said)
                    refused += 1
                else:
                    self.assertIn(answer.status, (200, 403), said)
                    shown += answer.status == 200
                ours = self.officer.send("GET", "/api/v1" + self.path_for(template, self.ours) + self.QUERIES.get(template, ""))
                if "{" in template and not template.startswith("/rounds"):
                    # what lies on this side is shown (or is simply not there: a picture nobody took)
                    self.assertIn(ours.status, (200, 404), self.text_of(ours))
        self.assertGreater(refused, 12)
        self.assertGreater(shown, 10)

    def test_2_own_records_are_there(self):
        sites = self.officer.call("GET", "/sites").json
        self.assertEqual(([one["id"] for one in sites["items"]], sites["total"]), ([self.ours["site"]], 1))
        for path in ("/sites/{site}", "/organisations/{unit}", "/findings/{finding}", "/sites/{site}/history",
                     "/sites/{site}/orders", "/evidence/{evidence}", "/sites/{site}/names"):
            self.officer.call("GET", path.format(**self.ours))
        overview = self.officer.call("GET", "/overview").json
        self.assertEqual((overview["sites"], overview["organisations"], overview["declarations"]), (1, 2, 1))
        self.assertEqual((overview["latest_round"], overview["trend"]), (None, []))
        found = self.officer.call("GET", "/findings").json
        self.assertEqual({one["site"]["id"] for one in found["items"]}, {self.ours["site"]})
        tree = self.officer.call("GET", "/organisations/tree").json
        self.assertEqual([one["id"] for one in tree["items"]], [self.ours["top"]])
        orders = self.officer.call("GET", "/orders").json
        self.assertEqual([one["whom"]["region"]["code"] for one in orders["items"]], ["130000"])
        self.assertEqual(self.officer.call("GET", "/domains/" + self.theirs["host"]).json["sites"], [])
        self.assertEqual(self.officer.call("GET", "/sites?q=" + urllib.parse.quote(MARKER)).json["total"], 0)

    def test_3_nothing_of_the_other_side_is_changed(self):
        theirs, ours = self.theirs, self.ours
        tries = [
            ("PATCH", f"/sites/{theirs['site']}", {"name": "x"}, 404),
            ("DELETE", f"/sites/{theirs['site']}", None, 404),
            ("PATCH", f"/organisations/{theirs['unit']}", {"name": "x"}, 404),
            ("DELETE", f"/organisations/{theirs['unit']}", None, 404),
            ("PATCH", f"/declarations/{theirs['declaration']}", {"contact": "x"}, 404),
            ("DELETE", f"/declarations/{theirs['declaration']}", None, 404),
            ("PATCH", f"/contacts/{theirs['contact']}", {"name": "x"}, 404),
            ("DELETE", f"/contacts/{theirs['contact']}", None, 404),
            ("POST", f"/sites/{theirs['site']}/declarations", {"organisation": ours["unit"]}, 404),
            ("POST", f"/sites/{theirs['site']}/contacts", {"name": "x"}, 404),
            ("POST", f"/sites/{theirs['site']}/orders", {"consent": "passive"}, 404),
            ("POST", f"/sites/{theirs['site']}/names", {"mode": "any", "addresses": []}, 404),
            ("PATCH", f"/findings/{theirs['finding']}", {"decision": "false_alarm", "reason": "x"}, 404),
            ("POST", f"/rounds/{theirs['round']}/cancel", None, 404),
            ("POST", "/rounds", {"sites": [theirs["site"]]}, 403),
            ("POST", "/rounds", {"sites": [ours["site"], theirs["site"]]}, 403),
            ("POST", "/rounds", {}, 403),
            ("POST", "/orders", {"region": "140000", "consent": "passive"}, 403),
            ("POST", "/orders", {"unit": theirs["unit"], "consent": "passive"}, 403),
            ("POST", "/sites", {"name": "x", "region": "140000"}, 403),
            ("POST", "/sites", {"name": "x"}, 403),
            ("POST", "/sites", {"name": "x", "region": "130000", "declarations": [
                {"organisation": theirs["unit"], "ascii_domains": ["x.gov.cn"]}]}, 403),
            ("POST", f"/sites/{ours['site']}/declarations", {"organisation": theirs["unit"]}, 403),
            ("POST", f"/sites/{ours['site']}/contacts", {"name": "x", "organisation": theirs["unit"]}, 403),
            ("POST", "/sites", {"name": "x", "region": "130000", "declarations": [
                {"organisation": ours["unit"], "ascii_domains": [theirs["host"]]}]}, 409),
            ("POST", f"/sites/{ours['site']}/declarations", {"organisation": ours["unit"], "ascii_domains": [theirs["host"]]}, 409),
            ("POST", "/rounds", {"sites": [999999]}, 403),
            ("POST", "/orders", {"unit": 999999, "consent": "passive"}, 403),
            ("POST", f"/sites/{ours['site']}/declarations", {"organisation": 999999}, 403),
            ("POST", "/organisations", {"name": "x", "region": "140000"}, 403),
            ("POST", "/organisations", {"name": "x"}, 403),
            ("POST", "/imports?filename=a.csv", b"x", 403),
            ("POST", "/vantages", {"name": "x"}, 403),
            ("POST", "/accounts", {"name": "x"}, 403),
            ("POST", "/channels/log/test", None, 403),
        ]
        before = self.admin.call("GET", f"/sites/{theirs['site']}").json
        for method, path, body, status in tries:
            with self.subTest(f"{method} {path}"):
                answer = self.officer.send(method, "/api/v1" + path, body, {"If-Match": '"1"'})
                self.assertEqual(answer.status, status, answer.body[:400])
                self.assertNotIn(MARKER, answer.body.decode())
        self.assertEqual(self.admin.call("GET", f"/sites/{theirs['site']}").json, before)
        # a host the other side holds: refused, without a word of whose it is
        tag = self.officer.call("GET", f"/sites/{ours['site']}").json["declarations"][0]["etag"]
        taken = self.officer.call("PATCH", f"/declarations/{ours['declaration']}", {"ascii_domains": [theirs["host"]]}, 409,
                                  {"If-Match": tag})
        self.assertEqual(taken.json["code"], "registry.domain_taken")
        self.assertNotIn(MARKER, taken.body.decode())
        # moving one's own record out of sight
        tag = self.officer.call("GET", f"/sites/{ours['site']}").headers["etag"]
        moved = self.officer.call("PATCH", f"/sites/{ours['site']}", {"region": "140000"}, 403, {"If-Match": tag})
        self.assertEqual(moved.json["code"], "http.beyond_reach")
        tag = self.officer.call("GET", f"/organisations/{ours['unit']}").headers["etag"]
        self.officer.call("PATCH", f"/organisations/{ours['unit']}", {"region": "140000"}, 403, {"If-Match": tag})
        self.officer.call("PATCH", f"/organisations/{ours['unit']}", {"credit_code": "x"}, 200, {"If-Match": tag})

    def test_4_own_rounds_may_be_run_and_followed(self):
        begun = self.officer.call("POST", "/rounds", {"sites": [self.ours["site"]]}, 201).json["id"]
        running.until(lambda: self.officer.call("GET", f"/rounds/{begun}").json["state"] != "running", "the round")
        rows = self.officer.call("GET", f"/rounds/{begun}/rows").json
        self.assertEqual({row["site"]["id"] for row in rows["items"]}, {self.ours["site"]})
        self.assertEqual([one["id"] for one in self.officer.call("GET", "/rounds").json["items"]], [begun])

    def test_5_other_scopes(self):
        owner = self.account("owner", "site_owner", scope="organisation", organisation=self.ours["top"])
        self.assertEqual(owner.call("GET", "/sites").json["total"], 1)
        owner.call("GET", f"/sites/{self.theirs['site']}", expect=404)
        owner.call("PATCH", f"/findings/{self.ours['finding']}", {"decision": "accepted", "reason": "x"}, 403,
                   {"If-Match": '"1"'})
        sector = self.account("sector", "sector_department", scope="sector", sector="health")
        self.assertEqual(sector.call("GET", "/sites").json["total"], 0)
        one_site = self.account("single", "operator", scope="site", site=self.theirs["site"])
        self.assertEqual([one["id"] for one in one_site.call("GET", "/sites").json["items"]], [self.theirs["site"]])
        one_site.call("GET", "/findings/export?format=jsonl", expect=403)
        nobody = self.account("nobody")
        self.assertEqual(nobody.call("GET", "/session").json["abilities"], [])
        self.assertEqual(nobody.call("GET", "/sites", expect=403).json["code"], "http.not_allowed")

    def test_6_administrators_are_three(self):
        auditor = self.first_sign_in(self.server.told["accounts"][2])
        for client, may in ((self.security, False), (auditor, False)):
            self.assertEqual(client.call("GET", "/sites", expect=403).json["code"], "http.not_allowed")
            client.call("GET", "/accounts")
            client.call("POST", "/accounts", {"name": "made"}, 403)
        own, auditors, admins = (self.number_of(name) for name in ("secadmin", "auditor", "admin"))
        refused = self.admin.call("POST", f"/accounts/{admins}/grants", {"role": "police", "scope": "nation"}, 403)
        self.assertEqual(refused.json["code"], "http.not_allowed")
        self.assertEqual(self.security.call("POST", f"/accounts/{own}/grants", {"role": "police", "scope": "nation"},
                                            403).json["code"], "access.own_grant")
        for role in ("system_administrator", "security_administrator"):
            self.assertEqual(self.security.call("POST", f"/accounts/{auditors}/grants", {"role": role, "scope": "nation"},
                                                409).json["code"], "access.administrators_apart")
        self.assertEqual(self.admin.call("POST", f"/accounts/{own}/secret", expect=403).json["code"],
                         "access.administrators_account")
        self.assertEqual(self.admin.call("PATCH", f"/accounts/{own}", {"state": "disabled"}, 403).json["code"],
                         "access.administrators_account")
        self.assertEqual(self.admin.call("PATCH", f"/accounts/{admins}", {"state": "disabled"}, 403).json["code"],
                         "access.own_account")
        mass = self.admin.send("PATCH", f"/api/v1/accounts/{own}", {"grants": [], "password": "x"})
        self.assertEqual((mass.status, mass.json["code"]), (400, "http.bad_body"))

    def test_7_lent_handed_over_withdrawn(self):
        deputy = self.account("deputy")
        grants = {one["role"]: one for one in self.officer.call("GET", "/session").json["grants"]}
        loans = f"/session/grants/{grants['cyberspace_office']['id']}/loans"
        loan = {"account": "deputy", "scope": "region", "region": "130000", "until": later(1), "reason": "出差"}
        self.officer.call("POST", loans, loan | {"scope": "nation"}, 400)
        self.officer.call("POST", loans, {key: loan[key] for key in ("account", "scope", "region")}, 400)
        self.officer.call("POST", loans, loan | {"account": "officer"}, 403)
        self.officer.call("POST", loans, loan | {"region": "999999"}, 400)
        deputy.call("POST", loans, loan, 404)
        lent = self.officer.call("POST", loans, loan, 201).json["id"]
        self.assertEqual(deputy.call("GET", "/sites").json["total"], 1)
        deputy.call("DELETE", f"/session/loans/{lent}", expect=404)
        self.officer.call("DELETE", f"/session/loans/{lent}", expect=204)
        deputy.call("GET", "/sites", expect=403)
        self.officer.call("POST", loans, loan, 201)
        heir = self.account("heir")
        leaving = self.account("leaving", "police", scope="region", region="140000")
        self.assertEqual(leaving.call("GET", "/sites").json["total"], 1)
        self.security.call("POST", f"/accounts/{self.number_of('leaving')}/hand-over",
                           {"to": self.number_of("heir"), "reason": "调离"})
        self.assertEqual(heir.call("GET", "/sites").json["total"], 1)
        self.assertEqual(leaving.call("GET", "/sites", expect=401).json["code"], "access.no_session")
        self.security.call("DELETE", f"/grants/{grants['cyberspace_office']['id']}", expect=204)
        withdrawn = self.security.call("GET", f"/grants/{grants['cyberspace_office']['id']}").json
        self.assertEqual(withdrawn["withdrawn_by"], "secadmin")
        deputy.call("GET", "/sites", expect=403)  # with it goes what was lent from it
        self.security.call("DELETE", f"/grants/{grants['cyberspace_office']['id']}", expect=409)

    def test_8_sessions_are_listed_and_ended(self):
        other = running.Client(self.server.told["address"], CONTRACT)
        other.sign_in("officer", PASSWORD)
        listed = self.officer.call("GET", "/session/sessions").json["items"]
        self.assertEqual(len(listed), 2)
        self.assertEqual([one["this_one"] for one in listed], [False, True])
        self.security.call("DELETE", f"/session/sessions/{listed[0]['id']}", expect=404)
        self.officer.call("DELETE", f"/session/sessions/{listed[0]['id']}", expect=204)
        other.call("GET", "/session", expect=401)
        number = self.number_of("officer")
        secret = self.admin.call("POST", f"/accounts/{number}/secret").json["secret"]
        self.officer.call("GET", "/session", expect=401)
        self.officer.sign_in("officer", secret)
        self.officer.call("GET", "/sites", expect=403)
        self.officer.call("POST", "/session/password", {"current": secret, "new": PASSWORD + "2"})
        self.admin.call("DELETE", f"/accounts/{number}/sessions", expect=204)
        self.officer.call("GET", "/session", expect=401)
        self.admin.call("PATCH", f"/accounts/{number}", {"state": "disabled", "display_name": "某某"})
        refused = other.call("POST", "/session", {"name": "officer", "password": PASSWORD + "2"}, 403)
        self.assertEqual(refused.json["code"], "access.disabled")
        kept = self.security.call("GET", f"/accounts/{number}").json
        self.assertEqual((kept["display_name"], kept["state"]), ("某某", "disabled"))
        self.security.call("GET", "/roles")
        for kind, part, found in (("region", "河北", "河北省"), ("organisation", MARKER, MARKER + "教育厅"),
                                  ("site", MARKER, MARKER + "教育网")):
            items = self.security.call("GET", f"/scopes?kind={kind}&q=" + urllib.parse.quote(part)).json["items"]
            self.assertIn(found, [one["name"] for one in items])

    def test_8_who_has_the_machine_renews_any_secret(self):
        def run(*arguments):
            return subprocess.run([running.HUABIAO, "--lang", "en", "account", *arguments, "--data",
                                   str(self.folder / "data")], capture_output=True, text=True, timeout=60)
        listed = {row["name"]: row for row in map(json.loads, run("list").stdout.splitlines())}
        self.assertEqual(listed["auditor"]["grants"], [{"role": "audit_administrator", "scope": "nation"}])
        done = run("secret", "auditor")
        self.assertEqual(done.returncode, 0, done.stderr)
        again = {"account": "auditor", "secret": done.stdout.strip()}
        client = self.first_sign_in(again, PASSWORD + "x")  # its former one is not taken again
        self.assertEqual(client.call("GET", "/session").json["abilities"], ["see_accounts", "read_audit"])
        refused = run("secret", "no-such")
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertIn("access.no_such_account", refused.stderr)

    def test_9_every_operation_about_accounts_was_driven(self):
        driven = set().union(*(client.driven for client in (self.admin, self.security, self.officer)))
        wanted = {one for one in CONTRACT.operations
                  if one[1].startswith(("/accounts", "/grants", "/roles", "/scopes", "/session")) and not is_signing_in(one[1])}
        self.assertEqual(wanted - driven - {("DELETE", "/session")}, set())


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
