"""What `make test` runs: every step to its end, whatever the former ones said, and one honest summary of them all.

Two lanes for two cores, about as long as each other: the checks, the pure rules and what stands around the API in one,
everything else in the other. With arguments, which go to pytest (`python tests/run.py -k calendar`), everything runs in
one lane.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
}
BESIDE = {
    "rules": ("domain", "operating_models", "architecture", "bench", "letters", "supply"),
    "around": ("cli", "demo", "deploy", "stack", "models", "activities"),
}
_LIBRARYS = "hypothesis-statistics"  # what hypothesis notes of each of its tests; long, and not about the product
OUTCOMES = ("passed", "failed", "skipped")
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
"""Many processes are started: each compiles all that it imports, for seconds, where nothing compiled may be kept."""


@dataclass(frozen=True)
class Step:
    """A step that ran: its seconds, whether it passed, and what it has to say in the summary."""

    name: str
    passed: bool
    seconds: float
    said: tuple[str, ...] = ()


def run(name: str, command: list[str], to: IO[str] | None = None) -> Step:
    """Run a step; what it prints goes to the terminal, or `to` a file."""
    print(f"\n== {name}: {' '.join(command)}", flush=True, file=to)
    began = time.monotonic()
    output: dict[str, Any] = {"stdout": to, "stderr": to} if to else {}
    ran = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=os.environ | KEPT, check=False, **output)
    code, seconds = ran.returncode, time.monotonic() - began
    return Step(name, code == 0, seconds, () if code == 0 else (f"ended with {code}",))


def run_tests(arguments: list[str], name: str = "tests", to: IO[str] | None = None) -> Step:
    """Run pytest and read its report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        step = run(name, ["python", "-m", "pytest", "-q", f"--junitxml={report}", *arguments], to)
        counted = tuple(summary(report)) if report.exists() else ("no report: pytest itself broke",)
    return Step(step.name, step.passed, step.seconds, (*counted, *step.said))


def summary(report: Path) -> Iterator[str]:
    """How many passed, failed and were skipped, and for what reasons; and what the tests recorded about themselves."""
    suite = ElementTree.parse(report)
    cases = list(suite.iter("testcase"))
    counts = Counter(outcome(case) for case in cases)
    yield ", ".join(f"{counts[kind]} {kind}" for kind in OUTCOMES)
    yield from (f"failed: {case.get('classname')}::{case.get('name')}" for case in cases if outcome(case) == "failed")
    reasons = Counter(skip.get("message") for skip in suite.iter("skipped"))
    yield from (f"{count} skipped: {reason}" for reason, count in reasons.most_common())
    noted = [(one.get("name", ""), one.get("value")) for one in suite.iter("property")]
    yield from (f"{name}: {value}" for name, value in noted if not name.startswith(_LIBRARYS))


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"


def checks(to: IO[str] | None = None) -> list[Step]:
    """Every check, one after the other."""
    return [run(name, command, to) for name, command in CHECKS.items()]


def beside(to: IO[str]) -> list[Step]:
    """The checks and what is named in `BESIDE`, one after the other."""
    return [*checks(to), *(run_tests([f"tests/{n}" for n in names], lane, to) for lane, names in BESIDE.items())]


def in_two_lanes() -> list[Step]:
    """One lane says what it has to say when the other is done, so that neither speaks into the other."""
    named = [f"tests/{name}" for names in BESIDE.values() for name in names]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, ThreadPoolExecutor(1) as second:
        others = second.submit(beside, said)
        world = run_tests(["tests", *(f"--ignore={path}" for path in named)], "world")
        steps = others.result()
        said.seek(0)
        print(said.read(), flush=True)
    return [*steps, world]


def main(arguments: list[str]) -> int:
    """Run everything and sum it up; 1 if anything failed."""
    began = time.monotonic()
    steps = [*checks(), run_tests(arguments)] if arguments else in_two_lanes()
    print("\n== summary")
    for step in steps:
        print(f"{'passed' if step.passed else 'FAILED'}  {step.name:<8} {step.seconds:6.1f} s")
        for line in step.said:
            print(f"        {line}")
    failed = [step.name for step in steps if not step.passed]
    total = time.monotonic() - began
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'All passed'} in {total:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
