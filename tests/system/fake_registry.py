"""A registry of domains on loopback: RDAP over HTTPS and WHOIS on two ports, with records that can be changed, and bad
manners that can be switched on. It remembers every question and when it came."""
import json
import socket
import ssl
import subprocess
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def make_authority(folder):
    """A CA, and a certificate under it for the name a lab's registry is asked by; the CA's file and the server's."""
    folder = Path(folder)
    ca, key, request, certificate = (folder / f"registry-{name}.pem" for name in ("ca", "key", "request", "certificate"))
    run = lambda *command: subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
    run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", folder / "ca-key.pem",
        "-out", ca, "-days", 30, "-subj", "/CN=Registry Test CA")
    run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", request,
        "-subj", "/CN=registry.invalid")
    extensions = folder / "registry.ext"
    extensions.write_text("subjectAltName=DNS:registry.invalid\n")
    run("x509", "-req", "-in", request, "-CA", ca, "-CAkey", folder / "ca-key.pem", "-CAcreateserial", "-days", 20,
        "-extfile", extensions, "-out", certificate)
    return ca, certificate, key


class FakeRegistry:
    def __init__(self, certificate=None, key=None):
        self.days = {}          # domain -> days until it expires; others have a year
        self.statuses = {}      # domain -> statuses as EPP writes them
        self.registrars = {}    # domain -> name
        self.missing = set()    # domains without a record
        self.garbage = set()    # domains that get noise
        self.refusing = False   # everybody is asked to come back later
        self.asked = []         # (moment, "rdap" or "whois", domain)
        self._stop = False
        self._whois = socket.create_server(("127.0.0.1", 0))
        self._whois.settimeout(0.1)
        self.whois_port = self._whois.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve_whois, daemon=True)]
        self._rdap = None
        if certificate:
            registry = self

            class Handler(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self):
                    registry._answer_rdap(self)

                def log_message(self, *_):
                    pass

            self._rdap = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._rdap.socket = context.wrap_socket(self._rdap.socket, server_side=True)
            self.rdap_port = self._rdap.server_address[1]
            self._threads.append(threading.Thread(target=self._rdap.serve_forever, args=(0.1,), daemon=True))
        for thread in self._threads:
            thread.start()

    def close(self):
        self._stop = True
        if self._rdap:
            self._rdap.shutdown()
            self._rdap.server_close()
        for thread in self._threads:
            thread.join(5)
        self._whois.close()

    @property
    def whois_server(self):
        return f"whois://127.0.0.1:{self.whois_port}"

    @property
    def rdap_server(self):
        return f"https://127.0.0.1:{self.rdap_port}/rdap/"

    def expiry(self, domain):
        return datetime.now(timezone.utc).replace(microsecond=0, hour=12, minute=0, second=0) + timedelta(days=self.days.get(domain, 365))

    def registrar(self, domain):
        return self.registrars.get(domain, "首选注册商有限公司")

    def questions(self, domain=None):
        return [one for one in self.asked if domain in (None, one[2])]

    def _serve_whois(self):
        while not self._stop:
            try:
                connection, _ = self._whois.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(2)
                try:
                    line = connection.recv(2000).decode("ascii", "replace").strip()
                    self.asked.append((time.monotonic(), "whois", line))
                    connection.sendall(self.whois_answer(line))
                except OSError:
                    pass

    def whois_answer(self, domain):
        if self.refusing:
            return b"Queried interval is too short.\r\n"
        if domain in self.garbage:
            return b"\xff\x00Domain Name: \r\n" + b"x" * 300_000
        if domain in self.missing:
            return b"No matching record.\r\n"
        shanghai = self.expiry(domain) + timedelta(hours=8)
        lines = [f"Domain Name: {domain}", "ROID: 1-cn", *(f"Domain Status: {one}" for one in self.statuses.get(domain, ["ok"])),
                 "Registrant: 某某人", "Registrant Contact Email: someone@example.cn",
                 f"Sponsoring Registrar: {self.registrar(domain)}", f"Name Server: NS2.{domain}", f"Name Server: ns1.{domain}",
                 "Registration Time: 2003-03-17 12:20:05", f"Expiration Time: {shanghai:%Y-%m-%d %H:%M:%S}", "DNSSEC: unsigned"]
        return "\r\n".join(lines).encode() + b"\r\n"

    def _answer_rdap(self, handler):
        domain = handler.path.rsplit("/", 1)[-1]
        self.asked.append((time.monotonic(), "rdap", domain))
        status, body, more = self.rdap_answer(domain)
        handler.send_response(status)
        handler.send_header("Content-Type", "application/rdap+json")
        handler.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def rdap_answer(self, domain):
        if self.refusing:
            return 429, b"{}", {"Retry-After": "2"}
        if domain in self.garbage:
            return 200, b"[" * 100_000, {}
        if domain in self.missing:
            return 404, b'{"errorCode":404}', {}
        spaced = lambda word: "".join(f" {c.lower()}" if c.isupper() else c for c in word)
        card = lambda name: ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]]
        document = {"objectClassName": "domain", "ldhName": domain.upper(),
                    "status": [spaced(one) for one in self.statuses.get(domain, ["active"])],
                    "events": [{"eventAction": "registration", "eventDate": "2003-03-17T04:20:05Z"},
                               {"eventAction": "expiration", "eventDate": f"{self.expiry(domain):%Y-%m-%dT%H:%M:%SZ}"}],
                    "entities": [{"roles": ["registrant"], "vcardArray": card("某某人")},
                                 {"roles": ["registrar"], "vcardArray": card(self.registrar(domain))}],
                    "nameservers": [{"ldhName": f"ns1.{domain}"}, {"ldhName": f"NS2.{domain}"}]}
        return 200, json.dumps(document, ensure_ascii=False).encode(), {}
