"""The access token of an authority over HTTP: what RDAP tells with it and without, when it is not good,
that each use is recorded with its reason, and that its secret is in no file."""
import base64
import datetime
import json
import os
import unittest

import harness

PERSON = ("Wilhelmina Sample", "77 Hidden Row", "jana@shop.example")
HOLDER, REASON = "Police of Praha", "case 17/2026"


class AccessToken(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox("--compression", "off")
        self.web = harness.Web(self.registry)
        self.addCleanup(self.web.connection.close)
        self.epp = self.registry.epp()
        self.addCleanup(self.epp.close)
        self.epp.expect(harness.contact_create("seen-1", *PERSON[:2]))
        for name in ("shop.example", "shop.com.example"):
            self.epp.expect(harness.domain_create(name, "seen-1"))
        self.uses = 0

    def issue(self, expires, *words):
        """The secret and the number of a new token."""
        secret = base64.b64encode(os.urandom(32)).decode()
        out = harness.stele("access-token", "issue", f"holder={HOLDER}", f"expires={expires}", "secret=-", *words,
                            "--why", "request 17/2026", "--json", "--data", self.registry.data, stdin=secret + "\n")
        return secret, json.loads(out)["id"]

    @staticmethod
    def later(**span):
        return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def ask(self, path, secret=None, reason=REASON, status=200, scheme="Bearer"):
        """The answer as text; with a secret it was a use if it was answered at all."""
        headers = {"Authorization": f"{scheme} {secret}"} if secret else {}
        if secret and reason is not None:
            headers["Access-Reason"] = reason
        got, said, body = self.web.ask("/rdap/" + path, **headers)
        self.assertEqual(got, status, (path, body[:300]))
        self.assertEqual(said["cache-control"], "no-store", path)
        self.assertEqual("www-authenticate" in said, status == 401, path)
        self.uses += secret is not None and status in (200, 404)
        return body.decode()

    def used(self):
        return [line for line in self.registry.log().splitlines() if " rdap.token_used " in line]

    def expect_person(self, text, seen):
        for value in PERSON:
            self.assertEqual(value in text, seen, (value, text))

    def test_it_shows_what_its_zones_hold(self):
        secret, number = self.issue(self.later(days=300), "zones=example")
        self.expect_person(self.ask("domain/shop.example"), False)
        whole = self.ask("domain/shop.example", secret)
        self.expect_person(whole, True)
        self.assertNotIn("redacted", json.loads(whole))
        self.expect_person(self.ask("domain/shop.com.example", secret), False)
        self.expect_person(self.ask("domains?name=shop*.example&fieldSet=full", secret), True)
        self.ask("domain/not-there.example", secret, status=404)
        everywhere, other = self.issue(self.later(days=300))
        self.expect_person(self.ask("domain/shop.com.example", everywhere), True)
        self.ask("entity/seen-1", status=404)
        self.expect_person(self.ask("entity/seen-1", everywhere), True)
        # It is of the request, not of the connection; and the page and WHOIS know no tokens.
        self.expect_person(self.ask("domain/shop.example"), False)
        _, _, page = self.web.ask("/whois?q=shop.example", Authorization=f"Bearer {everywhere}",
                                  **{"Access-Reason": REASON})
        self.expect_person(page.decode(), False)

        lines = self.used()
        self.assertEqual(len(lines), self.uses)
        self.assertRegex(lines[0], rf'token={number} holder="{HOLDER}" peer=127\.0\.0\.1 position=\d+ '
                                   rf'query="domain/shop\.example" reason="{REASON}"$')
        self.assertEqual(sum(f"token={other} " in line for line in lines), 2)
        self.expect_nowhere(secret, everywhere)

    def test_when_it_is_not_good(self):
        secret, number = self.issue(self.later(days=300), "zones=example")
        short, _ = self.issue(self.later(seconds=20), "zones=example")
        path = "domain/shop.example"
        refusals = [self.ask(path, secret, None, 400), self.ask(path, secret, "  ", 400),
                    self.ask(path, secret, "x" * 5000, 400), self.ask(path, secret, scheme="Basic", status=401),
                    self.ask(path, secret[:-1], status=401), self.ask(path, secret.swapcase(), status=401),
                    self.ask(path, "x", status=401), self.ask(path, "x" * 4000, status=401)]
        self.assertEqual(self.used(), [])
        self.ask(path, secret)
        self.ask(path, short)
        harness.stele("access-token", "revoke", number, "--why", "not needed", "--data", self.registry.data)
        refusals.append(self.ask(path, secret, status=401))
        self.assertIn("revoked", refusals[-1])
        harness.wait_until(lambda: self.web.ask(f"/rdap/{path}", Authorization=f"Bearer {short}", **{
            "Access-Reason": REASON})[0] == 401, 60, "the other one is over")
        refusals.append(self.ask(path, short, status=401))
        self.assertIn("expired", refusals[-1])
        for text in refusals:
            self.expect_person(text, False)
        uses = self.used()
        self.assertEqual(sum(f"token={number} " in line for line in uses), 1, uses)
        for bad in (secret, short):  # no refusal is a use
            self.ask(path, bad, status=401)
        self.assertEqual(self.used(), uses)
        # What a client puts into the wrong place is kept no better.
        self.ask(f"domain/shop.example?access_token={secret.rstrip('=')}")
        tail = harness.stele("journal", "tail", "--count", "20", "--data", self.registry.data)
        for kind, count in (("AccessTokenIssued", 2), ("AccessTokenRevoked", 1)):
            self.assertEqual(tail.count(kind), count, tail)
        self.expect_nowhere(secret, short)

    def expect_nowhere(self, *secrets):
        """Neither in the data directory, traffic logs and journal among it, nor in what the server said."""
        def rows():
            return harness.stele("logs", "search", "--class", "rdap", "--count", "0", "--json", "--data",
                                 self.registry.data)
        self.assertIn("domain/shop.example", rows())
        self.registry.stop()
        held = {path: path.read_bytes() for path in self.scratch.rglob("*") if path.is_file()}
        logs = b"".join(content for path, content in held.items() if "logs" in path.parts)
        self.assertIn(b"shop.example", logs)
        for secret in secrets:
            for form in (secret, secret.rstrip("="), secret[:24], base64.b64encode(secret.encode()).decode()):
                self.assertEqual([str(path) for path, content in held.items() if form.encode() in content], [])


if __name__ == "__main__":
    unittest.main()
