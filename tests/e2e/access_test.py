"""Who is let in: the three certificate modes, networks, lock-out, and access that is taken away,
with real TLS clients from several addresses, and fail2ban reading the log."""
import shutil
import ssl
import subprocess
import unittest

import harness

FILTER = harness.ROOT / "tools/packaging/fail2ban/filter.d/stele.conf"
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
        if not shutil.which("fail2ban-regex"):
            print("fail2ban is not installed: its filter is not tried")
            return
        log = self.scratch / "log"
        log.write_text(self.server.log())
        done = subprocess.run(["fail2ban-regex", "--print-all-matched", log, FILTER],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        matched = [line for line in done.stdout.splitlines() if " login.failed " in line]
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
