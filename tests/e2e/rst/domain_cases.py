"""epp-14 to epp-16, epp-18, epp-21 and epp-22: domains created, changed, renewed, deleted and
restored."""
import base64
import datetime
import re

import contact_cases
import host_cases
from contact_cases import status_rows
from frames import (CONTACT, DOMAIN, HOST, RGP, SEC_DNS, domain_create, domain_renew,
                    domain_update, ds_data, el, host_attribute, host_create, key_data,
                    name_servers, named, restore, restore_report, sec_dns_create, sec_dns_update,
                    statuses, value)
from suite import FAIL, PASS

V4 = host_cases.V4
V6 = host_cases.V6

# ---- tables ----

PERIOD_ROWS = (
    ("10 years", {"period": "10"}, PASS),
    ("11 years", {"period": "11"}, FAIL),
    ("-1 years", {"period": "-1"}, FAIL),
    ("1.5 years", {"period": "1.5"}, FAIL),
    ("0 years", {"period": "0"}, FAIL),
    ("a unit that is none", {"unit": "x"}, FAIL),
)
# Values of DS and key data that RFC 5910, or IANA's lists of algorithms and digests, do not allow.
DS_ROWS = (
    ("key tag empty", {"key_tag": ""}),
    ("DS algorithm empty", {"alg": ""}),
    ("DS algorithm -1", {"alg": "-1"}),
    ("DS algorithm a letter", {"alg": "A"}),
    ("DS algorithm nobody assigned", {"alg": "123"}),
    ("digest type empty", {"digest_type": ""}),
    ("digest type -1", {"digest_type": "-1"}),
    ("digest type a letter", {"digest_type": "A"}),
    ("digest type nobody assigned", {"digest_type": "255"}),
    ("digest empty", {"digest": ""}),
)
KEY_ROWS = (
    ("flags empty", {"flags": ""}),
    ("flags 1", {"flags": "1"}),
    ("flags 256: no secure entry point", {"flags": "256"}),
    ("flags -1", {"flags": "-1"}),
    ("flags a letter", {"flags": "A"}),
    ("protocol empty", {"protocol": ""}),
    ("protocol 1", {"protocol": "1"}),
    ("protocol 256", {"protocol": "256"}),
    ("protocol -1", {"protocol": "-1"}),
    ("protocol a letter", {"protocol": "A"}),
    ("key algorithm empty", {"alg": ""}),
    ("key algorithm -1", {"alg": "-1"}),
    ("key algorithm a letter", {"alg": "A"}),
    ("key algorithm nobody assigned", {"alg": "123"}),
    ("public key empty", {"pub_key": ""}),
    ("public key no base64", {"pub_key": "this is not a DNSKEY."}),
)
NOT_THE_CLIENTS = ("linked", "ok", "pendingCreate", "pendingDelete", "pendingTransfer",
                   "pendingUpdate", "serverDeleteProhibited", "serverRenewProhibited",
                   "serverTransferProhibited", "serverUpdateProhibited", "invalidStatusCode")
CLIENTS = ("clientDeleteProhibited", "clientHold", "clientRenewProhibited",
           "clientTransferProhibited")
STATUS_ROWS = (
    [("add", status, PASS) for status in CLIENTS]
    + [("add", "clientUpdateProhibited", PASS), ("add", "clientHold", FAIL),
       ("rem", "clientUpdateProhibited", PASS), ("add", "clientHold", FAIL)]
    + [("add", status, FAIL) for status in NOT_THE_CLIENTS]
    + [("rem", status, PASS) for status in CLIENTS]
    + [("rem", "clientHold", FAIL), ("rem", "invalidStatusCode", FAIL)])

# Host attributes below the domain itself: (what, [(version, address)], expected).
GLUE_ROWS = (
    [("without glue", [], FAIL), ("with an IPv4 address", [("v4", V4.format(199))], PASS)]
    + [(f"with an IPv4 address {what}", [(version, text)], FAIL)
       for what, version, text in host_cases.BAD_V4
       + (host_cases.LOOPBACK_V4, host_cases.BAD_VERSION)]
    + [("with an IPv6 address", [("v6", V6.format(7))], PASS)]
    + [(f"with an IPv6 address {what}", [(version, text)], FAIL)
       for what, version, text in (host_cases.EMPTY_V6,) + host_cases.BAD_V6])


# ---- DNSSEC data ----

def new_ds(suite):
    return {"key_tag": str(suite.random.randrange(1, 65536)), "alg": "16", "digest_type": "2",
            "digest": suite.random.randbytes(32).hex().upper()}


def new_key(suite, alg="16", size=57):
    return {"flags": "257", "protocol": "3", "alg": alg,
            "pub_key": base64.b64encode(suite.random.randbytes(size)).decode()}


def dnssec_of(suite):
    """What the registry takes: a maker of good data, how it is written, its table of bad values."""
    if "dsData" in suite.profile.sec_dns:
        return new_ds, ds_data, DS_ROWS
    return new_key, key_data, KEY_ROWS


def dnssec_offered(suite):
    offered = suite.session().offers(SEC_DNS)
    suite.check(offered, "secDNS-1.1 for the DNSSEC rows", "offered", suite.session().services()[1])
    return offered


DNSSEC_TEXT = {"key_tag": "keyTag", "alg": "alg", "digest_type": "digestType", "digest": "digest",
               "flags": "flags", "protocol": "protocol", "pub_key": "pubKey"}


def dnssec_in(answer, data):
    """Those of the answer's DS or key records that are this one."""
    kind = "dsData" if "digest" in data else "keyData"
    return [node for node in answer.all(kind)
            if all((answer.text(tag, node) or "").upper() == data[key].upper()
                   for key, tag in DNSSEC_TEXT.items() if key in data)]


# ---- epp-14 ----

class Creator:
    """Sends creates that differ from a good one in what a row says."""

    def __init__(self, suite, registrar, zone):
        self.suite, self.registrar, self.zone = suite, registrar, zone
        self.registrant, self.contacts = suite.contacts_for_domain(registrar)
        self.ns, self.hosts = suite.new_name_servers(registrar)

    def send(self, row, expected, dnssec="", **changes):
        suite = self.suite
        settings = {"name": suite.domain_name(self.zone), "period": "1", "unit": "y", "ns": self.ns,
                    "registrant": self.registrant, "contacts": self.contacts,
                    "pw": "" if suite.profile.secure_auth_info else suite.secret()}
        settings.update(changes)
        if callable(settings["ns"]):
            settings["ns"] = settings["ns"](settings["name"])
        answer = suite.ask(domain_create(**settings), sec_dns_create(dnssec) if dnssec else "",
                           self.registrar, row)
        row = f"{suite.registrar_id(self.registrar)}, {self.zone}: {row}"
        suite.verdict(answer, expected, row)
        if expected == PASS and answer.passed:
            self.reads_back(row, answer, settings)
        return settings["name"]

    def reads_back(self, row, created, settings):
        suite, me = self.suite, self.suite.registrar_id(self.registrar)
        seen = suite.info(DOMAIN, settings["name"], registrar=self.registrar)
        suite.equal((seen.text("name") or str(seen)).lower(), settings["name"].lower(),
                    f"{row}: its name")
        roid = seen.text("roid") or ""
        repository = re.escape(suite.profile.repository)
        suite.check(re.match(rf"\w{{1,80}}-{repository}$", roid), f"{row}: its ROID",
                    f"…-{suite.profile.repository}", roid)
        suite.equal([seen.text("clID"), seen.text("crID")], [me, me], f"{row}: clID and crID")
        suite.equal([seen.text("crDate"), seen.text("exDate")],
                    [created.text("crDate"), created.text("exDate")], f"{row}: dates as created")
        suite.equal(seen.text("exDate"), years_later(seen.text("crDate"), int(settings["period"])),
                    f"{row}: exDate is crDate and the period")
        since = datetime.datetime.now(datetime.timezone.utc) - parsed(seen.text("crDate"))
        suite.check(abs(since.total_seconds()) < 60, f"{row}: crDate", "now", seen.text("crDate"))
        if suite.profile.contacts:
            suite.equal(seen.text("registrant"), settings["registrant"], f"{row}: its registrant")
            suite.equal({(node.get("type"), node.text) for node in seen.all("contact")},
                        set(settings["contacts"]), f"{row}: its contacts")


def parsed(text):
    try:
        return datetime.datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.datetime.fromtimestamp(0, datetime.timezone.utc)


def years_later(text, years):
    if not text:
        return None
    later = f"{int(text[:4]) + years:04}{text[4:]}"
    try:
        datetime.date.fromisoformat(later[:10])
        return later
    except ValueError:  # 29 February
        return later.replace("-02-29T", "-02-28T")


def creates(suite):
    offered = dnssec_offered(suite)
    for zone in suite.ready["zones"]:
        for registrar in (0, 1):
            creator = Creator(suite, registrar, zone)
            creator.send("everything in order", PASS)
            if registrar == 0:
                create_rows(suite, creator, zone)
                if offered:
                    dnssec_create_rows(suite, creator)


def create_rows(suite, creator, zone):
    for row, label in (("a label of 64 characters and more", f"rst-epp-14-{suite.word(64)}"),
                       ("an A-label that is none", f"xn--{'9' * 40}{suite.word(8)}"),
                       ("hyphens in third and fourth place", f"xx--{suite.word()}")):
        creator.send(row, FAIL, name=f"{label}.{zone}")
    taken = creator.send("one name, the first time", PASS)
    creator.send("one name, the second time", FAIL, name=taken)
    for row, changes, expected in PERIOD_ROWS:
        creator.send(row, expected, **changes)
    if suite.profile.contacts:
        creator.send("a registrant that is not there", FAIL, registrant=suite.word(16))
        creator.send("an empty registrant", FAIL, registrant="")
        creator.send("no registrant", FAIL, registrant=None)
        for kind in suite.profile.required_contacts:
            others = [each for each in creator.contacts if each[0] != kind]
            creator.send(f"no {kind} contact", FAIL, contacts=others)
    else:
        creator.send("a registrant where there are none", FAIL, registrant=suite.word(16))
    if suite.profile.host_objects:
        creator.send("host attributes where hosts are objects", FAIL,
                     ns=el("ns", host_attribute(suite.external_host())))
        creator.send("a host that is not there", FAIL,
                     ns=name_servers([creator.hosts[0], suite.external_host()]))
    else:
        creator.send("host objects where hosts are attributes", FAIL,
                     ns=name_servers([suite.external_host()]))
        for row, glue, expected in GLUE_ROWS:
            creator.send(f"a host below the domain {row}", expected,
                         ns=lambda name, glue=glue: el("ns", host_attribute(f"ns1.{name}", glue)))
    creator.send("no name servers", PASS, ns="")
    if suite.profile.secure_auth_info:
        creator.send("an empty authInfo", PASS, pw="")


def dnssec_create_rows(suite, creator):
    make, write, bad = dnssec_of(suite)
    data = make(suite)
    name = creator.send("DNSSEC data in order", PASS, write(data))
    suite.equal(len(dnssec_in(suite.info(DOMAIN, name), data)), 1, "its DNSSEC data reads back")
    for row, changes in bad:
        creator.send(row, FAIL, write(make(suite) | changes))


# ---- epp-15 ----

def linked(suite):
    contact_cases.linked(suite)
    host_cases.linked(suite)


# ---- epp-16 ----

def updates(suite):
    name, _ = suite.new_delegated_domain()
    answer = suite.ask(domain_update(name, add=statuses(["clientHold"])), registrar=1,
                       doing="another registrar")
    suite.verdict(answer, 2201, "another registrar's update")
    status_rows(suite, DOMAIN, name, STATUS_ROWS,
                lambda verb, status: domain_update(name, **{verb: statuses([status])}))
    ns_rows(suite, name)
    if suite.profile.contacts:
        registrant_rows(suite, name)
    if dnssec_offered(suite):
        dnssec_update_rows(suite, name)


def ns_rows(suite, name):
    def send(row, verb, hosts, expected, ns=name_servers):
        answer = suite.ask(domain_update(name, **{verb: ns([hosts])}), doing=row)
        suite.verdict(answer, expected, row)
        if expected == PASS and answer.passed:
            seen = suite.info(DOMAIN, name)
            shown = [text.lower() for text in seen.texts("hostObj") + seen.texts("hostName")]
            host = hosts if isinstance(hosts, str) else hosts[0]
            suite.equal(host.lower() in shown, verb == "add", f"{row}: reads back")

    def attributes(hosts):
        return el("ns", "".join(host_attribute(host) if isinstance(host, str)
                                else host_attribute(*host) for host in hosts))

    host = suite.external_host()
    if suite.profile.host_objects:
        send("a host that is not there", "add", host, FAIL)
        suite.need(host_create(host))
        mismatch = attributes
    else:
        mismatch = name_servers
    ours = name_servers if suite.profile.host_objects else attributes
    send("a host", "add", host, PASS, ours)
    send("the same host again", "add", host, FAIL, ours)
    send("the host, away", "rem", host, PASS, ours)
    send("the host, away again", "rem", host, FAIL, ours)
    send("a host of the other model", "add", suite.external_host(), FAIL, mismatch)
    if not suite.profile.host_objects:
        for n, (row, glue, expected) in enumerate(GLUE_ROWS, 2):
            send(f"a host below the domain {row}", "add", (f"ns{n}.epp-16.rst.{name}", glue),
                 expected, attributes)


def registrant_rows(suite, name):
    other = suite.new_contact()["id"]
    answer = suite.ask(domain_update(name, chg=value("registrant", other)), doing="registrant")
    suite.verdict(answer, PASS, "another registrant")
    suite.equal(suite.info(DOMAIN, name).text("registrant"), other,
                "another registrant: reads back")
    answer = suite.ask(domain_update(name, chg=value("registrant", suite.word(16))),
                       doing="no such registrant")
    suite.verdict(answer, FAIL, "a registrant that is not there")
    tech = value("contact", other, type="tech")
    suite.verdict(suite.ask(domain_update(name, add=tech), doing="tech"), PASS, "a tech contact")
    suite.verdict(suite.ask(domain_update(name, add=tech), doing="tech"), FAIL,
                  "the same tech contact again")
    suite.verdict(suite.ask(domain_update(name, rem=tech), doing="tech"), PASS,
                  "the tech contact, away")
    suite.verdict(suite.ask(domain_update(name, rem=tech), doing="tech"), FAIL,
                  "the tech contact, away again")


def dnssec_update_rows(suite, name):
    make, write, bad = dnssec_of(suite)

    def send(row, expected, **change):
        answer = suite.ask(domain_update(name), sec_dns_update(**change), doing=row)
        suite.verdict(answer, expected, row)
        return answer

    for row, changes in bad:
        send(f"add: {row}", FAIL, add=write(make(suite) | changes))
    data, never = make(suite), make(suite)
    for row, change, expected, held in (
            ("DNSSEC data", {"add": write(data)}, PASS, 1),
            ("the same DNSSEC data again", {"add": write(data)}, FAIL, 1),
            ("DNSSEC data it never had, away", {"rem": write(never)}, FAIL, 1),
            ("the DNSSEC data, away", {"rem": write(data)}, PASS, 0),
            ("the DNSSEC data, away again", {"rem": write(data)}, FAIL, 0)):
        send(row, expected, **change)
        suite.equal(len(dnssec_in(suite.info(DOMAIN, name), data)), held, f"{row}: reads back")


# ---- epp-18 ----

def renews(suite):
    name = suite.new_domain()
    before = suite.info(DOMAIN, name).text("exDate")
    for years, expected in ((1, PASS), (2, PASS), (10, FAIL), (suite.profile.max_years, FAIL)):
        row = f"{years} more"
        answer = suite.ask(domain_renew(name, (before or "")[:10], years), doing=row)
        suite.verdict(answer, expected, row)
        if expected == PASS and answer.passed:
            before = years_later(before, years)
            suite.equal(answer.text("exDate"), before, f"{row}: exDate in the answer")
        seen = suite.info(DOMAIN, name)
        suite.equal(seen.text("exDate"), before, f"{row}: exDate")
        suite.check("renewPeriod" in seen.rgp_statuses(), f"{row}: rgpStatus", "renewPeriod",
                    sorted(seen.rgp_statuses()))
    answer = suite.ask(domain_renew(name, "2001-01-01", 1), doing="a wrong date")
    suite.verdict(answer, FAIL, "from a date that is not its expiry")
    answer = suite.ask(domain_renew(name, before[:10], 1), registrar=1, doing="another registrar")
    suite.verdict(answer, 2201, "by another registrar")


# ---- epp-21, epp-22 ----

def deletes(suite):
    contacts = suite.contacts_for_domain()
    ns, hosts = suite.new_name_servers()
    name = suite.domain_name()
    suite.need(suite.domain_frame(name, *contacts, ns=ns))
    answer = suite.ask(named("delete", DOMAIN, name), doing="delete")
    suite.verdict(answer, PASS, "delete")
    seen = suite.info(DOMAIN, name)
    if answer.code == 1000:
        suite.verdict(seen, 2303, "info after 1000")
        for host in hosts if suite.profile.host_objects else ():
            suite.verdict(suite.ask(named("delete", HOST, host)), PASS, "delete of its host")
            suite.verdict(suite.info(HOST, host), 2303, "info of its host")
        for contact in {contacts[0]} if contacts[0] else ():
            suite.verdict(suite.ask(named("delete", CONTACT, contact)), PASS,
                          "delete of its contact")
            suite.verdict(suite.info(CONTACT, contact), 2303, "info of its contact")
    elif answer.code == 1001:
        suite.check(seen.code == 2303 or "pendingDelete" in seen.statuses(), "info after 1001",
                    "2303 or pendingDelete", seen)


def rgp_now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.0Z")


def restores(suite):
    """Not among the cases ICANN runs today. A name deleted in its add period is gone at once, so an
    older one is wanted."""
    if not suite.session().offers(RGP):
        return suite.check(False, "rgp-1.0", "offered", suite.session().services()[1])
    older = suite.ready.get("older_names", [])
    name = older[0] if older else suite.new_domain()
    current = suite.info(DOMAIN, name).text("exDate")
    suite.need(domain_renew(name, current[:10], 1))
    deleted = rgp_now()
    answer = suite.ask(named("delete", DOMAIN, name), doing="delete")
    suite.verdict(answer, PASS, "delete")
    if answer.code == 1000 and suite.info(DOMAIN, name).code == 2303:
        return suite.skip("restore", "the name was in its add period and is gone")
    seen = suite.info(DOMAIN, name)
    suite.check("pendingDelete" in seen.statuses(), "after delete", "pendingDelete",
                seen.statuses())
    suite.check("redemptionPeriod" in seen.rgp_statuses(), "after delete", "redemptionPeriod",
                seen.rgp_statuses())
    answer = suite.ask(domain_update(name, chg=""), restore("request"), doing="restore")
    suite.verdict(answer, PASS, "restore request")
    if "pendingRestore" in suite.info(DOMAIN, name).rgp_statuses():
        report = restore_report(deleted, rgp_now())
        answer = suite.ask(domain_update(name, chg=""), restore("report", report), doing="report")
        suite.verdict(answer, PASS, "restore report")
    seen = suite.info(DOMAIN, name)
    suite.check("pendingDelete" not in seen.statuses(), "after restore", "no pendingDelete",
                seen.statuses())
    return None


CASES = {"epp-14": creates, "epp-15": linked, "epp-16": updates, "epp-18": renews,
         "epp-21": deletes, "epp-22": restores}
