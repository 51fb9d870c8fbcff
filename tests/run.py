"""What `make test` runs: every step to its end, whatever the former ones said, and one honest summary of them all.

Three lanes for two cores, as a part of what they do is to wait: each takes the next step when it is done with one, the
longest first, so that all end at about the same time. With arguments, which go to pytest (`python tests/run.py -k
calendar`), one step follows the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
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
NAMED = {
    "doors": ("api",),
    "pages": ("api/web",),
    "rules": ("domain", "operating_models", "architecture", "letters"),
    "around": ("cli", "demo", "deploy", "stack"),
    "stored": ("models", "activities", "bench", "supply"),
}
"""Folders of tests by the step that runs them, the longest first; "world", before them, runs all that is not named."""
LANES = 3
COSTLIEST = 8  # files of a step that it names, with their seconds: where its time goes
_SPEAKING = Lock()
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
    yield costliest(cases)
    reasons = Counter(skip.get("message") for skip in suite.iter("skipped"))
    yield from (f"{count} skipped: {reason}" for reason, count in reasons.most_common())
    noted = [(one.get("name", ""), one.get("value")) for one in suite.iter("property")]
    yield from (f"{name}: {value}" for name, value in noted if not name.startswith(_LIBRARYS))


def costliest(cases: list[ElementTree.Element]) -> str:
    """The files that took longest, with what their tests had to be set up with."""
    took: dict[str, float] = defaultdict(float)
    for case in cases:
        took[(case.get("classname") or "").removeprefix("tests.")] += float(case.get("time") or 0)
    first = sorted(took.items(), key=lambda file: -file[1])[:COSTLIEST]
    return "costliest: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in first)


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"


def run_checks() -> list[Step]:
    """Every check, one after the other."""
    return [run(name, command) for name, command in CHECKS.items()]


def in_lanes() -> list[Step]:
    """Every step, as soon as a lane is free for it."""
    steps = [partial(run_tests, arguments, name) for name, arguments in tests_by_step().items()]
    steps += [partial(run, name, command) for name, command in CHECKS.items()]
    with ThreadPoolExecutor(LANES) as lanes:
        return list(lanes.map(_heard_out, steps))


def tests_by_step() -> dict[str, list[str]]:
    """What pytest is told in each step that runs tests: its folders, without what another step runs of them."""
    folders = {"world": ["tests"]} | {step: [f"tests/{name}" for name in names] for step, names in NAMED.items()}
    every = [folder for named in folders.values() for folder in named]
    return {
        step: named + [f"--ignore={other}" for other in every if any(other.startswith(f"{one}/") for one in named)]
        for step, named in folders.items()
    }


def _heard_out(step: Callable[..., Step]) -> Step:
    """Run a step, and say at its end all that it had to say, so that no other speaks into it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        done = step(to=said)
        said.seek(0)
        with _SPEAKING:
            print(said.read(), flush=True)
    return done


def main(arguments: list[str]) -> int:
    """Run everything and sum it up; 1 if anything failed."""
    began = time.monotonic()
    steps = [*run_checks(), run_tests(arguments)] if arguments else in_lanes()
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
