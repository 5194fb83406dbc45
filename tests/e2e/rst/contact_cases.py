"""epp-07 to epp-10 and the contacts' half of epp-15."""
from frames import (CONTACT, contact_create, contact_update, named, numbers_and_email,
                    postal_info)
from suite import FAIL, PASS, POSTAL

# ---- values, and what they are worth (RFC 5733, ISO 3166-1, E.164, RFC 5322) ----

LONG = "x" * 256
BAD_POSTAL = (
    ("type neither int nor loc", {"type": "tni"}),
    ("type empty", {"type": ""}),
    ("name empty", {"name": ""}),
    ("org of 256 characters", {"org": LONG}),
    ("city empty", {"city": ""}),
    ("cc empty", {"cc": ""}),
    ("name of 256 characters", {"name": LONG}),
    ("street of 256 characters", {"street": [LONG]}),
    ("city of 256 characters", {"city": LONG}),
    ("cc that ISO 3166 does not assign", {"cc": "XX"}),
    ("cc of one letter", {"cc": "U"}),
    ("cc of three letters", {"cc": "USA"}),
)
BAD_NUMBERS = (
    ("without a dot", "+12345"),
    ("country code of four digits", "+1111.1"),
    ("digits alone", "55"),
    ("nothing behind the dot", "+1."),
    ("15 digits behind the dot", "+1.123456789012345"),
    ("a letter behind the dot", "+1.a"),
    ("a letter for a country code", "+a.1"),
)
BAD_EMAILS = (
    ("a word", "example"),
    ("no @", "example.example"),
    ("nothing before the @", "@example.com"),
    ("an @ alone", "@"),
    ("65 characters before the @", "a" * 65 + "@example.com"),
)


def bad_numbers(kind):
    return [(f"{kind} {row}", {kind: number}, FAIL) for row, number in BAD_NUMBERS]


CREATE_ROWS = (
    [("every element", {}, PASS),
     ("id empty", {"id": ""}, FAIL),
     ("id of 17 characters", {"id": "x" * 17}, FAIL)]
    + [(row, changes, FAIL) for row, changes in BAD_POSTAL]
    # RFC 5733's schema lets a number be empty; ICANN's test does not.
    + [("voice empty", {"voice": "", "voice_ext": None}, FAIL),
       ("email empty", {"email": ""}, FAIL)]
    + bad_numbers("voice") + bad_numbers("fax")
    + [(f"email: {row}", {"email": email}, FAIL) for row, email in BAD_EMAILS])

POSTAL_ROWS = ([("every element", {}, PASS)]
               + [(row, changes, FAIL) for row, changes in BAD_POSTAL])
OTHER_ROWS = ([("voice, fax and email", {}, PASS)] + bad_numbers("voice") + bad_numbers("fax")
              + [(f"email: {row}", {"email": email}, FAIL) for row, email in BAD_EMAILS])

# (what is done with the status, the status, expected), in this order on one contact.
NOT_THE_CLIENTS = ("ok", "pendingCreate", "pendingDelete", "pendingTransfer", "pendingUpdate",
                   "serverDeleteProhibited", "serverUpdateProhibited", "invalidStatusCode")
STATUS_ROWS = (
    [("add", "clientUpdateProhibited", PASS), ("add", "clientUpdateProhibited", FAIL),
     ("rem", "clientUpdateProhibited", PASS), ("add", "clientDeleteProhibited", PASS),
     ("add", "clientDeleteProhibited", FAIL), ("add", "clientHold", FAIL),
     ("add", "linked", FAIL)]
    + [("add", status, FAIL) for status in NOT_THE_CLIENTS]
    + [("rem", "clientUpdateProhibited", FAIL), ("rem", "clientDeleteProhibited", PASS),
       ("rem", "clientDeleteProhibited", FAIL), ("rem", "clientHold", FAIL)]
    + [("rem", status, FAIL) for status in NOT_THE_CLIENTS])


# ---- reading back ----

def same_contact(suite, contact, row, registrar=0):
    """An info must give back what was sent."""
    answer = suite.info(CONTACT, contact["id"], registrar=registrar)
    if not answer.passed:
        return suite.check(False, f"{row}: info", "an answer", answer)
    postal = answer.find("postalInfo")
    seen = {"type": postal.get("type") if postal is not None else None,
            "street": [text for text in answer.texts("street") if text]}
    for key in ("name", "org", "city", "sp", "pc", "cc"):
        seen[key] = answer.text(key, postal)
    for key in ("voice", "fax"):
        node = answer.find(key)
        seen[key] = answer.text(key)
        seen[f"{key}_ext"] = None if node is None else node.get("x")
    for key in ("id", "email"):
        seen[key] = answer.text(key)
    for key, value in seen.items():
        wanted = [text for text in contact[key] if text] if key == "street" else contact[key]
        suite.equal(value, wanted, f"{row}: {key} reads back")


# ---- cases ----

def creates(suite):
    if not suite.profile.contacts:
        return suite.skip("all", "no contacts")
    for row, changes, expected in CREATE_ROWS:
        contact = suite.contact(**changes)
        answer = suite.ask(contact_create(contact), doing=row)
        suite.verdict(answer, expected, row)
        if expected == PASS and answer.passed:
            suite.equal(answer.text("id"), contact["id"], f"{row}: the id in the answer")
            same_contact(suite, contact, row)
    local = suite.contact(type="loc", name="Jana Nov\u00e1kov\u00e1", city="Plze\u0148",
                          street=["Mal\u00e1 1", "2. patro", "b"])
    suite.verdict(suite.ask(contact_create(local), doing="loc"), PASS, "a localised address")
    same_contact(suite, local, "a localised address")


def access(suite):
    if not suite.profile.contacts:
        return suite.skip("all", "no contacts")
    for owner, other in ((0, 1), (1, 0)):
        contact = suite.new_contact(owner)
        suite.verdict(suite.info(CONTACT, contact["id"], registrar=other), FAIL,
                      f"info by {suite.registrar_id(other)}")
        suite.verdict(suite.ask(contact_update(contact["id"], add=["clientDeleteProhibited"]),
                                registrar=other, doing="update by another"), FAIL,
                      f"update by {suite.registrar_id(other)}")
        same_contact(suite, contact, "unharmed", registrar=owner)


def updates(suite):
    if not suite.profile.contacts:
        return suite.skip("all", "no contacts")
    contact = suite.new_contact()
    for kind, keys, rows in (("postalInfo", POSTAL, POSTAL_ROWS),
                             ("numbers", ("voice", "voice_ext", "fax", "fax_ext", "email"),
                              OTHER_ROWS)):
        for row, changes, expected in rows:
            fresh = suite.contact(**changes)
            wanted = contact | {key: fresh[key] for key in keys}
            change = (postal_info if kind == "postalInfo" else numbers_and_email)(wanted)
            answer = suite.ask(contact_update(contact["id"], chg=change), doing=row)
            suite.verdict(answer, expected, f"{kind}: {row}")
            if expected == PASS and answer.passed:
                contact = wanted
                same_contact(suite, contact, f"{kind}: {row}")
    same_contact(suite, contact, "after every row")
    status_rows(suite, CONTACT, contact["id"], STATUS_ROWS,
                lambda verb, status: contact_update(contact["id"], **{verb: [status]}))


def status_rows(suite, namespace, name, rows, frame):
    """Statuses one by one; what an info then says must be what was accepted."""
    client_set = set()
    for verb, status, expected in rows:
        answer = suite.ask(frame(verb, status), doing=f"{verb} {status}")
        suite.verdict(answer, expected, f"{verb} {status}")
        if expected == PASS:
            client_set = client_set | {status} if verb == "add" else client_set - {status}
            shown = {s for s in suite.info(namespace, name).statuses() if s.startswith("client")}
            suite.equal(shown, client_set, f"{verb} {status}: client statuses read back")


def deletes(suite):
    if not suite.profile.contacts:
        return suite.skip("all", "no contacts")
    for registrar in (0, 1):
        who = suite.registrar_id(registrar)
        contact = suite.new_contact(registrar)
        answer = suite.ask(named("delete", CONTACT, contact["id"]), registrar=registrar)
        suite.verdict(answer, PASS, f"delete by its sponsor {who}")
        if answer.code == 1000:
            suite.verdict(suite.info(CONTACT, contact["id"], registrar=registrar), 2303,
                          f"info after it, by {who}")


def linked(suite):
    """epp-15, contacts: also that every role of a domain holds on to its contact."""
    if not suite.profile.contacts:
        return suite.skip("contacts", "no contacts")
    registrant = suite.new_contact()["id"]
    roles = [(kind, suite.new_contact()["id"]) for kind in ("admin", "tech", "billing")]
    suite.need(suite.domain_frame(suite.domain_name(), registrant, roles))
    for role, identifier in [("registrant", registrant)] + roles:
        suite.verdict(suite.ask(named("delete", CONTACT, identifier), doing=role), 2305,
                      f"delete of a contact that is {role}")


CASES = {"epp-07": creates, "epp-08": access, "epp-09": updates, "epp-10": deletes}
