"""kill -9 during 64 sessions of creates, twenty times: whatever was acknowledged is there after the
restart, the journal verifies, and the start replays the tail alone."""
import asyncio
import re
import signal
import struct
import unittest

import harness

SESSIONS = 64
KILLS = 20
ACKNOWLEDGED_A_ROUND = 1000  # the server is killed once so many creates of a round were answered
NAMES_A_CHECK = 100
MOST_REPLAYED = 2000        # records; a whole journal at the end of the test has more


class Load:
    """Sessions that create domains until the server is gone; knows what was acknowledged."""

    def __init__(self, sandbox, run):
        self.sandbox = sandbox
        self.run = run
        self.acknowledged = []
        self.refused = []
        self.enough = asyncio.Event()
        self.count = 0
        self.begin_at = 0

    async def session(self, number):
        who = self.sandbox.registrar(0)
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.sandbox.ready["epp"]["port"],
            ssl=harness.tls_context(who["cert"], who["key"]))

        async def receive():
            length = struct.unpack(">I", await reader.readexactly(4))[0]
            return await reader.readexactly(length - 4)

        async def ask(xml):
            writer.write(harness.frame_of(xml))
            await writer.drain()
            return harness.code_of(await receive())

        try:
            await receive()
            if await ask(harness.login_frame(who["id"], who["password"])) != 1000:
                self.refused.append("login")
                return
            n = 0
            while True:
                name = f"k{self.run}-{number}-{n}.example"
                code = await ask(harness.domain_create(name, "kill-1"))
                if code != 1000:
                    self.refused.append(f"{name} {code}")
                    return
                self.acknowledged.append(name)
                if len(self.acknowledged) >= ACKNOWLEDGED_A_ROUND:
                    self.enough.set()
                n += 1
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def play(self):
        sessions = [asyncio.create_task(self.session(n)) for n in range(SESSIONS)]
        await asyncio.wait_for(self.enough.wait(), 60)
        self.sandbox.process.send_signal(signal.SIGKILL)
        await asyncio.wait_for(asyncio.gather(*sessions), 60)


class KillNine(harness.Test):
    def test_nothing_acknowledged_is_lost(self):
        sandbox = self.sandbox()
        with sandbox.epp() as client:
            client.expect(harness.contact_create("kill-1"))
        acknowledged, replayed = [], []
        for run in range(KILLS):
            load = Load(sandbox, run)
            asyncio.run(load.play())
            self.assertEqual(load.refused, [])
            sandbox.process.wait(30)
            acknowledged += load.acknowledged
            sandbox.start()
            replayed.append(int(re.search(r"(\d+) records replayed", sandbox.out.read_text())[1]))
            self.assertEqual(self.missing(sandbox, load.acknowledged), [], f"kill {run + 1}")
        self.assertEqual(self.missing(sandbox, acknowledged), [])
        sandbox.stop()
        verified = harness.stele_json("journal", "verify", "--data", sandbox.data)
        self.assertTrue(verified["good"])
        print(f"{len(acknowledged)} acknowledged creates over {KILLS} kills, {verified['records']} "
              f"records; replayed at start: most {max(replayed)}, last {replayed[-1]}")
        self.assertGreaterEqual(len(acknowledged), KILLS * ACKNOWLEDGED_A_ROUND)
        self.assertLess(max(replayed), MOST_REPLAYED)
        live = harness.stele_json("state", "hash", "--data", sandbox.data)
        rebuilt = harness.stele_json("replay", "--from", sandbox.data, "--to",
                                     self.scratch / "rebuilt")
        self.assertEqual(rebuilt["hash"], live["hash"])

    @staticmethod
    def missing(sandbox, names):
        """Those that an EPP check says are free."""
        free = []
        with sandbox.epp() as client:
            for at in range(0, len(names), NAMES_A_CHECK):
                some = names[at:at + NAMES_A_CHECK]
                answer = client.expect(harness.domain_check(*some)).decode()
                seen = re.findall(r'name avail="([01])"[^>]*>([^<]+)<', answer)
                assert len(seen) == len(some), answer
                free += [name for available, name in seen if available == "1"]
        return free


if __name__ == "__main__":
    unittest.main()
