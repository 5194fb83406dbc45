"""Says whether what some tests compare with, and the project does not carry, is on this machine.

usage: at_hand.py WHAT-IS-NOT-TESTED-WITHOUT PATH|PROGRAM...

Ends with 77 where something is missing: ctest then lists this test as skipped, and with it what the
others have left out without failing.
"""
import pathlib
import shutil
import sys

SKIPPED = 77


def is_here(thing):
    return pathlib.Path(thing).exists() if "/" in thing else shutil.which(thing) is not None


def main():
    left_out, *things = sys.argv[1:]
    missing = [thing for thing in things if not is_here(thing)]
    for thing in missing:
        print(f"skipped: {left_out}: {thing} is not here")
    if not missing:
        print("all of it is here: " + " ".join(things))
    return SKIPPED if missing else 0


if __name__ == "__main__":
    sys.exit(main())
