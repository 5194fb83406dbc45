"""epp-04 to epp-06: what a check says of free, taken and impossible names."""
from frames import CONTACT, DOMAIN, HOST, check, host_create
from suite import CannotGoOn

SYNTAX_CODES = (2001, 2004, 2005)  # the refusals that are as good as "not available"

# Labels no host name of RFC 1123 has.
IMPOSSIBLE_LABELS = (
    ("a label of 64 characters", "a" * 64),
    ("a hyphen in front", "-rst"),
    ("a hyphen at the end", "rst-"),
    ("an underscore", "rst_name"),
    ("a space", "rst name"),
    ("an exclamation mark", "!"),
    ("an empty label", "rst..name"),
    ("a slash", "rst/name"),
)
IMPOSSIBLE_CONTACTS = (
    ("an empty id", ""),
    ("an id of two characters", "ab"),
    ("an id of 17 characters", "a" * 17),
)


def of_impossible(suite, namespace, rows):
    for row, name in rows:
        answer = suite.ask(check(namespace, name), doing=row)
        free = answer.avail()
        if answer.passed:
            good = bool(free) and not any(free.values())
        else:
            good = answer.code in SYNTAX_CODES
        suite.check(good, row, f"not available, or one of {SYNTAX_CODES}", f"{answer} {free}")


def of_possible(suite, namespace, name, free, row):
    answer = suite.ask(check(namespace, name), doing=row)
    if not answer.passed:
        suite.check(False, row, "a verdict", answer)
    else:
        suite.equal(answer.avail(), {name.lower(): free}, row)


def domains(suite):
    for zone in suite.ready["zones"]:
        of_impossible(suite, DOMAIN, [(f"{row} under {zone}", f"{label}.{zone}")
                                      for row, label in IMPOSSIBLE_LABELS])
        taken = suite.new_domain(registrar=2, zone=zone)
        of_possible(suite, DOMAIN, taken, False, f"a registered name under {zone}")
        free = suite.domain_name(zone)
        of_possible(suite, DOMAIN, free, True, f"a free name under {zone}")
        answer = suite.ask(check(DOMAIN, taken, free), doing="both at once")
        suite.equal(answer.avail(), {taken.lower(): False, free.lower(): True},
                    f"both at once under {zone}")


def hosts(suite):
    if not suite.profile.host_objects:
        return suite.skip("all", "host attributes")
    of_impossible(suite, HOST, [(row, f"ns1.{label}.rst.icann")
                                for row, label in IMPOSSIBLE_LABELS])
    of_possible(suite, HOST, suite.new_external_host(2), False, "a registered external host")
    parent = suite.new_domain(registrar=2)
    inside = f"ns1.{parent}"
    suite.need(host_create(inside, [suite.glue_v4()]), registrar=2)
    of_possible(suite, HOST, inside, False, "a registered internal host")
    of_possible(suite, HOST, suite.external_host(), True, "a free external host")
    of_possible(suite, HOST, f"{suite.word()}.{parent}", True, "a free internal host")


def contacts(suite):
    if not suite.profile.contacts:
        return suite.skip("all", "no contacts")
    of_impossible(suite, CONTACT, IMPOSSIBLE_CONTACTS)
    taken = [suite.new_contact(2)["id"] for _ in range(2)]
    for n, identifier in enumerate(taken, 1):
        answer = suite.ask(check(CONTACT, identifier), doing="registered")
        if not answer.passed:
            raise CannotGoOn(f"check of a registered contact: {answer}")
        suite.equal(list(answer.avail().values()), [False], f"registered contact {n}")
    of_possible(suite, CONTACT, suite.word(16), True, "a free id")


CASES = {"epp-04": domains, "epp-05": hosts, "epp-06": contacts}
