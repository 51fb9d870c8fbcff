"""`make audit`: are faults known of what is shipped? Without the service that knows them, the answer is "not run"."""

from __future__ import annotations

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


def main() -> int:
    """Tell; 1 for known faults, 2 when it could not be run."""
    judged, said = audit()
    print(f"{said}\npip-audit of {len(pinned(SHIPPED))} distributions: {judged}")
    return {"clean": 0, "faults": 1, "not run": 2}[judged]


if __name__ == "__main__":
    sys.exit(main())
