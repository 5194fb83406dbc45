"""Peers that mean harm or have lost their way: each is refused or timed out with one log line, and
costs no memory that stays."""
import pathlib
import re
import resource
import socket
import ssl
import struct
import time
import unittest

import harness

IDLE_SESSIONS = 1000
KIB_AN_IDLE_SESSION = 64
MOST_LINES = 20  # for a thousand peers of one kind and address
KIB_ABOVE_THE_START = 64 * 1024
PATIENCE = 20  # seconds; the server's own time-outs below are far shorter

BOMB = ('<?xml version="1.0"?><!DOCTYPE epp [<!ENTITY a0 "aaaaaaaaaa">'
        + "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 10))
        + f']><epp xmlns="{harness.EPP}"><hello>&a9;</hello></epp>')
EXTERNAL = (f'<?xml version="1.0"?><!DOCTYPE epp [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            f'<epp xmlns="{harness.EPP}"><command><login><clID>&x;</clID></login></command></epp>')
DEEP = "<a>" * 2000
WIDE = f'<epp xmlns="{harness.EPP}" ' + " ".join(f'a{n}="1"' for n in range(2000)) + "/>"


class Hostile(harness.Test):
    def setUp(self):
        super().setUp()
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(
            resource.RLIMIT_NOFILE)[1]))
        sandbox = self.sandbox()
        sandbox.stop()
        sandbox.err.unlink()
        self.server = self.own(harness.Steled(
            sandbox, epp={"handshake_seconds": 1, "idle_seconds": 3, "request_seconds": 1,
                          "send_seconds": 2, "connections_per_address": 2000})).start()
        who = sandbox.registrar()
        self.tls = harness.tls_context(who["cert"], who["key"])

    def plain(self):
        raw = socket.create_connection(("127.0.0.1", self.server.port()), timeout=PATIENCE)
        self.addCleanup(raw.close)
        return raw

    def connect(self):
        client = harness.EppClient.__new__(harness.EppClient)
        client.socket = self.tls.wrap_socket(self.plain())
        self.addCleanup(client.socket.close)
        client.greeting = client.receive()
        return client

    def lines(self):
        return [line for line in self.server.log().splitlines() if "epp.connection_ended" in line]

    def told(self, since):
        """Peers the log speaks of since then; what repeats is one line with a count."""
        counts = [re.search(r" repeated=(\d+)$", line) for line in self.lines()[since:]]
        return sum(int(count[1]) if count else 1 for count in counts)

    def expect_closed(self, connection):
        """Reads until the server ends it, however it does so."""
        try:
            while connection.recv(65536):
                pass
        except (ConnectionError, ssl.SSLError):
            pass

    def expect_one_line(self, before, *words):
        """One line more, with these words in it; and no second one follows when it is asked for."""
        harness.wait_until(lambda: len(self.lines()) > before, PATIENCE, f"a log line: {words}")
        self.connect().socket.close()  # a whole session later
        new = self.lines()[before:]
        self.assertEqual(len(new), 1, new)
        for word in words:
            self.assertIn(word, new[0])

    def test_everything(self):
        """One server for all of it: what one peer leaves behind would show with the next."""
        start = self.server.resident_kib()
        for name in ("xml_bomb", "external_entity", "deep_xml", "wide_xml", "huge_header",
                     "short_header", "half_open_handshake", "plain_text", "no_certificate",
                     "slow_writer", "never_reads", "idle_sessions"):
            with self.subTest(name):
                begun = time.monotonic()
                getattr(self, name)()
                print(f"{name}: {time.monotonic() - begun:.1f} s, "
                      f"{self.server.resident_kib() - start:+} KiB")
        harness.wait_until(lambda: self.server.resident_kib() <= start + KIB_ABOVE_THE_START,
                           PATIENCE, f"resident memory near its start, {start} KiB; "
                                     f"it is {self.server.resident_kib()} KiB")
        with self.server.epp() as client:  # it still serves
            client.expect(harness.domain_check("free.example"))
        self.server.stop()

    def refuse_frame(self, xml, *words):
        """A frame that is not only wrong but hostile: answered, and the connection ended."""
        before = len(self.lines())
        client = self.connect()
        answer = client.ask(xml)
        self.assertGreaterEqual(harness.code_of(answer), 2000, answer)
        self.assertNotIn(pathlib.Path("/etc/hostname").read_text().strip().encode(), answer)
        self.expect_closed(client.socket)
        self.expect_one_line(before, "refused_by_session", *words)

    def xml_bomb(self):
        self.refuse_frame(BOMB, "document type")

    def external_entity(self):
        self.refuse_frame(EXTERNAL, "document type")

    def deep_xml(self):
        self.refuse_frame(DEEP, "bad frame")

    def wide_xml(self):
        self.refuse_frame(WIDE, "bad frame")

    def huge_header(self):
        before = len(self.lines())
        client = self.connect()
        client.socket.sendall(struct.pack(">I", 2**31) + b"<?xml")
        self.expect_closed(client.socket)
        self.expect_one_line(before, "frame of 2147483648 bytes")

    def short_header(self):
        before = len(self.lines())
        client = self.connect()
        client.socket.sendall(struct.pack(">I", 3))
        self.expect_closed(client.socket)
        self.expect_one_line(before, "frame of 3 bytes")

    def half_open_handshake(self):
        before = len(self.lines())
        raw = self.plain()
        raw.sendall(b"\x16\x03\x01\x02\x00\x01")  # the head of a ClientHello, and then nothing
        self.expect_closed(raw)
        self.expect_one_line(before, "handshake_timeout")

    def plain_text(self):
        before = len(self.lines())
        raw = self.plain()
        raw.sendall(harness.frame_of(harness.login_frame("reg-a", "password")))
        self.expect_closed(raw)
        self.expect_one_line(before, "handshake_failed")

    def no_certificate(self):
        before = len(self.lines())
        try:
            with harness.tls_context().wrap_socket(self.plain()) as connection:
                self.expect_closed(connection)
        except (ConnectionError, ssl.SSLError):
            pass
        self.expect_one_line(before, "handshake_failed", "certificate")

    def slow_writer(self):
        before = len(self.lines())
        client = self.connect()
        client.socket.sendall(struct.pack(">I", 500))
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < PATIENCE:  # a byte now and then buys no time
                client.socket.sendall(b" ")
                time.sleep(0.2)
            self.fail("a request may take for ever")
        except (ConnectionError, ssl.SSLError):
            pass
        self.expect_one_line(before, "frame_timeout")

    def never_reads(self):
        """Asks and asks, and takes no answer: the server stops reading, then stops waiting."""
        before = len(self.lines())
        client = self.server.epp()
        self.addCleanup(client.close)
        hello = harness.frame_of(f'<epp xmlns="{harness.EPP}"><hello/></epp>') * 100
        client.socket.settimeout(0.5)
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < PATIENCE and len(self.lines()) == before:
                try:
                    client.socket.sendall(hello)
                except TimeoutError:
                    continue
        except (ConnectionError, ssl.SSLError):
            pass
        self.expect_one_line(before, "slow_client")

    def idle_sessions(self):
        before = len(self.lines())
        resident = self.server.resident_kib()
        # Opened well within the idle time-out, measured at once, then left to it.
        sessions, most = [], 0
        for _ in range(IDLE_SESSIONS):
            sessions.append(self.connect())
            most = max(most, self.server.resident_kib()) if len(sessions) % 50 == 0 else most
        open_now = IDLE_SESSIONS - self.told(before)
        used = max(most, self.server.resident_kib()) - resident
        print(f"{open_now} of {IDLE_SESSIONS} idle sessions open: {used / open_now:.1f} KiB each")
        self.assertLessEqual(used / open_now, KIB_AN_IDLE_SESSION)
        for session in sessions:
            self.expect_closed(session.socket)
        harness.wait_until(lambda: self.told(before) >= IDLE_SESSIONS, PATIENCE,
                           "every idle session is in the log")
        self.assertEqual(self.told(before), IDLE_SESSIONS)
        self.assertLess(len(self.lines()) - before, MOST_LINES)


if __name__ == "__main__":
    unittest.main()
