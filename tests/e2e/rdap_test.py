"""RDAP and the WHOIS page from outside: what ICANN's rdap-01 to rdap-10, 91 and 92 ask of a server (the
February 2024 profile), redaction, searches, names in scripts, and that an answer is never stale."""
import json
import socket
import ssl
import subprocess
import unittest
import urllib.parse

import harness

PROFILE = ["icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1"]
# The names ICANN's profile has for redacted elements of a registrant (its appendix E).
REDACTED = {"Registry Registrant ID", "Registrant Name", "Registrant Street", "Registrant City",
            "Registrant Postal Code", "Registrant Phone", "Registrant Email"}


class RdapTest(harness.Test):
    def setUp(self):
        super().setUp()
        self.box = self.sandbox()
        self.web = harness.Web(self.box)
        self.addCleanup(self.web.connection.close)
        self.epp = self.box.epp()
        self.addCleanup(self.epp.close)
        self.epp.expect(harness.contact_create("c-rdap", "Jana Novakova"))
        self.epp.expect(harness.domain_create("shop.example", "c-rdap"))
        self.epp.expect(harness.transform("create", "host",
            '<x:name>ns1.shop.example</x:name><x:addr ip="v4">192.0.2.10</x:addr>'
            '<x:addr ip="v6">2001:db8::10</x:addr>'))

    def get(self, path, status=200, method="GET"):
        """The RDAP object, after what holds for every answer."""
        got, headers, body = self.web.ask("/rdap/" + path, method)
        self.assertEqual(got, status, (path, body[:300]))
        self.assertEqual(headers["access-control-allow-origin"], "*", path)
        self.assertEqual(headers["content-type"], "application/rdap+json", path)
        self.assertRegex(headers["stele-position"], r"^\d+$")
        if method == "HEAD":
            self.assertEqual(body, b"")
            return headers
        answer = json.loads(body)
        self.assertIn("rdap_level_0", answer["rdapConformance"])
        if status >= 400:
            self.assertEqual(answer["errorCode"], status)
            self.assertTrue(answer["description"])
        return answer

    def events(self, answer):
        return {event["eventAction"]: event["eventDate"] for event in answer["events"]}

    def link(self, links, rel):
        return [link for link in links if link.get("rel") == rel]

    def test_rst_cases(self):
        # rdap-01: a domain by the profile.
        domain = self.get("domain/shop.example")
        for word in PROFILE + ["redacted"]:
            self.assertIn(word, domain["rdapConformance"])
        self.assertEqual(domain["objectClassName"], "domain")
        self.assertRegex(domain["handle"], r"^\w{1,80}-\w{1,8}$")
        self.assertEqual(domain["ldhName"], "shop.example")
        self.assertEqual(set(self.events(domain)), {"registration", "expiration", "last update of RDAP database"})
        self.assertEqual(domain["secureDNS"], {"delegationSigned": False})
        self.assertIn("inactive", domain["status"])
        self.assertEqual(domain["nameservers"], [])
        here = self.web.base + "/rdap/domain/shop.example"
        for title, rel, href in [("Status Codes", "glossary", "https://icann.org/epp"),
                                 ("RDDS Inaccuracy Complaint Form", "help", "https://icann.org/wicf"),
                                 ("Terms of Service", "terms-of-service", self.web.base + "/whois/terms")]:
            notice = [n for n in domain["notices"] if n["title"] == title]
            self.assertEqual(len(notice), 1, title)
            self.assertEqual(notice[0]["links"], [{"value": here, "rel": rel, "href": href, "type": "text/html"}])
        registrar = [e for e in domain["entities"] if "registrar" in e["roles"]]
        self.assertEqual(len(registrar), 1)
        self.assertEqual(registrar[0]["publicIds"],
                         [{"type": "IANA Registrar ID", "identifier": registrar[0]["handle"]}])
        self.assertEqual(len(self.link(registrar[0]["links"], "about")), 1)
        abuse = registrar[0]["entities"][0]
        self.assertEqual(abuse["roles"], ["abuse"])
        self.assertLessEqual({"fn", "tel", "email"}, {p[0] for p in abuse["vcardArray"][1]})
        # Nothing of the registrant, and a word about each element.
        registrant = [e for e in domain["entities"] if "registrant" in e["roles"]][0]
        self.assertNotIn("handle", registrant)
        card = {p[0]: p for p in registrant["vcardArray"][1]}
        self.assertEqual(card["fn"][3], "")
        self.assertEqual(card["adr"][3], ["", "", "", "", "", "", ""])
        self.assertEqual(card["adr"][1], {"cc": "CZ"})
        self.assertNotIn("email", card)
        self.assertIn("contact-uri", card)
        self.assertLessEqual(REDACTED, {r["name"].get("type") for r in domain["redacted"]})
        for secret in ("Novakova", "Milesovska", "Praha", "jana@"):
            self.assertNotIn(secret, json.dumps(domain))
        # rdap-02: a name server.
        host = self.get("nameserver/ns1.shop.example")
        self.assertEqual(host["ipAddresses"], {"v4": ["192.0.2.10"], "v6": ["2001:db8::10"]})
        self.assertEqual(host["objectClassName"], "nameserver")
        # rdap-03: a registrar by its IANA identifier and by its name.
        handle = registrar[0]["handle"]
        entity = self.get("entity/" + handle)
        self.assertEqual((entity["handle"], entity["roles"]), (handle, ["registrar"]))
        name = [p[3] for p in entity["vcardArray"][1] if p[0] == "fn"][0]
        adr = [p for p in entity["vcardArray"][1] if p[0] == "adr"][0]
        self.assertEqual((adr[1], adr[3][2], adr[3][3]), ({"cc": "CZ"}, "1 Sandbox Street", "Testville"))
        self.assertLessEqual({"tel", "email"}, {p[0] for p in entity["vcardArray"][1]})
        self.assertEqual(self.get("entity/" + urllib.parse.quote(name))["handle"], handle)
        # rdap-04: help.
        help_answer = self.get("help")
        self.assertTrue(help_answer["notices"])
        # rdap-05 to 07: HEAD.
        for path in ("domain/shop.example", "nameserver/ns1.shop.example", "entity/" + handle):
            head = self.get(path, method="HEAD")
            self.assertGreater(int(head["content-length"]), 100)
        # rdap-08 to 10: what is not there.
        for path in ("domain/not-there.example", "nameserver/ns1.not-there.example",
                     "nameserver/ns1.elsewhere.net", "entity/not-there"):
            self.get(path, 404)
            self.get(path, 404, method="HEAD")

    def test_tls(self):  # rdap-91
        port = urllib.parse.urlsplit(self.web.base).port
        for version, good in ((ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
            context = ssl.create_default_context(cafile=self.box.ready["ca"])
            context.minimum_version = context.maximum_version = version
            with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
                with context.wrap_socket(raw, server_hostname="127.0.0.1") as tls:
                    self.assertTrue(good)
                    self.assertRegex(tls.cipher()[0], "ECDHE.*GCM|TLS_|CHACHA20")
        old = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_1", "-cipher",
                              "ALL:@SECLEVEL=0"], input="", capture_output=True, text=True, timeout=30)
        self.assertNotIn("Protocol  : TLSv1.1\n    Cipher    : EC", old.stdout)
        self.assertNotEqual(old.returncode, 0)

    def test_two_answers_are_one(self):  # rdap-92, as far as one address goes
        first, second = (self.get("domain/shop.example") for _ in range(2))
        for answer in (first, second):
            answer["events"] = [e for e in answer["events"] if e["eventAction"] != "last update of RDAP database"]
        self.assertEqual(first, second)

    def test_never_stale(self):
        for n in range(200):
            name = f"fresh{n}.example"
            self.get("domain/" + name, 404)
            self.epp.expect(harness.domain_create(name, "c-rdap"))
            self.assertEqual(self.get("domain/" + name)["ldhName"], name)

    def test_names_in_scripts(self):
        self.epp.expect(harness.contact_create("c-arab"))
        ascii_name = "xn--mgbca7dzdo.xn--mgbh0fb"
        self.epp.expect(harness.domain_create(ascii_name, "c-arab"))
        unicode_name = ascii_name.encode().decode("idna")
        for asked in (ascii_name, ascii_name.upper(), urllib.parse.quote(unicode_name)):
            domain = self.get("domain/" + asked)
            self.assertEqual((domain["ldhName"], domain["unicodeName"]), (ascii_name, unicode_name))
        label, zone = unicode_name.split(".")
        self.get("domain/" + urllib.parse.quote(f"{label}.xn--mgbh0fb"), 400)
        found = self.get("domains?name=" + urllib.parse.quote(f"{label[:3]}*.{zone}"))
        self.assertEqual([d["ldhName"] for d in found["domainSearchResults"]], [ascii_name])

    def test_searches(self):
        for n in range(60):
            self.epp.expect(harness.domain_create(f"many{n:02}.example", "c-rdap"))
        found = self.get("domains?name=many*.example&count=true&sort=name:d")
        names = [d["ldhName"] for d in found["domainSearchResults"]]
        self.assertEqual((names[0], len(names)), ("many59.example", 50))
        self.assertEqual(found["paging_metadata"]["totalCount"], 60)
        onward = self.link(found["paging_metadata"]["links"], "next")[0]["href"]
        rest = self.get(onward[len(self.web.base + "/rdap/"):])
        self.assertEqual([d["ldhName"] for d in rest["domainSearchResults"]][-1], "many00.example")
        self.assertEqual(len(self.get("nameservers?ip=192.0.2.10")["nameserverSearchResults"]), 1)
        self.assertEqual(len(self.get("entities?fn=Sandbox*")["entitySearchResults"]), 3)
        self.get("domains?name=*.example", 422)
        self.get("domains?name=a*&sort=size", 400)

    def test_whois_page(self):
        status, headers, body = self.web.ask("/whois?q=shop.example")
        page = body.decode()
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("default-src 'none'", headers["content-security-policy"])
        self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        for part in ('<label for="q">', 'role="search"', '<main id="main">', "<h1>", '<dd dir="auto">shop.example</dd>'):
            self.assertIn(part, page)
        self.assertNotIn("Novakova", page)
        self.assertNotIn("<script", page)
        status, _, body = self.web.ask("/whois?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        self.assertNotIn(b"<script", body)
        self.assertEqual(self.web.ask("/whois?q=free.example")[0], 404)
        self.assertEqual(self.web.ask("/")[1]["location"], "/whois")
        for name, word in (("shop.example", b"registered\n"), ("free.example", b"available\n"),
                           ("nic.example", b"reserved\n"), ("a..b", b"invalid\n")):
            self.assertEqual(self.web.ask("/das?name=" + name)[2], word)


if __name__ == "__main__":
    unittest.main()
