"""epp-01 to epp-03 and epp-17: the connection, the greeting, who may log in, every port alike."""
import datetime
import re
import socket
import ssl
import subprocess

import harness
from frames import CONTACT, DOMAIN, HOST, LAUNCH, RGP, SEC_DNS, host_create
from suite import FAIL, PASS
from wire import Broken, Client

# IANA's registry of EPP extensions, as far as it is the IETF's. A private URI fails the test.
OBJECTS = {DOMAIN, CONTACT, HOST, "urn:ietf:params:xml:ns:epp:org-1.0",
           "urn:ietf:params:xml:ns:epp:maintenance-1.0"}
EXTENSIONS = {f"urn:ietf:params:xml:ns:{name}" for name in (
    "secDNS-1.1", "rgp-1.0", "launch-1.0", "keyrelay-1.0", "allocationToken-1.0", "changePoll-1.0",
    "idn-1.0", "verificationCode-1.0", "e164epp-1.0", "epp:fee-1.0", "epp:orgext-1.0",
    "epp:loginSec-1.0", "epp:unhandled-namespaces-1.0", "epp:secure-authinfo-transfer-1.0",
    "epp:ttl-1.0", "epp:b-dn", "epp:addlEmail-1.0", "epp:maintenance-1.0")}
REQUIRED = (SEC_DNS, RGP, LAUNCH)
RECOMMENDED = ("urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0",
               "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0",
               "urn:ietf:params:xml:ns:epp:loginSec-1.0",
               "urn:ietf:params:xml:ns:changePoll-1.0")

# The suites RFC 9325 §4.2 recommends for TLS 1.2; every suite of TLS 1.3 is fine.
GOOD_CIPHERS = ("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def handshake(suite, version=None, context=None, ciphers=None):
    """The (version, cipher) agreed on, or the error."""
    if context is None:
        who = suite.ready["registrars"][0]
        context = harness.tls_context(who["cert"], who["key"])
    if ciphers:
        context.set_ciphers(ciphers)
    if version:
        context.minimum_version = context.maximum_version = version
    at = (suite.ready["epp"]["host"], suite.ready["epp"]["port"])
    try:
        with socket.create_connection(at, timeout=10) as raw:
            with context.wrap_socket(raw, server_hostname=at[0]) as stream:
                return stream.version(), stream.cipher()[0]
    except OSError as error:
        return error


def tls(suite):
    """epp-01. A sandbox has no name in the DNS: its one address stands for all of them."""
    version, cipher = handshake(suite, ssl.TLSVersion.TLSv1_2), None
    if suite.check(isinstance(version, tuple), "TLS 1.2", "accepted", version):
        version, cipher = version
        suite.check(cipher in GOOD_CIPHERS, "a cipher of RFC 9325", GOOD_CIPHERS, cipher)
    newest = handshake(suite, ssl.TLSVersion.TLSv1_3)
    suite.check(isinstance(newest, tuple), "TLS 1.3", "accepted", newest)
    for old in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1):
        seen = handshake(suite, old, ciphers="ALL:@SECLEVEL=0")
        suite.check(isinstance(seen, OSError), old.name, "refused", seen)
    for weak in ("AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA"):
        seen = handshake(suite, ssl.TLSVersion.TLSv1_2, ciphers=weak)
        suite.check(isinstance(seen, OSError), f"the suites {weak} alone", "refused", seen)
    trusting = ssl.create_default_context(cafile=suite.ready["ca"])
    who = suite.ready["registrars"][0]
    trusting.load_cert_chain(who["cert"], who["key"])
    seen = handshake(suite, context=trusting)
    suite.check(isinstance(seen, tuple), "a chain to the CA, a name that matches, not expired",
                "verified", seen)


def greeting(suite):
    with suite.connect(0) as client:
        greetings = (("on connecting", client.greeting), ("on hello", client.hello()))
        for when, seen in greetings:
            greeting_rows(suite, seen, when)


def greeting_rows(suite, seen, when):
    suite.check(seen.text("svID"), f"svID {when}", "given", seen.text("svID"))
    date = seen.text("svDate") or ""
    try:
        off = abs((datetime.datetime.fromisoformat(date.replace("Z", "+00:00"))
                   - datetime.datetime.now(datetime.timezone.utc)).total_seconds())
        suite.check(off <= 30, f"svDate {when}", "within 30 s of now", f"{off:.1f} s off")
    except (ValueError, TypeError):
        suite.check(False, f"svDate {when}", "a date with its zone", date)
    suite.equal(seen.texts("version"), ["1.0"], f"version {when}")
    languages = seen.texts("lang")
    suite.check("en" in languages and all(map(LANGUAGE.match, languages)), f"languages {when}",
                "valid tags, en among them", languages)
    objects, extensions = seen.texts("objURI"), seen.texts("extURI")
    wanted = {DOMAIN} | ({HOST} if suite.profile.host_objects else set())
    wanted |= {CONTACT} if suite.profile.contacts else set()
    suite.check(wanted <= set(objects), f"objects needed {when}", sorted(wanted), objects)
    suite.equal(sorted(set(objects) - OBJECTS), [], f"objects IANA does not know {when}")
    suite.equal(sorted(set(extensions) - EXTENSIONS), [], f"extensions IANA does not know {when}")
    for uri in REQUIRED:
        suite.check(uri in extensions, f"{uri} {when}", "offered", extensions)
    for uri in RECOMMENDED:
        if uri.rsplit(":", 1)[1].removesuffix("-1.0") in suite.left_out:
            suite.skip(f"{uri} {when}", "a warning only, and this run leaves it out")
            continue
        suite.check(uri in extensions, f"{uri} {when} (a warning only)", "offered", extensions)
    suite.equal(len(objects + extensions), len(set(objects + extensions)), f"no URI twice {when}")


def own_certificate(suite):
    """A certificate nobody issued: its subject is the right registrar all the same."""
    key, pem = suite.scratch / "stranger.key", suite.scratch / "stranger.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", pem, "-days", "2",
                    "-subj", f"/CN={suite.registrar_id(0)}"], check=True, capture_output=True,
                   timeout=60)
    return {"cert": pem, "key": key}


def logins(suite):
    right, other = suite.ready["registrars"][:2]
    bad_password = "not-" + right["password"][:8]
    rows = (("a client nobody knows", suite.word(12), right["password"], right, FAIL),
            ("a wrong password", right["id"], bad_password, right, FAIL),
            ("a certificate nobody issued", right["id"], right["password"],
             own_certificate(suite), FAIL),
            ("another registrar's certificate", right["id"], right["password"], other, FAIL),
            ("no certificate", right["id"], right["password"], {}, FAIL),
            ("all three right", right["id"], right["password"], right, PASS),
            ("the second registrar, all three right", other["id"], other["password"], other, PASS))
    for row, user, password, certificate, expected in rows:
        seen = login(suite, user, password, certificate)
        accepted = not isinstance(seen, Exception) and seen.passed
        if isinstance(seen, Broken):
            suite.check(False, row, expected, seen)
        else:  # a handshake that fails is as good a refusal as 2200
            suite.check(accepted == (expected == PASS), row, expected, seen)


def login(suite, user, password, certificate):
    try:
        with Client(suite.transcript, suite.ready["epp"]["port"], certificate.get("cert"),
                    certificate.get("key")) as client:
            return client.sign_in(user, password)
    except (OSError, Broken) as error:
        return error


def ports(suite):
    """epp-17. One address here: two connections to it stand for two service ports."""
    name, hosts = suite.new_delegated_domain()
    wanted = [(DOMAIN, name)]
    if suite.profile.host_objects:
        inside = f"ns1.{name}"
        suite.need(host_create(inside, [suite.glue_v4(), suite.glue_v6()]))
        wanted += [(HOST, inside), (HOST, hosts[0])]
    if suite.profile.contacts:
        wanted.append((CONTACT, suite.new_contact()["id"]))
    first = [inf_data(suite, *each) for each in wanted]
    suite.clients.pop(0).close()
    for (_, name), before, after in zip(wanted, first,
                                        [inf_data(suite, *each) for each in wanted]):
        suite.check(before and before == after, f"infData of {name} on each connection",
                    "the same bytes", "the same" if before == after else f"{before} {after}")


def inf_data(suite, namespace, name):
    xml = suite.info(namespace, name).xml
    found = re.search(rb"<([a-z]+:)?infData.*</([a-z]+:)?infData>", xml, re.S)
    return found.group() if found else b""


CASES = {"epp-01": tls, "epp-02": greeting, "epp-03": logins, "epp-17": ports}
