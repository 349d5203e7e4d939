"""What an authenticator app does: codes by time (RFC 6238)."""
import base64
import hashlib
import hmac
import struct
import time


def code(secret, later=0, at=None):
    """The six digits of a base32 secret, `later` steps of 30 s from now."""
    step = int(time.time() if at is None else at) // 30 + later
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class App:
    """Never gives a code twice: waits for the next one where it must, as a person does."""

    def __init__(self, secret):
        self.secret = secret
        self.last = 0

    def code(self):
        step = max(int(time.time()) // 30, self.last + 1)
        while step > int(time.time()) // 30 + 1:  # the server takes one step of drift
            time.sleep(0.2)
        self.last = step
        return code(self.secret, at=step * 30)
