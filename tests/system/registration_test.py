#!/usr/bin/env python3
"""What registries say of the watched domains: asked once a domain and in turn, by RDAP and by WHOIS; domains that end,
are on hold or change hands; registries that refuse or talk nonsense; and nothing of who registered them is kept.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/registration_test.py
"""
import json
import re
import subprocess
import time
import unittest
import urllib.request

import running
from contract import Contract
from fake_registry import FakeRegistry, make_authority
from watch_test import Watched


class RegistrationTest(Watched):
    sites = 12

    def setUp(self):
        super().setUp()
        ca, certificate, key = make_authority(self.folder)
        with open(self.folder / "ca.pem", "a", encoding="ascii") as trusted:
            trusted.write(ca.read_text())
        self.registry = FakeRegistry(certificate, key)
        self.addCleanup(self.registry.close)

    def start(self, *servers, every="1s", gap="20ms"):
        named = [part for server in servers for part in ("--domain-registry", server)]
        self.server = running.serve(self.folder / "data", "--lab", self.badweb.told["lab"], "--ca-file",
                                    str(self.folder / "ca.pem"), "--watch", "1s", "--watch-dns", "off", "--watch-walk", "off",
                                    "--watch-tls", "off", "--watch-registration", every, "--domain-registry-gap", gap, "--timeout",
                                    "3s", "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1", *named)
        self.client = running.signed_in(self.server.told, Contract())
        listed = self.client.call("GET", "/sites?limit=200").json["items"]
        self.site_of = {one["domain"]: site["id"] for site in listed for one in self.domains(site["id"]) if one["domain"].endswith(".cn")}
        self.targets = sorted(self.site_of.items())
        self.assertGreaterEqual(len(self.targets), 9)

    def domains(self, site):
        return self.client.call("GET", f"/sites/{site}/registration").json["domains"]

    def domain(self, name):
        return next(one for one in self.domains(self.site_of[name]) if one["domain"] == name)

    def looked(self, name, outcome="registered"):
        return running.until(lambda: (one := self.domain(name))["look"] and one["look"]["outcome"] == outcome and one,
                             f"{name} to be {outcome}, is {self.domain(name)['look']}")

    def found(self, site):
        listed = self.client.call("GET", f"/findings?limit=200&category=dns&site={site}").json["items"]
        return {(one["rule"], one["severity"]) for one in listed if one["state"] != "resolved"}

    def told(self, name, rule, severity):
        site = self.site_of[name]
        running.until(lambda: (rule, severity) in self.found(site), f"{rule} of {name}, found {self.found(site)}")

    def test_whois_is_asked_where_there_is_no_rdap_and_nothing_of_registrants_is_kept(self):
        self.start(f"cn={self.registry.whois_server}")
        for name, _ in self.targets:
            one = self.looked(name)
            self.assertEqual(one["look"]["server"], self.registry.whois_server)
            self.assertEqual(one["said"]["expires"][:19], f"{self.registry.expiry(name):%Y-%m-%dT%H:%M:%S}")
            self.assertEqual(one["said"]["servers"], [f"ns1.{name}", f"ns2.{name}"])
            self.assertEqual(one["said"]["registrar"], self.registry.registrar(name))
            self.assertEqual(len(one["history"]), 1)
        self.assertEqual({site for name, site in self.targets if self.found(site)}, set())
        self.assertEqual(self.server.end()[0], 0)
        for file in (self.folder / "data").glob("huabiao.db*"):
            kept = file.read_bytes()
            self.assertNotIn("某某人".encode(), kept)
            self.assertNotIn(b"someone@example.cn", kept)

    def test_rdap_is_asked_first_and_whois_where_it_fails(self):
        self.start(f"cn={self.registry.rdap_server}", f"cn={self.registry.whois_server}")
        name, lost = self.targets[0][0], self.targets[1][0]
        self.registry.missing.add(lost)
        one = self.looked(name)
        self.assertEqual(one["look"]["server"], self.registry.rdap_server)
        self.assertEqual(one["said"]["registrar"], self.registry.registrar(name))
        self.assertIsNone(self.looked(lost, "not_found")["said"])
        self.assertEqual({kind for _, kind, _ in self.registry.questions()}, {"rdap"})
        self.assertEqual(self.found(self.site_of[lost]), set(), "that a registry has no record accuses nobody")
        noisy = self.targets[2][0]
        self.registry.garbage.add(noisy)
        running.until(lambda: ("whois", noisy) in {one[1:] for one in self.registry.questions()}, "the other door")
        self.looked(noisy, "bad_answer")
        self.assertIsNotNone(self.domain(noisy)["said"], "what was said before stays known")

    def test_domains_that_end_are_on_hold_or_change_hands(self):
        self.start(f"cn={self.registry.whois_server}")
        names = [name for name, _ in self.targets]
        for name in names[:7]:
            self.looked(name)
        soon, very_soon, over, held, lapsing, sold = names[:6]
        self.registry.days.update({soon: 20, very_soon: 3, over: -2})
        self.registry.statuses.update({held: ["clientHold"], lapsing: ["pendingDelete"]})
        self.registry.registrars[sold] = "另一家注册商"
        self.told(soon, "dns.registration-expiring", "medium")
        self.told(very_soon, "dns.registration-expiring", "high")
        self.told(over, "dns.registration-expired", "high")
        self.told(held, "dns.registration-on-hold", "high")
        self.told(lapsing, "dns.registration-lapsing", "critical")
        self.told(sold, "dns.registration-registrar-changed", "low")
        self.assertEqual(self.found(self.site_of[names[6]]), set())
        self.assertEqual(len(self.domain(sold)["history"]), 2)
        self.registry.days.clear()
        self.registry.statuses.clear()
        self.registry.registrars.clear()
        for name in names[:6]:
            running.until(lambda: not self.found(self.site_of[name]), f"nothing of {name} any more")

    def test_a_domain_is_asked_for_once_and_registries_in_turn(self):
        self.start(f"cn={self.registry.whois_server}", every="1h", gap="300ms")
        for name, _ in self.targets:
            self.looked(name)
        time.sleep(3)
        asked = self.registry.questions()
        self.assertEqual(sorted(one[2] for one in asked), [name for name, _ in self.targets], "each once")
        moments = sorted(one[0] for one in asked)
        # Over all of them: on a busy machine one question may arrive late, and the next right behind it.
        self.assertGreater(moments[-1] - moments[0], 0.25 * (len(moments) - 1), "one after the other")

    def test_what_is_overdue_is_said(self):
        # A gap that lets one question through: the others wait, for longer than their rhythm.
        self.start(f"cn={self.registry.whois_server}", every="1s", gap="1h")
        load = running.until(lambda: (l := self.client.call("GET", "/watch").json["registrations"]) and l, "figures")
        self.assertEqual([one["domains"] for one in load], [len(self.targets)])
        self.assertGreaterEqual(load[0]["overdue"], len(self.targets) - 1)
        metrics = urllib.request.urlopen(self.server.told["address"] + "metrics").read().decode()
        told = dict(re.findall(r'^huabiao_watch_(registrations\w*)\{registry="[^"]+"\} (\d+)$', metrics, re.M))
        self.assertEqual((int(told["registrations"]), int(told["registrations_overdue"])), (load[0]["domains"], load[0]["overdue"]))

    def test_what_was_asked_is_not_asked_again_after_a_restart(self):
        self.start(f"cn={self.registry.whois_server}", every="1h")
        for name, _ in self.targets:
            self.looked(name)
        time.sleep(3)
        self.assertEqual(self.server.end()[0], 0)
        before = len(self.registry.questions())
        self.start(f"cn={self.registry.whois_server}", every="1h")
        running.until(lambda: (w := self.client.call("GET", "/watch").json)["before"], "a whole period")
        time.sleep(2)
        self.assertEqual(len(self.registry.questions()), before)

    def test_a_registry_that_refuses_is_left_alone_and_nobody_accused(self):
        self.registry.refusing = True
        self.start(f"cn={self.registry.whois_server}", gap="2s")
        running.until(lambda: self.registry.questions(), "a question")
        time.sleep(8)
        self.assertLessEqual(len(self.registry.questions()), 2, "it asked for peace")
        refused = [name for name, _ in self.targets if (look := self.domain(name)["look"]) and look["outcome"] == "rate_limited"]
        self.assertEqual(len(refused), len(self.registry.questions()))
        self.assertEqual(self.found(self.site_of[refused[0]]), set())

    def test_a_lab_asks_no_registry_that_was_not_named(self):
        self.start()
        for name, _ in self.targets[:3]:
            self.assertEqual(self.looked(name, "no_server")["look"]["server"], "")

    def test_check_looks_at_addresses_given_by_hand(self):
        host = next(one for one in sorted(self.hosts) if one.endswith(".gov.cn"))
        name = ".".join(host.split(".")[-3:])
        self.registry.days[name] = 3
        ended = subprocess.run([running.HUABIAO, "check", "--lab", self.badweb.told["lab"], "--ca-file", self.folder / "ca.pem", "--look",
                                "registration", "--look", "tls", "--domain-registry", f"cn={self.registry.whois_server}", "--host-gap", "0ms",
                                "--timeout", "5s", "--format", "jsonl", f"https://{host}/"], capture_output=True, text=True, timeout=60)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        line = json.loads(ended.stdout)
        self.assertEqual(line["facts"]["registration"]["domain"], name)
        self.assertEqual(line["facts"]["tls_set"]["versions"]["TLSv1.3"], "accepted")
        self.assertIn("dns.registration-expiring", {one["rule"] for one in line["findings"]})
        refused = subprocess.run([running.HUABIAO, "check", "--look", "tls", "--all", "--data", self.folder / "data"],
                                 capture_output=True, text=True, timeout=60)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("check.look_by_hand", refused.stderr)

    def test_a_registry_on_this_machine_needs_a_lab(self):
        for server, why in ((f"cn={self.registry.whois_server}", "registration.needs_lab"), ("cn", "registration.bad_registry")):
            ended = subprocess.run([running.HUABIAO, "--lang", "en", "serve", "--data", self.folder / "data", "--listen",
                                    "127.0.0.1:0", "--domain-registry", server], capture_output=True, text=True, timeout=60)
            self.assertEqual(ended.returncode, 2, ended.stderr)
            self.assertIn(why, ended.stderr)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
