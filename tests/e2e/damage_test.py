"""Damage to acknowledged bytes of the write-ahead log, or of HEAD, before the real server: it
refuses to start, ends with 1, its last line on standard error names the position, and the directory
is byte for byte what it was. tests/unit/journal sweeps every bit; here the programs count."""
import pathlib
import random
import shutil
import struct
import subprocess
import unittest

import harness

HEADER = 7  # RocksDB's log records: CRC32C (4), length (2), type (1)
BLOCK = 32 * 1024
LAST_RECORDS = 2
SAMPLE = 12


def tree_of(directory):
    """Everything below it: names, kinds, bytes."""
    return {str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
            for path in directory.rglob("*")}


def record_starts(log):
    at, starts = 0, []
    while at + HEADER <= len(log):
        left = BLOCK - at % BLOCK
        if left < HEADER:
            at += left
            continue
        length = struct.unpack_from("<H", log, at + 4)[0]
        if log[at + 6] == 0:  # preallocated, never written
            break
        starts.append(at)
        at += HEADER + length
    return starts, at


class Damage(harness.Test):
    def setUp(self):
        super().setUp()
        sandbox = self.sandbox()
        with sandbox.epp() as client:
            client.expect(harness.contact_create("harm-1"))
            for n in range(30):
                client.expect(harness.domain_create(f"harm-{n}.example", "harm-1"))
        sandbox.kill()  # a clean stop would leave nothing in the log
        self.good = self.scratch / "good"
        shutil.copytree(sandbox.data, self.good, ignore=lambda folder, names: [
            name for name in names if (pathlib.Path(folder) / name).is_socket()])
        self.harmed = self.scratch / "harmed"
        self.config = self.scratch / "steled.toml"
        self.config.write_text(f'data = "{self.harmed}"\n[whois]\nlisten = "127.0.0.1:0"\n')
        logs = [path for path in (self.good / "journal").rglob("*.log") if path.stat().st_size > 0]
        self.log = max(logs, key=lambda path: path.stat().st_size)
        self.starts, self.end = record_starts(self.log.read_bytes())
        self.assertGreater(len(self.starts), 30)

    def expect_refused(self, what, path, content, command=None):
        """`content` None: the file is gone."""
        shutil.rmtree(self.harmed, ignore_errors=True)
        shutil.copytree(self.good, self.harmed)
        target = self.harmed / path.relative_to(self.good)
        if content is None:
            target.unlink()
        else:
            target.write_bytes(content)
        before = tree_of(self.harmed)
        # One that starts would run on: the time is what a start may take, and it is a failure then.
        process = subprocess.Popen(command or [harness.STELED, "--config", self.config],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            _, errors = process.communicate(timeout=harness.START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"{what}: the server started")
        self.assertEqual(process.returncode, 1, f"{what}: {errors}")
        self.assertRegex(harness.last_line(errors), r"position \d+", what)
        self.assertEqual(tree_of(self.harmed), before, f"{what}: the directory was touched")
        return harness.last_line(errors)

    def flipped(self, at, bit):
        content = bytearray(self.log.read_bytes())
        content[at] ^= 1 << bit
        return bytes(content)

    def test_every_bit_of_the_last_headers(self):
        for start in self.starts[-LAST_RECORDS:]:
            for at in range(start, start + HEADER):
                for bit in range(8):
                    self.expect_refused(f"bit {bit} of byte {at}", self.log, self.flipped(at, bit))

    def test_a_sample_of_the_rest(self):
        chosen = random.Random(4711)
        for _ in range(SAMPLE):
            at = chosen.randrange(self.end)
            self.expect_refused(f"byte {at}", self.log, self.flipped(at, chosen.randrange(8)))

    def test_files_that_are_shorter_or_gone(self):
        whole = self.log.read_bytes()
        head = self.good / "journal" / "HEAD"
        for what, path, content in (
                ("the last byte gone", self.log, whole[:self.end - 1]),
                ("half the log", self.log, whole[:self.end // 2]),
                ("the last record zeroed", self.log,
                 whole[:self.starts[-1]] + bytes(len(whole) - self.starts[-1])),
                ("an empty log", self.log, b""),
                ("no log", self.log, None),
                ("an empty HEAD", head, b""),
                ("no HEAD", head, None)):
            with self.subTest(what):
                print(self.expect_refused(what, path, content).replace(str(self.scratch), ""))

    def test_the_sandbox_refuses_too(self):
        ready = self.scratch / "ready.json"
        self.expect_refused("a flip", self.log, self.flipped(self.starts[-1] + HEADER + 20, 3),
                            [harness.STELE, "ote", "--data", self.harmed, "--port-base", "0",
                             "--ready-file", ready])
        self.assertFalse(ready.exists(), "nothing answers")

    def test_the_undamaged_copy_starts(self):
        shutil.copytree(self.good, self.harmed)
        server = self.own(harness.Server(self.scratch, [harness.STELED, "--config", self.config]))
        server.start().stop()


if __name__ == "__main__":
    unittest.main()
