"""The sandbox's Arabic-script zone from end to end: every command of the command line by its U-label
and its A-label, a Persian name with and without its non-joiner by EPP and WHOIS, tables that change,
and DS records of variants that foreign tools make the same."""
import json
import socket
import subprocess
import unittest

import harness

ZONE, IN_UNICODE = "xn--mgbh0fb", "مثال"
NAME, VARIANT = "xn--ogb5cf", "xn--fhbdh"                     # مكة مكه
PERSIAN, JOINED = "xn--mgbat1hfa2927b", "xn--mgbat1hfa"       # خانه‌ها خانهها
KEY = "257 3 15 HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c="
KEY_DATA = ('<secDNS:create xmlns:secDNS="urn:ietf:params:xml:ns:secDNS-1.1"><secDNS:keyData>'
            "<secDNS:flags>257</secDNS:flags><secDNS:protocol>3</secDNS:protocol><secDNS:alg>15</secDNS:alg>"
            "<secDNS:pubKey>HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c=</secDNS:pubKey>"
            "</secDNS:keyData></secDNS:create>")


def foreign_ds(owner):
    """The DS record ldns makes of the key at this name: tag, algorithm, digest type, digest."""
    line = subprocess.run(["ldns-key2ds", "-n", "-2", "/dev/stdin"], input=f"{owner}. IN DNSKEY {KEY}\n",
                          capture_output=True, text=True, timeout=30, check=True).stdout
    return line.split("DS")[1].upper().split()


class IdnZone(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox("--dnssec", "key")

    def stele(self, *words, check=True):
        return harness.stele(*words, "--data", self.registry.data, check=check)

    def stele_json(self, *words):
        return harness.stele_json(*words, "--data", self.registry.data)

    def whois(self, query):
        with socket.create_connection(("127.0.0.1", self.registry.ready["whois"]["port"]), 30) as peer:
            peer.sendall(query.encode() + b"\r\n")
            return b"".join(iter(lambda: peer.recv(65536), b"")).decode()

    def names_of(self, zone):
        """{owner: [(type, data)]} of an exported zone."""
        found = {}
        for line in self.stele("zone", "export", zone).splitlines():
            words = line.split()
            if len(words) > 2 and not line.startswith((";", "$", " ", "\t")):
                rest = words[1:] if not words[1].isdigit() else words[2:]
                rest = rest[1:] if rest[0] == "IN" else rest
                found.setdefault(words[0], []).append((rest[0], rest[1:]))
        return found

    def test_every_command_takes_the_zone_either_way(self):
        with self.registry.epp() as client:
            client.expect(harness.contact_create("ada"))
            client.expect(harness.domain_create(f"{NAME}.{ZONE}", "ada"))
        for zone in (ZONE, IN_UNICODE, ZONE.upper()):
            self.assertEqual(self.stele_json("zone", "show", zone)["name"], ZONE)
            self.assertEqual(self.stele_json("zone", "status", zone)["zones"][0]["zone"], ZONE)
            self.assertIn(f"$ORIGIN {ZONE}.", self.stele("zone", "export", zone))
            self.assertIn(ZONE, self.stele("zone", "config", zone, "--for", "knot", "--primary", "192.0.2.1"))
            self.assertEqual(self.stele_json("domain", "show", f"مكه.{zone}")["name"], f"{NAME}.{ZONE}")
            self.assertIn("DomainCreated", self.stele("history", f"{'مكة' if zone == IN_UNICODE else NAME}.{zone.lower()}"))
            self.assertIn("0 collisions", self.stele("idn", "plan", zone, "arab"))
            self.stele("zone", "update", zone, "most_variants=8")
            self.stele("zone", "schedule", zone, "at=2100-01-01", "most_variants=9")
            self.stele("zone", "unschedule", zone)
            self.stele("name", "list", "وزارة", f"zone={zone}", "as=blocked")
            self.assertIn("xn--mgbexc3i", self.stele("name", "show", zone))
            self.stele("name", "unlist", "وزاره", f"zone={zone}")
            self.stele("tsig-key", "set", "spare", f"zone={zone}", "algorithm=hmac-sha256",
                       "secret=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
            self.stele("tsig-key", "remove", "spare", f"zone={zone}")
            self.stele("registrar", "update", "reg-b", f"rem.zone={zone.lower()}")
            self.stele("registrar", "update", "reg-b", f"add.zone={zone.lower()}")
            self.stele("maintenance", "create", "system=EPP::full", "environment=production",
                       "start=2100-03-10T22:00Z", "end=2100-03-10T23:00Z", "reason=planned",
                       f"zones={zone.lower()}", "connection=no", "implementation=no")
        self.stele("host", "create", f"ns1.مكة.{IN_UNICODE}", "sponsor=reg-a", "addr=192.0.2.53")
        self.assertEqual(self.stele_json("host", "show", f"ns1.مكة.{IN_UNICODE}")["name"], f"ns1.{NAME}.{ZONE}")
        self.assertIn(f"Server Name: ns1.{NAME}.{ZONE}", self.whois(f"ns1.مكة.{IN_UNICODE}"))
        below = self.stele("host", "create", f"ns1.مكه.{IN_UNICODE}", "sponsor=reg-a", "addr=192.0.2.53", check=False)
        self.assertIn("superordinate_does_not_exist", below.stderr)
        self.stele("zone-tables", "change", IN_UNICODE, "use=")
        self.stele("zone-tables", "change", ZONE, "use=arab")
        self.registry.stop()
        self.assertEqual(self.stele("zone", "export", IN_UNICODE, "--at", 1_000_000),
                         self.stele("zone", "export", ZONE, "--at", 1_000_000))

    def test_a_persian_name_with_and_without_its_non_joiner(self):
        with self.registry.epp() as client:
            client.expect(harness.contact_create("ada"))
            client.expect(harness.domain_create(f"{PERSIAN}.{ZONE}", "ada"))
            self.assertIn("A variant of it is in use",
                          client.expect(harness.domain_check(f"{JOINED}.{ZONE}")).decode())
            client.expect(harness.domain_create(f"{JOINED}.{ZONE}", "ada"), 2302)
            seen = client.expect(harness.transform("info", "domain", f"<x:name>{JOINED}.{ZONE}</x:name>"))
            self.assertIn(f"<domain:name>{PERSIAN}.{ZONE}</domain:name>", seen.decode())
        for query in (f"{PERSIAN}.{ZONE}", f"{JOINED}.{ZONE}", f"خانه‌ها.{IN_UNICODE}", f"خانهها.{IN_UNICODE}"):
            told = self.whois(query)
            self.assertIn(f"Domain Name: {PERSIAN}.{ZONE}\r\n", told)
            self.assertIn(f"Internationalized Domain Name: خانه‌ها.{IN_UNICODE}\r\n", told)

    def test_a_variant_has_the_digest_of_its_own_name(self):
        who = self.registry.registrar()
        with harness.EppClient(self.registry.ready["epp"]["port"], who["cert"], who["key"]) as client:
            login = harness.login_frame(who["id"], who["password"])
            client.expect(login.replace("</svcs>", "<svcExtension><extURI>urn:ietf:params:xml:ns:secDNS-1.1"
                                                   "</extURI></svcExtension></svcs>"))
            client.expect(harness.contact_create("ada"))
            client.expect(harness.transform("create", "host", "<x:name>ns1.provider.test</x:name>"))
            frame = harness.domain_create(f"{NAME}.{ZONE}", "ada")
            frame = frame.replace("<clTRID>", f"<extension>{KEY_DATA}</extension><clTRID>")
            client.expect(frame)
            client.expect(harness.transform("update", "domain",
                f"<x:name>{VARIANT}.{ZONE}</x:name><x:add><x:ns><x:hostObj>ns1.provider.test</x:hostObj></x:ns></x:add>"))
        self.assertNotIn(VARIANT, self.names_of(ZONE))
        self.stele("domain", "update", f"مكه.{IN_UNICODE}", f"add.variant=مكه.{IN_UNICODE}")
        names = self.names_of(IN_UNICODE)
        for label in (NAME, VARIANT):
            records = names[label]
            self.assertIn(("NS", ["ns1.provider.test."]), records)
            self.assertEqual([data for kind, data in records if kind == "DS"], [foreign_ds(f"{label}.{ZONE}")])
        self.stele("domain", "update", f"{NAME}.{ZONE}", "rem.variant=all")
        self.assertNotIn(VARIANT, self.names_of(ZONE))

    def test_tables_that_change(self):
        table = self.scratch / "plain"
        table.write_text("".join(f"U+{ord(c):04X}\n" for c in "abcdefghijklmnopqrstuvwxyz"))
        self.stele("idn-table", "load", "plain", f"file={table}")
        self.stele("zone-tables", "change", "example", "use=plain")
        with self.registry.epp() as client:
            client.expect(harness.contact_create("ada"))
            for label in ("ab", "ac"):
                client.expect(harness.domain_create(f"{label}.example", "ada"))
        table.write_text("U+0061\nU+0062|U+0063\nU+0063|U+0062\n")
        self.stele("idn-table", "load", "plain", f"file={table}")
        plan = self.stele("idn", "plan", "example", "plain", "--json", check=False)
        self.assertEqual(plan.returncode, 1)
        found = json.loads(plan.stdout)
        self.assertEqual(found["tables"], ["plain:2"])
        self.assertEqual(found["collisions"], {"count": 1, "first": [["ab.example", "ac.example"]]})
        refused = self.stele("zone-tables", "change", "example", "use=plain", check=False)
        self.assertIn("names_collide", refused.stderr)
        self.assertEqual(self.stele_json("idn", "plan", "example", "plain:1")["collisions"]["count"], 0)
        versions = self.stele_json("idn", "list")["tables"]
        self.assertEqual({table["id"]: [v["zones"] for v in table["versions"]] for table in versions},
                         {"arab": [[ZONE]], "plain": [["example"], []]})

    def test_the_journal_tells_of_a_table_by_its_digest(self):
        table = self.scratch / "plain"
        table.write_text("".join(f"U+{c:04X}\n" for c in range(0x4E00, 0x5E00)))
        digest = subprocess.run(["sha256sum", table], capture_output=True, text=True, check=True).stdout.split()[0]
        self.stele("idn-table", "load", "plain", f"file={table}")
        told = self.stele("history", "plain")
        self.assertIn(f"text={table.stat().st_size}-octets:sha256:{digest}", told)
        self.assertLess(len(told), 1000)
        self.registry.stop()
        self.assertIn(digest, self.stele("journal", "dump"))


if __name__ == "__main__":
    unittest.main()
