"""Where people are known elsewhere, for the tests: Debian's slapd, and a browser for npm's oidc-provider."""
import html.parser
import http.client
import shutil
import socket
import subprocess
import urllib.parse
from pathlib import Path

import running

BASE = "dc=example,dc=cn"
SERVICE = ("cn=service," + BASE, "service-word")
SCHEMA = Path("/etc/ldap/schema")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def certificates(folder):
    """A CA and a certificate of it for localhost; another CA nobody trusts."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)
    for name in ("ca", "other-ca"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "2",
                "-subj", f"/CN=huabiao test {name}")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "san.cnf").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.pem",
            "-days", "2", "-extfile", "san.cnf")


class Slapd:
    """A directory on loopback; `people`: name -> (entryUUID, password)."""

    def __init__(self, folder, people):
        self.folder = Path(folder)
        certificates(self.folder)
        self.ldap, self.ldaps = free_port(), free_port()
        (self.folder / "db").mkdir()
        (self.folder / "slapd.conf").write_text("\n".join([
            *(f"include {SCHEMA / name}.schema" for name in ("core", "cosine", "inetorgperson")),
            "modulepath /usr/lib/ldap", "moduleload back_mdb.la",
            f"pidfile {self.folder / 'slapd.pid'}", f"TLSCACertificateFile {self.folder / 'ca.pem'}",
            f"TLSCertificateFile {self.folder / 'server.pem'}", f"TLSCertificateKeyFile {self.folder / 'server.key'}",
            # a password never crosses the line unencrypted, and nobody reads without saying who
            "security simple_bind=128", "database mdb", f"suffix {BASE}", f"directory {self.folder / 'db'}",
            f"rootdn cn=root,{BASE}", "rootpw root-word",
            'access to attrs=userPassword by anonymous auth by * none', f'access to * by dn.exact="{SERVICE[0]}" read by * none',
        ]) + "\n")
        entries = [f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: example\ndc: example",
                   f"dn: {SERVICE[0]}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: service\n"
                   f"userPassword: {SERVICE[1]}"]
        for name, (uuid, password) in people.items():
            entries.append(f"dn: uid={name},{BASE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: Name of {name}\nsn: {name}\n"
                           f"userPassword: {password}\nentryUUID: {uuid}")
        (self.folder / "people.ldif").write_text("\n\n".join(entries) + "\n")
        subprocess.run([self.program("slapadd"), "-f", "slapd.conf", "-l", "people.ldif"], check=True, cwd=self.folder,
                       capture_output=True)
        self.process = None
        self.start()

    @staticmethod
    def program(name):
        return shutil.which(name) or f"/usr/sbin/{name}"

    def start(self):
        self.process = subprocess.Popen(
            [self.program("slapd"), "-f", "slapd.conf", "-h", f"ldap://127.0.0.1:{self.ldap} ldaps://127.0.0.1:{self.ldaps}", "-d",
             "0"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for port in (self.ldap, self.ldaps):
            running.until(lambda: self._listens(port), "slapd", 20)

    @staticmethod
    def _listens(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def rename(self, name, to):
        subprocess.run(["ldapmodrdn", "-x", "-H", f"ldaps://127.0.0.1:{self.ldaps}", "-D", f"cn=root,{BASE}", "-w", "root-word", "-r",
                        f"uid={name},{BASE}", f"uid={to}"], check=True, capture_output=True,
                       env={"LDAPTLS_CACERT": str(self.folder / "ca.pem"), "PATH": "/usr/bin:/bin"})


class Form(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = named.get("action")
        if tag == "input" and named.get("name"):
            self.fields[named["name"]] = named.get("value", "")


class Browser:
    """Follows addresses on loopback with cookies, as a browser would; fills in the provider's forms."""

    def __init__(self):
        self.cookies = {}  # by port; paths do not matter here

    def get(self, url, data=None):
        parts = urllib.parse.urlsplit(url)
        jar = self.cookies.setdefault(parts.port, {})
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urllib.parse.urlencode(data)
        connection.request("POST" if data is not None else "GET", parts.path + ("?" + parts.query if parts.query else ""), data, headers)
        answer = running.Answer(connection.getresponse())
        connection.close()
        for name, value in answer.all_headers:
            if name.lower() == "set-cookie":
                key, content = value.split(";")[0].split("=", 1)
                jar[key] = content
        return answer

    def sign_in(self, url, name, stop):
        """From the authorization address through the provider's forms to the first address that begins with `stop`."""
        data = None
        for _ in range(12):
            if url.startswith(stop):
                return url
            answer = self.get(url, data)
            data = None
            if answer.status in (302, 303):
                url = urllib.parse.urljoin(url, answer.headers["location"])
                continue
            assert answer.status == 200, (answer.status, answer.body[:300])
            form = Form(answer.body.decode())
            url = urllib.parse.urljoin(url, form.action)
            data = {**form.fields, **({"login": name, "password": "x"} if "login" in form.fields else {})}
        raise AssertionError("the provider leads nowhere")


def provider(redirect, algorithm):
    folder = running.ROOT / "tests" / "oidc"
    return running.Program(["node", str(folder / "provider.mjs"), redirect, algorithm])
