"""Damage at rest, in an old file of the journal that no start reads: the scrub of a running server
finds it. The server is read-only from then on, names the position, and goes on answering."""
import socket
import unittest

import harness

NAMES = 400


class Scrub(harness.Test):
    def setUp(self):
        super().setUp()
        self.sandbox_ = self.sandbox("--compression", "off")
        with self.sandbox_.epp() as client:
            client.expect(harness.contact_create("scrub-1"))
            for n in range(NAMES):
                client.expect(harness.domain_create(f"scrub-{n}.example", "scrub-1"))
        self.records = self.stele_json("journal", "scrub")["records"]
        self.assertGreater(self.records, NAMES)
        # A start moves what is in the write-ahead log into a table file.
        self.sandbox_.stop()
        self.sandbox_.start().stop()

    def stele_json(self, *words):
        return harness.stele_json(*words, "--data", self.sandbox_.data)

    def flip_an_old_byte(self):
        tables = list((self.sandbox_.data / "journal").rglob("*.sst"))
        table = max(tables, key=lambda path: path.stat().st_size)
        content = bytearray(table.read_bytes())
        content[len(content) // 2] ^= 0x10
        table.write_bytes(content)

    def whois(self, query):
        with socket.create_connection(("127.0.0.1", self.sandbox_.ready["whois"]["port"]), 30) as peer:
            peer.sendall(query.encode() + b"\r\n")
            answer = b""
            while more := peer.recv(4096):
                answer += more
        return answer.decode()

    def expect_read_only_and_answering(self):
        serving = self.stele_json("serving")
        self.assertFalse(serving["open"])
        self.assertEqual(serving["cause"], "damage")
        self.assertRegex(serving["why"], r"position \d+")
        self.assertIn("stele journal verify", serving["why"])
        self.assertRegex(self.sandbox_.log(), r"serving\.read_only damage: .*position \d+")
        with self.sandbox_.epp() as client:
            client.expect(harness.domain_check("scrub-7.example", "free.example"))
            client.expect(harness.transform("info", "domain", "<x:name>scrub-7.example</x:name>"))
            refusal = client.expect(harness.domain_create("late.example", "scrub-1"), 2400)
            self.assertIn(b"does not accept changes", refusal)
            client.expect(harness.domain_check("late.example"))
        self.assertIn("Domain Name: scrub-7.example", self.whois("scrub-7.example"))
        done = harness.stele("account", "credit", "registrar=reg-a", "amount=1.00EUR", "--data",
                             self.sandbox_.data, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("read_only", harness.last_line(done.stderr))

    def test_a_scrub_that_is_asked_for_names_the_position(self):
        self.flip_an_old_byte()
        self.sandbox_.start()
        done = harness.stele("journal", "scrub", "--data", self.sandbox_.data, check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(harness.last_line(done.stderr), r"position \d+")
        self.expect_read_only_and_answering()
        self.sandbox_.stop()

    def test_the_background_finds_it_by_itself(self):
        self.flip_an_old_byte()
        self.sandbox_.start()
        harness.wait_until(lambda: not self.stele_json("serving")["open"], 60, "the damage is found")
        self.expect_read_only_and_answering()
        self.sandbox_.stop()
        verify = harness.stele("journal", "verify", "--data", self.sandbox_.data, check=False)
        self.assertEqual(verify.returncode, 1)

    def test_without_a_server_it_says_what_to_use(self):
        done = harness.stele("journal", "scrub", "--data", self.sandbox_.data, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("stele journal verify", harness.last_line(done.stderr))


if __name__ == "__main__":
    unittest.main()
