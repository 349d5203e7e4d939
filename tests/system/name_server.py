"""A small DNS server on loopback, UDP and TCP on one port, that answers by its own truth, or lies, or falls silent."""
import hashlib
import random
import selectors
import socket
import struct
import threading

A, NS, CNAME, AAAA = 1, 2, 5, 28
NO_ERROR, FORMAT, FAILED, NO_NAME, REFUSED = 0, 1, 2, 3, 5


def pack_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def unpack_name(packet, at):
    labels = []
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace"))
        at += 1 + packet[at]
    return ".".join(labels).lower(), at + 1


def addresses_of(host):
    """Public, the same at every run, and far from any other host's."""
    digest = hashlib.sha256(host.encode()).digest()
    return [f"60.{digest[0]}.{digest[1]}.{10 + last}" for last in (0, 1)], [f"2400:3200:{digest[2]:x}:{digest[3]:x}::1"]


class NameServer:
    def __init__(self):
        self.lies = {}      # host -> addresses of the lie
        self.aliases = {}   # host -> the name it is an alias of
        self.failing = set()    # names, with all below them, that give SERVFAIL; "": every name
        self.mute = set()       # ... no answer at all
        self.garbage = set()    # ... noise under the right number
        self.truncated = set()  # ... nothing but "ask over TCP"
        self.no_six = set()     # hosts without AAAA
        self.tcp_answers = True
        self.asked = 0
        self._stop = False
        self.udp, self.tcp = self._one_port()
        self.port = self.udp.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @staticmethod
    def _one_port():
        """A port that is free for both."""
        while True:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(udp.getsockname())
                tcp.listen(64)
                return udp, tcp
            except OSError:
                udp.close()
                tcp.close()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def close(self):
        self._stop = True
        self.thread.join(5)
        self.udp.close()
        self.tcp.close()

    def _serve(self):
        chosen = selectors.DefaultSelector()
        chosen.register(self.udp, selectors.EVENT_READ)
        chosen.register(self.tcp, selectors.EVENT_READ)
        while not self._stop:
            for key, _ in chosen.select(0.1):
                if key.fileobj is self.udp:
                    packet, peer = self.udp.recvfrom(4096)
                    answer = self.answer(packet, over_udp=True)
                    if answer:
                        self.udp.sendto(answer, peer)
                else:
                    self._over_tcp()

    def _over_tcp(self):
        connection, _ = self.tcp.accept()
        with connection:
            connection.settimeout(2)
            try:
                head = connection.recv(2)
                packet = connection.recv(struct.unpack("!H", head)[0])
                answer = self.answer(packet, over_udp=False) if self.tcp_answers else None
                if answer:
                    connection.sendall(struct.pack("!H", len(answer)) + answer)
            except (OSError, struct.error):
                pass

    @staticmethod
    def _in(name, names):
        return any(not one or name == one or name.endswith("." + one) for one in names)

    def answer(self, packet, over_udp):
        self.asked += 1
        number = packet[:2]
        name, end = unpack_name(packet, 12)
        kind, = struct.unpack("!H", packet[end:end + 2])
        question = packet[12:end + 4]
        if self._in(name, self.mute):
            return None
        if self._in(name, self.garbage):
            return number + random.randbytes(random.randrange(0, 200))
        if over_udp and self._in(name, self.truncated):
            return number + struct.pack("!HHHHH", 0x8380, 1, 0, 0, 0) + question
        if self._in(name, self.failing):
            return number + struct.pack("!HHHHH", 0x8180 | FAILED, 1, 0, 0, 0) + question
        records = self.records(name, kind)
        return number + struct.pack("!HHHHH", 0x8180, 1, len(records), 0, 0) + question + b"".join(records)

    def records(self, name, kind):
        def record(owner, what, data, ttl=600):
            return pack_name(owner) + struct.pack("!HHIH", what, 1, ttl, len(data)) + data
        if kind == NS:
            return [record(name, NS, pack_name(f"NS{n}.{name}")) for n in (1, 2)]
        owner, found = name, []
        if name in self.aliases:
            owner = self.aliases[name]
            found.append(record(name, CNAME, pack_name(owner.upper())))
        four, six = addresses_of(name)
        if name in self.lies:
            four, six = self.lies[name], []
        if name in self.no_six:
            six = []
        if kind == A:
            data = [socket.inet_aton(one) for one in four]
        elif kind == AAAA:
            data = [socket.inet_pton(socket.AF_INET6, one) for one in six]
        else:
            data = []
        random.shuffle(data)
        return found + [record(owner, kind, one) for one in data] if data else []
