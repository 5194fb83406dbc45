"""The page for registrars about variants, done step by step in the sandbox's Arabic-script zone: the
extensions are read from the page itself."""
import re
import unittest

import harness

PAGE = harness.ROOT / "docs/howto/use-idn-variants.md"
ZONE, IN_UNICODE = "xn--mgbh0fb", "مثال"
NAME, SECOND, THIRD = (f"{label}.{ZONE}" for label in ("xn--ogb5cf", "xn--fhbdh", "xn--hhbe70a"))


def section(heading):
    """The extension a section of the page shows, for names of the sandbox's zone."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    extension = re.search(r"<extension>.*?</extension>", text, re.S).group()
    extension = re.sub(r"(<idn:uname>[^<]*)\.example", rf"\1.{IN_UNICODE}", extension)
    return extension.replace(".example", f".{ZONE}")


def services():
    uris = re.findall(r"<extURI>[^<]*</extURI>", PAGE.read_text(encoding="utf-8"))
    return f"<svcExtension>{''.join(uris)}</svcExtension>"


def extended(frame, extension):
    return frame.replace("<clTRID>", extension + "<clTRID>")


class Variants(harness.Test):
    def client(self, sandbox, n):
        who = sandbox.registrar(n)
        client = harness.EppClient(sandbox.ready["epp"]["port"], who["cert"], who["key"])
        login = harness.login_frame(who["id"], who["password"])
        client.expect(login.replace("</svcs>", services() + "</svcs>"))
        self.addCleanup(client.close)
        return client

    def info(self, client, name, extension=""):
        frame = harness.transform("info", "domain", f"<x:name>{name}</x:name>")
        return client.expect(extended(frame, extension)).decode()

    def shown(self, answer):
        """{name: state} of the variants an answer lists."""
        return {name: state for state, name in
                re.findall(r'<variants:variant [^>]*state="(\w+)">([^<]*)<', answer)}

    def test_the_page(self):
        sandbox = self.sandbox()
        client = self.client(sandbox, 0)
        client.expect(harness.contact_create("ada"))

        created = client.expect(extended(harness.domain_create(NAME, "ada"), section("Register")))
        self.assertEqual(self.shown(created.decode()), {SECOND: "active", THIRD: "active"})
        self.assertIn(f"<b-dn:bdn uLabel=\"مكه.{IN_UNICODE}\">{SECOND}</b-dn:bdn>", created.decode())

        checked = client.expect(harness.domain_check(SECOND)).decode()
        self.assertIn("A variant of it is in use", checked)
        client.expect(harness.domain_create(SECOND, "ada"), 2302)

        change = harness.transform("update", "domain", f"<x:name>{THIRD}</x:name>")
        changed = client.expect(extended(change, section("Change"))).decode()
        self.assertEqual(self.shown(changed), {SECOND: "active"})

        self.assertEqual(self.shown(self.info(client, SECOND)), {SECOND: "active"})
        seen = self.info(client, SECOND, section("See which there are"))
        self.assertEqual(self.shown(seen), {SECOND: "active", THIRD: "allocatable"})
        self.assertIn(f"<domain:name>{NAME}</domain:name>", seen)
        self.assertIn(f"<idn:uname>مكة.{IN_UNICODE}</idn:uname>", seen)

        other = self.client(sandbox, 1)
        seen = self.info(other, SECOND)
        self.assertNotIn("b-dn:", seen)  # RFC 9095: of who is not authorized
        self.assertEqual(self.shown(seen), {SECOND: "active"})

    def test_one_name_has_one_lock_and_one_history(self):
        sandbox = self.sandbox()
        client = self.client(sandbox, 0)
        client.expect(harness.contact_create("ada"))
        client.expect(harness.domain_create(NAME, "ada"))
        harness.stele("settings", "change", "auth_info_failures=3", "--data", sandbox.data)

        def guess(name):
            with sandbox.epp(1) as other:
                return other.ask(harness.transform(
                    "info", "domain", f"<x:name>{name}</x:name><x:authInfo><x:pw>a-Wrong-1-guess-0</x:pw>"
                    "</x:authInfo>")).decode()
        for name in (NAME, SECOND, THIRD):
            self.assertNotIn("try again later", guess(name))
        for name in (NAME, SECOND, THIRD):
            self.assertIn("try again later", guess(name))

        told = [harness.stele("history", name, "--data", sandbox.data)
                for name in (NAME, SECOND, f"مكه.{IN_UNICODE}")]
        self.assertIn("DomainCreated", told[0])
        self.assertEqual(told, [told[0]] * 3)

    def test_why_it_is_refused(self):
        sandbox = self.sandbox()
        client = self.client(sandbox, 0)
        client.expect(harness.contact_create("ada"))
        page = PAGE.read_text(encoding="utf-8")
        for extension, reason in (
                (section("Register").replace("arab<", "latin<"), "unknown_idn_table"),
                (section("Register").replace("مكة", "مكه"), "unicode_name_differs"),
                (section("Register").replace("<variants:all/>", f"<variants:name>shop.{ZONE}</variants:name>"),
                 "not_a_variant")):
            frame = extended(harness.domain_create(NAME, "ada"), extension)
            self.assertIn(reason, client.expect(frame, 2306).decode())
            self.assertIn(reason, page)
        self.assertIn("label_not_allowed",
                      client.expect(harness.domain_create(f"xn--bcher-kva.{ZONE}", "ada"), 2306).decode())


if __name__ == "__main__":
    unittest.main()
