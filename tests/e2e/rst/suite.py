"""What the RST checks share: the registry under test and its profile, the sessions of three
registrars, objects made for a purpose, and the list of what was seen.

A check is one row of one case. It names the row, what was expected and what came back; a case that
cannot go on (a set-up step was refused, the connection broke) is one failed check and the next case
runs all the same.
"""
import random
import string
import time

from frames import (CONTACT, SECURE_AUTH_INFO, auth_info, contact_create, domain_create,
                    domain_update, el, host_attribute, host_create, name_servers, named)
from wire import Broken, Client, Transcript

PASS = "accepted"
FAIL = "refused"
GLUE_V4 = "208.77.190.{}"  # ICANN's test prefixes
GLUE_V6 = "2602:800:900e:1257::{:x}"
ALNUM = string.ascii_letters + string.digits
POSTAL = ("type", "name", "org", "street", "city", "sp", "pc", "cc")


class CannotGoOn(Exception):
    """A step that a case builds on did not work."""


class Profile:
    """What the registry says of itself in the sandbox's ready file, with what a registry of ICANN's
    contract has where it says nothing."""

    def __init__(self, ready, services):
        says = ready.get("profile", {})
        objects, extensions = services
        self.contacts = says.get("data_model", "maximum") != "minimum" and CONTACT in objects
        self.host_objects = says.get("host_model", "objects") == "objects"
        self.sec_dns = says.get("secdns", ["dsData"])
        self.required_contacts = says.get("required_contacts", [])
        self.repository = says.get("repository", "STELE")
        self.wide_glue = says.get("glue", "narrow") == "wide"
        self.extensions = says.get("extensions", extensions)
        self.secure_auth_info = SECURE_AUTH_INFO in extensions
        self.max_years = says.get("max_years", 10)


class Suite:
    def __init__(self, ready, scratch, left_out=()):
        self.ready = ready
        self.left_out = left_out  # words of extensions this run does without
        self.scratch = scratch
        self.transcript = Transcript(scratch / "frames")
        self.random = random.SystemRandom()
        self.clients = {}
        self.case = ""
        self.checks = []  # (case, row, expected, seen, ok)
        self.skipped = []
        self.address = 0
        with self.connect(0) as client:
            self.profile = Profile(ready, client.services())

    # ---- what was seen ----

    def check(self, ok, row, expected, seen):
        self.checks.append((self.case, row, expected, str(seen), bool(ok)))
        return ok

    def equal(self, seen, expected, row):
        return self.check(seen == expected, row, repr(expected), repr(seen))

    def verdict(self, answer, expected, row):
        """An answer that should be PASS or FAIL, or carry one very code."""
        if expected in (PASS, FAIL):
            ok = answer.passed == (expected == PASS) and answer.code != 0
        else:
            ok = answer.code == expected
        self.check(ok, row, expected, answer)
        return answer

    def skip(self, row, why):
        self.skipped.append((self.case, row, why))

    def run(self, name, function):
        self.case = name
        try:
            function(self)
        except (CannotGoOn, Broken, OSError) as error:
            self.check(False, "the case runs to its end", "no trouble",
                       f"{type(error).__name__}: {error}")
            if not isinstance(error, CannotGoOn):
                self.drop_sessions()

    # ---- sessions ----

    def connect(self, registrar=None):
        """A new connection, with the certificate of the n-th registrar or with none."""
        who = self.ready["registrars"][registrar] if registrar is not None else {}
        return Client(self.transcript, self.ready["epp"]["port"], who.get("cert"), who.get("key"))

    def registrar_id(self, registrar=0):
        return self.ready["registrars"][registrar]["id"]

    def session(self, registrar=0):
        """The n-th registrar's session: 0 and 1 are the clients under test, 2 is the third party
        that has sponsored names since before the test."""
        if registrar not in self.clients:
            client = self.connect(registrar)
            who = self.ready["registrars"][registrar]
            answer = client.sign_in(who["id"], who["password"])
            if not answer.passed:
                raise CannotGoOn(f"login of {who['id']}: {answer}")
            self.clients[registrar] = client
        return self.clients[registrar]

    def drop_sessions(self):
        for client in self.clients.values():
            client.close()
        self.clients.clear()

    def ask(self, body, extension="", registrar=0, doing=""):
        return self.session(registrar).ask(body, extension, f"{self.case} {doing}".strip())

    def need(self, body, extension="", registrar=0):
        """A step the case builds on."""
        answer = self.ask(body, extension, registrar, "set-up")
        if not answer.passed:
            raise CannotGoOn(f"set-up refused with {answer}: {body[:300]}")
        return answer

    def info(self, namespace, name, content="", registrar=0):
        return self.ask(named("info", namespace, name, content), registrar=registrar, doing="info")

    def try_rows(self, rows, send):
        """A table: each row is (what it is, the changes, expected)."""
        for row, changes, expected in rows:
            self.verdict(send(row, changes), expected, row)

    # ---- names and values ----

    def word(self, length=18):
        return "".join(self.random.choice(ALNUM) for _ in range(length))

    def digits(self, length):
        return "".join(self.random.choice(string.digits) for _ in range(length))

    def zone(self):
        return self.ready["zones"][0]

    def domain_name(self, zone=None):
        return f"rst-{self.case}-{self.word()}.{zone or self.zone()}"

    def external_host(self):
        return f"ns1.{self.case}.rst.{self.word()}.icann"

    def secret(self):
        """An authInfo that RFC 9154 §4.1 calls secure: over 128 bits of chance."""
        return f"Aa0-{self.word(26)}!"

    def next_address(self):
        self.address = self.address % 60 + 1
        return self.address

    def glue_v4(self):
        return ("v4", GLUE_V4.format(192 + self.next_address()))

    def glue_v6(self):
        return ("v6", GLUE_V6.format(0x100 + self.next_address()))

    # ---- objects ----

    def contact(self, **changes):
        made = {"id": self.word(16), "type": "int", "name": f"Test {self.word(8)}",
                "org": f"Organisation {self.word(6)}", "street": [f"{self.digits(3)} Test Street"],
                "city": "Los Angeles", "sp": "CA", "pc": "90094", "cc": "US",
                "voice": f"+1.310{self.digits(7)}", "voice_ext": self.digits(4),
                "fax": f"+1.310{self.digits(7)}", "fax_ext": self.digits(4),
                "email": f"{self.word(12).lower()}@rst.example.com", "pw": self.secret()}
        made.update(changes)
        return made

    def new_contact(self, registrar=0):
        contact = self.contact()
        self.need(contact_create(contact), registrar=registrar)
        return contact

    def contacts_for_domain(self, registrar=0):
        """What a domain needs: (registrant, [(type, id)]), made for it."""
        if not self.profile.contacts:
            return None, []
        registrant = self.new_contact(registrar)["id"]
        kinds = self.profile.required_contacts or ["admin", "tech"]
        return registrant, [(kind, registrant) for kind in kinds]

    def domain_frame(self, name, registrant, contacts, **changes):
        """A create that is in order. RFC 9154 §4.2: the authInfo is empty until a transfer."""
        settings = {"period": "1", "registrant": registrant, "contacts": contacts,
                    "pw": "" if self.profile.secure_auth_info else self.secret()}
        settings.update(changes)
        return domain_create(name, **settings)

    def new_domain(self, registrar=0, zone=None, **changes):
        name = self.domain_name(zone)
        registrant, contacts = self.contacts_for_domain(registrar)
        self.need(self.domain_frame(name, registrant, contacts, **changes), registrar=registrar)
        return name

    def new_external_host(self, registrar=0):
        name = self.external_host()
        self.need(host_create(name), registrar=registrar)
        return name

    def new_name_servers(self, registrar=0):
        """Two external name servers made for a domain: their element and their names."""
        hosts = [self.external_host() for _ in range(2)]
        if not self.profile.host_objects:
            return el("ns", "".join(map(host_attribute, hosts))), hosts
        for host in hosts:
            self.need(host_create(host), registrar=registrar)
        return name_servers(hosts), hosts

    def new_delegated_domain(self, registrar=0):
        ns, hosts = self.new_name_servers(registrar)
        return self.new_domain(registrar, ns=ns), hosts

    def set_auth_info(self, name, pw, registrar=0):
        return self.ask(domain_update(name, chg=auth_info(pw)), registrar=registrar,
                        doing="set authInfo")

    def within(self, seconds, condition, row):
        """The registry may take its time with a transfer."""
        deadline = time.monotonic() + seconds
        while True:
            answer = condition()
            if answer or time.monotonic() > deadline:
                return self.check(answer, row, f"within {seconds} s", "yes" if answer else "no")
            time.sleep(0.2)
