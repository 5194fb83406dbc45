"""A contact that is withheld or erased is nowhere: in no answer of WHOIS, RDAP, the page, the availability
check, the zone or the figures; nothing that a cache could keep; and in no file, logs among them."""
import http.client
import socket
import unittest
import urllib.parse

import harness
from name_servers import dig
from sealed_test import EMAIL, NAME, STREET

ORGANISATION, CITY, VOICE, FAX = "Verlag Unverwechselbar", "Geheimstadt", "+49.3047114711", "+49.3047114712"
PERSON = (NAME, STREET, EMAIL, ORGANISATION, CITY, VOICE, FAX)
ZONES = ("example", "com.example", "xn--mgbh0fb")
PARTS = "name.int,org.int,addr.int,voice,fax,email"


def contact_create(identifier):
    frame = harness.contact_create(identifier, NAME, STREET).replace("jana@shop.example", EMAIL)
    frame = frame.replace("</x:name>", f"</x:name><x:org>{ORGANISATION}</x:org>").replace("Praha", CITY)
    return frame.replace("<x:email>", f"<x:voice>{VOICE}</x:voice><x:fax>{FAX}</x:fax><x:email>")


class Withheld(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox("--compression", "off")
        with self.registry.epp() as client:
            client.expect(contact_create("person-1"))
            client.expect(harness.domain_create("person.example", "person-1"))
            client.expect(harness.transform("create", "host",
                "<x:name>ns1.person.example</x:name><x:addr ip='v4'>192.0.2.7</x:addr>"))
            client.expect(harness.transform("update", "domain",
                "<x:name>person.example</x:name><x:add><x:ns><x:hostObj>ns1.person.example</x:hostObj></x:ns>"
                "<x:contact type='tech'>person-1</x:contact></x:add>"))
        self.roid = harness.stele_json("contact", "show", "person-1", "--data", self.registry.data)["roid"]

    def staff(self, *words):
        return harness.stele(*words, "--data", self.registry.data)

    def whois(self, query):
        with socket.create_connection(("127.0.0.1", self.registry.ready["whois"]["port"]), 30) as peer:
            peer.sendall(query.encode() + b"\r\n")
            return b"".join(iter(lambda: peer.recv(65536), b"")).decode()

    def figures(self):
        where = self.registry.ready["metrics"]
        connection = http.client.HTTPConnection(where["host"], where["port"], timeout=30)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def answers(self):
        """{question: answer} of all that strangers can ask. No question has a value of the person in it,
        since an answer repeats what was asked."""
        found = {}
        for query in ("person.example", "ns1.person.example", "person-1", "contact person-1", f"contact {self.roid}",
                      "registrar reg-a", "192.0.2.7", "Barth"):
            found[f"whois {query}"] = self.whois(query)
        web = harness.Web(self.registry)
        full = "&fieldSet=full"
        for path in ("/rdap/domain/person.example", "/rdap/nameserver/ns1.person.example", "/rdap/entity/person-1",
                     f"/rdap/entity/{self.roid}", "/rdap/entity/reg-a", "/rdap/help",
                     "/rdap/domains?name=per*.example" + full, "/rdap/domains?nsLdhName=ns1.per*" + full,
                     "/rdap/domains?nsIp=192.0.2.7" + full, "/rdap/nameservers?name=ns1.per*" + full,
                     "/rdap/nameservers?ip=192.0.2.7" + full, "/rdap/entities?fn=Barth*" + full,
                     "/rdap/entities?fn=Verlag*" + full, "/rdap/entities?handle=person*" + full,
                     "/whois?q=person.example", "/whois?q=ns1.person.example", "/whois?q=person-1",
                     "/whois?q=person-1&type=registrar", "/das?name=person.example"):
            status, headers, body = web.ask(path)
            self.assertIn(status, (200, 400, 404), (path, body))
            self.assertEqual(headers["cache-control"], "no-store", path)
            self.assertNotIn("etag", headers)
            found[path] = body.decode()
        web.connection.close()
        found["zone"] = self.staff("zone", "export", "example")
        dns = self.registry.ready["dns"]
        found["axfr"] = dig(dns["port"], "example", "AXFR", "+tcp",
                            key=(dns["algorithm"], dns["key"], dns["secret"]))
        self.assertIn("ns1.person.example", found["axfr"])
        found["figures"] = self.figures()
        return found

    def told(self, found):
        """The questions whose answers have something of the person."""
        return sorted(question for question, text in found.items()
                      if any(value.lower() in urllib.parse.unquote(text).lower() for value in PERSON))

    def expect_in_no_file(self):
        for path in self.scratch.rglob("*"):
            if not path.is_file():
                continue
            content = path.read_bytes()
            for value in PERSON:
                self.assertNotIn(value.encode(), content, path)

    def disclose(self, how):
        for zone in ZONES:
            self.staff("zone", "update", zone, f"disclosure={how}")

    def test_nowhere(self):
        info = harness.transform("info", "contact", "<x:id>person-1</x:id>")
        self.assertEqual(self.told(self.answers()), [], "withheld by the policy")
        # Where all may be told it is, so that one can be sure of having looked.
        self.disclose("open")
        shown = self.told(self.answers())
        for question in ("whois person.example", "whois contact person-1", "/rdap/domain/person.example",
                         "/rdap/entity/person-1", f"/rdap/entity/{self.roid}",
                         "/rdap/domains?name=per*.example&fieldSet=full", "/whois?q=person.example"):
            self.assertIn(question, shown)
        self.staff("contact", "update", "person-1", f"withhold={PARTS}")
        self.assertEqual(self.told(self.answers()), [], "withheld by the contact's wish")
        self.disclose("icann-2024")
        self.staff("contact", "update", "person-1", f"disclose={PARTS}")
        self.assertIn("/rdap/domain/person.example", self.told(self.answers()))

        with self.registry.epp() as client:
            for value in PERSON:
                self.assertIn(value.encode(), client.expect(info))
            # A refusal that repeats a value.
            client.expect(contact_create("person-2").replace(EMAIL, EMAIL.replace("@", " at ")), 2005)
            self.staff("contact", "erase", "person-1", "--why", "asked for")
            self.assertEqual(self.told(self.answers()), [], "erased")
            self.disclose("open")
            self.assertEqual(self.told(self.answers()), [], "erased, where all may be told")
            told = {"info": client.expect(info).decode()}
            poll = harness.command('<poll op="req"/>')
            while harness.code_of(answer := client.ask(poll)) == 1301:
                identifier = answer.split(b'<msgQ count="')[1].split(b'id="')[1].split(b'"')[0].decode()
                told[f"message {identifier}"] = answer.decode()
                client.expect(harness.command(f'<poll op="ack" msgID="{identifier}"/>'))
            self.assertGreater(len(told), 3)
        # A person is asked for in the wrong places: what strangers and authorities type is kept masked.
        self.whois(NAME)
        web = harness.Web(self.registry)
        harness.stele("access-token", "issue", "holder=Police", "expires=2027-01-01", "secret=-", "--why", "test",
                      "--data", self.registry.data, stdin="s" * 40)
        typed = {"Authorization": "Bearer " + "s" * 40, "Access-Reason": "case 17"}
        for path in (f"entities?fn={urllib.parse.quote(NAME)}", f"entity/{urllib.parse.quote(NAME)}",
                     f"entities?fn={NAME.split()[1]}*", f"entity/{EMAIL}", f"entities?email={EMAIL}"):
            web.ask("/rdap/" + path, **typed)
        web.ask(f"/whois?q={urllib.parse.quote(NAME)}")
        web.connection.close()
        self.assertIn("rdap.token_used", self.registry.log())

        for words in (("contact", "show", "person-1"), ("history", "person-1"), ("poll", "list", "reg-a"), ("logs", "export"), ("logs", "search", "--object", "person-1")):
            told[" ".join(words)] = self.staff(*words)
        self.assertIn("create contact", told["logs search --object person-1"])
        self.registry.stop()
        told["journal dump"] = self.staff("journal", "dump")
        self.assertIn("ContactCreated", told["journal dump"])
        self.assertEqual(self.told(told), [])
        self.expect_in_no_file()
        self.registry.start()
        self.assertEqual(self.told(self.answers()), [], "erased, after a start")
        self.registry.stop()
        self.expect_in_no_file()


if __name__ == "__main__":
    unittest.main()
