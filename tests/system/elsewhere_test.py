#!/usr/bin/env python3
"""People who sign in elsewhere: with a real directory (Debian's slapd) and at a real provider (npm's oidc-provider)."""
import http.server
import json
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

import people_elsewhere
import running
from contract import Contract
from people_elsewhere import BASE, SERVICE, Browser, Slapd

CONTRACT = Contract()
PEOPLE = {"li": ("11111111-1111-4111-8111-111111111111", "li-word"),
          "wang": ("22222222-2222-4222-8222-222222222222", "wang-word"),
          "admin": ("33333333-3333-4333-8333-333333333333", "directory-word"),
          "a)(uid=*": ("44444444-4444-4444-8444-444444444444", "odd-word")}


class Elsewhere(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-elsewhere-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        (self.folder / "data").mkdir()

    def serve(self, *options, listen="127.0.0.1:0"):
        server = running.Program([running.HUABIAO, "--lang", "en", "serve", "--data", str(self.folder / "data"), "--listen", listen,
                                  "--format", "jsonl", *options])
        self.addCleanup(server.end)
        return server

    def attempt(self, server, name, password):
        client = running.Client(server.told["address"], CONTRACT)
        answer = client.send("POST", "/api/v1/session", {"name": name, "password": password})
        if answer.status == 200:
            client.keep(answer)
        return client, answer

    def refused(self, server, name, password, status, code):
        _, answer = self.attempt(server, name, password)
        self.assertEqual((answer.status, answer.json.get("code")), (status, code), answer.body)


class Ldap(Elsewhere):
    def setUp(self):
        super().setUp()
        self.slapd = Slapd(self.folder, PEOPLE)
        self.addCleanup(self.slapd.stop)
        secret = self.folder / "data" / "ldap.secret"
        secret.write_text(SERVICE[1] + "\n")
        secret.chmod(0o600)

    def options(self, url=None, ca="ca.pem", *more):
        return ("--ldap-url", url or f"ldaps://127.0.0.1:{self.slapd.ldaps}", "--ldap-ca-file", str(self.folder / ca),
                "--ldap-bind-dn", SERVICE[0], "--ldap-secret-file", "ldap.secret", "--ldap-base", BASE, *more)

    def test_accounts_linked_to_the_directory(self):
        server = self.serve(*self.options())
        admin = running.signed_in(server.told, CONTRACT)
        self.assertTrue(admin.call("GET", "/sign-in").json["ldap"])
        self.refused(server, "li", "li-word", 403, "access.no_account_here")
        made = admin.call("POST", "/accounts", {"name": "li", "source": "ldap"}, 201).json
        self.assertEqual(made, {"account": "li", "secret": None})
        for password in ("wrong", "", "*"):
            status, code = (401, "access.wrong_password") if password else (400, "http.bad_body")
            self.refused(server, "li", password, status, code)
        li, answer = self.attempt(server, "li", "li-word")
        self.assertEqual((answer.status, answer.json["owes"], answer.json["grants"]), (200, None, []))
        account = admin.call("GET", "/accounts?q=li").json["items"][0]
        self.assertEqual((account["source"], account["subject"]), ("ldap", PEOPLE["li"][0]))
        answer = li.send("POST", "/api/v1/session/password", {"current": "li-word", "new": "Bamboo-2026-x!"})
        self.assertEqual(answer.json["code"], "access.password_elsewhere")
        answer = admin.send("POST", f"/api/v1/accounts/{account['id']}/secret")
        self.assertEqual(answer.json["code"], "access.password_elsewhere")
        # renamed there, it is still the same account here
        self.slapd.rename("li", "li.ming")
        self.assertEqual(self.attempt(server, "li.ming", "li-word")[1].json["account"]["name"], "li")
        # disabled here, the directory's word does not help
        admin.call("PATCH", f"/accounts/{account['id']}", {"state": "disabled"})
        self.refused(server, "li.ming", "li-word", 403, "access.disabled")
        # a local account is not opened by whoever the directory calls so
        self.refused(server, "admin", "directory-word", 401, "access.wrong_password")
        # what is typed does not become part of the filter
        for name in ("*", "w*", "wang)(uid=*", "*)(|(uid=*", "wang\\2a"):
            self.refused(server, name, "wang-word", 401, "access.wrong_password")
        self.refused(server, "a)(uid=*", "odd-word", 403, "access.no_account_here")
        # down: a clear word, and local accounts go on
        self.slapd.stop()
        self.refused(server, "wang", "wang-word", 503, "directory.unreachable")
        self.assertEqual(self.attempt(server, "admin", running.PASSWORD)[1].status, 200)
        self.slapd.start()

    def test_start_tls_and_accounts_made_without_any_grant(self):
        server = self.serve(*self.options(f"ldap://127.0.0.1:{self.slapd.ldap}", "ca.pem", "--ldap-make-accounts", "yes"))
        _, answer = self.attempt(server, "wang", "wang-word")
        self.assertEqual((answer.status, answer.json["account"]["display_name"], answer.json["abilities"]),
                         (200, "Name of wang", []))
        self.refused(server, "nobody", "x", 401, "access.wrong_password")
        self.refused(server, "a)(uid=*", "odd-word", 403, "access.no_account_here")  # no name for an account

    def test_a_directory_with_another_certificate_is_not_spoken_to(self):
        for url in (f"ldaps://127.0.0.1:{self.slapd.ldaps}", f"ldap://127.0.0.1:{self.slapd.ldap}"):
            with self.subTest(url):
                server = self.serve(*self.options(url, "other-ca.pem"))
                _, answer = self.attempt(server, "wang", "wang-word")
                self.assertIn(answer.json["code"], ("directory.tls", "directory.unreachable"))
                server.end()

    def test_a_service_account_with_a_wrong_password_is_told(self):
        (self.folder / "data" / "ldap.secret").write_text("wrong\n")
        server = self.serve(*self.options())
        self.refused(server, "wang", "wang-word", 500, "directory.refused_us")


class Oidc(Elsewhere):
    def begin(self, algorithm="RS256", *options, allowed="yes"):
        port = people_elsewhere.free_port()
        self.home = f"http://127.0.0.1:{port}"
        self.provider = people_elsewhere.provider(self.home + "/api/v1/session/oidc/return", algorithm)
        self.addCleanup(self.provider.end)
        secret = self.folder / "data" / "oidc.secret"
        secret.write_text("a secret of / the+client\n")
        secret.chmod(0o600)
        return self.serve("--oidc-issuer", self.provider.told["issuer"], "--oidc-client", "huabiao", "--oidc-secret-file",
                          "oidc.secret", "--oidc-label", "统一认证", "--console-url", self.home, "--oidc-private-addresses", allowed,
                          *options, listen=f"127.0.0.1:{port}")

    def return_address(self, server, name, browser):
        client = running.Client(server.told["address"], CONTRACT)
        begun = client.call("POST", "/session/oidc")
        port = urllib.parse.urlsplit(self.home).port
        key, value = begun.headers["set-cookie"].split(";")[0].split("=", 1)
        browser.cookies.setdefault(port, {})[key] = value
        self.assertIn("SameSite=Lax", begun.headers["set-cookie"])
        self.assertIn("code_challenge_method=S256", begun.json["url"])
        return browser.sign_in(begun.json["url"], name, self.home)

    def come_back(self, browser, url):
        answer = browser.get(url)
        self.assertEqual(answer.status, 303)
        return answer.headers["location"], browser.cookies[urllib.parse.urlsplit(self.home).port].get("huabiao_session")

    def session_of(self, server, cookie):
        client = running.Client(server.told["address"], CONTRACT)
        client.cookie = "huabiao_session=" + cookie
        return client.call("GET", "/session").json

    def test_there_and_back(self):
        for algorithm in ("RS256", "ES256"):
            with self.subTest(algorithm):
                server = self.begin(algorithm)
                admin = running.signed_in(server.told, CONTRACT)
                self.assertEqual(admin.call("GET", "/sign-in").json["oidc"], {"label": "统一认证"})
                if algorithm == "RS256":
                    browser = Browser()
                    place, cookie = self.come_back(browser, self.return_address(server, "li", browser))
                    self.assertEqual((place, cookie), ("/?refused=access.no_account_here", None))
                    admin.call("POST", "/accounts", {"name": "li", "source": "oidc", "subject": "subject-of-li"}, 201)
                browser = Browser()
                url = self.return_address(server, "li", browser)
                place, cookie = self.come_back(browser, url)
                self.assertEqual(place, "/")
                self.assertEqual(self.session_of(server, cookie)["account"]["name"], "li")
                # the same way back again: worth nothing
                self.assertEqual(browser.get(url).headers["location"], "/?refused=oidc.no_such_flow")
                server.end()
                with sqlite3.connect(self.folder / "data" / "audit.db") as kept:
                    audit = kept.execute("SELECT stage, who, account > 0, result FROM entry WHERE stage > 0 AND action = "
                                         "'GET /api/v1/session/oidc/return' ORDER BY sequence DESC LIMIT 2").fetchall()
                self.assertEqual(audit, [(2, "", 0, "oidc.no_such_flow"), (1, "li", 1, "303")])

    def test_attacks_on_the_way_back(self):
        server = self.begin("RS256", "--oidc-make-accounts", "yes")
        victim, attacker = Browser(), Browser()
        url = self.return_address(server, "mallory", attacker)
        # another browser is given the attacker's address (login by somebody else): it holds no binder
        place, cookie = self.come_back(victim, url)
        self.assertEqual((place, cookie), ("/?refused=oidc.no_such_flow", None))
        # a state of somebody else's with one's own binder
        own = self.return_address(server, "li", victim)
        parts = urllib.parse.urlsplit(own)
        query = dict(urllib.parse.parse_qsl(parts.query))
        query["state"] = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["state"]
        place, cookie = self.come_back(victim, f"{self.home}{parts.path}?{urllib.parse.urlencode(query)}")
        self.assertEqual((place, cookie), ("/?refused=oidc.no_such_flow", None))
        # a code that was bought for another sign-in: PKCE's verifier does not fit
        stolen = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["code"]
        own = self.return_address(server, "li", victim)
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(own).query))
        query["code"] = stolen
        place, cookie = self.come_back(victim, f"{self.home}{parts.path}?{urllib.parse.urlencode(query)}")
        self.assertEqual((place, cookie), ("/?refused=oidc.refused", None))
        # nothing wrong: an account that may do nothing
        place, cookie = self.come_back(attacker, self.return_address(server, "mallory", attacker))
        self.assertEqual(place, "/")
        self.assertEqual(self.session_of(server, cookie)["abilities"], [])
        # a name with a password of its own is not taken over
        other = Browser()
        place, cookie = self.come_back(other, self.return_address(server, "admin", other))
        self.assertEqual((place, cookie), ("/?refused=access.no_account_here", None))

    def test_the_provider_is_no_way_to_addresses_inside(self):
        """SSRF: neither the issuer nor what its documents name leads inside without the operator's word; never to a cloud's own."""
        class Told(http.server.BaseHTTPRequestHandler):
            documents, asked = {}, []

            def do_GET(self):
                Told.asked.append(self.path)
                body = json.dumps(Told.documents).encode()
                if self.path == "/redirect/.well-known/openid-configuration":
                    self.send_response(302)
                    self.send_header("Location", "http://127.0.0.1:1/inside")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        told = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
        threading.Thread(target=told.serve_forever, daemon=True).start()
        self.addCleanup(told.server_close)
        self.addCleanup(told.shutdown)
        issuer = f"http://127.0.0.1:{told.server_address[1]}"

        def begin(allowed, at=issuer, **documents):
            Told.documents = {"issuer": at, "authorization_endpoint": issuer + "/a", "token_endpoint": issuer + "/t",
                              "jwks_uri": issuer + "/k", **documents}
            server = self.serve("--oidc-issuer", at, "--oidc-client", "huabiao", "--console-url", "http://127.0.0.1:1",
                                "--oidc-private-addresses", allowed)
            client = running.Client(server.told["address"], CONTRACT)
            return server, client, client.send("POST", "/api/v1/session/oidc")

        server, _, answer = begin("no", at=f"https://127.0.0.1:{told.server_address[1]}")
        self.assertEqual(answer.json["code"], "oidc.refused_address")
        self.assertEqual(Told.asked, [])
        server.end()
        server, client, answer = begin("yes", token_endpoint="http://169.254.169.254/latest")
        self.assertEqual(answer.status, 200)
        state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.json["url"]).query))["state"]
        back = client.send("GET", f"/api/v1/session/oidc/return?state={state}&code=x",
                           headers={"Cookie": answer.headers["set-cookie"].split(";")[0]})
        self.assertEqual(back.headers["location"], "/?refused=oidc.refused_address")
        server.end()
        server, _, answer = begin("yes", issuer="http://somebody.else")
        self.assertEqual(answer.json["code"], "oidc.bad_provider")
        server.end()
        server, _, answer = begin("yes", at=issuer + "/redirect")
        self.assertEqual(answer.json["code"], "oidc.unreachable")  # redirects are not followed
        server.end()
        done = subprocess.run([running.HUABIAO, "--lang", "en", "serve", "--data", str(self.folder / "data"), "--oidc-issuer", issuer,
                               "--oidc-client", "x", "--console-url", "http://127.0.0.1:1"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_a_provider_that_is_down_leaves_local_accounts_alone(self):
        server = self.begin()
        self.provider.end()
        client = running.Client(server.told["address"], CONTRACT)
        self.assertEqual(client.send("POST", "/api/v1/session/oidc").json["code"], "oidc.unreachable")
        running.signed_in(server.told, CONTRACT)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
