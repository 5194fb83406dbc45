"""The registrars' API from outside, by curl and by Python's own client: sessions and how they end, variants
made active and blocked again, who may not, what hostile clients get, and that every answer is as the
published description has it."""
import concurrent.futures
import json
import pathlib
import re
import ssl
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

import harness
from access_test import FILTER
from traffic_test import FLOODS
from variants_test import IN_UNICODE, NAME, SECOND, THIRD, ZONE, extended, section, services

try:
    import jsonschema
except ImportError:
    jsonschema = None

OPENAPI = pathlib.Path("/usr/share/openapi-specification/schemas/v3.0/schema.json")
BLOCKED = f"مکة.{IN_UNICODE}"  # a letter of one language beside one of another


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body
        is_json = self.headers.get("content-type", "") in ("application/json", "application/problem+json")
        self.json = json.loads(body) if is_json and body else None

    def active(self):
        return [each["name"] for each in self.json["variants"] if each["state"] == "active"]

    def allocatable(self):
        return [each["name"] for each in self.json["variants"] if each["state"] == "allocatable"]


class Api(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox()
        self.base = self.registry.ready["api"]
        self.description = None
        self.description = self.ask("GET", "/openapi.json").json
        self.epp = [self.client(n) for n in (0, 1)]
        self.epp[0].expect(harness.contact_create("ada"))
        self.epp[0].expect(harness.transform("create", "host", "<x:name>ns1.provider.test</x:name>"))
        self.epp[0].expect(harness.domain_create(NAME, "ada"))
        self.epp[0].expect(harness.transform("update", "domain",
            f"<x:name>{NAME}</x:name><x:add><x:ns><x:hostObj>ns1.provider.test</x:hostObj></x:ns></x:add>"))

    def client(self, n):
        who = self.registry.registrar(n)
        client = harness.EppClient(self.registry.ready["epp"]["port"], who["cert"], who["key"])
        self.addCleanup(client.close)
        client.expect(harness.login_frame(who["id"], who["password"]).replace("</svcs>", services() + "</svcs>"))
        return client

    def staff(self, *words):
        return harness.stele(*words, "--data", self.registry.data)

    # ---- the client

    def curl(self, method, url, data=None, headers=()):
        head, body = self.scratch / "head", self.scratch / "body"
        command = ["curl", "--silent", "--show-error", "--globoff", "--cacert", self.registry.ready["ca"],
                   "--dump-header", head, "--output", body, "--max-time", "30"]
        command += ["--head"] if method == "HEAD" else ["--request", method]
        for header in headers:
            command += ["--header", header]
        if data is not None:
            command += ["--data-binary", "@-", "--header", "Expect:"]
        body.write_bytes(b"")
        subprocess.run([*command, url], input=data, check=True, timeout=60)
        lines = head.read_text().splitlines()
        fields = [line.split(": ", 1) for line in lines[1:] if ": " in line]
        return Answer(int(lines[0].split()[1]), fields, b"" if method == "HEAD" else body.read_bytes())

    def ask(self, method, path, body=None, token=None, status=200, raw=None, content="application/json", more=()):
        """A call, after what holds for every answer."""
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        headers = list(more)
        if data is not None:
            headers.append(f"Content-Type: {content}")
        if token:
            headers.append(f"Authorization: Bearer {token}")
        answer = self.curl(method, self.base + path, data, headers)
        self.assertEqual(answer.status, status, (method, path, answer.body[:500]))
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assertRegex(answer.headers["stele-position"], r"^\d+$")
        self.assertRegex(answer.headers["server-transaction-id"], r"^ST-")
        self.assertNotIn("access-control-allow-origin", answer.headers)
        if status >= 400:
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
            self.assertEqual(answer.json["status"], status)
        if status == 401:
            self.assertIn("www-authenticate", answer.headers)
        if status == 429:
            self.assertRegex(answer.headers["retry-after"], r"^\d+$")
        if self.description and method != "HEAD":
            self.hold_against_description(method, path, answer)
        return answer

    def hold_against_description(self, method, path, answer):
        path = "/api/v1" + path.split("?")[0]
        for pattern, item in self.description["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path) and method.lower() in item:
                responses = item[method.lower()]["responses"]
                break
        else:
            responses = {"default": {"$ref": "#/components/responses/Problem"}}
        said = responses.get(str(answer.status), responses["default"])
        if "$ref" in said:
            said = self.description["components"]["responses"][said["$ref"].rsplit("/", 1)[1]]
        if "content" not in said:
            return self.assertEqual(answer.body, b"")
        schema = said["content"][answer.headers["content-type"]]["schema"]
        if jsonschema:
            jsonschema.Draft4Validator({**schema, "components": self.description["components"]}).validate(answer.json)

    def log_in(self, n=0, password=None, status=201):
        who = self.registry.registrar(n)
        return self.ask("POST", "/session", {"registrar": who["id"], "password": password or who["password"]},
                        status=status)

    def token(self, n=0):
        return self.log_in(n).json["token"]

    def variants(self, token, active, status=200, name=NAME):
        return self.ask("PUT", f"/domains/{urllib.parse.quote(name)}/variants", {"active": active}, token, status)

    def zone(self):
        owners = {line.split()[0] for line in self.staff("zone", "export", ZONE).splitlines() if line[:1].isalnum()}
        return {name for name in (NAME, SECOND, THIRD) if name.split(".")[0] in owners}

    # ---- the tests

    def test_the_description_is_openapi(self):
        self.assertEqual(self.description["info"]["version"], "1")
        if not jsonschema or not OPENAPI.exists():
            return print("skipped: no schema of OpenAPI or nothing to apply it, the description is not held against it")
        schema = json.loads(OPENAPI.read_text())
        errors = jsonschema.Draft4Validator(schema).iter_errors(self.description)
        self.assertEqual([error.message for error in errors], [])

    def test_a_session(self):
        who = self.registry.registrar()
        begun = self.log_in()
        self.assertEqual((begun.json["registrar"], begun.json["idle_seconds"]), (who["id"], 600))
        token = begun.json["token"]
        self.ask("GET", "/availability?name=a.example", token=token)
        self.assertEqual(self.ask("HEAD", "/availability?name=a.example", token=token).body, b"")
        for bad in ("0" * 64, token[:-1], token.upper(), "é"):
            self.ask("GET", "/availability?name=a.example", token=bad, status=401)
        self.ask("GET", "/availability?name=a.example", status=401)
        self.ask("GET", "/availability?name=a.example", status=401, more=["Authorization: Basic cmVnLWE6eA=="])
        self.ask("DELETE", "/session", token=token, status=204)
        self.ask("DELETE", "/session", token=token, status=401)

        held = self.token()
        self.staff("registrar", "update", who["id"], "add.network=192.0.2.0/24")
        self.ask("GET", "/availability?name=a.example", token=held, status=401)
        self.log_in(status=401)
        self.staff("registrar", "update", who["id"], "rem.network=192.0.2.0/24", "certificate=own")
        self.assertIn("client certificate", self.log_in(status=401).json["detail"])
        self.staff("registrar", "update", who["id"], "certificate=none", "enabled=no")
        self.log_in(status=403)
        self.staff("registrar", "update", who["id"], "enabled=yes", "sessions=1")
        self.epp[0].close()
        harness.wait_until(lambda: self.curl("POST", self.base + "/session", json.dumps(
            {"registrar": who["id"], "password": who["password"]}).encode(),
            ["Content-Type: application/json"]).status == 201, 10, "the one session is free")
        self.log_in(status=429)

    def test_guessing_locks_as_in_epp_and_fail2ban_sees_it(self):
        self.staff("settings", "change", "login_failures=3")
        who = self.registry.registrar()
        wrong = self.log_in(password="guess-1", status=401)
        self.assertEqual(wrong.headers["connection"], "close")
        unknown = self.ask("POST", "/session", {"registrar": "nobody", "password": "guess-2"}, status=401)
        self.assertEqual(unknown.json, wrong.json)
        self.log_in(password="guess-3", status=401)
        locked = self.log_in(status=429)
        self.assertEqual(locked.headers["retry-after"], "900")
        self.assertIn("address=127.0.0.1", self.staff("locks"))
        self.staff("unlock", "address=127.0.0.1")
        self.token()
        lines = [line for line in self.registry.log().splitlines() if "login.failed" in line]
        for line, cause in zip(lines, ("password", "unknown_registrar", "password", "locked"), strict=True):
            self.assertRegex(line, rf"login\.failed registrar=\S+ peer=127\.0\.0\.1:\d+ cause={cause}$")
        rows = [json.loads(line) for line in
                self.staff("logs", "search", "--class", "login", "--json", "--registrar", who["id"]).splitlines()]
        self.assertEqual([row["outcome"] for row in rows if row["kind"] == "api"],
                         ["password", "password", "locked", "accepted"])
        matched = harness.matched_by_fail2ban(self.registry.err, FILTER)
        if matched is not None:
            self.assertEqual(len(matched), 4)

    def test_a_flood_of_strangers_is_limited_and_fail2ban_sees_it(self):
        self.staff("settings", "change", "rdap_per_minute=2", "query_exempt=127.0.0.9")
        for _ in range(2):
            self.ask("GET", "/openapi.json")
        for _ in range(3):
            self.ask("GET", "/openapi.json", status=429)
        matched = harness.matched_by_fail2ban(self.registry.err, FLOODS)
        if matched is not None:
            self.assertEqual(len(matched), 3)

    def test_variants_all_chosen_none(self):
        token = self.token()
        listed = self.ask("GET", f"/domains/{NAME}/variants", token=token)
        self.assertEqual((listed.active(), listed.allocatable()), ([], [SECOND, THIRD]))
        self.assertFalse(listed.json["too_many"])
        self.assertEqual(listed.json["variants"][0]["unicode_name"], f"مكه.{IN_UNICODE}")
        self.assertEqual(self.zone(), {NAME})

        done = self.variants(token, "all")
        self.assertEqual((done.active(), done.allocatable()), ([SECOND, THIRD], []))
        self.assertEqual(self.zone(), {NAME, SECOND, THIRD})
        self.assertEqual(self.ask("GET", f"/domains/{THIRD}/variants", token=token).json, done.json)

        # By a variant, in U-labels, what stays among them.
        done = self.variants(token, [f"مكه.{IN_UNICODE}"], name=f"مکه.{IN_UNICODE}")
        self.assertEqual((done.active(), done.allocatable()), ([SECOND], [THIRD]))
        self.assertEqual(self.zone(), {NAME, SECOND})
        self.assertEqual(self.variants(token, [SECOND]).active(), [SECOND])
        info = self.epp[0].expect(extended(harness.transform("info", "domain", f"<x:name>{NAME}</x:name>"),
                                           section("See which there are"))).decode()
        self.assertRegex(info, rf'state="active">{SECOND}<')
        self.assertRegex(info, rf'state="allocatable">{THIRD}<')

        done = self.variants(token, "none")
        self.assertEqual(done.active(), [])
        self.assertEqual(self.zone(), {NAME})

        # What EPP does shows here.
        self.epp[0].expect(extended(harness.transform("update", "domain", f"<x:name>{THIRD}</x:name>"),
                                    section("Change")))
        self.assertEqual(self.ask("GET", f"/domains/{NAME}/variants", token=token).active(), [SECOND])

    def test_a_domain(self):
        token = self.token()
        self.variants(token, "all")
        for name in (NAME, SECOND, urllib.parse.quote(f"مكة.{IN_UNICODE}"), NAME.upper(), NAME + "."):
            seen = self.ask("GET", f"/domains/{name}", token=token).json
            self.assertEqual((seen["name"], seen["unicode_name"]), (NAME, f"مكة.{IN_UNICODE}"))
        self.assertEqual((seen["registrant"], seen["hosts"], seen["statuses"], seen["idn_table"], seen["sponsor"]),
                         ("ada", ["ns1.provider.test"], ["ok"], "arab", self.registry.registrar()["id"]))
        self.assertEqual([each["name"] for each in seen["variants"]], [SECOND, THIRD])
        self.assertEqual([each["status"] for each in seen["rgp"]], ["addPeriod"])
        info = self.epp[0].expect(harness.transform("info", "domain", f"<x:name>{NAME}</x:name>")).decode()
        for element, member in (("roid", "roid"), ("crDate", "created_at"), ("exDate", "expires_at")):
            self.assertIn(f"<domain:{element}>{seen[member]}<", info)

    def test_availability(self):
        token = self.token()
        asked = ("name=free.example&name=" + SECOND + "&name=" + urllib.parse.quote(f"مكة.{IN_UNICODE}") +
                 "&name=a..example&name=shop.test")
        names = self.ask("GET", "/availability?" + asked, token=token).json["names"]
        self.assertEqual([(each["name"], each["available"], each.get("reason")) for each in names],
                         [("free.example", True, None), (SECOND, False, "variant_exists"),
                          (NAME, False, "object_exists"), ("a..example", False, "bad_name"),
                          ("shop.test", False, "zone_not_served")])
        for query in ("", "?nam=a.example", "?name=a.example&lang=en"):
            self.ask("GET", "/availability" + query, token=token, status=422)

    def test_what_is_refused(self):
        token, other = self.token(), self.token(1)

        def refused(status, reason, active, by=token, name=NAME):
            answer = self.variants(by, active, status, name)
            self.assertEqual(answer.json.get("reason"), reason, answer.json)
            return answer.json

        refused(422, "not_a_variant", [f"shop.{ZONE}"])
        refused(422, "not_a_variant", [NAME])
        refused(422, "variant_not_allocatable", [BLOCKED])
        refused(422, "given_twice", [SECOND, f"مكه.{IN_UNICODE}"])
        refused(422, "bad_name", ["a..b"])
        self.assertEqual([each["value"] for each in refused(422, "not_a_variant", [f"a.{ZONE}", f"b.{ZONE}"])["problems"]],
                         [f"a.{ZONE}", f"b.{ZONE}"])
        refused(404, "object_does_not_exist", "all", name="nobody.example")
        refused(403, "not_sponsor", "all", by=other)
        for path in (f"/domains/{NAME}", f"/domains/{NAME}/variants"):
            self.assertEqual(self.ask("GET", path, token=other, status=403).json["reason"], "not_sponsor")

        self.staff("zone", "update", ZONE, "most_variants=1")
        refused(409, "too_many_variants", [SECOND, THIRD])
        capped = self.variants(token, "all")
        self.assertTrue(capped.json["too_many"])
        self.assertEqual(len(capped.active()), 1)
        self.staff("zone", "update", ZONE, "most_variants=8")

        self.staff("domain", "update", NAME, "add.status=serverUpdateProhibited")
        refused(409, "status_prohibits", "none")
        self.staff("domain", "update", NAME, "rem.status=serverUpdateProhibited")

        who = self.registry.registrar()["id"]
        self.staff("registrar", "update", who, "variants=no")
        refused(403, "not_allowed", "all")
        self.assertEqual(self.variants(token, "none").active(), [])  # to give one back needs no leave
        self.staff("registrar", "update", who, "variants=yes")
        self.staff("zone", "update", ZONE, "variant_activation=no")
        refused(403, "variants_not_offered", [SECOND])
        self.staff("zone", "update", ZONE, "variant_activation=yes")
        self.assertEqual(self.variants(token, [SECOND]).active(), [SECOND])

    def test_the_journal_and_the_traffic_log(self):
        who = self.registry.registrar()
        token = self.token()
        done = self.ask("PUT", f"/domains/{NAME}/variants", {"active": "all"}, token,
                        more=["Client-Transaction-Id: ABC-12345"])
        self.assertEqual(done.headers["client-transaction-id"], "ABC-12345")
        svtrid = done.headers["server-transaction-id"]
        told = [json.loads(line) for line in self.staff("history", NAME, "--json").splitlines()]
        last = json.dumps(told[-1])
        for word in ('"api"', "ABC-12345", svtrid):
            self.assertIn(word, last)
        self.ask("POST", "/session", {"registrar": who["id"], "password": "guess-0815", "pass": "hunter-2"}, status=422)
        self.ask("PUT", f"/domains/{NAME}/variants", {"active": ["pass word 3"]}, token, status=422)
        self.ask("GET", "/unknown/secret-4?token=secret-5", token=token, status=404)
        rows = [json.loads(line) for line in self.staff("logs", "search", "--class", "api", "--json",
                                                        "--registrar", who["id"]).splitlines()]
        self.assertEqual([(row["kind"], row["outcome"], row["request"]) for row in rows],
                         [("log_in", "201", "POST /api/v1/session"),
                          ("set_variants", "200", "PUT /api/v1/domains/{name}/variants active=all"),
                          ("set_variants", "422", "PUT /api/v1/domains/{name}/variants"),
                          ("other", "404", "GET ***")])
        (row,) = [row for row in rows if row["cltrid"] == "ABC-12345"]
        self.assertEqual((row["svtrid"], row["objects"]), (svtrid, [NAME]))
        self.registry.stop()
        for secret in (who["password"], token, "guess-0815", "hunter-2", "pass word 3", "secret-4", "secret-5"):
            holding = [path for path in self.registry.data.rglob("*") if path.is_file()
                       and path.name != "ote.json" and secret.encode() in path.read_bytes()]
            self.assertEqual(holding, [], secret)
            self.assertNotIn(secret, self.registry.log())

    def test_hostile_requests(self):
        token = self.token()
        path = f"/domains/{NAME}/variants"
        many = b'{"active": "all", ' + b", ".join(b'"f%d": 1' % n for n in range(5000)) + b"}"
        for raw, status in ((b"", 400), (b"{", 400), (b"[" * 10_000, 400), (b'{"a":' * 10_000, 400), (b'"all"', 400),
                            (b'{"active": "all"}{}', 400), (b'{"active": "\xff"}', 400), (b"\x00" * 100, 400),
                            (b'{"active": "all", "active": "none"}', 400), (b'{"active": "ALL"}', 422),
                            (b'{"active": 1}', 422), (b'{"active": [[]]}', 422), (b'{"active": null}', 422),
                            (b'{"active": ["\\u0000.example"]}', 422), (b"{}", 422), (many, 422),
                            (b'{"active": ["' + b"a" * 60_000 + b'"]}', 422)):
            self.ask("PUT", path, raw=raw, token=token, status=status)
        unknown = self.ask("PUT", path, {"active": "all", "activ": 1, "b": 2}, token, 422).json
        self.assertEqual([each["field"] for each in unknown["problems"]], ["activ", "b"])
        for content in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
            self.ask("PUT", path, raw=b'{"active": "all"}', token=token, status=415, content=content)
        for method, at, allowed in (("PATCH", path, "GET, HEAD, PUT"), ("POST", path, "GET, HEAD, PUT"),
                                    ("OPTIONS", "/session", "POST, DELETE"), ("GET", "/session", "POST, DELETE")):
            self.assertEqual(self.ask(method, at, token=token, status=405).headers["allow"], allowed)
        for at in ("/", "/domains", "/domains/", f"/domains/{NAME}/", "/session/x", "/../v1/session%00", "/domains/%2F/x"):
            self.ask("GET", at, token=token, status=404)
        self.ask("GET", "/domains/%ff%fe", token=token, status=422)
        self.ask("GET", "/domains/%zz", token=token, status=400)
        large = self.curl("PUT", self.base + path, b" " * (1 << 20), [f"Authorization: Bearer {token}"])
        self.assertEqual(large.status, 413)
        self.assertEqual(self.ask("GET", path, token=token).active(), [])

    def test_many_at_once_with_one_token(self):
        """Python's own client, in threads: a session is no connection."""
        token = self.token()
        context = ssl.create_default_context(cafile=self.registry.ready["ca"])

        def put(n):
            request = urllib.request.Request(
                f"{self.base}/domains/{NAME}/variants", method="PUT",
                data=json.dumps({"active": [[], [SECOND], [THIRD], [SECOND, THIRD]][n % 4]}).encode(),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
            with urllib.request.urlopen(request, context=context, timeout=60) as answer:
                return answer.status, int(answer.headers["Stele-Position"]), json.load(answer)["too_many"]

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(put, range(64)))
        self.assertEqual({(status, too_many) for status, _, too_many in answers}, {(200, False)})
        told = self.staff("history", NAME)
        self.assertEqual(told.count("DomainUpdated"), 65)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{self.base}/domains/{NAME}", context=context, timeout=60)
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()

    def test_it_is_off_unless_it_is_asked_for(self):
        self.registry.stop()
        tls = self.registry.data / "tls"
        listener = {"listen": "127.0.0.1:0", "certificate": str(tls / "server.pem"), "key": str(tls / "server.key")}
        server = self.own(harness.Steled(self.registry, https=listener)).start()
        url = f"https://127.0.0.1:{server.port('HTTPS')}/api/v1/openapi.json"
        self.assertEqual(self.curl("GET", url).status, 404)
        server.stop()
        server = self.own(harness.Steled(self.registry, https={**listener, "api": True},
                                         epp={"idle_seconds": 1})).start()
        self.base = f"https://127.0.0.1:{server.port('HTTPS')}/api/v1"
        self.assertEqual(self.log_in().json["idle_seconds"], 1)


if __name__ == "__main__":
    unittest.main()
