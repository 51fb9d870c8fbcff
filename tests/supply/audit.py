"""`make audit`: are faults known of what is shipped? Without the service that knows them, the answer is NOT RUN.

That is no failure on a machine without a way there; it is one with `--strict`, and where CI runs it.
"""

from __future__ import annotations

import os
import sys
from typing import Literal

from tests.supply.locks import SHIPPED, pinned, ran

Verdict = Literal["clean", "faults", "not run"]


def audit() -> tuple[Verdict, str]:
    """What is known, and what the tool said."""
    ended = ran("pip-audit", "--strict", "--disable-pip", "--require-hashes", "--timeout", "5", "-r", SHIPPED)
    return verdict(ended.returncode, ended.stderr + ended.stdout), (ended.stderr + ended.stdout).strip()


def verdict(code: int, said: str) -> Verdict:
    """What the tool's ending means. Only `--strict` ends badly when a distribution could not be looked up, and only
    the table of faults tells that from a fault: no answer about the first of ours is no answer about any.
    """
    if code == 0 and "No known vulnerabilities found" in said:
        return "clean"
    return "faults" if "known vulnerabilit" in said and "found" in said.lower() else "not run"


def ending(judged: Verdict, *, strict: bool) -> int:
    """1 for known faults; 2 for no answer, if the caller insists on one."""
    return {"clean": 0, "faults": 1, "not run": 2 if strict else 0}[judged]


def main(*, strict: bool) -> int:
    """Tell what is known. Who could not ask reads so in the last line, and `strict` ends badly then."""
    judged, said = audit()
    shipped = f"{len(pinned(SHIPPED))} shipped distributions"
    last = {
        "clean": f"pip-audit: no known fault in {shipped}",
        "faults": f"pip-audit: known faults in {shipped}, see above",
        "not run": f"NOT RUN: nobody could be asked about the {shipped}; ask again with a way to the service",
    }
    print(f"{said}\n{last[judged]}")
    return ending(judged, strict=strict)


if __name__ == "__main__":
    sys.exit(main(strict="--strict" in sys.argv or bool(os.environ.get("CI"))))
