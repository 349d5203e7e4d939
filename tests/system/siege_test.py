#!/usr/bin/env python3
"""The server under TLS and under siege: certificates renewed while it serves, thousands of connections that keep it waiting."""
import http.client
import resource
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import running

SLOW = 10_000


def use_all_descriptors():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def make_certificate(folder, name):
    """A self-signed certificate for `name`, each file put in place whole."""
    made = [folder / "new.pem", folder / "new.key"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1",
                    "-out", str(made[0]), "-keyout", str(made[1])], check=True, capture_output=True)
    made[0].rename(folder / "server.pem")
    made[1].rename(folder / "server.key")


class CertificateTest(unittest.TestCase):
    def test_a_renewed_certificate_serves_and_a_broken_one_does_not(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            make_certificate(folder, "first.test")
            server = running.serve(folder / "data", "--tls-certificate", str(folder / "server.pem"), "--tls-key",
                                   str(folder / "server.key"))
            try:
                port = int(server.told["address"].rstrip("/").rsplit(":", 1)[1])
                self.assertTrue(server.told["address"].startswith("https://"))
                self.assertEqual(self.name_served(port, folder), "first.test")
                make_certificate(folder, "second.test")
                self.wait_for(lambda: self.name_served(port, folder) == "second.test")
                (folder / "server.pem").write_text("no certificate\n")
                time.sleep(7)  # one look at the files and more
                self.assertEqual(self.healthy(port), 200)
            finally:
                code, said = server.end()
            self.assertEqual(code, 0, said)
            self.assertIn("http.bad_certificate", said)

    def name_served(self, port, folder):
        trusted = ssl.create_default_context()
        trusted.check_hostname = False
        trusted.verify_mode = ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port), 10) as plain, trusted.wrap_socket(plain) as wire:
            served = ssl.DER_cert_to_PEM_cert(wire.getpeercert(binary_form=True))
        shown = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=served, text=True, check=True,
                               capture_output=True).stdout
        return shown.strip().split("CN = ")[-1].split("CN=")[-1]

    def healthy(self, port):
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
        connection.request("GET", "/healthz")
        return connection.getresponse().status

    def wait_for(self, true, patience=20):
        until = time.monotonic() + patience
        while not true():
            self.assertLess(time.monotonic(), until)
            time.sleep(0.3)


class SlowClientsTest(unittest.TestCase):
    @unittest.skipIf(use_all_descriptors() < SLOW + 100, f"fewer than {SLOW + 100} descriptors allowed")
    def test_ten_thousand_slow_connections_keep_nobody_out(self):
        with tempfile.TemporaryDirectory() as scratch:
            server = running.serve(Path(scratch) / "data")
            slow = []
            try:
                port = int(server.told["address"].rstrip("/").rsplit(":", 1)[1])
                worst, answered = 0.0, 0
                for number in range(SLOW):
                    one = socket.create_connection(("127.0.0.1", port), 10)
                    one.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                    slow.append(one)
                    if number % 250 == 249:
                        began = time.monotonic()
                        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                        connection.request("GET", "/healthz")
                        self.assertEqual(connection.getresponse().status, 200)
                        worst, answered = max(worst, time.monotonic() - began), answered + 1
                self.assertEqual(answered, SLOW // 250)
                self.assertLess(worst, 2.0)
            finally:
                for one in slow:
                    one.close()
                code, said = server.end()
            self.assertEqual(code, 0, said)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
