"""The frames the RST checks send. A value of None leaves its element out, an empty string sends it
empty: the tables tell the two apart, as the checks do."""
from xml.sax.saxutils import escape, quoteattr

EPP = "urn:ietf:params:xml:ns:epp-1.0"
DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
HOST = "urn:ietf:params:xml:ns:host-1.0"
CONTACT = "urn:ietf:params:xml:ns:contact-1.0"
SEC_DNS = "urn:ietf:params:xml:ns:secDNS-1.1"
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
IDN = "urn:ietf:params:xml:ns:idn-1.0"
LAUNCH = "urn:ietf:params:xml:ns:launch-1.0"
LOGIN_SEC = "urn:ietf:params:xml:ns:epp:loginSec-1.0"
SECURE_AUTH_INFO = "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"


def el(name, content="", **attributes):
    """An element around XML that is ready. Attributes that are None are left out."""
    words = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items()
                    if value is not None)
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def value(name, text, **attributes):
    """An element with text, or nothing for None."""
    return "" if text is None else el(name, escape(text), **attributes)


def values(name, texts):
    return "".join(value(name, text) for text in texts)


def of_object(verb, namespace, content, **attributes):
    return el(verb, el(verb, content, xmlns=namespace), **attributes)


def check(namespace, *names):
    return of_object("check", namespace, values("id" if namespace == CONTACT else "name", names))


def named(verb, namespace, name, content=""):
    """info and delete, of any object."""
    return of_object(verb, namespace, value("id" if namespace == CONTACT else "name", name)
                     + content)


def statuses(names):
    return "".join(el("status", s=name) for name in names)


# ---- contacts (RFC 5733) ----

def postal_info(contact):
    address = el("addr", values("street", contact["street"]) + value("city", contact["city"])
                 + value("sp", contact["sp"]) + value("pc", contact["pc"])
                 + value("cc", contact["cc"]))
    return el("postalInfo", value("name", contact["name"]) + value("org", contact["org"]) + address,
              type=contact["type"])


def numbers_and_email(contact):
    return (value("voice", contact["voice"], x=contact["voice_ext"])
            + value("fax", contact["fax"], x=contact["fax_ext"]) + value("email", contact["email"]))


def contact_create(contact):
    return of_object("create", CONTACT, value("id", contact["id"]) + postal_info(contact)
                     + numbers_and_email(contact) + el("authInfo", value("pw", contact["pw"])))


def contact_update(identifier, add=(), rem=(), chg=""):
    return of_object("update", CONTACT, value("id", identifier)
                     + (el("add", statuses(add)) if add else "")
                     + (el("rem", statuses(rem)) if rem else "")
                     + (el("chg", chg) if chg else ""))


# ---- hosts (RFC 5732) ----

def address(version, text):
    return value("addr", text, ip=version)


def host_create(name, addresses=()):
    return of_object("create", HOST, value("name", name)
                     + "".join(address(*each) for each in addresses))


def host_update(name, add="", rem="", new_name=None):
    return of_object("update", HOST, value("name", name) + (el("add", add) if add else "")
                     + (el("rem", rem) if rem else "")
                     + (el("chg", value("name", new_name)) if new_name is not None else ""))


# ---- domains (RFC 5731) ----

def name_servers(hosts):
    return el("ns", values("hostObj", hosts)) if hosts else ""


def host_attribute(name, addresses=()):
    return el("hostAttr", value("hostName", name)
              + "".join(value("hostAddr", text, ip=version) for version, text in addresses))


def domain_create(name, period=None, unit="y", ns="", registrant=None, contacts=(), pw=""):
    return of_object("create", DOMAIN, value("name", name) + value("period", period, unit=unit)
                     + ns + value("registrant", registrant)
                     + "".join(value("contact", who, type=kind) for kind, who in contacts)
                     + el("authInfo", value("pw", pw)))


def domain_update(name, add="", rem="", chg=""):
    return of_object("update", DOMAIN, value("name", name) + (el("add", add) if add else "")
                     + (el("rem", rem) if rem else "") + (el("chg", chg) if chg else ""))


def domain_renew(name, current, years):
    return of_object("renew", DOMAIN, value("name", name) + value("curExpDate", current)
                     + value("period", str(years), unit="y"))


def domain_transfer(op, name, years=None, pw=None):
    return of_object("transfer", DOMAIN, value("name", name)
                     + value("period", None if years is None else str(years), unit="y")
                     + (el("authInfo", value("pw", pw)) if pw is not None else ""), op=op)


def auth_info(pw):
    return el("authInfo", value("pw", pw))


# ---- extensions ----

def ds_data(ds):
    return el("dsData", value("keyTag", ds["key_tag"]) + value("alg", ds["alg"])
              + value("digestType", ds["digest_type"]) + value("digest", ds["digest"]))


def key_data(key):
    return el("keyData", value("flags", key["flags"]) + value("protocol", key["protocol"])
              + value("alg", key["alg"]) + value("pubKey", key["pub_key"]))


def sec_dns_create(data):
    return el("create", data, xmlns=SEC_DNS)


def sec_dns_update(add="", rem=""):
    return el("update", (el("rem", rem) if rem else "") + (el("add", add) if add else ""),
              xmlns=SEC_DNS)


def restore(op, report=""):
    return el("update", el("restore", report, op=op), xmlns=RGP)


def restore_report(deleted, restored):
    return el("report", value("preData", "as before") + value("postData", "as before")
              + value("delTime", deleted) + value("resTime", restored)
              + value("resReason", "Registrant error")
              + value("statement", "This was not restored to sell or use it for ourselves")
              + value("statement", "This report is true to the best of our knowledge"))
