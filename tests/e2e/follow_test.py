"""Ten thousand random changes over EPP with BIND, Knot DNS and NSD following, restarts and kill -9 in
between. At the end every zone is what this test knows of the changes that were acknowledged, every
secondary has it, and the journal alone gives the same file, byte for byte."""
import itertools
import os
import random
import re
import subprocess
import threading
import time
import unittest

import harness
import name_servers

ZONES = ("example", "com.example")
SESSIONS = 8
NAMES = 40              # of a session
HOST_NAMES = 8          # of these may have a name server below them
PARTS = 5
CHANGES_A_PART = 2100   # acknowledged; 10,000 of them are the promise
TOGETHER = 20           # sent before the first answer is read
PATIENCE = 120          # seconds, for an answer on a busy machine
OUTSIDE = tuple(f"ns{n}.other.net" for n in range(1, 6))
SEC_DNS = "urn:ietf:params:xml:ns:secDNS-1.1"
PENDING = 1001          # a deletion: the name is in no zone any more, and not free for a long time


def login_frame(who):
    return harness.login_frame(who["id"], who["password"]).replace(
        "</svcs>", f"<svcExtension><extURI>{SEC_DNS}</extURI></svcExtension></svcs>")


def with_extension(frame, body):
    return frame.replace("<clTRID>", f"<extension>{body}</extension><clTRID>", 1)


def ds_xml(tag):
    return (f"<s:dsData><s:keyTag>{tag}</s:keyTag><s:alg>13</s:alg><s:digestType>2</s:digestType>"
            f"<s:digest>{tag:064X}</s:digest></s:dsData>")


class Name:
    """A domain as its session knows it."""

    def __init__(self, text):
        self.text = text
        self.there = self.gone = self.held = False
        self.hosts = set()
        self.ds = set()

    def published(self):
        return self.there and not self.gone and not self.held and self.hosts


class Change:
    """One frame, and what it does to what is known once it is acknowledged."""

    def __init__(self, frame, objects, effect):
        self.frame, self.objects, self.effect = frame, objects, effect


class Session(threading.Thread):
    """Changes its own names, one batch after the other, until there are enough or the server is gone.
    Of what was on its way then it asks after the restart."""

    def __init__(self, test, number):
        super().__init__(daemon=True)
        self.test, self.number = test, number
        self.zone = ZONES[number % len(ZONES)]
        self.draw = random.Random(number)
        self.names = {f"d{number}-{n}.{self.zone}": Name(f"d{number}-{n}.{self.zone}")
                      for n in range(NAMES)}
        self.may_have_host = list(self.names)[:HOST_NAMES]
        self.addresses = {}     # of hosts below own names that exist
        self.unknown = []       # objects of changes without an answer
        self.acknowledged = 0
        self.complaint = None
        self.numbers = itertools.count(1)

    # ---- what to do next

    def hosts(self):
        return [*OUTSIDE, *self.addresses]

    def is_used(self, host):
        return any(host in name.hosts for name in self.names.values() if name.there)

    def change(self, busy):
        """A change that concerns nothing that the batch has touched already."""
        for _ in range(100):
            made = self.host_change() if self.draw.random() < 0.2 else self.name_change()
            if made and not busy & made.objects:
                return made
        return None

    def name_change(self):
        name = self.draw.choice(list(self.names.values()))
        if name.gone:
            return None
        if not name.there:
            return self.create(name)
        kind = self.draw.choices((self.name_servers, self.ds, self.hold, self.delete),
                                 (40, 25, 15, 20))[0]
        if kind == self.delete and self.zone == ZONES[1] and self.draw.random() < 0.95:
            kind = self.name_servers  # a ccTLD's name would not come back
        return kind(name)

    def create(self, name):
        hosts = set(self.draw.sample(self.hosts(), self.draw.randrange(4)))
        ds = {next(self.numbers)} if self.draw.random() < 0.3 else set()
        objects = "".join(f"<x:hostObj>{host}</x:hostObj>" for host in sorted(hosts))
        frame = harness.transform(
            "create", "domain", f"<x:name>{name.text}</x:name>"
            + (f"<x:ns>{objects}</x:ns>" if objects else "") + "<x:registrant>jana</x:registrant>"
            "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>")
        if ds:
            frame = with_extension(frame, f'<s:create xmlns:s="{SEC_DNS}">'
                                   + "".join(map(ds_xml, ds)) + "</s:create>")

        def effect(_):
            name.there, name.held, name.hosts, name.ds = True, False, hosts, ds
        return Change(frame, {name.text, *hosts & set(self.addresses)}, effect)

    def update(self, name, body, effect, objects=frozenset(), extension=None):
        frame = harness.transform("update", "domain", f"<x:name>{name.text}</x:name>{body}")
        if extension:
            frame = with_extension(frame, extension)
        return Change(frame, {name.text, *objects}, effect)

    def name_servers(self, name):
        others = [host for host in self.hosts() if host not in name.hosts]
        adds = set(self.draw.sample(others, min(len(others), self.draw.randrange(3))))
        removes = set(self.draw.sample(sorted(name.hosts), self.draw.randrange(len(name.hosts) + 1)))
        if not adds | removes or len(name.hosts | adds) > 8:
            return None
        body = ""
        for which, hosts in (("add", adds), ("rem", removes)):
            objects = "".join(f"<x:hostObj>{host}</x:hostObj>" for host in sorted(hosts))
            body += f"<x:{which}><x:ns>{objects}</x:ns></x:{which}>" if hosts else ""

        def effect(_):
            name.hosts = (name.hosts - removes) | adds
        return self.update(name, body, effect, (adds | removes) & set(self.addresses))

    def ds(self, name):
        removes = {self.draw.choice(sorted(name.ds))} if name.ds and self.draw.random() < 0.5 else set()
        adds = {next(self.numbers)} if not removes or self.draw.random() < 0.5 else set()
        if len(name.ds) + len(adds) > 4:
            return None
        body = "".join(f"<s:{part}>{''.join(map(ds_xml, sorted(tags)))}</s:{part}>"
                       for part, tags in (("rem", removes), ("add", adds)) if tags)

        def effect(_):
            name.ds = (name.ds - removes) | adds
        return self.update(name, "", effect,
                           extension=f'<s:update xmlns:s="{SEC_DNS}">{body}</s:update>')

    def hold(self, name):
        which = "rem" if name.held else "add"

        def effect(_):
            name.held = which == "add"
        return self.update(name, f'<x:{which}><x:status s="clientHold"/></x:{which}>', effect)

    def delete(self, name):
        if any(host.endswith("." + name.text) for host in self.addresses):
            return None

        def effect(code):
            name.gone = code == PENDING
            name.there = name.gone
        return Change(harness.transform("delete", "domain", f"<x:name>{name.text}</x:name>"),
                      {name.text, *name.hosts & set(self.addresses)}, effect)

    def address(self):
        if self.draw.random() < 0.5:
            return f"192.0.2.{self.draw.randrange(1, 255)}"
        return f"2001:db8::{self.draw.randrange(1, 0xffff):x}"

    @staticmethod
    def addresses_xml(addresses):
        return "".join(f'<x:addr ip="{"v6" if ":" in one else "v4"}">{one}</x:addr>'
                       for one in sorted(addresses))

    def host_change(self):
        above = self.names[self.draw.choice(self.may_have_host)]
        host = f"ns1.{above.text}"
        if not above.there or above.gone:
            return None
        if host not in self.addresses:
            addresses = {self.address() for _ in range(self.draw.randrange(1, 4))}
            return Change(harness.transform("create", "host", f"<x:name>{host}</x:name>"
                                            + self.addresses_xml(addresses)),
                          {host, above.text},
                          lambda _: self.addresses.__setitem__(host, addresses))
        if not self.is_used(host) and self.draw.random() < 0.3:
            return Change(harness.transform("delete", "host", f"<x:name>{host}</x:name>"),
                          {host, above.text}, lambda _: self.addresses.pop(host))
        adds = {self.address()} - self.addresses[host]
        removes = {self.draw.choice(sorted(self.addresses[host]))} if self.addresses[host] else set()
        if not adds or len(self.addresses[host]) > 6:
            return None
        after = (self.addresses[host] - removes) | adds
        body = (f"<x:name>{host}</x:name><x:add>{self.addresses_xml(adds)}</x:add>"
                + (f"<x:rem>{self.addresses_xml(removes)}</x:rem>" if removes else ""))
        return Change(harness.transform("update", "host", body), {host},
                      lambda _: self.addresses.__setitem__(host, after))

    # ---- doing it

    def run(self):
        try:
            with self.connect() as client:
                self.ask_what_is_unknown(client)
                while not self.test.enough.is_set():
                    self.play_batch(client)
        except OSError as gone:
            if not self.test.killed:
                self.complaint = f"session {self.number}: {gone}"
        except AssertionError as wrong:
            self.complaint = f"session {self.number}: {wrong}"
            self.test.enough.set()

    def connect(self):
        who = self.test.server.registrar(self.number % 3)
        client = harness.EppClient(self.test.server.ready["epp"]["port"], who["cert"], who["key"],
                                   seconds=PATIENCE)
        try:
            client.expect(login_frame(who))
        except OSError:
            client.close()
            raise
        return client

    def play_batch(self, client):
        busy, batch = set(), []
        while len(batch) < TOGETHER:
            change = self.change(busy)
            if change is None:
                break
            busy |= change.objects
            batch.append(change)
        self.unknown = [change.objects for change in batch]
        client.socket.sendall(b"".join(harness.frame_of(change.frame) for change in batch))
        for change in batch:
            answer = client.receive()
            code = harness.code_of(answer)
            if code not in (1000, 1001):
                raise AssertionError(f"{change.frame}\nis answered {answer.decode()}")
            change.effect(code)
            self.unknown.pop(0)
            self.acknowledged += 1
        self.test.count(len(batch))

    def ask_what_is_unknown(self, client):
        objects = {one for objects in self.unknown for one in objects}
        self.unknown = []
        for one in sorted(objects):
            if one in self.names:
                self.learn_name(client, self.names[one])
            else:
                self.learn_host(client, one)

    def learn_name(self, client, name):
        answer = client.ask(harness.transform("info", "domain", f"<x:name>{name.text}</x:name>")).decode()
        code = harness.code_of(answer.encode())
        if code not in (1000, 2303):
            raise AssertionError(answer)
        name.there = code == 1000
        name.gone = 's="pendingDelete"' in answer
        name.held = 's="clientHold"' in answer
        name.hosts = set(re.findall(r"<\w+:hostObj>([^<]+)<", answer))
        name.ds = {int(tag) for tag in re.findall(r"keyTag>(\d+)<", answer)}

    def learn_host(self, client, host):
        answer = client.ask(harness.transform("info", "host", f"<x:name>{host}</x:name>")).decode()
        self.addresses.pop(host, None)
        if harness.code_of(answer.encode()) == 1000:
            self.addresses[host] = set(re.findall(r"addr ip=\"v[46]\">([^<]+)<", answer))

    # ---- what the zone has to say of it

    def records(self):
        out = set()
        for name in self.names.values():
            if not name.published():
                continue
            out |= {f"{name.text}. NS {host}." for host in name.hosts}
            out |= {f"{name.text}. DS {tag} 13 2 {tag:064X}" for tag in name.ds}
            for host in name.hosts & set(self.addresses):
                out |= {f"{host}. {'AAAA' if ':' in one else 'A'} {one}"
                        for one in self.addresses[host]}
        return out


class Follow(harness.Test):
    def setUp(self):
        super().setUp()
        self.assertEqual(name_servers.missing(), [])
        self.server = self.own(harness.Sandbox(self.scratch))
        ports = str(name_servers.free_port_base())
        self.server.command[self.server.command.index("--port-base") + 1] = ports
        self.server.start()
        with self.server.epp() as client:
            client.expect(harness.contact_create("jana"))
            for host in OUTSIDE:
                client.expect(harness.transform("create", "host", f"<x:name>{host}</x:name>"))
        self.lock = threading.Lock()
        self.sessions = [Session(self, number) for number in range(SESSIONS)]

    def count(self, more):
        with self.lock:
            self.done += more
            if self.kill_at and self.done >= self.kill_at and not self.killed:
                self.killed = True
                self.server.process.kill()
            if self.done >= CHANGES_A_PART:
                self.enough.set()

    def play(self, kill_at=None):
        """One part. `kill_at`: the server is killed after so many changes and started again."""
        self.done, self.kill_at, self.killed = 0, kill_at, False
        self.enough = threading.Event()
        self.run_sessions()
        if self.killed:
            self.server.process.wait(30)
            self.server.start()
            self.killed, self.kill_at = False, None
            self.run_sessions()

    def run_sessions(self):
        # A thread runs once: its successor takes over all that it knows.
        for at, old in enumerate(self.sessions):
            self.sessions[at] = new = Session(self, old.number)
            for known in ("draw", "names", "may_have_host", "addresses", "unknown", "acknowledged", "numbers"):
                setattr(new, known, getattr(old, known))
        for session in self.sessions:
            session.start()
        for session in self.sessions:
            session.join(2 * PATIENCE)
            self.assertFalse(session.is_alive(), "a session hangs")
        self.assertEqual([s.complaint for s in self.sessions if s.complaint], [])

    def export(self, zone, data):
        return harness.stele("zone", "export", zone, "--data", data)

    def canonical(self, zone, text):
        """As `named-compilezone` reads it, one record a line; fails on a zone that is wrong."""
        source, out = self.scratch / "zone.in", self.scratch / "zone.out"
        source.write_text(text)
        done = subprocess.run(["named-compilezone", "-i", "none", "-s", "full", "-o", out, zone, source],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return sorted(set(out.read_text().splitlines()))

    def serial(self, zone):
        return harness.stele_json("zone", "status", zone, "--data", self.server.data)["zones"][0]["serial"]

    def test_ten_thousand_random_changes(self):
        begun = time.monotonic()
        followers = [kind(self.scratch, self.server, ZONES).register() for kind in name_servers.ALL]
        for follower in followers:
            self.own(follower).start()
        self.play()
        self.server.stop()
        self.server.start()
        self.play(kill_at=CHANGES_A_PART // 2)
        followers[2].kill()
        self.play()
        followers[2].start()
        self.server.stop()
        for path in (self.server.data / "zones").iterdir():
            path.unlink()  # a projection: it is built anew
        self.server.start()
        self.play(kill_at=CHANGES_A_PART // 3)
        followers[1].kill()
        followers[1].start()
        self.play()
        changes = sum(session.acknowledged for session in self.sessions)
        self.assertGreaterEqual(changes, 10_000)
        changed = time.monotonic()
        files = {zone: self.export(zone, self.server.data) for zone in ZONES}
        for zone, text in files.items():
            self.check_zone(zone, text, followers)
        self.check_replay(files)
        print(f"{changes} changes in {changed - begun:.1f} s, checked in "
              f"{time.monotonic() - changed:.1f} s; "
              f"{' '.join(f'{zone}: {len(text.splitlines())} lines' for zone, text in files.items())}")

    def check_zone(self, zone, text, followers):
        master = self.canonical(zone, text)
        known = set().union(*(s.records() for s in self.sessions if s.zone == zone))
        self.assertGreater(len(known), 100)
        found = set()
        for line in master:
            owner, _, _, kind, data = line.split(None, 4)
            if re.match(r"(ns1\.)?d\d", owner):
                # A digest is shown in pieces.
                *words, last = data.split(None, 3) if kind == "DS" else [data]
                found.add(" ".join((owner, kind, *words, last.replace(" ", ""))))
        self.assertEqual(found, known)
        serial = self.serial(zone)
        for follower in followers:
            harness.wait_until(lambda: follower.serial(zone) == serial, 30,
                               f"{follower.software} has {zone} {serial}: {follower.log()[-2000:]}")
            self.assertEqual(self.canonical(zone, follower.transferred(zone)), master, follower.software)

    def check_replay(self, files):
        self.server.stop()
        again = self.scratch / "again"
        live = harness.stele_json("state", "hash", "--data", self.server.data)
        rebuilt = harness.stele_json("replay", "--from", self.server.data, "--to", again)
        self.assertEqual(rebuilt["hash"], live["hash"])
        os.rename(self.server.data / "zones", self.scratch / "zones-before")
        head = harness.stele_json("journal", "head", "--data", self.server.data)["records"]
        for zone, text in files.items():
            self.assertEqual(self.export(zone, self.server.data), text, f"{zone} from the journal alone")
            out = self.scratch / "made-again"
            harness.stele("zone", "export", zone, "--at", head, "--out", out, "--data", self.server.data)
            self.assertEqual(out.read_text(), text)


if __name__ == "__main__":
    unittest.main()
