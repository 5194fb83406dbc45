"""epp-11 to epp-13, epp-23 to epp-26, and the hosts' half of epp-15."""
from contact_cases import status_rows
from frames import HOST, address, domain_update, host_create, host_update, name_servers, named
from frames import statuses
from suite import FAIL, PASS

V4 = "208.77.190.{}"
V6 = "2602:800:900e:1257::{}"

# Addresses that no host may have: (what, version, text).
BAD_V4 = (
    ("empty", "v4", ""),
    ("of version 6", "v4", V6.format(4)),
    ("of three parts", "v4", "208.77.190"),
    ("of letters", "v4", "a.b.c.d"),
    ("with a part of 256", "v4", "256.1.1.1"),
    ("of five parts", "v4", "1.2.3.4.5"),
)
LOOPBACK_V4 = ("of this machine", "v4", "127.0.0.1")
BAD_VERSION = ("of version 5", "v5", V4.format(197))
BAD_V6 = (
    ("of version 4", "v6", V4.format(198)),
    ("unspecified", "v6", "::"),
    ("of this machine", "v6", "::1"),
    ("with a letter that is no digit", "v6", "::X"),
    ("of words", "v6", "NOT::HEX::"),
)
EMPTY_V6 = ("empty", "v6", "")

# (which host, whether its domain is there, address, expected)
EXTERNAL, INVALID, FIRST, SECOND, THIRD = "external", "invalid", "first", "second", "third"
CREATE_ROWS = (
    [("external, without an address", EXTERNAL, False, None, PASS),
     ("a label of an exclamation mark", INVALID, False, None, FAIL),
     ("below a domain that is not there", FIRST, False, None, FAIL),
     ("the same, now that the domain is there", FIRST, True, ("v4", V4.format(196)), PASS)]
    + [(f"an IPv4 address {what}", SECOND, True, (version, text), FAIL)
       for what, version, text in BAD_V4 + (LOOPBACK_V4, BAD_VERSION)]
    + [("an IPv6 address", SECOND, True, ("v6", V6.format(5)), PASS)]
    + [(f"an IPv6 address {what}", THIRD, True, (version, text), FAIL)
       for what, version, text in (EMPTY_V6,) + BAD_V6])

NOT_THE_CLIENTS = ("clientHold", "linked", "ok", "pendingCreate", "pendingDelete",
                   "pendingTransfer", "pendingUpdate", "serverDeleteProhibited",
                   "serverUpdateProhibited", "invalidStatusCode")
STATUS_ROWS = (
    [("add", "clientUpdateProhibited", PASS), ("rem", "clientUpdateProhibited", PASS),
     ("add", "clientDeleteProhibited", PASS), ("add", "clientDeleteProhibited", FAIL)]
    + [("add", status, FAIL) for status in NOT_THE_CLIENTS]
    + [("rem", "clientDeleteProhibited", PASS), ("rem", "clientDeleteProhibited", FAIL)]
    + [("rem", status, FAIL) for status in NOT_THE_CLIENTS])
ADDRESS_ROWS = (
    [("add", "an IPv4 address", "v4", V4.format(192), PASS),
     ("add", "the same IPv4 address", "v4", V4.format(192), FAIL)]
    + [("add", f"an IPv4 address {what}", version, text, FAIL)
       for what, version, text in BAD_V4 + (BAD_VERSION,)]
    + [("add", "an IPv6 address", "v6", V6.format(2), PASS),
       ("add", "the same IPv6 address written otherwise", "v6",
        "2602:0800:900E:1257:0:0:0:2", FAIL)]
    + [("add", f"an IPv6 address {what}", version, text, FAIL) for what, version, text in BAD_V6]
    + [("rem", "an IPv4 address it does not have", "v4", V4.format(195), FAIL),
       ("rem", "an IPv6 address it does not have", "v6", V6.format(3), FAIL),
       ("rem", "its IPv4 address", "v4", V4.format(192), PASS)])


def objects_only(function):
    def case(suite):
        if not suite.profile.host_objects:
            return suite.skip("all", "host attributes")
        return function(suite)
    return case


def addresses_of(answer):
    return {(node.get("ip", "v4"), node.text) for node in answer.all("addr")}


@objects_only
def creates(suite):
    for zone in suite.ready["zones"]:
        parent = suite.domain_name(zone)
        names = {EXTERNAL: suite.external_host(), INVALID: f"!.epp-11.rst.{suite.word()}.icann",
                 FIRST: f"ns1.epp-11.rst.{parent}", SECOND: f"ns2.epp-11.rst.{parent}",
                 THIRD: f"ns3.epp-11.rst.{parent}"}
        there = False
        for row, which, needs_parent, glue, expected in CREATE_ROWS:
            if needs_parent and not there:
                registrant, contacts = suite.contacts_for_domain()
                suite.need(suite.domain_frame(parent, registrant, contacts))
                there = True
            row = f"{zone}: {row}"
            name = names[which]
            answer = suite.ask(host_create(name, [glue] if glue else []), doing=row)
            suite.verdict(answer, expected, row)
            if expected == PASS and answer.passed:
                seen = suite.info(HOST, name)
                suite.equal((seen.text("name") or "").lower(), name.lower(), f"{row}: its name")
                suite.equal(addresses_of(seen), {glue} if glue else set(), f"{row}: its addresses")
                suite.equal(seen.text("clID"), suite.registrar_id(), f"{row}: its sponsor")


@objects_only
def access(suite):
    domain = suite.new_domain()
    inside = f"ns1.{domain}"
    suite.need(host_create(inside, [suite.glue_v4()]))
    for what, name in (("external", suite.new_external_host()), ("internal", inside)):
        answer = suite.ask(host_update(name, add=statuses(["clientDeleteProhibited"])),
                           registrar=1, doing=what)
        suite.verdict(answer, 2201, f"another registrar's update of an {what} host")


@objects_only
def updates(suite):
    name = f"ns1.epp-13.rst.{suite.new_domain()}"
    first = ("v4", V4.format(250))
    suite.need(host_create(name, [first]))
    status_rows(suite, HOST, name, STATUS_ROWS,
                lambda verb, status: host_update(name, **{verb: statuses([status])}))
    held = {first}
    for verb, row, version, text, expected in ADDRESS_ROWS:
        answer = suite.ask(host_update(name, **{verb: address(version, text)}), doing=row)
        suite.verdict(answer, expected, f"{verb} {row}")
        if expected == PASS:
            held = held | {(version, text)} if verb == "add" else held - {(version, text)}
            suite.equal(addresses_of(suite.info(HOST, name)), held, f"{verb} {row}: reads back")


@objects_only
def renames(suite):
    external = suite.new_external_host()
    elsewhere = suite.external_host()
    theirs = suite.new_domain(registrar=2)
    own = suite.domain_name()
    for row, new_name, expected in (
            ("to an impossible name", "!.invalid", FAIL),
            ("to a name in another TLD", elsewhere, PASS),
            ("below another registrar's domain", f"ns1.epp-23.rst.{theirs}", FAIL),
            ("below a domain that is not there", f"ns1.epp-23.rst.{own}", FAIL),
            ("below one's own domain", f"ns1.epp-23.rst.{own}", PASS)):
        if expected == PASS and own in new_name:
            registrant, contacts = suite.contacts_for_domain()
            suite.need(suite.domain_frame(own, registrant, contacts))
        answer = suite.ask(host_update(external, new_name=new_name), doing=row)
        suite.verdict(answer, expected, row)
        if expected == PASS and answer.passed:
            suite.verdict(suite.info(HOST, external), 2303, f"{row}: the old name")
            external = new_name
        seen = suite.info(HOST, external)
        suite.equal((seen.text("name") or str(seen)).lower(), external.lower(),
                    f"{row}: the name reads back")
    # RFC 5732 §3.2.5: a new name can need addresses in the same command.
    answer = suite.ask(host_update(suite.new_external_host(), add=address(*suite.glue_v4()),
                                   new_name=f"ns4.{own}"), doing="with an address")
    suite.verdict(answer, PASS, "below one's own domain, with an address added")
    inside = f"ns2.{own}"
    suite.need(host_create(inside, [suite.glue_v4()]))
    answer = suite.ask(host_update(inside, new_name=f"ns3.{own}"), doing="inside")
    suite.verdict(answer, PASS, "inside one's own domain, with its addresses")
    linked_name = suite.new_external_host()
    suite.new_domain(registrar=1, ns=name_servers([linked_name]))
    answer = suite.ask(host_update(linked_name, new_name=suite.external_host()), doing="linked")
    suite.verdict(answer, 2305, "an external host that another registrar's domain uses")


@objects_only
def deletes(suite):
    domain = suite.new_domain()
    inside = f"ns1.{domain}"
    suite.need(host_create(inside, [suite.glue_v4()]))
    for what, name in (("external", suite.new_external_host()), ("internal", inside)):
        answer = suite.ask(named("delete", HOST, name), doing=what)
        suite.verdict(answer, PASS, f"delete of an {what} host")
        if answer.code == 1000:
            suite.verdict(suite.info(HOST, name), 2303, f"info after it, {what}")


@objects_only
def subordinate(suite):
    domain = suite.new_domain()
    for what, glue in (("an IPv4 address", [suite.glue_v4()]),
                       ("an IPv6 address", [suite.glue_v6()]),
                       ("both", [suite.glue_v4(), suite.glue_v6()])):
        answer = suite.ask(host_create(f"{suite.word(6)}.{domain}", glue), registrar=1, doing=what)
        suite.verdict(answer, FAIL, f"another registrar's host below it, with {what}")
    name = f"ns9.{domain}"
    answer = suite.ask(host_create(name), registrar=1, doing="without an address")
    suite.check(answer.code, "another registrar's host below it, without an address", "an answer",
                answer)
    if answer.passed:
        suite.equal(suite.info(HOST, name).text("clID"), suite.registrar_id(),
                    "its sponsor is the domain's")


@objects_only
def wide_glue(suite):
    if not suite.profile.wide_glue:
        return suite.skip("all", "narrow glue")
    domain, _ = suite.new_delegated_domain()
    answer = suite.ask(host_create(f"ns1.{domain}", [suite.glue_v4()]), registrar=1)
    suite.verdict(answer, FAIL, "another registrar's host below it, with an IPv4 address")


@objects_only
def glueless(suite):
    domain, _ = suite.new_delegated_domain()
    name = f"ns1.{domain}"
    answer = suite.ask(host_create(name), registrar=1, doing="glueless host of another")
    if not answer.passed:
        return suite.check(True, "another registrar's host without glue", FAIL, answer)
    answer = suite.ask(domain_update(domain, add=name_servers([name])), doing="delegate to it")
    return suite.verdict(answer, FAIL, "delegating to a host without glue")


def linked(suite):
    """epp-15, hosts."""
    if not suite.profile.host_objects:
        return suite.skip("hosts", "host attributes")
    domain, hosts = suite.new_delegated_domain()
    inside = f"ns1.{domain}"
    suite.need(host_create(inside, [suite.glue_v4()]))
    suite.need(domain_update(domain, add=name_servers([inside])))
    for what, name in (("external", hosts[0]), ("internal", inside)):
        suite.verdict(suite.ask(named("delete", HOST, name), doing=what), 2305,
                      f"delete of an {what} host that a domain uses")


CASES = {"epp-11": creates, "epp-12": access, "epp-13": updates, "epp-23": renames,
         "epp-24": deletes, "epp-25": subordinate, "epp-26": wide_glue, "epp-27": glueless}
