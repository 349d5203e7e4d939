#!/usr/bin/env python3
"""Which versions of TLS the watched hosts accept and what chains they show, held against a real server (openssl s_server)
with certificates made here: obsolete versions, a missing intermediate, a chain out of order, weak keys and signatures,
certificates above the site's own that end; and that all of it clears.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/tls_test.py
"""
import socket
import subprocess
import time
import unittest

import running
from contract import Contract
from watch_test import Watched

EVERYTHING = "ALL:@SECLEVEL=0"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Authority:
    """Keys and certificates in a folder, by name."""

    def __init__(self, folder):
        self.folder = folder
        self.issue("root", "root", ca=True)

    def file(self, name, kind="pem"):
        return self.folder / f"{name}.{kind}"

    def issue(self, name, issuer, ca=False, bits=2048, digest="sha256", days=90, hosts=()):
        run = lambda *command: subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
        run("genrsa", "-out", self.file(name, "key"), bits)
        extensions = self.file(name, "ext")
        named = ",".join(f"DNS:{host}" for host in hosts)
        extensions.write_text(f"basicConstraints={'critical,CA:TRUE' if ca else 'CA:FALSE'}\n" +
                              (f"subjectAltName={named}\n" if named else ""))
        run("req", "-new", "-key", self.file(name, "key"), "-subj", f"/CN=Test {name}", "-out", self.file(name, "csr"))
        signing = ("-signkey", self.file(name, "key")) if name == issuer else \
            ("-CA", self.file(issuer), "-CAkey", self.file(issuer, "key"), "-CAcreateserial")
        run("x509", "-req", "-in", self.file(name, "csr"), *signing, "-days", days, f"-{digest}", "-extfile", extensions,
            "-out", self.file(name))

    def bundle(self, name, *parts):
        self.file(name).write_text("".join(self.file(part).read_text() for part in parts))
        return self.file(name)


class TlsTest(Watched):
    sites = 3

    def setUp(self):
        super().setUp()
        folder = self.folder / "tls"
        folder.mkdir()
        self.authority = Authority(folder)
        self.authority.issue("middle", "root", ca=True)
        self.hosts = sorted(self.hosts - {""})
        self.authority.issue("leaf", "middle", hosts=self.hosts)
        self.plain, self.port = free_port(), free_port()
        self.s_server = None
        self.addCleanup(self.stop_s_server)

    def stop_s_server(self):
        if self.s_server:
            self.s_server.kill()
            self.s_server.wait()
            self.s_server.stdin.close()
            self.s_server = None

    def present(self, leaf="leaf", chain=("middle",), least="TLSv1.2", most="TLSv1.3"):
        """From now on the hosts are this server."""
        self.stop_s_server()
        command = ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-www", "-quiet", "-cert", self.authority.file(leaf),
                   "-key", self.authority.file(leaf, "key"), "-min_protocol", least, "-max_protocol", most, "-cipher", EVERYTHING]
        if chain:
            command += ["-cert_chain", self.authority.bundle("chain", *chain)]
        self.s_server = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        running.until(self.listening, "s_server")

    def listening(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def start(self):
        self.server = running.serve(self.folder / "data", "--lab", f"127.0.0.1:{self.plain}:{self.port}", "--ca-file",
                                    str(self.authority.file("root")), "--watch", "1s", "--watch-tls", "1s", "--watch-dns", "off",
                                    "--watch-walk", "off", "--watch-registration", "off", "--timeout", "3s", "--host-gap", "0ms",
                                    "--retry-pause", "100ms", "--workers", "1")
        self.client = running.signed_in(self.server.told, Contract())
        self.site = self.client.call("GET", "/sites?limit=1").json["items"][0]["id"]

    def tried(self):
        hosts = self.client.call("GET", f"/sites/{self.site}/tls").json["hosts"]
        return hosts[0] if hosts else None

    def answers(self):
        shown = self.tried()
        return [one["answer"] for one in shown["versions"]] if shown else None

    def found(self):
        listed = self.client.call("GET", f"/findings?limit=200&category=certificate&site={self.site}").json["items"]
        return {(one["rule"].split(".")[1], one["severity"]) for one in listed if one["state"] != "resolved"}

    def told(self, *wanted):
        running.until(lambda: set(wanted) <= self.found(), f"{wanted}, found {self.found()}, tried {self.tried()}")

    def cleared(self):
        running.until(lambda: not self.found(), "nothing any more")

    def test_versions_are_told_apart(self):
        self.present()
        self.start()
        running.until(lambda: self.answers() == ["refused", "refused", "accepted", "accepted"], "1.2 and 1.3")
        shown = self.tried()
        self.assertEqual((shown["in_order"], shown["complete"], shown["address"]), (True, True, "127.0.0.1"))
        self.assertEqual([(one["key"], one["key_bits"], one["signature"]) for one in shown["chain"]], [("RSA", 2048, "RSA-SHA256")] * 2)
        time.sleep(3)
        self.assertEqual(self.found(), set())
        self.present(least="TLSv1")
        self.told(("obsolete-protocol", "low"))
        self.assertEqual(self.answers(), ["accepted"] * 4)
        self.present(least="TLSv1.1", most="TLSv1.1")
        self.told(("obsolete-protocol", "medium"))
        self.assertEqual(self.answers(), ["refused", "accepted", "refused", "refused"])
        self.present()
        self.cleared()

    def test_chains_that_are_not_whole_or_not_in_order(self):
        self.present(chain=())
        self.start()
        self.told(("chain-incomplete", "medium"), ("untrusted", "medium"))
        self.present(chain=("root", "middle"))
        self.told(("chain-disorder", "low"))
        self.present()
        self.cleared()

    def test_weak_keys_and_signatures(self):
        self.authority.issue("weak", "middle", bits=1024, digest="sha1", hosts=self.hosts)
        self.present("weak")
        self.start()
        self.told(("weak-key", "medium"), ("weak-signature", "medium"))
        self.present()
        self.cleared()

    def test_a_certificate_above_the_sites_own_that_ends_first(self):
        self.authority.issue("short", "root", ca=True, days=10)
        self.authority.issue("under-short", "short", hosts=self.hosts)
        self.present("under-short", chain=("short",))
        self.start()
        self.told(("chain-expiring", "low"))
        self.present()
        self.cleared()

    def test_nobody_listening_accuses_no_protocol(self):
        self.start()
        running.until(lambda: self.client.call("GET", "/watch").json["before"], "a whole period")
        time.sleep(4)
        self.assertIsNone(self.tried())
        self.assertEqual(self.found(), set())


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
