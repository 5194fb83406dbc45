"""The traffic log: frames and queries are found, secrets and persons are nowhere in its files, classes
are switched on and off, days are removed and the journal says so, a crash or damage stops nothing.
And the limits of public queries, with fail2ban reading their lines."""
import csv
import datetime
import io
import json
import shutil
import socket
import time
import unittest

import harness

FLOODS = harness.ROOT / "tools/packaging/fail2ban/filter.d/stele-flood.conf"


class Traffic(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox()
        self.registry.stop()
        self.data = self.registry.data
        self.logs = self.data / "logs"

    def serve(self, compression=True):
        self.server = self.own(harness.Steled(
            self.registry, compression=compression, whois={"listen": "127.0.0.1:0"})).start()

    def staff(self, *words, **more):
        return harness.stele(*words, "--data", self.data, **more)

    def settings(self, *words):
        self.staff("settings", "change", *words)

    def rows(self, *words):
        out = self.staff("logs", "search", *words, "--count", "0", "--json")
        return [json.loads(line) for line in out.splitlines()]

    def whois(self, query, source="127.0.0.1"):
        with socket.create_connection(("127.0.0.1", self.server.port("WHOIS")), timeout=30,
                                      source_address=(source, 0)) as peer:
            peer.sendall(query.encode() + b"\r\n")
            answer = b""
            while more := peer.recv(65536):
                answer += more
        return answer.decode()

    @staticmethod
    def day(ago):
        """A day's directory, past every retention from 366 on."""
        return (datetime.date.today() - datetime.timedelta(days=ago)).isoformat()

    def days(self):
        return sorted(path.name for path in self.logs.iterdir() if path.name[:2] == "20")

    def files_hold(self, text):
        return [path for path in self.logs.rglob("*")
                if path.is_file() and text.encode() in path.read_bytes()]

    def journal(self):
        return self.staff("journal", "tail", "--count", "50")

    def test_frames_are_found_and_hold_no_secret_and_no_person(self):
        self.serve(compression=False)
        who = self.registry.registrar(0)
        client = self.server.epp()
        self.addCleanup(client.close)
        client.expect(harness.contact_create("traffic-1", name="Wilhelmina Sample", street="77 Hidden Row"))
        client.expect(harness.domain_create("traffic.example", "traffic-1"))
        info = client.expect(harness.transform("info", "contact", "<x:id>traffic-1</x:id>"))
        self.assertIn(b"Wilhelmina Sample", info)
        bad = harness.contact_create("traffic-2", name="Wilhelmina Sample").replace(
            "jana@shop.example", "wilhelmina(at)sample")
        self.assertIn(b"wilhelmina(at)sample", client.expect(bad, 2005))
        answer = client.expect(harness.domain_check("traffic.example").replace("e2e-1", "find-me-7"))
        svtrid = answer.split(b"<svTRID>")[1].split(b"</svTRID>")[0].decode()
        with harness.EppClient(self.server.port(), who["cert"], who["key"]) as guesser:
            guesser.expect(harness.login_frame(who["id"], "guess-0815"), 2200)

        (by_client,), (by_server,) = self.rows("--cltrid", "find-me-7"), self.rows("--svtrid", svtrid)
        self.assertEqual(by_client, by_server)
        self.assertEqual((by_client["registrar"], by_client["kind"], by_client["outcome"], by_client["objects"]),
                         (who["id"], "check domain", "1000", ["traffic.example"]))
        whole = json.loads(self.staff("logs", "show", by_client["id"], "--json"))
        self.assertIn("<clTRID>find-me-7</clTRID>", whole["request"])
        self.assertIn(f"<svTRID>{svtrid}</svTRID>", whole["response"])
        self.assertEqual({row["kind"] for row in self.rows("--object", "traffic-1")},
                         {"create contact", "info contact"})
        self.assertGreaterEqual(len(self.rows("--class", "epp", "--address", "127.0.0.0/8", "--from", "2026-01-01")), 6)
        self.assertEqual(self.rows("--class", "epp", "--to", "2020-01-01"), [])
        logins = self.rows("--class", "login", "--registrar", who["id"])
        self.assertEqual([row["outcome"] for row in logins], ["accepted", "password"])

        lines = self.staff("logs", "export").splitlines()
        cells = list(csv.DictReader(io.StringIO(self.staff("logs", "export", "--csv"))))
        self.assertEqual([json.loads(line)["id"] for line in lines], [row["id"] for row in cells])
        self.assertIn("***", "".join(row["request"] for row in cells))

        self.assertNotEqual(self.files_hold("traffic-1"), [], "what is kept is not found as bytes either")
        for secret in (who["password"], "guess-0815", "A-0123456789abcdef-z9", "Wilhelmina", "Hidden Row",
                       "jana@shop.example", "wilhelmina(at)", "Praha"):
            self.assertEqual(self.files_hold(secret), [], secret)
        self.server.stop()
        for secret in (who["password"], "guess-0815", "A-0123456789abcdef-z9", "Wilhelmina", "jana@shop"):
            self.assertEqual(self.files_hold(secret), [], secret)
        self.assertEqual(len(self.rows()), len(lines), "a stopped directory gives the same")

    def test_a_class_is_switched_off_and_on(self):
        self.serve()
        client = self.server.epp()
        self.addCleanup(client.close)
        self.settings("traffic_log_epp=0", "traffic_log_whois=0")
        client.expect(harness.domain_check("dark.example"))
        client.expect(harness.contact_create("dark-1"))
        self.whois("dark.example")
        self.assertEqual(self.rows("--object", "dark.example") + self.rows("--object", "dark-1"), [])
        self.assertIn("ContactCreated", self.staff("history", "dark-1"))
        self.settings("traffic_log_epp=1", "traffic_log_whois=1")
        client.expect(harness.domain_check("light.example"))
        self.whois("light.example")
        self.assertEqual([row["class"] for row in self.rows("--object", "light.example")], ["epp", "whois"])
        self.assertEqual([row["request"] for row in self.rows("--class", "whois")], ["light.example"])
        self.whois("Jane Q. Public")
        self.assertEqual(self.rows("--class", "whois")[-1]["request"], "*** (3 words)")

    def test_days_past_their_time_are_removed_and_the_journal_says_so(self):
        self.serve()
        for n in range(20):
            self.whois(f"name{n}.example")
        self.assertEqual(len(self.rows("--class", "whois")), 20)
        self.server.stop()
        (today,) = self.days()
        first, second, damaged = self.day(402), self.day(401), f"{self.day(400)}.damaged-1"
        for old in (first, second, damaged):
            shutil.copytree(self.logs / today, self.logs / old)
        self.staff("clock", "accept", check=False)
        self.serve()
        status = harness.stele_json("logs", "status", "--data", self.data)
        self.assertEqual([day["directory"] for day in status["days"]],
                         [first, second, damaged, today])
        self.assertEqual(status["days"][0]["rows"]["whois"], 20)
        self.assertGreater(status["disk_bytes"], 0)
        self.assertGreater(status["journal_bytes"], 0)
        cleaned = harness.stele_json("logs", "cleanup", "--now", "--data", self.data)
        self.assertEqual([(one["class"], one["day"], one["count"]) for one in cleaned["purged"]],
                         [("whois", first, 20), ("whois", second, 20)])
        self.assertEqual(self.days(), [today])
        self.assertEqual(self.journal().count("AccessLogPurged"), 2)
        self.assertGreater(cleaned["freed_bytes"], 0)
        self.assertEqual(len(self.rows("--class", "whois")), 20)
        self.server.stop()
        shutil.copytree(self.logs / today, self.logs / self.day(399))
        self.staff("logs", "cleanup", "--now")
        self.assertEqual(self.days(), [today])
        self.assertEqual(self.journal().count("AccessLogPurged"), 3)

    def test_the_daily_schedule_and_its_switch(self):
        self.settings("traffic_cleanup=0", "traffic_cleanup_minute=0")
        self.serve()
        self.whois("one.example")
        self.assertEqual(len(self.rows("--class", "whois")), 1)
        self.server.stop()
        (today,) = self.days()
        old = self.day(400)
        shutil.copytree(self.logs / today, self.logs / old)
        self.serve()
        time.sleep(6)  # one look of the schedule: it must not
        self.assertEqual(self.days(), [old, today])
        self.settings("traffic_cleanup=1")
        harness.wait_until(lambda: self.days() == [today], 60, "the schedule removed the old day")

    def test_a_crash_loses_at_most_the_last_second_and_damage_is_set_aside(self):
        self.serve()
        for n in range(50):
            self.whois(f"name{n}.example")
        time.sleep(1.2)
        self.server.kill()
        self.serve()
        self.assertEqual(len(self.rows("--class", "whois")), 50)
        self.whois("after.example")
        self.server.stop()
        (today,) = self.days()
        for path in (self.logs / today).glob("MANIFEST-*"):
            path.write_bytes(b"no manifest")
        self.serve()
        self.whois("again.example")
        self.assertEqual([row["request"] for row in self.rows("--class", "whois")], ["again.example"])
        self.assertEqual(self.days(), [today, f"{today}.damaged-1"])
        self.assertIn("traffic.day_set_aside", self.server.log())

    def test_limits_of_public_queries(self):
        self.settings("whois_per_minute=5", 'query_exempt=127.0.0.9')
        self.serve()
        answers = [self.whois(f"name{n}.example", "127.0.0.2") for n in range(20)]
        refused = [answer for answer in answers if answer.startswith("% Too many queries from 127.0.0.2/32.")]
        self.assertEqual(len(refused), 15)
        self.assertRegex(refused[0], r"Try again in \d+ seconds\.\r\n$")
        self.assertFalse(self.whois("a.example", "127.0.0.3").startswith("% Too many"))
        for _ in range(20):
            self.assertFalse(self.whois("a.example", "127.0.0.9").startswith("% Too many"))
        self.assertEqual(len(self.rows("--class", "whois", "--address", "127.0.0.2")), 5)
        harness.wait_until(lambda: "repeated=" in self.server.log(), 30, "the rest is counted in one line")
        lines = [line for line in self.server.log().splitlines() if " whois.query_refused " in line]
        self.assertIn("cause=query_refused detail=too_many_queries range=127.0.0.2/32", lines[0])
        self.assertGreaterEqual(len(lines), 5)
        log = self.scratch / "log"
        log.write_text(self.server.log())
        matched = harness.matched_by_fail2ban(log, FLOODS)
        if matched is not None:
            self.assertEqual(len(matched), len(lines))


if __name__ == "__main__":
    unittest.main()
