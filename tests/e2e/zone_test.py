"""Zones of a running registry: every file is one that foreign checkers take, is the same after a crash,
and can be made again from the journal; steled's own files and the command after them."""
import os
import subprocess
import sys
import unittest

import harness

# dnspython verifies the zone's digest (RFC 8976); Debian has it for its own python3.
VERIFY = """
import sys, dns.zone
zone = dns.zone.from_file(sys.argv[1], relativize=False)
zone.verify_digest()
print(len(zone.nodes))
"""


def python_with_dns():
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import dns.zone"], capture_output=True).returncode == 0:
            return python
    raise AssertionError("no python3 here has dnspython: apt-get install python3-dnspython")


class Zones(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox()
        with self.registry.epp() as client:
            client.expect(harness.contact_create("zone-1"))
            for name in ("shop", "user", "idle"):
                client.expect(harness.domain_create(f"{name}.example", "zone-1"))
        self.stele("host", "create", "ns1.shop.example", "sponsor=reg-a", "addr=192.0.2.53,2001:db8::53")
        self.stele("host", "create", "ns.elsewhere.test", "sponsor=reg-a")

    def stele(self, *words):
        return harness.stele(*words, "--data", self.registry.data)

    def stele_json(self, *words):
        return harness.stele_json(*words, "--data", self.registry.data)

    def export(self, *words):
        return self.stele("zone", "export", "example", *words)

    def serial(self):
        return self.stele_json("zone", "status", "example")["zones"][0]["serial"]

    def check(self, text, digest=True):
        path = self.scratch / "example.zone"
        path.write_text(text)
        done = subprocess.run(["named-checkzone", "-i", "local", "example", path], capture_output=True,
                              text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr + text)
        if not digest:
            return
        done = subprocess.run([python_with_dns(), "-c", VERIFY, path], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr + text)

    def changes(self):
        yield "domain", "update", "shop.example", "add.ns=ns1.shop.example"
        yield "domain", "update", "user.example", "add.ns=ns1.shop.example,ns.elsewhere.test"
        yield "host", "update", "ns1.shop.example", "add.addr=192.0.2.54", "rem.addr=2001:db8::53"
        yield "domain", "update", "shop.example", "add.status=serverHold"
        yield "host", "update", "ns1.shop.example", "name=ns2.shop.example"
        yield "zone", "update", "example", "serial=date"
        yield "domain", "update", "user.example", "rem.ns=ns2.shop.example"
        yield "domain", "update", "shop.example", "rem.status=serverHold"

    def test_every_version_can_be_made_again(self):
        self.check(self.export(), digest=False)
        self.stele("zone", "update", "example", "zonemd=yes")
        versions = {}
        last = None
        for change in self.changes():
            self.stele(*change)
            text = self.export()
            self.check(text)
            serial = self.serial()
            self.assertEqual(versions.setdefault(serial, text), text, "one serial, two zones")
            if last is not None:
                self.assertLess((serial - last) % 2**32, 2**31, f"{last} -> {serial}")
            last = serial
        self.assertGreater(len(versions), 6)
        self.assertIn("shop\tNS\tns2.shop\n", versions[last])
        self.assertNotIn("idle", versions[last])

        self.registry.kill()
        self.registry.start()
        self.assertEqual(self.export(), versions[last], "after a crash")
        self.registry.stop()
        self.assertEqual(self.export(), versions[last], "of a stopped registry")
        for serial, text in versions.items():
            self.assertEqual(self.export("--serial", serial), text, serial)
        head = self.stele_json("journal", "head")["records"]
        out = self.scratch / "again.zone"
        self.export("--at", head, "--out", out)
        self.assertEqual(out.read_text(), versions[last])
        done = harness.stele("zone", "export", "example", "--serial", 1, "--data", self.registry.data,
                             check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("never had the serial 1", done.stderr)

    def test_steled_keeps_files_and_runs_the_command(self):
        self.registry.stop()
        occupied = self.scratch / "occupied"
        occupied.touch()
        with self.assertRaisesRegex(AssertionError, f"zone_files.directory {occupied}/zones: "):
            harness.Steled(self.registry, zone_files={"directory": f"{occupied}/zones"}).start()
        zones = self.scratch / "made" / "zones"
        told = self.scratch / "told"
        server = self.own(harness.Steled(self.registry, zone_files={
            "directory": str(zones), "every_seconds": 1,
            "hook": ["/bin/sh", "-c", f'echo "$0 $1 $2" >> {told}']})).start()
        file = zones / "example.zone"
        self.stele("domain", "update", "shop.example", "add.ns=ns1.shop.example")
        wanted = self.export()
        harness.wait_until(lambda: file.exists() and file.read_text() == wanted, 30,
                           "the file is the zone's")
        self.check(wanted, digest=False)
        line = f"example {file} {self.serial()}"
        harness.wait_until(lambda: line in (told.read_text() if told.exists() else "").splitlines(), 30,
                           "the command was told")
        self.assertFalse([name for name in os.listdir(zones) if ".new-" in name])
        server.stop()


if __name__ == "__main__":
    unittest.main()
