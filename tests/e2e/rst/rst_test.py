"""ICANN's registry system tests for EPP (epp-01 to epp-27) and IDN labels (idn-01, idn-02), as checks of
our own against a sandbox.

usage: rst_test.py [--ready FILE] [--case NAME]... [--verbose] [-- OPTION OF stele ote...]

Without --ready a sandbox is started with the profile `icann` and the options behind --, with it the
registry it tells of is tested; `older_names` in it are names of the first registrar that are out of
their add period, `idn_only_zones` zones that take the labels of the sandbox's table alone. One line a failed check: the case, the row, what was expected, what came. Ends with 0 when every check passed.
"""
import argparse
import datetime
import json
import pathlib
import shutil
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1])]

import availability_cases
import connection_cases
import contact_cases
import domain_cases
import harness
import host_cases
import idn_cases
import transfer_cases
from suite import Suite

CASES = dict(sorted((connection_cases.CASES | availability_cases.CASES | contact_cases.CASES
                     | host_cases.CASES | domain_cases.CASES | transfer_cases.CASES
                     | idn_cases.CASES).items()))


def run(ready, scratch, wanted, verbose, options=()):
    left_out = [word for flag, word in zip(options, options[1:]) if flag == "--without"]
    suite = Suite(ready, scratch, left_out)
    for name in wanted or CASES:
        suite.run(name, CASES[name])
    suite.case = "schemas"
    faults = suite.transcript.faults()
    if faults is None:
        suite.skip("every frame", "no schemas or no xmllint here")
    else:
        suite.equal(len(suite.transcript.said) > 0, True, "frames were kept")
        for what, words in faults:
            suite.check(False, what, "valid", words)
    return report(suite, verbose)


def report(suite, verbose):
    failed = [check for check in suite.checks if not check[-1]]
    for case, row, expected, seen, ok in suite.checks if verbose else failed:
        print(f"{'ok' if ok else 'not ok'} {case}: {row}: expected {expected}, seen {seen}")
    for case, row, why in suite.skipped:
        print(f"skipped {case}: {row}: {why}")
    for case in [*CASES, "schemas"]:
        seen = [check[-1] for check in suite.checks if check[0] == case]
        if seen:
            print(f"{case}: {sum(seen)} of {len(seen)} checks")
    print(f"{len(suite.checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not suite.checks else 0


def import_older_name(sandbox):
    """A name the first registrar has had for a while: of what is made in the tests nothing is out of
    its add period."""
    at = ("--data", sandbox.data)
    profile, sponsor = sandbox.ready["profile"], f"sponsor={sandbox.ready['registrars'][0]['id']}"
    words = []
    if profile["registrant_required"]:
        harness.stele("contact", "create", "rst-older", sponsor, "name=Older", "city=Rome", "cc=IT",
                      "email=older@example.org", *at)
        words = ["registrant=rst-older"]
    name = f"rst-epp-22-older.{sandbox.ready['zones'][0]}"
    made = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=100)
    harness.stele("domain", "create", name, sponsor, *words, f"crdate={made:%Y-%m-%dT%H:%MZ}",
                  f"exdate={made + datetime.timedelta(days=365):%Y-%m-%dT%H:%MZ}", *at)
    sandbox.ready["older_names"] = [name]


def make_idn_only_zone(sandbox):
    """It is not in `zones`: the other cases take names of letters and digits."""
    zone = "xn--kgbechtv"  # إختبار, "test"
    at = ("--data", sandbox.data)
    model = sandbox.ready["profile"]
    harness.stele("zone", "create", zone, "price.create=10.00EUR", "ldh_labels=no",
                  "contacts=" + ("minimal" if model["data_model"] == "minimum" else "thick"),
                  "host_objects=" + ("yes" if model["host_model"] == "objects" else "no"),
                  "primary=ns1.nic.example", "responsible=hostmaster.nic.example",
                  "ns=ns1.nic.example,ns2.nic.example", *at)
    harness.stele("zone-tables", "change", zone, "use=arab", *at)
    for registrar in sandbox.ready["registrars"]:
        harness.stele("registrar", "update", registrar["id"], f"add.zone={zone}", *at)
    sandbox.ready["idn_only_zones"] = [zone]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ready", type=pathlib.Path)
    parser.add_argument("--case", action="append", choices=CASES)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("options", nargs="*", help="for `stele ote`, behind --")
    args = parser.parse_args()
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="stele-rst-"))
    sandbox = None
    try:
        if args.ready:
            ready = json.loads(args.ready.read_text())
        else:
            sandbox = harness.Sandbox(scratch, "--profile", "icann", *args.options).start()
            import_older_name(sandbox)
            make_idn_only_zone(sandbox)
            ready = sandbox.ready
        return run(ready, scratch, args.case, args.verbose, args.options)
    finally:
        if sandbox and sandbox.process:
            sandbox.kill()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
