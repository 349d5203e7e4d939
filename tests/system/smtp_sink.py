#!/usr/bin/python3
"""A mail server on loopback (Debian's python3-aiosmtpd): keeps every mail it takes as a JSON line of --out.

Tells its port on its first line. With --certificate it offers STARTTLS and takes nothing without it; with --user NAME
--password WORD it wants them.
"""
import argparse
import asyncio
import json
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
    def __init__(self, out):
        self.out = open(out, "a", encoding="utf-8")

    async def handle_DATA(self, server, session, envelope):
        line = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                "user": session.auth_data and session.auth_data.login.decode(), "text": envelope.content.decode("ascii")}
        self.out.write(json.dumps(line) + "\n")
        self.out.flush()
        return "250 taken"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password")
    told = parser.parse_args()
    options = {}
    if told.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(told.certificate, told.key)
        options |= {"tls_context": context, "require_starttls": True}
    if told.user:
        def check(_, __, ___, ____, data):
            good = (data.login, data.password) == (told.user.encode(), told.password.encode())
            return AuthResult(success=good, handled=False, auth_data=data)
        options |= {"authenticator": check, "auth_required": True, "auth_exclude_mechanism": ["LOGIN"]}

    asyncio.run(serve(Sink(told.out), told.port, options))
    return 0


async def serve(sink, port, options):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop, **options), "127.0.0.1", port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    sys.exit(main())
