"""A ZSK and a KSK roll with Knot DNS as the signer of a zone of ten thousand names, in seconds instead of
months, while names are created over EPP. The zone above is in this registry too: what the signer asks
its parent for (CDS) is entered as the lower zone's DS, and the signer sees it at a public server.

Every step that the signer gives to secondaries is put together from its IXFRs and verified whole, with a
second verifier where keys have changed; and is, without what signing added, one of the zones that Stele
gave it."""
import queue
import re
import subprocess
import threading
import time
import unittest

import harness
import name_servers
from name_servers import dig

ABOVE, ZONE = "example", "com.example"
NAMES = 10_000
WITH_DS = 4             # every so manieth name
FILLERS = 4
TOGETHER = 30           # frames sent before the first answer is read
TTL = 2
OUTSIDE = ("ns1.other.net", "ns2.other.net")
SEC_DNS = "urn:ietf:params:xml:ns:secDNS-1.1"
OF_SIGNING = {"RRSIG", "NSEC3", "NSEC3PARAM", "DNSKEY", "CDS", "CDNSKEY"}
OF_KEYS = {"DNSKEY", "CDS", "CDNSKEY"}
EVERY_STEP = ("dnssec-verify", "-q", "-o", ZONE)
WHERE_KEYS_CHANGE = ("ldns-verify-zone", "-V1")  # takes twice as long
VERIFIERS = 2           # at once
BURST, BURST_SECONDS = 8, 3  # names that are created meanwhile, and how often
# In seconds; what the recipe has as days and hours.
FAST = ("    zsk-lifetime: 0\n    ksk-lifetime: 0\n    propagation-delay: 1\n"
        f"    dnskey-ttl: {TTL}\n    ksk-submission: above\n")


def domain_create(name, with_ds):
    objects = "".join(f"<x:hostObj>{host}</x:hostObj>" for host in OUTSIDE)
    frame = harness.transform("create", "domain",
                              f"<x:name>{name}</x:name><x:ns>{objects}</x:ns>"
                              "<x:registrant>jana</x:registrant>"
                              "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>")
    if not with_ds:
        return frame
    return frame.replace(
        "<clTRID>", f'<extension><s:create xmlns:s="{SEC_DNS}"><s:dsData><s:keyTag>12345</s:keyTag>'
        "<s:alg>13</s:alg><s:digestType>2</s:digestType>"
        f"<s:digest>{'A5' * 32}</s:digest></s:dsData></s:create></extension><clTRID>", 1)


class Signer(name_servers.KnotSigner):
    def __init__(self, scratch, sandbox, parent_port):
        self.parent_port = parent_port
        super().__init__(scratch, sandbox, (ZONE,))

    def configuration(self, fragments):
        assert "    zsk-lifetime: 90d\n" in fragments[0]
        above = (f"remote:\n  - id: above\n    address: 127.0.0.1@{self.parent_port}\n\n"
                 "submission:\n  - id: above\n    parent: above\n    check-interval: 1\n\n")
        return super().configuration(
            [above + fragments[0].replace("    zsk-lifetime: 90d\n", FAST)])

    def control(self, *words):
        done = subprocess.run(["knotc", "-s", self.home / "knot.sock", *words], capture_output=True,
                              text=True, timeout=30)
        if done.returncode != 0:
            raise AssertionError(f"knotc {words}: {done.stdout}{done.stderr}")

    def answers(self, kind):
        return sorted(dig(self.port, ZONE, kind, "+short", "+tcp", "+nosplit").splitlines())

    def keys(self, flags):
        """256: ZSK, 257: KSK."""
        return [key for key in self.answers("DNSKEY") if key.startswith(f"{flags} ")]


class Versions(threading.Thread):
    """Follows a server by IXFR, as a secondary does, and keeps what the zone was after every step."""

    def __init__(self, port, key=None, take=None):
        super().__init__(daemon=True)
        self.port, self.key, self.take = port, key, take
        self.records, self.serial = set(), None
        self.seen = 0
        self.complaint = None
        self.enough = threading.Event()

    def run(self):
        try:
            while not self.enough.wait(0.1):
                self.step()
            self.step()
        except Exception as wrong:  # shown by the test
            self.complaint = repr(wrong)

    def ask(self, *words):
        return [" ".join(line.split())
                for line in dig(self.port, *words, "+noall", "+answer", "+nosplit", key=self.key,
                                timeout=60).splitlines() if line and not line.startswith(";")]

    def step(self):
        if self.serial is None:
            answer = self.ask(ZONE, "AXFR", "+onesoa")
        else:
            now = dig(self.port, ZONE, "SOA", "+short", key=self.key).split()
            if len(now) != 7 or int(now[2]) == self.serial:
                return
            answer = self.ask(ZONE, f"ixfr={self.serial}")
        if len(answer) > 1:
            self.apply(answer)

    def apply(self, answer):
        if not self.is_soa(answer[1]):
            if self.serial is not None:
                raise AssertionError(f"the whole zone instead of what is new since {self.serial}")
            self.records = {line for line in answer if not self.is_soa(line)}
            return self.keep(answer[0])
        # RFC 1995: the new SOA; then again and again an old SOA, what goes, a new SOA, what comes.
        adding, soa = True, None
        for line in answer[1:]:
            if self.is_soa(line):
                if adding and soa:
                    self.keep(soa)
                adding, soa = not adding, line
            elif adding:
                if line in self.records:
                    raise AssertionError(f"comes again: {line}")
                self.records.add(line)
            else:
                self.records.remove(line)
        if soa != answer[0] or self.serial != int(answer[0].split()[6]):
            raise AssertionError(f"an IXFR that does not end with {answer[0]}")

    def keep(self, soa):
        self.serial = int(soa.split()[6])
        self.seen += 1
        self.take(soa, frozenset(self.records))

    @staticmethod
    def is_soa(line):
        return line.split(None, 4)[3] == "SOA"


class Roll(harness.Test):
    def setUp(self):
        super().setUp()
        self.assertEqual(name_servers.missing(), [])
        self.server = self.own(harness.Sandbox(self.scratch)).start()
        with self.server.epp() as client:
            client.expect(harness.contact_create("jana"))
            for host in OUTSIDE:
                client.expect(harness.transform("create", "host", f"<x:name>{host}</x:name>"))
        for zone in (ABOVE, ZONE):
            self.stele("zone", "update", zone, f"ttl={TTL}", f"minimum={TTL}", "least_ttl=1")
        self.plain = set()      # every zone that Stele gave away
        self.signed = queue.Queue()
        self.last_keys, self.key_changes = None, 0
        self.complaints = []
        self.created = NAMES
        self.checked = {}       # serial: what the signed zone is without what signing added

    def stele(self, *words):
        return harness.stele(*words, "--data", self.server.data)

    def client(self):
        who = self.server.registrar()
        client = harness.EppClient(self.server.ready["epp"]["port"], who["cert"], who["key"],
                                   seconds=120)
        client.expect(harness.login_frame(who["id"], who["password"]).replace(
            "</svcs>", f"<svcExtension><extURI>{SEC_DNS}</extURI></svcExtension></svcs>"))
        return client

    def create(self, numbers):
        frames = [harness.frame_of(domain_create(f"name-{n}.{ZONE}", n % WITH_DS == 0))
                  for n in numbers]
        with self.client() as client:
            for at in range(0, len(frames), TOGETHER):
                some = frames[at:at + TOGETHER]
                client.socket.sendall(b"".join(some))
                for _ in some:
                    answer = client.receive()
                    self.assertEqual(harness.code_of(answer), 1000, answer)

    def fill(self):
        with_errors = []

        def some(part):
            try:
                self.create(range(part, NAMES, FILLERS))
            except Exception as wrong:
                with_errors.append(repr(wrong))
        threads = [threading.Thread(target=some, args=(part,)) for part in range(FILLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(with_errors, [])

    def keep_creating(self):
        try:
            while not self.enough.wait(BURST_SECONDS):
                self.create(range(self.created, self.created + BURST))
                self.created += BURST
        except Exception as wrong:
            self.complaints.append(repr(wrong))

    def take_signed(self, soa, records):
        keys = frozenset(line for line in records if line.split(None, 4)[3] in OF_KEYS)
        commands = (EVERY_STEP,) if keys == self.last_keys else (EVERY_STEP, WHERE_KEYS_CHANGE)
        self.last_keys = keys
        self.key_changes += len(commands) - 1
        self.signed.put((soa, records, commands))

    def verify_all(self):
        while True:
            item = self.signed.get()
            if item is None:
                return
            soa, records, commands = item
            serial = int(soa.split()[6])
            path = self.scratch / f"signed-{serial}"
            path.write_text(soa + "\n" + "".join(line + "\n" for line in sorted(records)))
            for command in commands:
                done = subprocess.run([*command, path], capture_output=True, text=True, timeout=120)
                if done.returncode != 0:
                    self.complaints.append(f"{serial}: {command[0]}: {done.stdout[-1500:]}"
                                           f"{done.stderr[-500:]}")
            path.unlink()
            self.checked[serial] = self.without_signing(records)

    @staticmethod
    def without_signing(records):
        """The name of the set, for there are many of them."""
        return hash(frozenset(line for line in records if line.split(None, 4)[3] not in OF_SIGNING))

    def await_keys(self, what, condition, seconds=150):
        try:
            return harness.wait_until(condition, seconds, what)
        except AssertionError as late:
            raise AssertionError(f"{late}: {self.signer.log()[-2000:]}") from None

    def enter_ds(self):
        """What the signer asks for in CDS becomes the DS in the zone above."""
        cds = self.await_keys("the signer asks for a DS", lambda: self.signer.answers("CDS"))
        words = [" ".join(line.split()) for line in cds]
        self.assertTrue(all(re.fullmatch(r"\d+ 13 2 [0-9A-F ]+", line) for line in words), cds)
        self.stele("zone", "update", ZONE, "delegated=yes",
                   *(f"zone_ds={tag} 13 2 {''.join(digest)}"
                     for tag, _, _, *digest in (line.split() for line in words)))
        return cds

    def roll_zsk(self):
        old = self.signer.keys(256)
        self.assertEqual(len(old), 1)
        self.signer.control("zone-key-rollover", ZONE, "zsk")
        self.await_keys("both ZSKs stand there", lambda: len(self.signer.keys(256)) == 2)
        self.await_keys("the new ZSK is alone",
                        lambda: len(self.signer.keys(256)) == 1 and self.signer.keys(256) != old)

    def roll_ksk(self):
        old = self.signer.keys(257)
        self.assertEqual(len(old), 1)
        self.signer.control("zone-key-rollover", ZONE, "ksk")
        self.await_keys("both KSKs stand there", lambda: len(self.signer.keys(257)) == 2)
        self.enter_ds()
        self.await_keys("the new KSK is alone",
                        lambda: len(self.signer.keys(257)) == 1 and self.signer.keys(257) != old)

    def test_keys_roll_and_every_step_is_valid(self):
        begun = time.monotonic()
        public = self.own(name_servers.Nsd(self.scratch, self.server).register()).start()
        self.fill()
        filled = time.monotonic()
        dns = self.server.ready["dns"]
        plain = Versions(dns["port"], (dns["algorithm"], dns["key"], dns["secret"]),
                         lambda soa, records: self.plain.add(self.without_signing(records)))
        self.enough = threading.Event()
        harness.wait_until(lambda: f"name-{NAMES - 1}.{ZONE}." in dig(
            dns["port"], ZONE, "AXFR", key=plain.key), 30, "the names are published")
        self.signer = self.own(Signer(self.scratch, self.server, public.port).register())
        plain.start()
        self.signer.start()
        signed = Versions(self.signer.port, None, self.take_signed)
        creating = threading.Thread(target=self.keep_creating, daemon=True)
        verifiers = [threading.Thread(target=self.verify_all, daemon=True) for _ in range(VERIFIERS)]
        for thread in (signed, creating, *verifiers):
            thread.start()
        try:
            self.enter_ds()
            self.await_keys("its first KSK is trusted", lambda: not self.signer.answers("CDS"))
            self.roll_zsk()
            self.roll_ksk()
        finally:
            rolled = time.monotonic()
            self.enough.set()
            creating.join()
            self.finish(plain, signed)
            for _ in verifiers:
                self.signed.put(None)
            for thread in verifiers:
                thread.join()
        self.judge_all(plain, signed)
        print(f"{NAMES} names in {filled - begun:.1f} s, both rolls in {rolled - filled:.1f} s; "
              f"{signed.seen} signed serials, keys changed in {self.key_changes}, {plain.seen} plain "
              f"ones; all verified after {time.monotonic() - begun:.1f} s")

    def finish(self, plain, signed):
        """The last names go through the signer; then nobody follows any more."""
        last = f"name-{self.created - 1}.{ZONE}"
        try:
            harness.wait_until(lambda: self.signer.delegates(last), 30, f"{last} is signed")
        finally:
            for follower in (signed, plain):
                follower.enough.set()
                follower.join()

    def judge_all(self, plain, signed):
        self.assertEqual([plain.complaint, signed.complaint], [None, None])
        self.assertEqual(self.complaints, [])
        self.assertEqual(len(self.checked), signed.seen)
        # The first; CDS gone; three steps of the ZSK's roll, three and more of the KSK's.
        self.assertGreaterEqual(self.key_changes, 8)
        self.assertGreater(signed.seen, self.key_changes)
        for serial, content in self.checked.items():
            self.assertIn(content, self.plain, f"{serial} is none of Stele's zones, signed")
        self.assertEqual(self.checked[signed.serial], self.without_signing(plain.records))


if __name__ == "__main__":
    unittest.main()
