"""A registrar's session with Net::EPP::Simple, and what `whois`, named-checkzone and the zone's
reader see of it: clients and checkers nobody here wrote."""
import os
import pathlib
import re
import subprocess
import unittest

import harness

SCRIPT = pathlib.Path(__file__).with_name("registrar_session.pl")


class Session(harness.Test):
    def whois(self, sandbox, query):
        at = sandbox.ready["whois"]
        done = subprocess.run(["whois", "-h", at["host"], "-p", str(at["port"]), query],
                              capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def test_a_registrars_day(self):
        self.spend_a_day(self.sandbox())

    def test_a_registrars_day_where_much_is_let_pass(self):
        self.spend_a_day(self.sandbox("--profile", "cocca"))

    def spend_a_day(self, sandbox):
        read = self.scratch / "read"
        read.mkdir()
        done = subprocess.run([os.environ.get("STELE_PERL", "perl"), SCRIPT, sandbox.ready_file, read],
                              capture_output=True, text=True, timeout=120)
        bad = [line for line in done.stdout.splitlines() if line.startswith("not ok")]
        self.assertEqual((done.returncode, bad), (0, []), done.stderr)
        print(done.stdout.splitlines()[-1])
        documents = sorted(read.iterdir())
        self.assertGreater(len(documents), 40, "what the client reads is kept")
        for document in documents:
            harness.heard.keep(document.read_bytes())  # for the schemas to judge

        with sandbox.epp() as client:
            client.expect(harness.command("<logout/>"), 1500)

        domain = self.whois(sandbox, "first.example")
        for wanted in ("first.example", "ns1.first.example", "ns.elsewhere.test",
                       "clientTransferProhibited"):
            self.assertIn(wanted.lower(), domain.lower())
        for hidden in ("Novakova", "Milesovska", "petr@moved.example"):
            self.assertNotIn(hidden, domain)
        self.assertIn("192.0.2.54", self.whois(sandbox, "ns1.first.example"))
        self.assertIn("Sandbox Registrar a", self.whois(sandbox, "registrar reg-a"))
        self.assertNotIn("Sandbox Registrar", self.whois(sandbox, "no-such-name.example"))

        running = harness.stele("zone", "export", "example", "--data", sandbox.data)
        self.check_zone(running)
        sandbox.stop()
        stopped = harness.stele("zone", "export", "example", "--data", sandbox.data)
        self.assertEqual(stopped, running)

    def check_zone(self, text):
        path = self.scratch / "example.zone"
        path.write_text(text)
        # -i local: name servers below the zone have the addresses they need.
        done = subprocess.run(["named-checkzone", "-i", "local", "-D", "-o", "-", "example", path],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr + text)
        records = {tuple(line.split(None, 4)[i] for i in (0, 3, 4))
                   for line in done.stdout.splitlines() if len(line.split(None, 4)) == 5}
        self.assertIn(("first.example.", "NS", "ns1.first.example."), records)
        self.assertIn(("first.example.", "NS", "ns.elsewhere.test."), records)
        glue = {(owner, value) for owner, kind, value in records if kind in ("A", "AAAA")
                and owner.endswith("first.example.")}
        # Glue for the host that a delegation names and that lies below it; none for idle hosts.
        self.assertEqual(glue, {("ns1.first.example.", "192.0.2.54"),
                                ("ns1.first.example.", "2001:db8::53")})
        self.assertFalse(re.search(r"brief|gone|idle", text), "what was deleted or is not used")


if __name__ == "__main__":
    unittest.main()
