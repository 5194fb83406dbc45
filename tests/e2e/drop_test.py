"""Two hundred sessions over TLS race for a thousand names that drop at one instant: each goes to one
of them, the journal shows in which order, and it is the order they came in."""
import collections
import concurrent.futures
import datetime
import json
import re
import threading
import time
import unittest

import harness

NAMES = 1000
SESSIONS = 200
ASKED = 20  # names a session asks for; each name is asked for by four
ZONE = "example"
TRIED = 20  # names made to see how long that takes here
CREDIT = 20_000
PATIENCE = 120  # seconds, for two hundred logins and races on a busy machine


def name_of(number):
    return f"drop-{number}.{ZONE}"


RIVALS = SESSIONS * ASKED // NAMES  # for each name, of two registrars


def wish(session, turn):
    """The names a session asks for, one a turn, and its rivals at about the same time."""
    return session % (SESSIONS // RIVALS) * ASKED + turn


class Racer:
    def __init__(self, sandbox, number):
        self.number = number
        who = sandbox.registrar(number // (SESSIONS // RIVALS) % 2)
        self.client = harness.EppClient(sandbox.ready["epp"]["port"], who["cert"], who["key"],
                                        seconds=PATIENCE)
        self.client.login(who["id"], who["password"])
        self.asked = []  # (name, sent at, answered at, code)

    def run(self, start, at):
        start.wait()
        time.sleep(max(0.0, at - time.time()))  # not a hope: who is early is told so, and asks again
        for turn in range(ASKED):
            name = name_of(wish(self.number, turn))
            frame = harness.domain_create(name, "con-1").replace(
                "e2e-1", f"racer-{self.number}")
            while True:
                sent = time.monotonic()
                answer = self.client.ask(frame)
                code = harness.code_of(answer)
                if code == 1000 or time.time() > at + 0.1:
                    break
            self.asked.append((name, sent, time.monotonic(), code))


class Drop(harness.Test):
    def test_a_thousand_names_go_to_two_hundred_sessions(self):
        sandbox = self.sandbox()
        control = harness.Control(sandbox.data)
        # At its expiry a name is gone, with nothing in between.
        control.command(f"update zone={ZONE} lifecycle=own auto_renew=no registrant=optional")
        for n in (0, 1):
            control.command(f"credit registrar={sandbox.registrar(n)['id']} amount={CREDIT}.00EUR "
                            "text=top-up")
        with sandbox.epp() as client:
            client.expect(harness.contact_create("con-1"))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            racers = list(pool.map(lambda n: Racer(sandbox, n), range(SESSIONS)))
        for racer in racers:
            self.addCleanup(racer.client.close)
        at = self.let_names_drop(control, sandbox.registrar(2)["id"])
        left = at.timestamp() - time.time()
        self.assertGreater(left, 1, "the names dropped before the race: this machine is too busy")
        answer = racers[0].client.ask(harness.domain_create(name_of(0), "con-1"))
        self.assertEqual(harness.code_of(answer), 2302, "it is still there")
        before = control.ask("head")["records"]

        start = threading.Barrier(SESSIONS)
        threads = [threading.Thread(target=racer.run, args=(start, at.timestamp()))
                   for racer in racers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        asked = [(racer.number, *one) for racer in racers for one in racer.asked]
        codes = collections.Counter(code for *_, code in asked)
        self.assertEqual(codes, {1000: NAMES, 2302: SESSIONS * ASKED - NAMES})
        won = {name: (racer, sent, answered) for racer, name, sent, answered, code in asked
               if code == 1000}
        self.assertEqual(len(won), NAMES, "each name has one new holder")
        order = self.created_since(control, before)
        self.assertEqual({name: racer for name, racer in order},
                         {name: racer for name, (racer, _, _) in won.items()})
        self.in_order_of_arrival([won[name] for name, _ in order])
        winners = {racer for racer, _, _ in won.values()}
        print(f"{NAMES} names went to {len(winners)} of {SESSIONS} sessions within "
              f"{max(answered for *_, answered, _ in asked) - min(sent for _, _, sent, *_ in asked):.2f} s")
        self.assertGreater(len(winners), SESSIONS // 4, "no race: few sessions were heard")

    def let_names_drop(self, control, keeper):
        """When they do, all at one instant."""
        def make(number, at):
            control.command(f"create domain={name_of(number)} sponsor={keeper} crdate=2020-01-01 "
                            f"exdate={at:%Y-%m-%dT%H:%M:%SZ}")

        now = datetime.datetime.now(datetime.timezone.utc)
        begun = time.monotonic()
        for number in range(NAMES, NAMES + TRIED):
            make(number, now + datetime.timedelta(days=300))
        long_enough = 10 + 3 * NAMES / TRIED * (time.monotonic() - begun)
        at = (now + datetime.timedelta(seconds=long_enough)).replace(microsecond=0)
        for number in range(NAMES):
            make(number, at)
        return at

    def created_since(self, control, position):
        """(name, racer) in the journal's order; it has every drop before the first of them."""
        created, dropped = [], 0
        end = control.ask("head")["records"]
        while position < end:
            for line in control.parts("tail", **{"from": str(position), "count": "1000"}):
                transaction = json.loads(line)
                for event in transaction["events"]:
                    if event.startswith("DomainPurged"):
                        self.assertEqual(created, [], "a name dropped after another was taken")
                        dropped += 1
                    elif event.startswith("DomainCreated"):
                        name = re.search(rf"drop-[0-9]+\.{ZONE}", event).group()
                        created.append((name, int(transaction["client_trid"].split("-")[1])))
            position = control.reply["next"]
        self.assertEqual((dropped, len(created)), (NAMES, NAMES))
        return created

    def in_order_of_arrival(self, wins):
        """What was answered before another was asked for stands before it: of all that came earlier
        the one asked for last was not asked for after this one's answer."""
        latest = 0.0
        for _, sent, answered in wins:
            self.assertLess(latest, answered, "the journal has another order than the wire")
            latest = max(latest, sent)


if __name__ == "__main__":
    unittest.main()
