"""The zone as name servers fetch it: BIND, Knot DNS and NSD as secondaries of the sandbox, configured
with what `stele zone config` prints; and dig as the stranger, the liar and the auditor."""
import subprocess
import time
import unittest

import harness
import name_servers
from name_servers import ZONE, dig, records_of, status_of

SECONDS_TO_ALL = 5
HOSTS = ("ns1.other.net", "ns2.other.net")


def host_create(name):
    return harness.transform("create", "host", f"<x:name>{name}</x:name>")


def delegated(name, *hosts):
    objects = "".join(f"<x:hostObj>{host}</x:hostObj>" for host in hosts)
    return harness.transform("create", "domain",
                             f"<x:name>{name}</x:name><x:ns>{objects}</x:ns>"
                             "<x:registrant>jana</x:registrant>"
                             "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>")


def domain_delete(name):
    return harness.transform("delete", "domain", f"<x:name>{name}</x:name>")


class Dns(harness.Test):
    def setUp(self):
        super().setUp()
        self.assertEqual(name_servers.missing(), [])
        self.server = self.own(harness.Sandbox(self.scratch))
        self.ports = str(name_servers.free_port_base())
        self.server.command[self.server.command.index("--port-base") + 1] = self.ports
        self.server.start()
        self.dns = self.server.ready["dns"]
        self.key = (self.dns["algorithm"], self.dns["key"], self.dns["secret"])
        with self.server.epp() as client:
            client.expect(harness.contact_create("jana"))
            for host in HOSTS:
                client.expect(host_create(host))
        harness.wait_until(lambda: "serial" in self.status(), 30, "the zone is published")

    def create(self, *names):
        with self.server.epp() as client:
            for name in names:
                client.expect(delegated(name, *HOSTS))

    def ask(self, *words, key=None, source="127.0.0.1"):
        return dig(self.dns["port"], "-b", source, *words, key=key)

    def status(self):
        return harness.stele_json("zone", "status", ZONE, "--data", self.server.data)["zones"][0]

    def secondary(self, name):
        return next(each for each in self.status()["secondaries"] if each["name"] == name)

    def exported(self):
        return harness.stele("zone", "export", ZONE, "--data", self.server.data)

    def canonical(self, text):
        """The zone as `named-compilezone` reads it, one record a line; fails on one that is wrong."""
        source = self.scratch / "zone.in"
        out = self.scratch / "zone.out"
        source.write_text(text)
        done = subprocess.run(["named-compilezone", "-i", "none", "-s", "full", "-o", out, ZONE,
                               source], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return sorted(set(out.read_text().splitlines()))

    def start_all(self):
        servers = [kind(self.scratch, self.server).register() for kind in name_servers.ALL]
        return [self.own(server).start() for server in servers]

    def assert_follow(self, servers, seconds=30):
        serial = self.status()["serial"]
        for server in servers:
            harness.wait_until(lambda server=server: server.serial() == serial, seconds,
                               f"{server.software} has {serial}: {server.log()[-2000:]}")

    def test_a_new_name_is_answered_by_all_three_within_seconds(self):
        servers = self.start_all()
        self.create("first.example")
        for server in servers:
            harness.wait_until(lambda server=server: server.delegates("first.example"), 30,
                               f"{server.software} is told: {server.log()[-2000:]}")
        begun = time.monotonic()
        self.create("shop.example")
        took = {}
        for server in servers:
            harness.wait_until(lambda server=server: server.delegates("shop.example"),
                               SECONDS_TO_ALL, f"{server.software}: {server.log()[-2000:]}")
            took[server.software] = round(time.monotonic() - begun, 2)
        self.assertLess(max(took.values()), SECONDS_TO_ALL, took)
        print("answered after", took)
        self.assert_follow(servers)
        for server in servers:
            seen = harness.wait_until(
                lambda server=server: (lambda s: s if s["transfer_kind"] == "ixfr" else None)(
                    self.secondary(server.software)), 10, f"{server.software} pulled by IXFR")
            self.assertEqual(seen["serial"], self.status()["serial"])
            self.assertEqual(seen["lag_seconds"], 0)
            self.assertEqual(seen["notify_outcome"], "NOERROR")
            self.assertEqual(seen["refused"], 0, seen["refused_why"])

    def test_secondaries_follow_changes_and_a_restart(self):
        servers = self.start_all()
        self.create(*(f"name-{n}.example" for n in range(30)))
        with self.server.epp() as client:
            for n in range(0, 30, 3):
                client.expect(domain_delete(f"name-{n}.example"))
        self.server.stop()
        self.server.start()
        self.assertEqual(self.server.ready["dns"]["port"], self.dns["port"])
        self.create("after.example")
        for server in servers:
            harness.wait_until(lambda server=server: server.delegates("after.example"), 30,
                               f"{server.software} goes on: {server.log()[-2000:]}")
        self.assert_follow(servers)
        master = [line for line in self.canonical(self.exported()) if "\tSOA\t" not in line]
        transferred = self.ask(ZONE, "AXFR", "+noall", "+answer", "+onesoa", key=self.key)
        self.assertEqual([line for line in self.canonical(transferred) if "\tSOA\t" not in line],
                         master)

    def test_signers_between_this_and_the_public_sign_what_changes(self):
        for kind in name_servers.SIGNERS:
            with self.subTest(kind.software):
                signer = self.own(kind(self.scratch, self.server).register()).start()
                name = f"by-{kind.software}.example"
                self.create(name)
                harness.wait_until(lambda: signer.delegates(name), 30,
                                   f"{kind.software} signs: {signer.log()[-2000:]}")
                try:
                    harness.wait_until(lambda: self.verifies(signer.transferred(), name), 30, "")
                except AssertionError:
                    self.fail(self.verdict + signer.log()[-2000:])
                self.assertIn("NSEC3PARAM 1 0 0 -", " ".join(signer.transferred().split()))

    def verifies(self, zone, name):
        """Whether the zone has the name and both verifiers find it signed whole."""
        path = self.scratch / "signed.zone"
        path.write_text(zone)
        self.verdict = ""
        for command in (["dnssec-verify", "-o", ZONE, path], ["ldns-verify-zone", path]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            self.verdict += done.stdout + done.stderr
            if done.returncode != 0:
                return False
        return f"{name}." in zone

    def test_axfr_is_the_master_file(self):
        self.create("shop.example", "other.example")
        harness.wait_until(lambda: "other.example." in self.ask(ZONE, "AXFR", key=self.key), 10,
                           "the names are in the zone")
        transferred = self.ask(ZONE, "AXFR", "+noall", "+answer", "+onesoa", key=self.key)
        self.assertEqual(self.canonical(transferred), self.canonical(self.exported()))
        tls = dig(self.dns["xot_port"], "+tls", ZONE, "AXFR", "+noall", "+answer", "+onesoa",
                  key=self.key)
        self.assertEqual(records_of(tls), records_of(transferred))

    def test_ixfr_gives_what_changed(self):
        def serial():
            words = self.ask(ZONE, "SOA", "+short", key=self.key).split()
            return int(words[2])

        before = serial()
        self.create("shop.example")
        harness.wait_until(lambda: serial() != before, 10, "a new serial")
        records = records_of(self.ask(f"ixfr={before}", ZONE, "+noall", "+answer", key=self.key))
        self.assertEqual(len([r for r in records if " SOA " in r]), 4, records)
        self.assertEqual([r for r in records if " SOA " not in r],
                         ["shop.example. 86400 IN NS ns1.other.net.",
                          "shop.example. 86400 IN NS ns2.other.net."])
        self.assertEqual(len(records_of(self.ask(f"ixfr={serial()}", ZONE, "+noall", "+answer",
                                                 key=self.key))), 1)
        whole = records_of(self.ask("ixfr=1", ZONE, "+noall", "+answer", key=self.key))
        self.assertEqual(whole, records_of(self.ask(ZONE, "AXFR", "+noall", "+answer", key=self.key)))

    def test_everyone_else_is_refused_as_the_rfcs_say(self):
        for transport in ("+notcp", "+tcp"):
            for words in ((ZONE, "SOA"), (ZONE, "A"), (ZONE, "NS")):
                self.assertEqual(status_of(self.ask(*words, transport)), "REFUSED", words)
            elsewhere = self.ask(ZONE, "SOA", transport, key=self.key, source="127.0.0.2")
            self.assertEqual(status_of(elsewhere), "REFUSED")
            self.assertEqual(status_of(self.ask(ZONE, "SOA", transport, key=self.key)), "NOERROR")
            self.assertEqual(status_of(self.ask("elsewhere", "SOA", transport)), "REFUSED")
            for key, error in ((("hmac-sha256", "nobody", self.key[2]), "BADKEY"),
                               (("hmac-sha512", self.key[1], self.key[2]), "BADKEY"),
                               (("hmac-sha256", self.key[1], "d3Jvbmcgd3Jvbmcgd3Jvbmc="), "BADSIG")):
                refused = self.ask(ZONE, "SOA", transport, key=key)
                self.assertEqual(status_of(refused), "NOTAUTH", refused)
                self.assertIn(error, refused)
        self.assertIn("Transfer failed", self.ask(ZONE, "AXFR"))
        self.assertIn("Transfer failed", self.ask(ZONE, "AXFR", key=self.key, source="127.0.0.2"))
        self.assertEqual(status_of(self.ask(ZONE, "SOA", "+opcode=UPDATE", key=self.key)), "NOTIMP")
        self.assertGreater(self.status()["strangers"]["refused"], 0)
        self.assertIn("dns.query_refused peer=127.0.0.1", self.server.log())

    def test_no_secret_lies_in_the_directory_in_clear(self):
        secondary = name_servers.Bind(self.scratch, self.server).register()
        self.assertIn(secondary.secret, secondary.fragment())
        self.server.stop()
        for path in self.server.data.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                self.assertNotIn(secondary.secret.encode(), content, path)
                self.assertNotIn(name_servers.base64.b64decode(secondary.secret), content, path)

    def test_bind_and_nsd_fetch_over_tls(self):
        for kind in (name_servers.Bind, name_servers.Nsd):
            server = kind(self.scratch, self.server).register(xot="yes")
            refused = self.ask(ZONE, "AXFR", key=server.key)
            self.assertIn("Transfer failed", refused)
            self.own(server).start()
            self.assertIn(self.secondary(server.software)["transfer_kind"], ("axfr", "ixfr"))


if __name__ == "__main__":
    unittest.main()
