#!/usr/bin/env python3
"""What is found is told: over real servers on loopback, through outages of theirs and kills of ours. Nothing is lost,
and what is told twice bears the same key.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/deliver_test.py
"""
import email
import email.policy
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import receivers
import running
from contract import Contract

SITES = 2  # fewer than share a cause
SHARING = 6
EVERY_S = 2
KILLS = int(os.environ.get("HUABIAO_KILLS", "10"))
SECRET = "a-secret-of-the-test"


# A server of sick sites that is started again has new certificates, which nobody trusts: that is medium.
COMMON = 'least_severity = "high"\nprivate_addresses = "allow"\n'


class DeliverTest(unittest.TestCase):
    def setUp(self):
        self.estate(SITES)

    def estate(self, sites):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-deliver-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        subprocess.run([running.BADWEB, "estate", "--seed", "31", "--sites", str(sites), "--condition", "healthy", "--workbook",
                        self.folder / "annex3.xlsx", "--truth", self.folder / "truth.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700)
        subprocess.run([running.HUABIAO, "census", "import", self.folder / "annex3.xlsx", "--data", self.data], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.badweb = self.server = None
        self.addCleanup(lambda: [program.end() for program in (self.server, self.badweb) if program])
        self.start_badweb()

    def started(self, receiver):
        self.addCleanup(receiver.stop)
        return receiver

    def start_badweb(self):
        same = [] if self.badweb is None else ["--port", str(self.badweb.told["plain"]), "--tls-port", str(self.badweb.told["tls"])]
        self.badweb = running.Program([running.BADWEB, "serve", "--estate", str(self.folder / "truth.jsonl"), "--ca-out",
                                       str(self.folder / "ca.pem"), "--lifetime", "900", *same])

    def start_server(self):
        self.server = running.serve(self.data, "--lab", self.badweb.told["lab"], "--ca-file", str(self.folder / "ca.pem"),
                                    "--watch", f"{EVERY_S}s", "--timeout", "3s", "--host-gap", "0ms", "--retry-pause", "100ms",
                                    "--workers", "1", "--console-url", "https://huabiao.example.gov.cn")
        return self.server.told

    def settle(self, *channels):
        (self.data / "huabiao.toml").write_text("\n".join(channels), encoding="utf-8")
        secret = self.data / "secret"
        secret.write_text(SECRET + "\n")
        secret.chmod(0o600)

    def webhook_channel(self, hook):
        return (f'[[channel]]\nname = "hook"\nkind = "webhook"\nurl = "http://127.0.0.1:{hook.port}/in"\n'
                f'secret_file = "secret"\n{COMMON}')

    def syslog_channel(self, syslog):
        return f'[[channel]]\nname = "log"\nkind = "syslog"\nhost = "127.0.0.1"\nport = {syslog.port}\n{COMMON}'

    def alert_channel(self, alerts):
        return (f'[[channel]]\nname = "alerts"\nkind = "alertmanager"\nurl = "http://127.0.0.1:{alerts.port}"\n'
                f'language = "en"\n{COMMON}')

    def mail_channel(self, mail, more='tls = "none"'):
        return (f'[[channel]]\nname = "duty"\nkind = "mail"\nhost = "127.0.0.1"\nport = {mail.port}\n'
                f'from = "huabiao@example.gov.cn"\nto = ["duty@example.gov.cn", "chief@example.gov.cn"]\n{more}\n{COMMON}')

    def command(self, *words):
        return subprocess.run([running.HUABIAO, "--lang", "en", "--data", str(self.data), *words], capture_output=True,
                              text=True, timeout=60)

    def to_be_told(self):
        """Of the history, by the rules of docs/guide/telling.md and a reckoning of our own: the keys."""
        with sqlite3.connect(f"file:{self.data / 'huabiao.db'}?mode=ro", uri=True) as db:
            moments = db.execute("SELECT f.id, f.fingerprint, m.what, m.at FROM finding_moment m JOIN finding f ON "
                                 "f.id = m.finding WHERE f.severity >= 3 ORDER BY m.id").fetchall()
        keys, standing = [], set()
        for finding, fingerprint, what, at in moments:
            if what == "resolved" and finding not in standing or what not in ("confirmed", "reopened", "resolved"):
                continue
            (standing.discard if what == "resolved" else standing.add)(finding)
            keys.append(hashlib.sha256(f"{fingerprint}\n{what}\n{at}".encode()).hexdigest()[:32])
        self.assertEqual(len(set(keys)), len(keys))
        return keys

    def waiting(self):
        with sqlite3.connect(f"file:{self.data / 'huabiao.db'}?mode=ro", uri=True) as db:
            return db.execute("SELECT count(*) FROM notice_delivery WHERE state = 0").fetchone()[0]

    def test_every_kind_tells_what_goes_away_and_what_comes_back(self):
        hook, log = self.started(receivers.Webhook(SECRET)), self.started(receivers.Syslog())
        mail, alerts = self.started(receivers.Mail(self.folder)), self.started(receivers.Alertmanager(self.folder))
        self.settle(self.webhook_channel(hook), self.syslog_channel(log), self.mail_channel(mail), self.alert_channel(alerts))
        client = running.signed_in(self.start_server(), Contract())
        time.sleep(2 * EVERY_S)
        self.badweb.end()
        down = lambda: {one["site"]["id"] for one in hook.taken if one["happening"] == "confirmed"}
        running.until(lambda: len(down()) == SITES, "every site told to be down")
        running.until(lambda: len(alerts.alerts()) >= SITES, "the alerts")
        firing = {one["labels"]["finding"]: one for one in alerts.alerts()}
        self.assertTrue(all(one["status"]["state"] == "active" for one in firing.values()))
        one = next(iter(firing.values()))
        self.assertEqual(one["labels"]["category"], "availability")
        self.assertTrue(one["generatorURL"].startswith("https://huabiao.example.gov.cn/findings/"))
        self.start_badweb()
        up = lambda: {one["site"]["id"] for one in hook.taken if one["happening"] == "resolved"}
        running.until(lambda: len(up()) == SITES, "every site told to be up again")
        running.until(lambda: not alerts.alerts(), "every alert resolved")
        running.until(lambda: self.waiting() == 0, "nothing waits")
        keys = set(self.to_be_told())
        self.assertEqual((hook.faults, log.faults), ([], []))
        self.assertEqual(sorted(hook.keys()), sorted(keys), "each once")
        self.assertEqual(sorted(log.keys()), sorted(keys))
        mails = [email.message_from_string(one["text"], policy=email.policy.default) for one in mail.taken()]
        self.assertEqual(sorted(one["Message-ID"] for one in mails), sorted(f"<{key}@example.gov.cn>" for key in keys))
        self.assertIn("已确认", mails[0]["Subject"])
        self.assertIn("https://huabiao.example.gov.cn/findings/", mails[0].get_content())
        self.assertEqual(mail.taken()[0]["to"], ["duty@example.gov.cn", "chief@example.gov.cn"])
        finding = client.call("GET", f"/findings/{next(iter(firing))}").json
        told = [event["note"] for event in finding["events"] if event["what"] == "told"]
        self.assertEqual(sorted(set(told)), ["alerts", "duty", "hook", "log"])
        metrics = urllib.request.urlopen(self.server.told["address"] + "metrics").read().decode()
        self.assertRegex(metrics, r'huabiao_deliveries_total\{channel="hook",result="sent"\} [1-9]')
        self.assertIn('huabiao_deliveries_waiting{channel="log"} 0', metrics)
        self.assertRegex(metrics, r"\nhuabiao_delivery_oldest_waiting_seconds 0\n")

    def test_what_many_sites_share_is_told_once(self):
        self.badweb.end()
        self.badweb = None
        self.estate(SHARING)
        hook = self.started(receivers.Webhook(SECRET))
        self.settle(self.webhook_channel(hook))
        client = running.signed_in(self.start_server(), Contract())
        running.until(lambda: client.call("GET", "/watch").json["before"], "a whole period")
        told = lambda: [(one["finding"]["rule"], one["happening"]) for one in hook.taken if one["happening"] != "trial"]
        self.badweb.end()
        machine = "availability.shared-machine"
        running.until(lambda: (machine, "confirmed") in told(), "the machine is told")
        self.assertEqual(hook.taken[-1]["site"]["id"], 0)
        self.assertIn("127.0.0.1", hook.taken[-1]["title"]["zh"])
        time.sleep(3 * EVERY_S)
        self.start_badweb()
        running.until(lambda: (machine, "resolved") in told(), "its end is told")
        time.sleep(2 * EVERY_S)
        self.assertEqual(told(), [(machine, "confirmed"), (machine, "resolved")], "and nothing of the six sites")
        self.assertEqual(hook.faults, [])

    def test_a_receiver_that_is_down_is_told_when_it_is_back(self):
        hook, log = self.started(receivers.Webhook(SECRET)), self.started(receivers.Syslog())
        self.settle(self.webhook_channel(hook), self.syslog_channel(log))
        client = running.signed_in(self.start_server(), Contract())
        time.sleep(2 * EVERY_S)
        hook.stop()
        self.badweb.end()
        running.until(lambda: len(set(log.keys())) >= SITES, "the other channel is not held back")
        failed = running.until(lambda: [one for one in client.call("GET", "/deliveries?channel=hook&state=waiting").json["items"]
                                        if one["attempts"] > 0], "a failed attempt")
        self.assertEqual(failed[0]["failure"]["code"], "deliver.unreachable")
        channel = {one["name"]: one for one in client.call("GET", "/channels").json["items"]}
        self.assertEqual(channel["hook"]["failure"]["code"], "deliver.unreachable")
        self.assertGreaterEqual(channel["hook"]["waiting"], SITES)
        self.assertEqual(client.call("POST", "/channels/hook/test", expect=503).json["code"], "deliver.unreachable")
        metrics = urllib.request.urlopen(self.server.told["address"] + "metrics").read().decode()
        self.assertRegex(metrics, r"\nhuabiao_delivery_oldest_waiting_seconds (0\.0*)?[1-9]")
        hook.start()
        client.call("POST", "/channels/hook/test")
        client.call("POST", "/channels/nobody/test", expect=404)
        again = client.call("POST", f"/deliveries/{failed[0]['id']}/replay").json
        self.assertEqual((again["key"], again["state"], again["attempts"]), (failed[0]["key"], "waiting", 0))
        running.until(lambda: failed[0]["key"] in hook.keys(), "what a person wants told again")
        running.until(lambda: set(log.keys()) <= set(hook.keys()), "the rest, by itself", 120)
        self.assertEqual(hook.faults, [])
        client.call("POST", "/deliveries/999999/replay", expect=404)
        client.call("GET", "/deliveries?state=lost", expect=400)

    def test_nothing_is_lost_over_kills_and_every_repeat_is_recognisable(self):
        hook, log = self.started(receivers.Webhook(SECRET)), self.started(receivers.Syslog())
        mail = self.started(receivers.Mail(self.folder))
        hook.pause = 0.4  # between taking it and saying so, that a kill may fall there
        self.settle(self.webhook_channel(hook), self.syslog_channel(log), self.mail_channel(mail))
        self.start_server()
        time.sleep(2 * EVERY_S)
        up = True
        for kill in range(KILLS):
            if kill % 3 == 0:
                if up:
                    self.badweb.end()
                else:
                    self.start_badweb()
                up = not up
            time.sleep(random.uniform(0.2, 2.5 * EVERY_S))
            self.server.end(signal.SIGKILL)
            self.start_server()
        if not up:
            self.start_badweb()
        running.until(lambda: len(set(hook.keys())) >= 2 * SITES, "sites down and up again")
        time.sleep(3 * EVERY_S)
        self.badweb.end()  # so that the history moves no more than it did
        self.assertEqual(self.server.end()[0], 0)
        self.start_badweb()
        self.start_server()
        running.until(lambda: self.waiting() == 0 and set(self.to_be_told()) == set(hook.keys()), "all told", 120)
        self.server.end()
        keys = self.to_be_told()
        mails = re.findall(r"Message-ID: <(\w+)@", "".join(one["text"] for one in mail.taken()))
        for name, told in (("hook", hook.keys()), ("log", log.keys()), ("mail", mails)):
            self.assertEqual(set(told) - set(keys), set(), f"{name}: told of what did not happen")
            lost = set(keys) - set(told)
            self.assertEqual(lost, set(), f"{name}: lost")
        bodies = {}
        for one in hook.taken:
            if one["happening"] != "trial":
                bodies.setdefault(one["key"], set()).add((one["finding"]["id"], one["happening"], one["at"]))
        self.assertTrue(all(len(same) == 1 for same in bodies.values()), "a repeat says the same under its key")
        print(f"{len(keys)} moments, {KILLS} kills; repeats: hook {len(hook.keys()) - len(keys)}, log "
              f"{len(log.keys()) - len(keys)}, mail {len(mails) - len(keys)}")

    def test_the_command_line_lists_tests_and_replays(self):
        hook = self.started(receivers.Webhook(SECRET))
        self.settle(self.webhook_channel(hook))
        listed = self.command("channel", "list", "--format", "jsonl")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertEqual(json.loads(listed.stdout)["address"], f"127.0.0.1:{hook.port}")
        self.assertEqual(self.command("channel", "test", "hook").returncode, 0)
        self.assertEqual(hook.taken[0]["happening"], "trial")
        self.assertEqual(self.command("channel", "test", "nobody").returncode, 2)
        hook.status = 500
        refused = self.command("channel", "test", "hook")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("deliver.refused", refused.stderr)
        hook.status = 302
        self.assertIn("deliver.redirected", self.command("channel", "test", "hook").stderr)
        self.assertNotIn(SECRET, refused.stderr + refused.stdout + listed.stdout)
        (self.data / "secret").unlink()
        self.assertIn("settings.no_secret", self.command("channel", "test", "hook").stderr)
        self.assertEqual(self.command("channel", "list", "--format", "jsonl").returncode, 1)
        doctor = [json.loads(line) for line in self.command("doctor", "--format", "jsonl").stdout.splitlines()]
        check = next(line for line in doctor if line.get("check") == "channels" or line.get("id") == "channels")
        self.assertEqual(check["state"], "fail")
        self.assertEqual(self.command("channel", "deliveries", "--format", "jsonl").returncode, 0)
        self.assertEqual(self.command("channel", "replay", "1").returncode, 2)

    def test_mail_is_encrypted_and_signed_in_where_it_is_to_be(self):
        keys = [str(self.folder / name) for name in ("mail.pem", "mail.key")]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-out", keys[0], "-keyout", keys[1]], check=True,
                       stderr=subprocess.DEVNULL)
        mail = self.started(receivers.Mail(self.folder, "--certificate", keys[0], "--key", keys[1], "--user", "huabiao",
                                           "--password", SECRET))
        more = 'tls = "starttls"\nuser = "huabiao"\nsecret_file = "secret"'
        self.settle(self.mail_channel(mail, more))
        untrusted = self.command("channel", "test", "duty")
        self.assertIn("deliver.tls", untrusted.stderr)
        self.settle(self.mail_channel(mail, more + f'\nca_file = "{keys[0]}"'))
        sent = self.command("channel", "test", "duty")
        self.assertEqual(sent.returncode, 0, sent.stderr)
        self.assertEqual((mail.taken()[0]["tls"], mail.taken()[0]["user"]), (True, "huabiao"))
        (self.data / "secret").write_text("wrong\n")
        self.assertIn("deliver.refused", self.command("channel", "test", "duty").stderr)

    def test_nothing_private_is_reached_unless_the_operator_says_so(self):
        log = self.started(receivers.Syslog())
        self.settle(self.syslog_channel(log).replace('private_addresses = "allow"\n', ""))
        refused = self.command("channel", "test", "log")
        self.assertIn("deliver.refused_address", refused.stderr)
        self.assertEqual(log.taken, [])


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
