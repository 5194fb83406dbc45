"""idn-01 and idn-02: which labels of an IDN zone can be had, what becomes of their variants, and that
a zone for IDN labels alone takes no other. The labels are of the sandbox's Arabic table
(tools/stele/tables/arabic.xml); a registry without its zone is not tested."""
from frames import DOMAIN, IDN, check, el
from suite import FAIL, PASS, CannotGoOn

ZONE = "xn--mgbh0fb"
TABLE = "arab"
# Letters with no variants, and that join on both sides.
LETTERS = "بتثجحخسشصضطظعغفقلمن"
NON_JOINER = "\u200c"

# What stands before or behind a random word, and whether the table takes the whole.
LABELS = (
    ("letters", "{}", PASS),
    ("a letter that has variants", "{}ة", PASS),
    ("Persian letters", "{}چپگژ", PASS),
    ("a non-joiner between letters that join", "{}" + NON_JOINER + "ها", PASS),
    ("digits of one row behind", "{}٤٢", PASS),
    ("a hyphen inside", "{}-{}", PASS),
    ("a digit in front", "١{}", FAIL),
    ("digits of two rows", "{}٤۲", FAIL),
    ("kaf and yeh of two languages", "{}كی", FAIL),
    ("a letter of another script", "{}я", FAIL),
    ("a Latin letter", "{}a", FAIL),
    ("tatweel", "{}ـ{}", FAIL),
    ("a mark in front", "\u0650{}", FAIL),
    ("a non-joiner at the end", "{}" + NON_JOINER, FAIL),
    ("a symbol", "{}☃", FAIL),
    ("hyphens in the third and fourth place", "بت--{}", FAIL),
    ("a form for presentation", "{}ﻻ", FAIL),
)


def a_label(label):
    """Without any mapping, which Python's own IDNA would do."""
    return "xn--" + label.encode("punycode").decode()


def word(suite, length=9):
    return "".join(suite.random.choice(LETTERS) for _ in range(length))


def create(suite, label, zone=ZONE, registrar=0, table=None):
    registrant, contacts = suite.contacts_for_domain(registrar)
    extension = el("data", el("table", table), xmlns=IDN) if table else ""
    return suite.ask(suite.domain_frame(f"{label}.{zone}", registrant, contacts), extension,
                     registrar=registrar, doing=label)


def is_free(suite, label, registrar=0):
    name = f"{label}.{ZONE}"
    answer = suite.ask(check(DOMAIN, name), registrar=registrar, doing="check")
    if not answer.passed:
        raise CannotGoOn(f"check of {name}: {answer}")
    return answer.avail()[name]


def labels(suite):
    if ZONE not in suite.ready["zones"]:
        return suite.skip("all", f"there is no zone {ZONE}")
    for row, form, expected in LABELS:
        label = a_label(form.replace("{}", word(suite, 6)))
        suite.equal(is_free(suite, label), expected == PASS, f"{row}: free")
        suite.verdict(create(suite, label), expected, row)
    for row, label in (("punycode of nothing", "xn--"), ("punycode that is none", "xn--0"),
                       ("an A-label of ASCII alone", "xn--rst-")):
        suite.verdict(create(suite, label), FAIL, row)
    if suite.session().offers(IDN):
        suite.verdict(create(suite, a_label(word(suite)), table=TABLE), PASS, "with its table")
        suite.verdict(create(suite, a_label(word(suite)), table="none"), FAIL, "a table there is not")
    for registrar, whose in ((0, "the same registrar"), (1, "another registrar")):
        stem = word(suite)
        suite.verdict(create(suite, a_label(stem + "ة")), PASS, "a name with variants")
        variant = a_label(stem + "ه")
        suite.equal(is_free(suite, variant, registrar), False, f"its variant, {whose}: free")
        suite.verdict(create(suite, variant, registrar=registrar), 2302, f"its variant, {whose}")
    return None


def idn_only(suite):
    zones = suite.ready.get("idn_only_zones", [])
    if not zones:
        return suite.skip("all", "no zone is for IDN labels alone")
    for zone in zones:
        for label in (suite.word().lower(), "rst-" + suite.digits(6), suite.digits(8)):
            suite.verdict(create(suite, label, zone), FAIL, f"{label} under {zone}")
        suite.verdict(create(suite, a_label(word(suite)), zone), PASS, f"an IDN label under {zone}")
    return None


CASES = {"idn-01": labels, "idn-02": idn_only}
