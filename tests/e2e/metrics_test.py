"""The figures at /metrics, as Prometheus reads them: the format is kept to the letter, and what they say
is what happened."""
import http.client
import re
import socket
import unittest

import harness
from name_servers import dig

SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')


def parse(text):
    """{name: {labels: value}} by the text format 0.0.4; fails on what it does not allow."""
    assert text.endswith("\n"), "the last line has no end"
    families, family, kind = {}, None, None
    for line in text.splitlines():
        if line.startswith("# HELP "):
            family = line.split(" ", 3)[2]
            assert family not in families, f"{family} begins again"
            assert len(line.split(" ", 3)) == 4, f"{family} has no help"
            families[family], kind = {}, None
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name == family and kind in ("counter", "gauge"), line
            assert (kind == "counter") == name.endswith("_total"), line
        else:
            match = SAMPLE.fullmatch(line)
            assert match and kind, f"no sample: {line}"
            name, labels, value = match.groups()
            assert name == family, f"{line} stands in {family}"
            found = LABEL.findall(labels or "")
            assert "".join(f'{k}="{v}",' for k, v in found).rstrip(",") == (labels or ""), line
            key = frozenset(found)
            assert key not in families[name], f"twice: {line}"
            families[name][key] = float(value)
    return families


class Metrics(harness.Test):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox()
        self.dns = self.server.ready["dns"]
        self.key = (self.dns["algorithm"], self.dns["key"], self.dns["secret"])

    def ask(self, path="/metrics", method="GET"):
        where = self.server.ready["metrics"]
        connection = http.client.HTTPConnection(where["host"], where["port"], timeout=30)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def figures(self):
        answer, text = self.ask()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        return parse(text)

    def figure(self, name, **labels):
        return self.figures()[name].get(frozenset(labels.items()))

    def status(self, zone="example"):
        return harness.stele_json("zone", "status", zone, "--data", self.server.data)["zones"][0]

    def test_engine_and_frontends(self):
        before = self.figures()
        with self.server.epp() as client:
            client.expect(harness.contact_create("jana"))
            for n in range(5):
                client.expect(harness.domain_create(f"name-{n}.example", "jana"))
            client.expect(harness.domain_create("name-1.example", "jana"), 2302)
            client.expect(harness.domain_check("a.example"))
            self.assertEqual(self.figure("stele_epp_sessions"), 1)
            self.assertEqual(self.figure("stele_connections", service="epp"), 1)
            with socket.create_connection(("127.0.0.1", self.server.ready["whois"]["port"]), 30) as whois:
                whois.sendall(b"name-1.example\r\n")
                while whois.recv(4096):
                    pass
        harness.wait_until(lambda: self.figure("stele_connections", service="epp") == 0, 30,
                           "the session is over")
        after = self.figures()

        def grown(name, **labels):
            key = frozenset(labels.items())
            return after[name][key] - before[name].get(key, 0)
        # Login, contact, five names, check.
        self.assertEqual(grown("stele_epp_results_total", code="1000"), 8)
        self.assertEqual(grown("stele_epp_results_total", code="2302"), 1)
        self.assertEqual(grown("stele_whois_queries_total"), 1)
        self.assertEqual(grown("stele_transactions_total"), 6)
        self.assertEqual(grown("stele_commands_refused_total"), 1)
        self.assertEqual(grown("stele_state_position"), grown("stele_journal_records"))
        self.assertGreaterEqual(grown("stele_appends_total"), 1)
        self.assertEqual(self.figure("stele_serving"), 1)
        self.assertEqual(after["stele_read_only"], {})
        self.assertEqual(self.figure("stele_mailbox_waiting"), 0)
        self.assertEqual(self.figure("stele_mailbox_size"), 4096)
        head = harness.stele_json("journal", "head", "--data", self.server.data)["records"]
        self.assertEqual(after["stele_journal_records"][frozenset()], head)
        self.assertGreater(self.figure("process_resident_memory_bytes"), 1 << 20)

    def test_zones_and_secondaries(self):
        harness.wait_until(lambda: self.figure("stele_zone_published", zone="example") == 1, 30,
                           "the zone is published")
        here = {"zone": "example", "secondary": "this-machine"}
        self.assertIsNone(self.figure("stele_secondary_serial", **here))
        self.assertIsNone(self.figure("stele_secondary_lag_seconds", **here))
        self.assertEqual(self.figure("stele_secondary_transfers_total", **here), 0)
        dig(self.dns["port"], "example", "AXFR", key=self.key)
        status = self.status()
        self.assertEqual(self.figure("stele_zone_serial", zone="example"), status["serial"])
        self.assertEqual(self.figure("stele_zone_records", zone="example"), status["records"])
        self.assertGreaterEqual(self.figure("stele_zone_age_seconds", zone="example"), 0)
        harness.wait_until(lambda: self.figure("stele_secondary_transfers_total", **here) == 1, 30,
                           "the transfer is counted")
        self.assertEqual(self.figure("stele_secondary_serial", **here), status["serial"])
        self.assertEqual(self.figure("stele_secondary_lag_seconds", **here), 0)
        self.assertGreater(self.figure("stele_secondary_transfer_timestamp_seconds", **here), 1.7e9)

        # A newer zone that it does not fetch, and questions that are turned away.
        harness.stele("zone", "update", "example", "ttl=7200", "--data", self.server.data)
        harness.wait_until(lambda: (self.figure("stele_secondary_lag_seconds", **here) or 0) >= 1, 30,
                           "it is behind")
        self.assertNotEqual(self.figure("stele_zone_serial", zone="example"), status["serial"])
        dig(self.dns["port"], "example", "SOA")
        harness.wait_until(
            lambda: self.figure("stele_secondary_refused_total", **here)
            + self.figure("stele_zone_strangers_refused_total", zone="example") >= 1, 30,
            "the refusal is counted")
        dig(self.dns["port"], "example", "SOA", "-b", "127.0.0.2", key=self.key)
        harness.wait_until(lambda: self.figure("stele_zone_strangers_refused_total", zone="example") >= 1,
                           30, "a stranger is counted")

    def test_only_the_figures_are_there(self):
        for path in ("/", "/metrics/", "/metric", "/.."):
            self.assertEqual(self.ask(path)[0].status, 404, path)
        self.assertEqual(self.ask("/metrics?x=1")[0].status, 200)
        answer, _ = self.ask(method="POST")
        self.assertIn(answer.status, (405, 411, 413))
        answer, body = self.ask(method="HEAD")
        self.assertEqual((answer.status, body), (200, ""))


if __name__ == "__main__":
    unittest.main()
