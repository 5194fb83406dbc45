"""Keys that a name asks for in its own zone (RFC 7344, RFC 8078): Knot DNS signs the zone and publishes CDS
and CDNSKEY records, steled asks it over TCP. First records, a KSK roll, a lock and the deletion."""
import shutil
import subprocess
import unittest

import harness
import name_servers
from name_servers import dig, records_of

NAME = "shop.example"
SERVERS = {"ns1.provider.test": "127.0.0.1", "ns2.provider.test": "127.0.0.2"}


class Child(harness.Server):
    """Knot with the signed zone on both addresses of its name servers, and with the zone that tells
    their addresses: it stands in for a resolver, too."""

    def __init__(self, scratch, port):
        self.home = scratch / "child"
        self.home.mkdir()
        self.port = port
        (self.home / f"{NAME}.zone").write_text(
            f"{NAME}. 5 SOA ns1.provider.test. noc.provider.test. 1 3600 900 86400 5\n"
            + "".join(f"{NAME}. 5 NS {host}.\n" for host in SERVERS))
        (self.home / "provider.test.zone").write_text(
            "provider.test. 60 SOA ns1 noc 1 3600 900 86400 60\nprovider.test. 60 NS ns1\n"
            + "".join(f"{host}. 60 A {address}\n" for host, address in SERVERS.items()))
        self.configure("always")
        super().__init__(self.home, ["knotd", "-c", self.home / "knot.conf"])

    def configure(self, publish):
        listen = ", ".join(f"{address}@{self.port}" for address in SERVERS.values())
        (self.home / "knot.conf").write_text(
            f"server:\n    rundir: {self.home}\n    listen: [{listen}]\n"
            f"control:\n    listen: {self.home}/knot.sock\n"
            f"database:\n    storage: {self.home}\nlog:\n  - target: stderr\n    any: info\n"
            "policy:\n  - id: fast\n    algorithm: ecdsap256sha256\n    dnskey-ttl: 1\n"
            "    zone-max-ttl: 5\n    propagation-delay: 1\n    ksk-lifetime: 0\n"
            f"    cds-cdnskey-publish: {publish}\n"
            f"template:\n  - id: default\n    storage: {self.home}\n    file: \"%s.zone\"\n"
            "    journal-content: none\n    zonefile-sync: -1\n    zonefile-load: whole\n"
            f"zone:\n  - domain: {NAME}\n    dnssec-signing: on\n    dnssec-policy: fast\n"
            "  - domain: provider.test\n")

    def control(self, *words):
        done = subprocess.run(["knotc", "-s", self.home / "knot.sock", *words], capture_output=True,
                              text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"knotc {' '.join(words)}: {done.stdout}{done.stderr}")

    def records(self, kind):
        return records_of(dig(self.port, NAME, kind, "+noall", "+answer", "+norecurse"))

    def cds(self):
        """As DS records are written: "12345 13 2 ABCD…"."""
        found = []
        for record in self.records("CDS"):
            tag, algorithm, digest_type, *digest = record.split()[4:]
            found.append(f"{tag} {algorithm} {digest_type} {''.join(digest)}")
        return found

    def start(self):
        self.launch()
        harness.wait_until(lambda: self.process.poll() is not None or self.cds(), 60,
                           f"Knot publishes CDS records: {self.log()[-2000:]}")
        if self.process.poll() is not None:
            raise AssertionError(f"Knot ended: {self.log()[-2000:]}")
        return self


class Cds(harness.Test):
    def setUp(self):
        super().setUp()
        self.assertEqual([each for each in ("knotd", "knotc", "dig") if not shutil.which(each)], [])
        self.registry = self.sandbox()
        with self.registry.epp() as client:
            client.expect(harness.contact_create("jana"))
            for host in SERVERS:
                client.expect(harness.transform("create", "host", f"<x:name>{host}</x:name>"))
            hosts = "".join(f"<x:hostObj>{host}</x:hostObj>" for host in SERVERS)
            client.expect(harness.transform(
                "create", "domain", f"<x:name>{NAME}</x:name><x:ns>{hosts}</x:ns>"
                "<x:registrant>jana</x:registrant>"
                "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>"))
        self.registry.stop()
        self.registry.err.unlink()
        self.port = name_servers.free_port()
        self.child = self.own(Child(self.scratch, self.port))

    def serve(self, **cds):
        settings = {"resolvers": [f"127.0.0.1:{self.port}"], "port": self.port,
                    "private_addresses": True, "timeout_seconds": 2, **cds}
        self.server = self.own(harness.Steled(self.registry, cds=settings)).start()

    def stele(self, *words):
        return harness.stele(*words, "--data", self.registry.data)

    def show(self, *words):
        return harness.stele_json(*words, "--data", self.registry.data)

    def ds(self):
        return self.show("domain", "show", NAME)["ds"]

    def why(self):
        """What is known of the name, for a failure's message."""
        scan = self.stele("cds", "scan", NAME, "--dry-run")
        return f"{scan}{self.stele('cds', 'status', NAME)}{self.server.log()[-2000:]}"

    def wait_for_ds(self, wanted, seconds=60):
        try:
            harness.wait_until(lambda: self.ds() == wanted, seconds, "")
        except AssertionError:
            self.fail(f"DS records are {self.ds()}, not {wanted}: {self.why()}")

    def messages(self):
        listed = self.show("poll", "list", self.registry.registrar()["id"], "--kind", "change")
        return [each for each in listed["messages"] if each["object"] == NAME]

    def bootstrap(self):
        self.stele("zone", "update", "example", "cds_interval=1s", "cds_bootstrap=6s")
        self.wait_for_ds(self.child.cds())
        self.child.control("zone-ksk-submitted", NAME)

    def test_first_records_a_roll_and_the_deletion(self):
        self.serve()
        self.child.start()
        self.bootstrap()
        first = self.ds()
        self.assertEqual(len(first), 1)
        told = self.messages()
        self.assertEqual(len(told), 2, told)
        self.assertIn("cds-scan", str(told))
        self.assertIn("bootstrap", str(told))

        self.child.control("zone-key-rollover", NAME, "ksk")
        harness.wait_until(lambda: self.child.cds() not in ([], first), 60,
                           f"Knot asks for the next key: {self.child.log()[-2000:]}")
        second = self.child.cds()
        self.wait_for_ds(second)
        self.child.control("zone-ksk-submitted", NAME)
        self.assertEqual(len(self.messages()), 4)

        self.stele("domain", "update", NAME, "add.status=serverUpdateProhibited")
        self.child.configure("delete-dnssec")
        self.child.control("reload")
        harness.wait_until(lambda: self.child.cds() == ["0 0 0 00"], 60,
                           f"Knot asks for the deletion: {self.child.log()[-2000:]}")
        harness.wait_until(lambda: self.show("cds", "status", "example")["zones"][0]["locked"] == 1,
                           30, "the name is left alone")
        seen = self.show("cds", "scan", NAME, "--dry-run")
        self.assertEqual(seen["outcome"], "locked", seen)
        self.assertIn("cds 0 0 0 00; cdnskey 0 3 0 AA==", seen["answers"][0])
        self.assertEqual(self.ds(), second)
        self.stele("domain", "update", NAME, "rem.status=serverUpdateProhibited")
        self.wait_for_ds([])
        self.assertIn("cds.accepted", self.server.log())
        accepted = [line for line in self.server.log().splitlines() if "cds.accepted" in line]
        self.assertEqual([line.rsplit("wish=", 1)[1] for line in accepted],
                         ["bootstrap", "rollover", "deletion"])

    def test_a_silent_server_keeps_first_records_away(self):
        with open(self.child.home / "provider.test.zone", "a") as zone:
            zone.write("ns2.provider.test. 60 A 127.0.0.3\n")
        self.serve()
        self.child.start()
        self.stele("zone", "update", "example", "cds_interval=1s", "cds_bootstrap=3s")
        harness.wait_until(lambda: "cds.refused" in self.server.log(), 60, "the name is refused")
        self.assertIn('cds_server_silent="ns2.provider.test 127.0.0.3"', self.server.log())
        self.assertEqual(self.ds(), [])
        status = self.show("cds", "status", NAME)
        self.assertEqual(status["outcome"], "refused")
        self.assertIn("cds_server_silent", status["problems"][0])

    def test_nobody_is_asked_who_need_not_be(self):
        self.serve()
        self.child.start()
        self.stele("zone", "update", "example", "cds_interval=1s")
        status = harness.wait_until(
            lambda: (lambda zone: zone if zone["ended_at"] else None)(
                self.show("cds", "status", "example")["zones"][0]), 30, "a walk over the zone")
        self.assertEqual((status["names"], status["published"], status["silent"]), (1, 0, 0))
        seen = self.show("cds", "scan", NAME)
        self.assertIn("cds_bootstrap_off", seen["problems"][0])
        self.assertEqual(len(seen["answers"]), 2)

    def test_addresses_that_are_not_public_are_not_asked(self):
        self.serve(private_addresses=False)
        self.child.start()
        self.stele("zone", "update", "example", "cds_interval=1s", "cds_bootstrap=3s")
        seen = self.show("cds", "scan", NAME, "--dry-run")
        self.assertEqual(seen["outcome"], "refused")
        for answer in seen["answers"]:
            self.assertIn("its address is not a public one", answer)

    def walk(self):
        return self.show("cds", "status", "example")["zones"][0]

    def test_a_restart_begins_no_walk_before_its_time(self):
        self.serve()
        self.child.start()
        self.stele("zone", "update", "example", "cds_interval=1h")
        before = harness.wait_until(lambda: (lambda walk: walk if walk["ended_at"] else None)(self.walk()),
                                    60, "a walk over the zone")
        self.server.stop()
        self.assertEqual((self.registry.data / "cds.progress").read_text().split()[0], "example")
        self.server.start()
        after = self.walk()
        self.assertEqual(after["started_at"], before["started_at"])
        self.assertEqual(after["names"], 0)


if __name__ == "__main__":
    unittest.main()
