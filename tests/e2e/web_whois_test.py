"""The WHOIS page in a real browser, without scripts: by keyboard alone, in scripts of both directions, on
a narrow screen, in light and dark; what it withholds, and how it refuses. Pictures of the pages are kept
where $STELE_SHOTS says."""
import os
import pathlib
import unittest
import urllib.parse

import harness
from browser import DOWN, ELEMENT, ENTER, SHIFT, TAB, Browser
from variants_test import IN_UNICODE, NAME, SECOND, THIRD, ZONE, extended, section, services

UNICODE_NAME, UNICODE_VARIANT = f"مكة.{IN_UNICODE}", f"مكه.{IN_UNICODE}"
POLICY = ("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'")
LONG = "a" * 63 + ".example"
DS = ("<extension><secDNS:create xmlns:secDNS='urn:ietf:params:xml:ns:secDNS-1.1'><secDNS:dsData>"
      "<secDNS:keyTag>12345</secDNS:keyTag><secDNS:alg>13</secDNS:alg><secDNS:digestType>2</secDNS:digestType>"
      f"<secDNS:digest>{'9A' * 32}</secDNS:digest></secDNS:dsData></secDNS:create></extension>")
# The contrast of a text with what is behind it (WCAG 2.1, "contrast ratio").
CONTRAST = """
const light = text => {
  const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
      .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
return [...document.querySelectorAll('h1,h2,h3,label,input,select,button,.hint,dt,dd,dd a,.withheld,.message,footer p,footer a')]
  .map(element => {
    let behind = element;
    while (/, 0\\)$/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
    return [element.outerHTML.slice(0, 80), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
"""


class WebWhois(harness.Test):
    def setUp(self):
        super().setUp()
        self.registry = self.sandbox()
        self.base = self.registry.ready["https"]
        self.page = self.base + "/whois"
        self.browser = Browser(self.scratch)
        self.addCleanup(self.browser.stop)
        self.browser.start()
        who = self.registry.registrar()
        self.epp = harness.EppClient(self.registry.ready["epp"]["port"], who["cert"], who["key"])
        self.addCleanup(self.epp.close)
        self.epp.expect(harness.login_frame(who["id"], who["password"]).replace(
            "</svcs>", services().replace("</svcExtension>", "<extURI>urn:ietf:params:xml:ns:secDNS-1.1"
                                          "</extURI></svcExtension>") + "</svcs>"))
        self.epp.expect(harness.contact_create("ada", "Wilhelmina Sample", "77 Hidden Row"))
        self.epp.expect(extended(harness.domain_create("shop.example", "ada"), DS))

    def staff(self, *words):
        harness.stele(*words, "--data", self.registry.data)

    def shot(self, name):
        folder = pathlib.Path(os.environ.get("STELE_SHOTS", self.scratch))
        self.browser.shot(folder / f"{name}.png")
        self.assertGreater((folder / f"{name}.png").stat().st_size, 5000)

    def ask(self, name, **more):
        """By the address that the form makes."""
        self.browser.open(f"{self.page}?{urllib.parse.urlencode({'q': name, **more})}#result")
        [title] = self.browser.text("h2")
        return title

    def fields(self):
        """{term: [values]} of the first list."""
        return dict(self.browser.run("""return [...document.querySelectorAll('dl')[0].querySelectorAll('dt')].map(dt => {
            const values = [];
            for (let dd = dt.nextElementSibling; dd && dd.tagName == 'DD'; dd = dd.nextElementSibling)
              values.push(dd.textContent);
            return [dt.textContent, values];
          })"""))

    def expect_quiet(self, *statuses):
        """No word in the console but of the statuses that were to be, and no request to anybody else."""
        said = [row["message"] for row in self.browser.complaints()]
        odd = [line for line in said if not any(f"status of {status} " in line for status in statuses)]
        self.assertEqual(odd, [])
        self.assertEqual([url for url in self.browser.requests()
                          if not url.startswith((self.base + "/", "data:"))], [])

    def focus_is_seen(self, element):
        self.assertEqual(self.browser.style(element, "outline-style"), "solid")
        self.assertGreaterEqual(float(self.browser.style(element, "outline-width")[:-2]), 2)
        self.assertTrue(self.browser.run("""const box = arguments[0].getBoundingClientRect();
          return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.width > 20""",
                                         {ELEMENT: element}))

    def focused(self):
        """What has the focus, after it is certain that one sees it."""
        element = self.browser.focus()
        self.focus_is_seen(element)
        return self.browser.role(element), self.browser.label(element)

    def result_has_focus(self, title):
        harness.wait_until(lambda: self.browser.url().endswith("#result"), 30, "there is an answer")
        # Until the page before has gone: its elements are none any more.
        harness.wait_until(lambda: self.browser.run("return document.querySelector('#result')?.textContent")
                           == title, 30, title)
        [result] = self.browser.find("#result")
        self.assertEqual((self.browser.focus(), self.browser.role(result)), (result, "heading"))

    def test_by_keyboard_alone(self):
        self.browser.open("data:text/html,<noscript>no scripts</noscript>")
        self.assertEqual(self.browser.text("body"), ["no scripts"], "the browser runs scripts")
        stops = [("link", "Skip to the content"), ("searchbox", "Name or registrar"),
                 ("combobox", "Look for"), ("button", "Search"), ("link", "Terms of service"),
                 ("link", "What a status means")]
        self.browser.open(self.page)
        for stop in stops:
            self.browser.press(TAB)
            self.assertEqual(self.focused(), stop)
        # Back, and an empty form goes nowhere.
        self.browser.press([SHIFT, TAB], [SHIFT, TAB], ENTER)
        self.assertEqual((self.browser.url(), len(self.browser.find("#q:invalid"))), (self.page, 1))

        self.browser.open(self.page)
        self.browser.press(TAB, ENTER, TAB)  # the link over what every page begins with
        self.assertEqual(self.focused()[0], "searchbox")
        self.browser.press(*"shop.example", ENTER)
        self.result_has_focus("shop.example")
        self.browser.press([SHIFT, TAB])
        self.assertEqual(self.focused(), ("button", "Search"))
        self.browser.press([SHIFT, TAB], DOWN, DOWN, TAB, ENTER)
        self.result_has_focus("Not found")
        self.assertEqual(self.browser.text(".message"), ["No such name server is known here."])
        self.expect_quiet(404)

    def test_what_a_reader_hears(self):
        self.browser.open(self.page)
        self.shot("form")
        for title in (None, "shop.example", "free.example"):
            if title:
                self.ask(title)
            roles = {self.browser.role(one) for one in self.browser.find("header,main,footer,form")}
            self.assertEqual(roles, {"banner", "main", "contentinfo", "search"})
            [html] = self.browser.find("html")
            self.assertEqual((self.browser.get(f"/element/{html}/attribute/lang"),
                              self.browser.get(f"/element/{html}/attribute/dir")), ("en", "ltr"))
            levels = self.browser.run("return [...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
            self.assertEqual(levels[0], 1)
            self.assertTrue(all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels)
            self.assertEqual(levels.count(1), 1)
        self.ask("shop.example")
        [result] = self.browser.find("section")
        self.assertEqual((self.browser.role(result), self.browser.label(result)), ("region", "shop.example"))
        self.assertEqual(self.browser.get("/title"), "shop.example – WHOIS")
        self.browser.open(self.base + "/whois/terms")
        self.assertIn("This is a sandbox", self.browser.text("main")[0])
        self.expect_quiet(404)

    def test_names_in_both_directions(self):
        self.epp.expect(extended(harness.domain_create(NAME, "ada"), section("Register")))
        self.epp.expect(harness.transform(
            "create", "host", f"<x:name>ns1.{NAME}</x:name><x:addr ip='v4'>192.0.2.1</x:addr>"))
        self.epp.expect(harness.transform(
            "update", "domain", f"<x:name>{NAME}</x:name><x:add><x:ns><x:hostObj>ns1.{NAME}</x:hostObj>"
            "</x:ns></x:add>"))
        for asked in (UNICODE_NAME, NAME, NAME.upper(), UNICODE_NAME + "."):
            self.assertEqual(self.ask(asked), UNICODE_NAME, asked)
            shown = self.fields()
            self.assertEqual((shown["Domain name"], shown["In Unicode"]), ([NAME], [UNICODE_NAME]))
            self.assertNotIn("Asked for its variant", shown)
        self.assertEqual(len(shown["Active variants"]), 2)
        self.assertIn(f"{UNICODE_VARIANT} {SECOND}", shown["Active variants"])
        for variant in (UNICODE_VARIANT, SECOND, THIRD):
            self.assertEqual(self.ask(variant), UNICODE_NAME, variant)
            self.assertEqual(len(self.fields()["Asked for its variant"]), 1)
        self.shot("arabic")
        # What is of the other direction stands apart, and beside its label.
        for css in ("h2 bdi", "dd bdi"):
            for element in self.browser.find(css):
                if self.browser.get(f"/element/{element}/text").startswith("ns1."):
                    continue  # a name begins as its first label does
                self.assertEqual((self.browser.style(element, "direction"),
                                  self.browser.style(element, "unicode-bidi")), ("rtl", "isolate"), css)
        styles = self.browser.run("return [...document.querySelectorAll('dd')].map(dd => [dd.textContent, "
                                  "getComputedStyle(dd).direction, getComputedStyle(dd).textAlign, "
                                  "getComputedStyle(dd).unicodeBidi])")
        self.assertIn([UNICODE_NAME, "rtl", "left", "isolate"], styles)
        self.assertIn([NAME, "ltr", "left", "isolate"], styles)
        [field] = self.browser.find("#q")
        self.assertEqual(self.browser.style(field, "direction"), "ltr")  # it holds xn--…
        self.ask(UNICODE_NAME)
        [field] = self.browser.find("#q")
        self.assertEqual(self.browser.style(field, "direction"), "rtl")
        # By keyboard too.
        self.browser.open(self.page)
        self.browser.press(TAB, TAB, *UNICODE_VARIANT, ENTER)
        self.result_has_focus(UNICODE_NAME)
        self.expect_quiet()

    def test_narrow_and_dark(self):
        self.epp.expect(extended(harness.domain_create(LONG, "ada"), DS))
        for width in (360, 320):
            self.browser.narrow(width)
            for asked, title in ((None, None), ("shop.example", "shop.example"), (LONG, LONG),
                                 ("b" + LONG[1:], "Not found"), ("b" * 300, "Not a name"), ("reg-a", "Sandbox Registrar a")):
                if asked is None:
                    self.browser.open(self.page)
                else:
                    self.assertEqual(self.ask(asked, type="domain" if "not" in title.lower() else "any"), title)
                self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), width, asked)
                if width == 360:
                    self.shot(f"narrow-{(title or 'form')[:12]}".replace(" ", "-"))
        self.browser.devtools("Emulation.clearDeviceMetricsOverride")
        for scheme in ("light", "dark"):
            self.browser.scheme(scheme)
            for asked in ("shop.example", "free.example"):
                self.ask(asked)
                for element, ratio in self.browser.run(CONTRAST):
                    self.assertGreaterEqual(ratio, 4.5, (scheme, element))
                self.shot(f"{scheme}-{asked}")
        self.expect_quiet(400, 404)

    def test_what_is_withheld_and_refused(self):
        web = harness.Web(self.registry)
        self.addCleanup(web.connection.close)
        for path, status in (("/whois", 200), ("/whois?q=shop.example", 200), ("/whois?q=free.example", 404),
                             ("/whois?q=a..b&type=domain", 400), ("/whois/terms", 200), ("/whois?q=%zz", 400)):
            got, headers, body = web.ask(path)
            self.assertEqual((got, headers["content-security-policy"], headers["cache-control"]),
                             (status, POLICY, "no-store"), path)
            self.assertNotRegex(body.decode(), r"(?i)<script|javascript:|<style|\son\w+=|\sstyle=")
        self.assertEqual(self.ask("shop.example"), "shop.example")
        self.assertGreater(self.browser.source().count('class="withheld"'), 3)
        for secret in ("Wilhelmina", "Hidden Row", "jana@shop.example", "Praha"):
            self.assertNotIn(secret, self.browser.source())
        self.shot("result")
        self.assertEqual(self.ask("free.example"), "Not found")
        self.assertEqual(self.browser.text(".message"), ["free.example is not registered."])
        self.shot("not-found")
        self.assertEqual(self.ask("nic.example"), "Not found")
        self.assertEqual(self.browser.text(".message"), ["nic.example is reserved by the registry."])
        for bad in ("a..b", "-a-.example/", "<b>&\"'", "x" * 300):
            self.assertEqual(self.ask(bad, type="domain"), "Not a name", bad)
            self.assertEqual(self.browser.find(".message b"), [])
        self.shot("bad-name")
        self.expect_quiet(400, 404)

        self.staff("settings", "change", "whois_per_minute=3", "query_exempt=192.0.2.1")
        answers = [self.ask(f"free{n}.example") for n in range(8)]
        self.assertEqual(answers[-1], "Not answered", answers)
        self.assertRegex(self.browser.text(".message")[0], r"^You have asked too much\. Try again in \d+ seconds?\.$")
        self.assertEqual(len(self.browser.find("form")), 1)
        self.result_has_focus("Not answered")
        self.shot("limit")
        status, headers, _ = web.ask("/whois?q=shop.example")
        self.assertEqual((status, headers["cache-control"]), (429, "no-store"))
        self.assertGreater(int(headers["retry-after"]), 0)
        self.browser.open(self.page)  # the form alone costs nothing
        self.assertEqual(self.browser.find("h2"), [])
        self.expect_quiet(404, 429)


if __name__ == "__main__":
    unittest.main()
