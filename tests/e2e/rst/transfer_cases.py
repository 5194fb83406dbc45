"""epp-19 and epp-20: a transfer asked for, approved, rejected."""
from domain_cases import years_later
from frames import DOMAIN, auth_info, domain_transfer
from suite import FAIL, PASS

# Under 128 bits whatever made them: too short, or too short for digits alone (RFC 9154 §4.1). The
# code is §5.2's.
WEAK = ("a1B2c3", "11111111111111111111111111")
SECONDS = 120  # ICANN's patience; a registry that needs none of it is not made to wait


def asked_for(suite):
    """A domain of the first registrar, whose transfer the second has asked for."""
    name = suite.new_domain()
    if suite.profile.secure_auth_info:
        for pw in WEAK:
            suite.verdict(suite.set_auth_info(name, pw), 2202, f"a weak authInfo, {pw}")
    pw = suite.secret()
    suite.verdict(suite.set_auth_info(name, pw), PASS, "a strong authInfo")
    before = suite.info(DOMAIN, name).text("exDate")

    def request(row, expected, **settings):
        answer = suite.ask(domain_transfer("request", name, **settings), registrar=1, doing=row)
        return suite.verdict(answer, expected, row)

    request("a wrong authInfo", FAIL, years=1, pw=suite.secret())
    request("an empty authInfo", FAIL, years=1, pw="")
    request("no authInfo", FAIL, years=1)
    request("beyond ten years from now", FAIL, years=suite.profile.max_years, pw=pw)
    suite.equal(suite.info(DOMAIN, name).text("clID"), suite.registrar_id(0),
                "the sponsor after refusals")
    answer = request("the right authInfo", PASS, years=1, pw=pw)
    if answer.passed:
        suite.equal([answer.text("trStatus"), answer.text("reID"), answer.text("acID")],
                    ["pending", suite.registrar_id(1), suite.registrar_id(0)], "what trnData says")
    suite.within(SECONDS if answer.passed else 0,
                 lambda: "pendingTransfer" in suite.info(DOMAIN, name).statuses(),
                 "pendingTransfer after the request")
    request("a second request meanwhile", FAIL, years=1, pw=pw)
    return name, pw, before


def decided_by_others(suite, name, op):
    """Only the sponsor approves and rejects, only the asker cancels."""
    suite.verdict(suite.ask(domain_transfer(op, name), registrar=1, doing=f"{op} by the asker"),
                  FAIL, f"{op} by the one who asked")
    suite.verdict(suite.ask(domain_transfer(op, name), registrar=2, doing=f"{op} by a third"),
                  FAIL, f"{op} by a third registrar")


def approved(suite):
    name, pw, before = asked_for(suite)
    decided_by_others(suite, name, "approve")
    answer = suite.ask(domain_transfer("approve", name), doing="approve")
    suite.verdict(answer, PASS, "approve")
    suite.within(SECONDS if answer.passed else 0,
                 lambda: suite.info(DOMAIN, name, registrar=1).text("clID")
                 == suite.registrar_id(1), "the new sponsor")
    seen = suite.info(DOMAIN, name, registrar=1)
    suite.check("pendingTransfer" not in seen.statuses(), "after it", "no pendingTransfer",
                seen.statuses())
    suite.equal(seen.text("exDate"), years_later(before, 1), "exDate after it")
    suite.check(seen.text("trDate"), "trDate after it", "given", seen.text("trDate"))
    suite.check("transferPeriod" in seen.rgp_statuses(), "rgpStatus after it", "transferPeriod",
                sorted(seen.rgp_statuses()))
    if suite.profile.secure_auth_info:
        reset = suite.info(DOMAIN, name, auth_info(pw), registrar=2)
        suite.check(not reset.passed and pw.encode() not in seen.xml, "authInfo was reset",
                    "the old one opens nothing", reset)
        answer = suite.ask(domain_transfer("request", name, 1, pw), doing="the old authInfo")
        suite.verdict(answer, FAIL, "a transfer back with the old authInfo")


def rejected(suite):
    name, _, before = asked_for(suite)
    decided_by_others(suite, name, "reject")
    answer = suite.ask(domain_transfer("reject", name), doing="reject")
    suite.verdict(answer, PASS, "reject")
    suite.within(SECONDS if answer.passed else 0,
                 lambda: "pendingTransfer" not in suite.info(DOMAIN, name).statuses(),
                 "no pendingTransfer after it")
    seen = suite.info(DOMAIN, name)
    suite.equal([seen.text("clID"), seen.text("exDate")], [suite.registrar_id(0), before],
                "sponsor and exDate as before")


CASES = {"epp-19": approved, "epp-20": rejected}
