"""`stele init`, and `steled` with a configuration: what it needs to boot, and how it says no. A
refusal is exit code 1 and one last line on standard error that names what and where."""
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import harness


class Boot(harness.Test):
    def setUp(self):
        super().setUp()
        self.data = self.scratch / "data"
        self.made = harness.stele_json("init", "--data", self.data)

    def steled(self, text, *options):
        path = self.scratch / "steled.toml"
        path.write_text(text)
        return subprocess.run([harness.STELED, "--config", path, *options], capture_output=True,
                              text=True, timeout=60)

    def expect_refused(self, done, *words):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("ready"), 0)
        for word in words:
            self.assertIn(word, harness.last_line(done.stderr))

    def test_init(self):
        self.assertEqual(self.made["administrator"], "admin")
        self.assertGreaterEqual(len(self.made["one_time_password"]), 16)
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(self.made["one_time_password"].encode(), path.read_bytes())
        for secret in ("keys.kek", "keys.vault", "log.key"):
            self.assertEqual((self.data / secret).stat().st_mode & 0o077, 0, secret)
        self.assertEqual(self.data.stat().st_mode & 0o077, 0)
        report = harness.stele_json("journal", "verify", "--data", self.data)
        self.assertEqual(report["records"], 3)  # genesis, repository, administrator

    def test_init_takes_only_an_empty_directory(self):
        before = {path: path.read_bytes() for path in self.data.rglob("*") if path.is_file()}
        done = harness.stele("init", "--data", self.data, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not empty", harness.last_line(done.stderr))
        self.assertEqual(before, {path: path.read_bytes() for path in self.data.rglob("*")
                                  if path.is_file()})

    def kill_when_there(self, command, path):
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while process.poll() is None and not path.exists():
            pass
        process.kill()
        process.wait()

    def test_an_init_that_was_killed_is_finished_by_the_next(self):
        for name in ("", "unfinished", "keys.vault.created", "keys.kek", "keys.vault", "log.key",
                     "journal.new", "journal"):
            with self.subTest(name):
                data = self.scratch / f"killed-at-{name}"
                self.kill_when_there([harness.STELE, "init", "--data", data], data / name)
                done = harness.stele("init", "--data", data, check=False)
                if done.returncode != 0:  # it was too far: a registry stays as it is
                    self.assertTrue((data / "journal").is_dir(), done.stderr)
                    self.assertIn("stele administrator create", harness.last_line(done.stderr))
                    harness.stele("administrator", "create", "later", "password=long-and-good",
                                  "--data", data)
                self.assertTrue(harness.stele_json("journal", "verify", "--data", data)["good"])
                harness.stele("serving", "--data", data)
                self.assertFalse((data / "unfinished").exists())

    def test_a_sandbox_that_was_killed_goes_on(self):
        for name in ("unfinished", "keys.vault", "journal", "tls/ca.pem", "ote.json", "state"):
            with self.subTest(name):
                sandbox = self.own(harness.Sandbox(self.scratch / f"sandbox-{name.split('/')[0]}"))
                sandbox.scratch.mkdir()
                self.kill_when_there(sandbox.command, sandbox.data / name)
                sandbox.start()
                with sandbox.epp() as client:
                    client.expect(harness.domain_check("free.example"))
                sandbox.stop()

    def test_the_ready_file_tells_what_holds(self):
        scratch = self.scratch / "sandbox-profile"
        scratch.mkdir()
        sandbox = self.own(harness.Sandbox(scratch, "--contacts", "minimal", "--hosts",
                                           "attributes", "--dnssec", "key")).start()
        profile = sandbox.ready["profile"]
        told = {key: profile[key] for key in ("data_model", "registrant_required",
                                              "required_contacts", "host_model", "glue", "secdns")}
        self.assertEqual(told, {"data_model": "minimum", "registrant_required": False,
                                "required_contacts": [], "host_model": "attributes",
                                "glue": "narrow", "secdns": ["keyData"]})
        who = sandbox.registrar()
        with harness.EppClient(sandbox.ready["epp"]["port"], who["cert"], who["key"]) as client:
            greeting = client.greeting.decode()
        for part, element in (("objects", "objURI"), ("extensions", "extURI")):
            self.assertEqual(profile[part], re.findall(f"<{element}>([^<]+)</{element}>", greeting))
        sandbox.stop()

    def test_a_sandbox_for_clients_without_elliptic_curves(self):
        scratch = self.scratch / "sandbox-rsa"
        scratch.mkdir()
        sandbox = self.own(harness.Sandbox(scratch, "--keys", "rsa")).start()
        for path in (sandbox.ready["ca"], sandbox.ready["registrars"][0]["cert"]):
            shown = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-text"],
                                   capture_output=True, text=True, check=True).stdout
            self.assertIn("Public Key Algorithm: rsaEncryption", shown)
        with sandbox.epp() as client:
            client.expect(harness.domain_check("free.example", "nic.example"))
        sandbox.stop()

    def test_what_is_left_of_a_registry_is_not_a_beginning(self):
        shutil.rmtree(self.data / "journal")
        before = sorted(os.listdir(self.data))
        done = harness.stele("init", "--data", self.data, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not empty", harness.last_line(done.stderr))
        self.assertEqual(sorted(os.listdir(self.data)), before)

    def test_the_key_encryption_key_may_lie_elsewhere(self):
        data, key = self.scratch / "split", self.scratch / "safe" / "stele.kek"
        key.parent.mkdir()
        split = ("--data", data, "--key-encryption-key", key)
        harness.stele("init", *split)
        self.assertEqual(key.stat().st_mode & 0o077, 0)
        self.assertFalse((data / "keys.kek").exists())
        create = ("registrar", "create", "reg-x", "name=X", "currency=EUR", "contact.name=Jana",
                  "contact.city=Praha", "contact.cc=CZ", "contact.email=jana@shop.example")
        done = harness.stele(*create, "--data", data, check=False)  # the key is not where it looks
        self.assertEqual(done.returncode, 1)
        self.assertIn("--key-encryption-key", harness.last_line(done.stderr))
        harness.stele(*create, *split)
        harness.stele("contact", "erase", "reg-x", "--why", "test", *split)
        self.assertIn("SubjectErased", harness.stele("history", "reg-x", *split))
        self.assertTrue(harness.stele_json("journal", "verify", *split)["good"])
        harness.stele_json("journal", "head", *split)
        done = harness.stele("init", "--data", self.scratch / "second", "--key-encryption-key", key,
                             check=False)
        self.assertIn("exists", harness.last_line(done.stderr))  # it is another registry's
        config = self.scratch / "split.toml"
        config.write_text(f'data = "{data}"\nkey_encryption_key = "{key}"\n[whois]\n'
                          'listen = "127.0.0.1:0"\n')
        server = self.own(harness.Server(self.scratch, [harness.STELED, "--config", config]))
        server.start().stop()
        place = self.scratch / "sandbox"
        place.mkdir()
        sandbox = self.own(harness.Sandbox(place, "--key-encryption-key", place / "kek")).start()
        self.assertFalse((sandbox.data / "keys.kek").exists())
        self.assertTrue((place / "kek").exists())
        sandbox.stop()

    def test_a_wrong_command_line_is_2(self):
        for words in (["nonsense"], ["init", "--nonsense"], ["zone", "export"], []):
            self.assertEqual(harness.stele(*words, check=False).returncode, 2, words)
        done = subprocess.run([harness.STELED], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)

    def test_configuration_errors_name_file_and_line(self):
        data = f'data = "{self.data}"\n'
        tls = data + '[epp]\nlisten = "127.0.0.1:0"\ncertificate = "c.pem"\nkey = "k.pem"\n'
        for text, line, words in (
                (data + "speed = 9\n", 2, ["speed", "not a setting"]),
                (data + "[whois]\nlisten = \"127.0.0.1:0\"\nidle_second = 3\n", 4,
                 ["whois.idle_second", "not a setting"]),
                (data + "[whois]\nlisten = \"127.0.0.1\"\n", 3, ["whois.listen"]),
                (data + "[whois]\nlisten = \"127.0.0.1:0\"\nidle_seconds = 0\n", 4,
                 ["whois.idle_seconds", "1"]),
                (data + "[epp]\nlisten = \"127.0.0.1:0\"\n", 2, ["epp.certificate", "missing"]),
                (data + "[dns]\nlisten = \"127.0.0.1\"\n", 3, ["dns.listen"]),
                (data + "[dns]\nlisten = \"127.0.0.1:0\"\ntransfers = 0\n", 4,
                 ["dns.transfers", "1"]),
                (data + "[dns]\nlisten = \"127.0.0.1:0\"\n[dns.xot]\nlisten = \"127.0.0.1:0\"\n",
                 4, ["dns.xot.certificate", "missing"]),
                (tls + "profile = \"ican\"\n", 6, ["epp.profile", "\"icann\""]),
                (tls + "with = [\"no-such\"]\n", 6, ["epp.with", "no-such"]),
                (tls + "without = \"fee\"\n", 6, ["epp.without", "a list"]),
                (tls + "languages = [\"/nowhere.toml\"]\n", 6,
                 ["epp.languages", "/nowhere.toml"]),
                (data + "compression = \"yes\"\n", 2, ["compression", "true or false"]),
                (data + "[log]\nlevel = \"loud\"\n", 3, ["log.level"]),
                (data + "compression = maybe\n", 2, [])):
            with self.subTest(text):
                self.expect_refused(self.steled(text), f"steled.toml:{line}: ", *words)
                self.expect_refused(self.steled(text, "--check"), f"steled.toml:{line}: ", *words)
        self.expect_refused(self.steled(""), "data is missing")
        self.assertEqual(self.steled(data, "--check").returncode, 0)
        french = harness.ROOT / "tools/packaging/texts/fr.toml"
        fine = self.steled(tls + 'profile = "icann"\nwith = ["old-fee"]\nwithout = ["launch"]\n'
                           + f'languages = ["{french}"]\n', "--check")
        self.assertEqual(fine.returncode, 0, fine.stderr)

    def test_what_is_not_there_is_named(self):
        missing = self.scratch / "nowhere"
        self.expect_refused(self.steled(f'data = "{missing}"\n'), str(missing))
        self.assertFalse(missing.exists(), "a refusal makes nothing")
        done = subprocess.run([harness.STELED, "--config", missing], capture_output=True, text=True,
                              timeout=60)
        self.expect_refused(done, str(missing))
        tls = '[epp]\nlisten = "127.0.0.1:0"\ncertificate = "/nowhere.pem"\nkey = "/nowhere.key"\n'
        self.expect_refused(self.steled(f'data = "{self.data}"\n' + tls), "/nowhere.pem")

    def test_one_server_a_directory(self):
        config = self.scratch / "whois.toml"
        config.write_text(f'data = "{self.data}"\n[whois]\nlisten = "127.0.0.1:0"\n')
        server = self.own(harness.Server(self.scratch, [harness.STELED, "--config", config]))
        server.start()
        self.expect_refused(self.steled(f'data = "{self.data}"\n'), "journal")
        # The command line finds the one that runs, and a stopped directory answers the same.
        running = harness.stele_json("journal", "head", "--data", self.data)
        harness.stele("zone", "create", "test", "ns=ns1.nic.test", "primary=ns1.nic.test",
                      "responsible=hostmaster.nic.test", "publish=yes", "--data", self.data)
        self.assertEqual(server.process.poll(), None)
        server.stop()
        stopped = harness.stele_json("journal", "head", "--data", self.data)
        self.assertEqual(stopped["key"], running["key"])
        history = harness.stele("history", "test", "--data", self.data)
        self.assertIn("ZoneCreated", history)
        self.assertNotIn("control", " ".join(os.listdir(self.data)), "no socket is left behind")
        self.assertTrue(pathlib.Path(self.data / "journal").is_dir())

    def test_a_port_in_use_is_named(self):
        config = self.scratch / "first.toml"
        config.write_text(f'data = "{self.data}"\n[whois]\nlisten = "127.0.0.1:0"\n')
        server = self.own(harness.Server(self.scratch, [harness.STELED, "--config", config]))
        server.start()
        port = int(server.out.read_text().split("WHOIS: 127.0.0.1:")[1].split()[0])
        other = self.scratch / "other"
        harness.stele("init", "--data", other)
        done = self.steled(f'data = "{other}"\n[whois]\nlisten = "127.0.0.1:{port}"\n')
        self.expect_refused(done, str(port))
        server.stop()


if __name__ == "__main__":
    unittest.main()
