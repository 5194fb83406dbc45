"""What outsiders can hold against the journal: signed checkpoints, proofs of inclusion and
consistency; and what an owner finds in a copy that was tampered with."""
import shutil
import unittest

import harness


class Proofs(harness.Test):
    def setUp(self):
        super().setUp()
        sandbox = self.sandbox("--compression", "off")
        self.data = sandbox.data
        with sandbox.epp() as client:
            client.expect(harness.contact_create("proof-1"))
            for n in range(20):
                client.expect(harness.domain_create(f"early-{n}.example", "proof-1"))
            self.early = self.checkpoint("early.note")  # of a running server
            for n in range(20):
                client.expect(harness.domain_create(f"late-{n}.example", "proof-1"))
        sandbox.stop()
        self.late = self.checkpoint("late.note")
        self.size = int(self.early.read_text().splitlines()[1])
        self.key = harness.stele_json("journal", "head", "--data", self.data)["key"]

    def checkpoint(self, name):
        path = self.scratch / name
        harness.stele("journal", "checkpoint", "--data", self.data, "--out", path)
        return path

    def prove(self, kind, number, *options):
        path = self.scratch / f"{kind}.json"
        harness.stele("journal", "prove", kind, number, "--data", self.data, "--out", path,
                      *options)
        return path

    def check(self, proof, note):
        return harness.stele("journal", "prove", "--check", proof, "--checkpoint", note,
                             "--key", self.key, check=False)

    def expect_good(self, proof, note):
        done = self.check(proof, note)
        self.assertEqual(done.returncode, 0, done.stderr)

    def expect_bad(self, path, note_of=None):
        """Every byte that says something, changed: no proof holds any more."""
        good = path.read_text()
        proof = path if note_of is None else note_of
        for at in range(0, len(good), 3):
            if not good[at].isalnum():
                continue
            changed = "7" if good[at] != "7" else "8"
            path.write_text(good[:at] + changed + good[at + 1:])
            done = self.check(proof, path if note_of else self.late)
            if done.returncode != 1:
                self.fail(f"byte {at} of {path.name} changed: {done.returncode} {done.stdout}")
            self.assertEqual(len(done.stderr.strip().splitlines()), 1)
        path.write_text(good)

    def test_inclusion(self):
        proof = self.prove("inclusion", self.size - 3)
        self.expect_good(proof, self.late)
        self.assertEqual(self.check(proof, self.early).returncode, 1)  # of another tree
        self.expect_bad(proof)
        self.expect_good(proof, self.late)
        self.expect_good(self.prove("inclusion", 3, "--size", self.size), self.early)

    def test_consistency(self):
        proof = self.prove("consistency", self.size)
        self.expect_good(proof, self.late)
        self.expect_bad(proof)

    def test_a_changed_checkpoint_is_refused(self):
        proof = self.prove("inclusion", 3)
        self.expect_bad(self.late, note_of=proof)

    def test_verify_against_a_saved_checkpoint(self):
        report = harness.stele_json("journal", "verify", "--data", self.data, "--checkpoint",
                                    self.early)
        self.assertEqual(report["contains_checkpoint_of"], self.size)
        # Another journal, with everything in it right.
        other = harness.Sandbox(self.scratch / "other")
        other.scratch.mkdir()
        self.own(other).start().stop()
        done = harness.stele("journal", "verify", "--data", other.data, "--checkpoint", self.early,
                             check=False)
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_a_changed_event_is_found(self):
        """In the clear bytes of each file that holds an event about this name, in a copy."""
        found = 0
        for path in sorted((self.data / "journal").rglob("*")):
            if not path.is_file() or b"early-7" not in path.read_bytes():
                continue
            copy = self.scratch / f"copy-{found}"
            shutil.copytree(self.data, copy)
            target = copy / path.relative_to(self.data)
            target.write_bytes(path.read_bytes().replace(b"early-7", b"earlx-7", 1))
            done = harness.stele("journal", "verify", "--data", copy, check=False)
            self.assertEqual(done.returncode, 1, f"{path.name}: {done.stdout}")
            self.assertRegex(harness.last_line(done.stderr), r"position \d+")
            print(harness.last_line(done.stderr).replace(str(self.scratch), ""))
            found += 1
        self.assertGreater(found, 0)

    def test_a_flip_in_an_older_file_is_found(self):
        """A start writes the log of the one before into a table file; no acknowledged end is lost
        with it, so a server may start, and `verify` must find it wherever it is."""
        self.own(harness.Sandbox(self.scratch)).start().stop()
        tables = sorted((self.data / "journal").rglob("*.sst"))
        self.assertGreater(len(tables), 0)
        for table in tables:
            good = table.read_bytes()
            for at in range(0, len(good), max(1, len(good) // 16)):
                table.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1:])
                done = harness.stele("journal", "verify", "--data", self.data, check=False)
                self.assertEqual(done.returncode, 1, f"byte {at} of {table.name}: {done.stdout}")
                self.assertIn("position", harness.last_line(done.stderr))
            table.write_bytes(good)
        self.assertTrue(harness.stele_json("journal", "verify", "--data", self.data)["good"])


if __name__ == "__main__":
    unittest.main()
