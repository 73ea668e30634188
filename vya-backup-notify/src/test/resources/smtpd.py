"""A mail server for one test: aiosmtpd on a free port, each mail kept in a folder of its own.

Usage: smtpd.py FOLDER plain|starttls|tls [KEYS.pem USER PASSWORD]
Prints its port. Ends when its standard input does. Recipients that begin with "refused" are
answered 550, the first mail to one that begins with "later" 451.
"""

import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.postponed = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user here"
        if address.startswith("later") and address not in self.postponed:
            self.postponed.add(address)
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        told = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or MODE == "tls",
            "user": session.auth_data if isinstance(session.auth_data, str) else None,
        }
        name = "%03d" % self.count
        (self.folder / (name + ".json")).write_text(json.dumps(told))
        part = self.folder / (name + ".part")
        part.write_bytes(envelope.original_content)
        part.rename(self.folder / (name + ".eml"))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword):
        if data.login.decode() == USER and data.password.decode() == PASSWORD:
            return AuthResult(success=True, auth_data=USER)
    return AuthResult(success=False, handled=False)


FOLDER, MODE = pathlib.Path(sys.argv[1]), sys.argv[2]
KEYS, USER, PASSWORD = (sys.argv[3:6] + [None] * 3)[:3]


async def main():
    context = None
    if MODE != "plain":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(KEYS)
    keeper = Keeper(FOLDER)

    def protocol():
        return SMTP(
            keeper,
            hostname="mail.test",
            tls_context=context if MODE == "starttls" else None,
            require_starttls=MODE == "starttls",
            authenticator=authenticate if USER else None,
            auth_required=bool(USER),
            auth_require_tls=False,
            data_size_limit=64 << 20,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if MODE == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
