"""Who is let in: the three certificate modes, networks, lock-out, and access that is taken away,
with real TLS clients from several addresses, and fail2ban reading the log."""
import pathlib
import socket
import ssl
import subprocess
import unittest

import harness

FILTER = harness.ROOT / "tools/packaging/fail2ban/filter.d/stele.conf"
IPV6 = socket.has_ipv6 and pathlib.Path("/proc/net/if_inet6").exists()
REFUSED = (ssl.SSLError, ConnectionError)


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, timeout=60)


class Access(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox()
        self.registry.stop()
        self.registry.err.unlink()
        self.tls = self.registry.data / "tls"

    def serve(self, **epp):
        self.server = self.own(harness.Steled(self.registry, epp=epp)).start()

    def staff(self, *words):
        return harness.stele(*words, "--data", self.registry.data)

    def settings(self, *words):
        self.staff("settings", "change", *words)

    def update(self, registrar, *words):
        self.staff("registrar", "update", registrar, *words)

    def issue(self, name, ca=None):
        """A client certificate of the sandbox's authority, or of another one; as (certificate, key)."""
        certificate, key, request = (self.scratch / f"{name}-{ca}.{end}"
                                     for end in ("pem", "key", "csr"))
        authority = self.scratch / ca if ca else self.tls / "ca"
        if ca and not authority.with_suffix(".pem").exists():
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", 3, "-subj", f"/CN={ca}", "-keyout", f"{authority}.key",
                    "-out", f"{authority}.pem")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", f"{authority}.pem", "-CAkey",
                f"{authority}.key", "-CAcreateserial", "-CAserial", self.scratch / "serial",
                "-days", 3, "-out", certificate)
        return certificate, key

    def pair(self, n):
        who = self.registry.registrar(n)
        return who["cert"], who["key"]

    def login(self, n, pair=(None, None), source="127.0.0.1", password=None):
        """The code of a login; "tls" when there was not even a greeting."""
        who = self.registry.registrar(n)
        try:
            client = harness.EppClient(self.server.port(), *pair, source=source)
        except REFUSED:
            return "tls"
        with client:
            return harness.code_of(client.ask(harness.login_frame(who["id"],
                                                                  password or who["password"])))

    def failures(self, *words):
        return [line for line in self.server.log().splitlines()
                if " login.failed " in line and all(word in line for word in words)]

    def test_own_certificates(self):
        self.serve(client_certificate="own")
        self.assertEqual(self.login(0, self.pair(0)), 1000)
        self.assertEqual(self.login(0, self.pair(1)), 2200)
        self.assertEqual(len(self.failures("registrar=reg-a", "peer=127.0.0.1:",
                                           "cause=certificate")), 1)
        self.assertEqual(self.login(0), "tls")
        mine = self.issue("anything", ca="foreign")
        self.assertEqual(self.login(0, mine), 2200)
        print_of = subprocess.run(["openssl", "x509", "-in", mine[0], "-noout", "-fingerprint",
                                   "-sha256"], check=True, capture_output=True, text=True).stdout
        bound = print_of.strip().split("=")[1].replace(":", "").lower()
        self.update("reg-a", f"add.fingerprint={bound}")
        self.assertEqual(self.login(0, mine), 1000)
        # It counts at once, and ends what it had opened.
        who = self.registry.registrar(0)
        with harness.EppClient(self.server.port(), *mine) as client:
            client.login(who["id"], who["password"])
            client.expect(harness.domain_check("free.example"))
            self.update("reg-a", f"rem.fingerprint={bound}")
            client.expect(harness.domain_check("free.example"), 2501)
            with self.assertRaises(ConnectionError):
                client.read(1)
        self.assertEqual(self.login(0, mine), 2200)
        self.assertEqual(self.login(0, self.pair(0)), 1000)

    def test_issued_certificates(self):
        self.serve(client_certificate="issued", client_ca=str(self.tls / "ca.pem"))
        fresh = self.issue("reg-a")
        self.assertEqual(self.login(0, fresh), 1000)
        self.assertEqual(self.login(0), "tls")
        self.assertEqual(self.login(0, self.issue("reg-a", ca="foreign")), "tls")
        self.assertEqual(self.login(1, fresh), 2200)
        # One registrar may be held to its own certificates beyond that.
        self.update("reg-a", "certificate=own")
        self.assertEqual(self.login(0, fresh), 2200)
        self.assertEqual(self.login(0, self.pair(0)), 1000)

    def test_no_certificates(self):
        self.serve(client_certificate="none", client_ca=str(self.tls / "ca.pem"))
        self.assertEqual(self.login(0), 1000)
        self.assertEqual(self.login(0, self.issue("x", ca="foreign")), 1000)
        self.assertEqual(self.login(0, password="not-the-one"), 2200)
        self.update("reg-b", "certificate=own")
        self.assertEqual(self.login(1), 2200)
        self.assertEqual(self.login(1, self.pair(1)), 1000)
        self.update("reg-c", "certificate=issued")
        self.assertEqual(self.login(2), 2200)
        self.assertEqual(self.login(2, self.issue("reg-c", ca="foreign")), 2200)
        self.assertEqual(self.login(2, self.issue("reg-c")), 1000)

    def test_networks(self):
        self.serve(client_certificate="none")
        self.update("reg-a", "add.network=127.0.0.2,127.0.1.0/24")
        for source, code in (("127.0.0.2", 1000), ("127.0.1.255", 1000), ("127.0.0.3", 2200)):
            self.assertEqual(self.login(0, source=source), code, source)
        self.assertEqual(len(self.failures("peer=127.0.0.3:", "cause=network")), 1)
        self.assertEqual(self.login(1, source="127.0.0.3"), 1000)
        # A certificate that tells whose it is: there is not even a greeting.
        self.update("reg-a", "certificate=own")
        self.assertEqual(self.login(0, self.pair(0), source="127.0.0.3"), "tls")
        self.assertEqual(self.login(0, self.pair(0), source="127.0.0.2"), 1000)
        self.assertEqual(len(self.failures("peer=127.0.0.3:", "cause=network")), 2)

    def test_networks_of_both_families_at_one_port(self):
        if not IPV6:
            self.skipTest("no IPv6 here")
        self.serve(client_certificate="none", listen="[::]:0")
        # A range ends where it ends; who comes over IPv4 is its IPv4 address, whatever the port is.
        self.update("reg-a", "add.network=127.0.0.2/31,::/127")
        for source, code in (("127.0.0.1", 2200), ("127.0.0.2", 1000), ("127.0.0.3", 1000),
                             ("127.0.0.4", 2200), ("::1", 1000)):
            self.assertEqual(self.login(0, source=source), code, source)
        self.assertEqual(len(self.failures("peer=127.0.0.4:", "cause=network")), 1)
        self.update("reg-a", "rem.network=127.0.0.2/31,::/127", "add.network=::2/127,::3:0/112")
        for source in ("127.0.0.2", "::1"):
            self.assertEqual(self.login(0, source=source), 2200, source)
        self.assertEqual(len(self.failures("peer=[::1]:", "cause=network")), 1)
        self.update("reg-a", "add.network=::/0")
        self.assertEqual(self.login(0, source="::1"), 1000)
        self.assertEqual(self.login(0, source="127.0.0.2"), 2200)

    def opened(self, n):
        who = self.registry.registrar(n)
        client = harness.EppClient(self.server.port(), *self.pair(n))
        self.addCleanup(client.close)
        return client, harness.code_of(client.ask(harness.login_frame(who["id"], who["password"])))

    def test_how_much_a_registrar_may(self):
        self.serve()
        self.update("reg-a", "sessions=2")
        first, second = self.opened(0), self.opened(0)
        self.assertEqual((first[1], second[1]), (1000, 1000))
        third, code = self.opened(0)
        self.assertEqual(code, 2502)
        with self.assertRaises(ConnectionError):
            third.read(1)
        self.assertEqual(len(self.failures("registrar=reg-a", "cause=too_many_sessions")), 1)
        self.assertEqual(self.opened(1)[1], 1000)
        second[0].expect(harness.command("<logout/>"), 1500)
        client, code = self.opened(0)
        self.assertEqual(code, 1000)

        # Names in checks, over all its sessions; other commands go on.
        names = [f"free-{n}.example" for n in range(10)]
        self.update("reg-a", "checks_per_minute=10")
        client.expect(harness.domain_check(*names))
        client.expect(harness.domain_check(names[0]), 2400)
        first[0].expect(harness.domain_check(names[0]), 2400)
        client.expect(harness.transform("info", "domain", "<x:name>free-1.example</x:name>"), 2303)
        # Changes: what is beyond the limit is not done.
        self.update("reg-a", "changes_per_second=2")
        codes = self.pipelined(client, [harness.contact_create(f"con-{n}") for n in range(8)])
        self.assertEqual(codes[:2], [1000, 1000])
        self.assertIn(2400, codes)
        last = harness.transform("info", "contact", f"<x:id>con-{codes.index(2400)}</x:id>")
        client.expect(last, 2303)
        # All commands. A moment later it may again.
        self.update("reg-a", "commands_per_second=3")
        ask = harness.transform("info", "contact", "<x:id>con-0</x:id>")
        codes = self.pipelined(client, [ask] * 12)
        self.assertIn(2400, codes)
        self.assertEqual(set(codes), {1000, 2400})
        harness.wait_until(lambda: harness.code_of(client.ask(ask)) == 1000, 10, "it may again")

    @staticmethod
    def pipelined(client, frames):
        client.socket.sendall(b"".join(map(harness.frame_of, frames)))
        return [harness.code_of(client.receive()) for _ in frames]

    def test_a_saved_session_opens_nothing(self):
        """Nothing of an earlier handshake counts: a certificate taken away is gone at once."""
        self.serve()
        certificate, key = self.pair(0)
        context = harness.tls_context(certificate, key)
        who = self.registry.registrar(0)

        def dial(session=None):
            client = harness.EppClient.__new__(harness.EppClient)
            client.socket = context.wrap_socket(
                socket.create_connection(("127.0.0.1", self.server.port()), timeout=30),
                session=session)
            self.addCleanup(client.close)
            client.receive()
            self.assertFalse(client.socket.session_reused)
            return client, harness.code_of(
                client.ask(harness.login_frame(who["id"], who["password"])))

        client, code = dial()
        self.assertEqual(code, 1000)
        saved = client.socket.session
        self.assertFalse(saved is not None and saved.has_ticket)
        for version in ("-tls1_2", "-tls1_3"):
            self.offer_again(version, certificate, key)
        bound = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-fingerprint",
                                "-sha256"], check=True, capture_output=True, text=True).stdout
        self.update("reg-a", "rem.fingerprint=" +
                    bound.strip().split("=")[1].replace(":", "").lower())
        self.assertEqual(dial(saved)[1], 2200)
        client.expect(harness.domain_check("free.example"), 2501)

    def offer_again(self, version, certificate, key):
        """What OpenSSL's own client keeps of a session, and offers in the next handshake."""
        kept = self.scratch / f"session{version}"
        client = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.port()}", version,
                  "-cert", certificate, "-key", key]
        for offer in (["-sess_out", kept], ["-sess_in", kept], ["-reconnect"]):
            if offer[0] == "-sess_in" and not kept.exists():
                continue  # there is nothing to keep
            done = subprocess.run([*client, *offer], input=b"Q\n", capture_output=True, timeout=60)
            text = done.stdout.decode(errors="replace")
            self.assertIn("New, TLSv1", text)
            self.assertNotIn("Reused, TLSv1", text)

    def test_lock_out(self):
        self.serve(client_certificate="none")
        self.settings("login_failures=3", "login_lock_seconds=3600")
        for n in range(3):
            self.assertEqual(self.login(0, password="not-the-one", source=f"127.0.0.{n + 2}"), 2200)
        self.assertEqual(self.login(0, source="127.0.0.9"), 2501)
        self.assertEqual(self.login(1, source="127.0.0.9"), 1000)
        self.assertIn("registrar=reg-a", self.staff("locks"))
        self.staff("unlock", "registrar=reg-a")
        self.assertEqual(self.login(0, source="127.0.0.9"), 1000)
        self.assertIn("login.unlocked registrar=reg-a", self.server.log())
        for n in range(3):
            self.assertEqual(self.login(n, password="not-the-one", source="127.0.0.5"), 2200)
        self.assertEqual(self.login(1, source="127.0.0.5"), 2501)
        self.assertEqual(self.login(1, source="127.0.0.6"), 1000)
        self.staff("unlock", "address=127.0.0.5")
        self.assertEqual(self.login(1, source="127.0.0.5"), 1000)
        self.read_by_fail2ban()

    def read_by_fail2ban(self):
        """Every failed login is found by the filter, with its address; nothing else is."""
        log = self.scratch / "log"
        log.write_text(self.server.log())
        matched = harness.matched_by_fail2ban(log, FILTER)
        if matched is not None:
            self.assertEqual(len(matched), len(self.failures()))
            self.assertGreaterEqual(len(matched), 8)

    def test_a_disabled_registrar(self):
        self.serve()
        who = self.registry.registrar(0)
        with harness.EppClient(self.server.port(), *self.pair(0)) as client:
            client.login(who["id"], who["password"])
            self.update("reg-a", "enabled=no")
            client.expect(harness.domain_check("free.example"), 2501)
        self.assertEqual(self.login(0, self.pair(0)), 2200)
        self.update("reg-a", "enabled=yes")
        self.assertEqual(self.login(0, self.pair(0)), 1000)


if __name__ == "__main__":
    unittest.main()
