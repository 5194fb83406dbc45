"""The label tester: what the command line says of labels and tables, to people and to programs."""
import json
import unittest

import harness

ARABIC = harness.ROOT / "tools/stele/tables/arabic.xml"
LATIN = """U+0061
U+0062
U+00E4|U+0061
U+0430|U+0061 # the Cyrillic letter
"""


class Idn(harness.Test):
    def table(self, text):
        path = self.scratch / "table"
        path.write_text(text, encoding="utf-8")
        return path

    def judged(self, label, *tables):
        options = [word for table in tables for word in ("--table", table)]
        return harness.stele_json("idn", "test", *options, label)

    def test_a_label_and_its_variants(self):
        found = self.judged("مكة", ARABIC)
        self.assertEqual(found, {"label": "مكة", "a_label": "xn--ogb5cf", "valid": True, "rule": "",
                                 "index_label": "مكة",
                                 "allocatable": ["مكه", "مکه"], "too_many": False})
        self.assertEqual(self.judged("xn--ogb5cf", ARABIC), found)
        self.assertEqual(self.judged("مکه", ARABIC)["index_label"], found["index_label"])

    def test_the_rule_that_failed(self):
        for label, rule in (("1س", "first"), ("١٢", "first"), ("كی", "mixes-forms"),
                            ("سx", "U+0078 at place 2 is not in the repertoire")):
            found = self.judged(label, ARABIC)
            self.assertEqual((found["valid"], found["rule"], found["allocatable"]), (False, rule, []))

    def test_several_tables_are_one_zone(self):
        latin = self.table(LATIN)
        self.assertTrue(self.judged("ab", ARABIC, latin)["valid"])
        self.assertTrue(self.judged("مكة", ARABIC, latin)["valid"])
        self.assertFalse(self.judged("aس", ARABIC, latin)["valid"])
        self.assertEqual(self.judged("äb", ARABIC, latin)["index_label"], "ab")
        self.assertEqual(self.judged("а", latin)["index_label"], "a")

    def test_what_is_no_label_and_no_table(self):
        for words in (("test", "--table", ARABIC, "xn--a"), ("test", "--table", self.scratch / "none", "a"),
                      ("check", "--table", self.table("U+0061\nU+0061\n")), ("check", "--table", self.table("<lgr/>"))):
            done = harness.stele("idn", *words, check=False)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertNotEqual(done.stderr, "")
        self.assertIn("line 2: error: U+0061 is defined twice",
                      harness.stele("idn", "check", "--table", self.table("U+0061\nU+0061\n"), check=False).stderr)

    def test_the_report(self):
        self.assertIn("0 errors, 0 warnings", harness.stele("idn", "check", "--table", ARABIC))
        asymmetric = self.table('<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0"><data>\n<char cp="0061">'
                                '<var cp="0062"/></char>\n<char cp="0062"/></data></lgr>')
        done = harness.stele("idn", "check", "--json", "--table", asymmetric, check=False)
        self.assertEqual(done.returncode, 1)
        report = json.loads(done.stdout)
        self.assertEqual((report["good"], report["problems"][0]["line"]), (False, 2))


if __name__ == "__main__":
    unittest.main()
