"""Projections that prove themselves (N04): rows that were changed behind the registry's back are found and
named, on a stopped directory and by a running server, and one command makes the projections anew."""
import http.client
import json
import shutil
import subprocess
import unittest

import harness

STATE, ZONES, LEDGER = "state/*", "zones", "ledger"
ALL = ["registry", "zones", "ledger"]


def files_of(directory):
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in directory.rglob("*") if path.is_file()}


class Projections(harness.Test):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox()
        self.data = self.server.data
        with self.server.epp() as client:
            client.expect(harness.contact_create("proof-1"))
            for n in range(40):
                client.expect(harness.domain_create(f"proof-{n}.example", "proof-1"))
        self.registrar = self.server.registrar()["id"]
        harness.stele("account", "statement", self.registrar, "--data", self.data)
        # What was written last is in a zone when its second is over.
        harness.stele("zone", "export", "example", "--data", self.data)

    def verify(self, data=None, *words):
        """What `projections verify` ends with and tells, by projection."""
        done = harness.stele("projections", "verify", "--data", data or self.data, "--json", *words, check=False)
        told = json.loads(done.stdout)
        self.assertEqual(told["good"], done.returncode == 0, done.stderr)
        return done.returncode, {one["projection"]: one for one in told["projections"]}

    def expect_good(self, data=None):
        status, told = self.verify(data)
        self.assertEqual(status, 0, told)
        self.assertEqual(list(told), ALL)
        for one in told.values():
            self.assertTrue(one["kept"], one)
            self.assertGreater(one["rows"], 10)
        return told

    def edit(self, projection, what, key, data=None):
        directory = next((data or self.data).glob(projection))
        subprocess.run([harness.BIN / "edit_row", directory, what, key], check=True, timeout=60)

    def test_a_stopped_directory(self):
        self.server.stop()
        before = files_of(self.data)
        told = self.expect_good()
        self.assertEqual(files_of(self.data), before, "verifying touched the directory")
        head = harness.stele_json("journal", "head", "--data", self.data)["records"]
        self.assertEqual({one["position"] for one in told.values()}, {head})

        copy = self.scratch / "copy"
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("*.sock"))
        self.edit(STATE, "flip", "d", copy)
        self.edit(STATE, "remove", "C", copy)
        self.edit(STATE, "add", "Amallory", copy)
        self.edit(ZONES, "flip", "d", copy)
        self.edit(LEDGER, "remove", "L", copy)
        status, told = self.verify(copy)
        self.assertEqual(status, 1)
        first = [(row["key"].rsplit("=", 1)[0], row["drift"]) for row in told["registry"]["first"]]
        self.assertEqual(first, [("administrator name", "extra"),
                                 ("contact by id repository=1 id", "missing"),
                                 ("domain number", "different")])
        self.assertEqual(told["registry"]["drifted"], 3)
        self.assertEqual([row["key"].split("=")[0] for row in told["zones"]["first"]], ["domain number"])
        self.assertTrue(told["ledger"]["first"][0]["key"].startswith("line of an account registrar="))
        self.assertEqual(self.verify(copy, "--only", "zones")[1].keys(), {"zones"})
        text = harness.stele("projections", "verify", "--data", copy, check=False)
        self.assertIn("administrator name=mallory: extra, 5 bytes", text.stdout)
        self.assertIn("stele projections rebuild", text.stderr)
        print(text.stdout)

        # A rebuild that was killed has left something.
        state = next(copy.glob(STATE))
        (state.parent / f"{state.name}.new").mkdir()
        (state.parent / f"{state.name}.new" / "CURRENT").write_text("nonsense")
        told = harness.stele_json("projections", "rebuild", "--data", copy)
        self.assertEqual([one["projection"] for one in told["projections"]], ALL)
        self.expect_good(copy)
        self.assertEqual(list(state.parent.iterdir()), [state])
        original = harness.stele_json("state", "hash", "--data", self.data)
        self.assertEqual(told["projections"][0]["hash"], original["hash"])
        self.assertEqual(harness.stele_json("state", "hash", "--recompute", "--data", copy)["hash"], original["hash"])

    def test_a_rebuild_that_is_killed_leaves_the_old_or_the_new(self):
        self.server.stop()
        self.edit(STATE, "add", "Amallory")
        self.edit(ZONES, "add", "mstray")
        left = set()
        for milliseconds in range(10, 400, 30):
            rebuild = subprocess.Popen([harness.STELE, "projections", "rebuild", "--data", self.data],
                                       stdout=subprocess.DEVNULL)
            try:
                rebuild.wait(milliseconds / 1000)
            except subprocess.TimeoutExpired:
                rebuild.kill()
                rebuild.wait()
            told = self.verify()[1]
            self.assertEqual(list(told), ALL)
            self.assertTrue(all(one["kept"] and "problem" not in one for one in told.values()), told)
            drifted = tuple(one["drifted"] for one in told.values())
            self.assertIn(drifted, [(1, 1, 0), (0, 1, 0), (0, 0, 0)])
            left.add(drifted)
        print("left:", left)
        harness.stele("projections", "rebuild", "--data", self.data)
        self.expect_good()
        self.server.start().stop()

    def test_a_running_server(self):
        self.expect_good()
        refused = harness.stele("projections", "rebuild", "--data", self.data, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("a server is running", refused.stderr)
        self.server.stop()
        self.edit(STATE, "remove", "l")
        self.edit(ZONES, "add", "mstray")
        self.server.start()  # nothing that a start looks at
        with self.server.epp() as client:
            client.expect(harness.domain_create("later.example", "proof-1"))
        status, told = self.verify()
        self.assertEqual(status, 1)
        self.assertEqual([row["drift"] for row in told["registry"]["first"]], ["missing"])
        self.assertTrue(told["registry"]["first"][0]["key"].startswith("use of a contact or host target="))
        self.assertEqual([row["drift"] for row in told["zones"]["first"]], ["extra"])
        self.assertEqual(told["ledger"]["drifted"], 0)
        self.assertFalse((self.data / "shadow").exists())
        self.assertIn("projection.drift", self.server.log())
        figures = self.figures()
        self.assertIn('stele_projection_drifted_rows{projection="registry"} 1\n', figures)
        self.assertIn('stele_projection_drifted_rows{projection="ledger"} 0\n', figures)
        self.server.stop()
        harness.stele("projections", "rebuild", "--data", self.data)
        self.server.start()
        self.expect_good()

    def figures(self):
        where = self.server.ready["metrics"]
        connection = http.client.HTTPConnection(where["host"], where["port"], timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode()

    def test_damage_of_a_file_is_told(self):
        self.server.stop()
        self.server.start().stop()  # a start moves what is in the write-ahead log into a table file
        table = max(next(self.data.glob(STATE)).glob("*.sst"), key=lambda path: path.stat().st_size)
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 0x10
        table.write_bytes(content)
        status, told = self.verify()
        self.assertEqual(status, 1)
        self.assertIn("Corruption", told["registry"]["problem"])
        harness.stele("projections", "rebuild", "--data", self.data)
        self.expect_good()

    def test_a_wrong_command_line(self):
        for words in (["verify", "--only", "poll"], ["verify"], []):
            done = harness.stele("projections", *words, *(["--data", self.data] if len(words) > 1 else []), check=False)
            self.assertEqual(done.returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
