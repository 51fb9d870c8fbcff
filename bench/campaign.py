"""The campaign: the big proofs in their full sizes, by name, with results kept in `docs/campaigns.md`.

`make campaign ARGS="kills relay"` runs those; without names, all. A proof whose result is recorded for the present
commit is not run again unless `--again` is given, so a long campaign can be stopped and taken up. `--seed` repeats what
chance chose in a former run; without it, chance chooses anew. Faults are drawn from seeds of their own, which are told.
"""

from __future__ import annotations

import argparse
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs" / "campaigns.md"
PROOFS: dict[str, tuple[str, list[str]]] = {
    "channels": ("three channels, one result, 40 times the journeys", ["tests/domain/test_channels.py"]),
    "rules": ("laws of the rules, 40 times the examples, new ones each time", ["tests/domain"]),
    "gates": (
        "20,000 generated gates and completing sets against brute force over all subsets of up to twelve seats",
        ["tests/domain/test_gates_by_brute_force.py"],
    ),
    "kills": ("worker -9 at 12 moments of an append, on both databases", ["tests/end_to_end/test_kills.py"]),
    "joint-kills": (
        "worker and Temporal -9 right after the commit, others answering first: 20 rounds on each database",
        ["tests/end_to_end/test_joint_kills.py"],
    ),
    "relay": ("120 hand-overs raced by eight seats, on both databases", ["tests/end_to_end/test_relay.py"]),
    "restarting": (
        "Temporal's file deleted, `restart --all-open` brings all back",
        ["tests/end_to_end/test_restarting.py"],
    ),
    "log": (
        "all proofs to 130 leaves, eight writers with aborts, the sequencer killed at each statement and forty times "
        "-9, 1,000 honest steps without an alarm, on both databases",
        [
            "tests/domain/ledger",
            "tests/models/test_log_sequencing.py",
            "tests/activities/test_sequencing.py",
            "tests/activities/test_sequencing_kills.py",
            "tests/activities/test_sequencing_signing.py",
            "tests/stack/test_verifying_log.py",
            "tests/stack/test_honest_logs.py",
            "tests/stack/test_remembering.py",
        ],
    ),
    "pages": (
        "the whole cycle by clicking; every personal page in every language, window and theme, judged by axe and by us",
        [
            "tests/end_to_end/test_by_clicking.py",
            "tests/end_to_end/test_three_roles.py",
            "tests/api/web/test_own_in_a_browser.py",
            "tests/api/web/test_judging.py",
        ],
    ),
    "upgrade": (
        "each recorded version, and its commit's own processes, handed over to the code of today, on both databases",
        ["tests/upgrade"],
    ),
    "model-change": (
        "200 running initiatives go on by another model as their dry runs showed, the applier -9 twelve times, on both "
        "databases; laws of the change, 40 times the examples",
        ["tests/end_to_end/test_model_changes.py", "tests/domain/remodelling"],
    ),
    "two-hundred-seats": (
        "200 seats answer at once, raised and default limits; events counted",
        ["tests/end_to_end/test_two_hundred_seats.py"],
    ),
    "outages": ("Temporal, worker or database away", ["tests/end_to_end/test_outages.py"]),
    "canary": ("canary names and texts lie in the vault only", ["tests/end_to_end/test_canary.py"]),
    "cycle": (
        "the whole cycle, 36 months of check-ins, also with a worker replaced at each wake, and the run-through over "
        "HTTP, on both databases",
        [
            "tests/workflows/test_cycle.py",
            "tests/workflows/test_three_years.py",
            "tests/end_to_end/test_run_through.py",
        ],
    ),
    "waiting-on": (
        "in 5,000 random histories of both models exactly those waited for open the gate, and without one of them it "
        "stays shut; as many come to their end by the clock alone",
        ["tests/domain/test_waiting_on.py"],
    ),
    "nobody-acts": (
        "what is forecast if nobody acts is what a real server writes, in every phase of both models",
        ["tests/workflows/test_if_nobody_acts.py"],
    ),
    "matters": (
        "the baton of 200 seats and the events of what is said, with every matter in use",
        ["tests/bench/test_every_matter.py", "tests/workflows/test_events_of_matters.py"],
    ),
    "measures": ("every measure of `make bench` in its small form", ["tests/bench/test_measures.py"]),
    "corrections": (
        "1,000 histories with corrections fold as if it had been said otherwise then, with the impact of each",
        ["tests/domain/correcting"],
    ),
    "databases": (
        "every test of the read model, the loops beside the worker, the workflows, the stack and the command line on "
        "both databases",
        ["tests/models", "tests/activities", "tests/workflows", "tests/stack", "tests/cli"],
    ),
    "supply": ("secrets looked for in every file, licences, known parts", ["tests/supply"]),
    "tours": ("README and the three tours walked as written", ["tests/cli/test_tours.py"]),
    "doors": (
        "every test of the API on both databases: every route, for everybody, on every object; 10,000 scanner visits",
        ["tests/api"],
    ),
    "fuzz": (
        "schemathesis as every role in both modes, over HTTP: no failure, no status that is not described",
        ["tests/api/test_fuzzing.py"],
    ),
    "letter-kills": (
        "1,000 reminders, dispatchers and workers -9 a hundred times, a mail server that hangs up after letters, on "
        "both databases: none lost, none doubled, what is uncertain is held",
        ["tests/end_to_end/test_letter_kills.py"],
    ),
    "person-years": (
        "10,000 years of people's letters by the real rules: never over the budget or outside the hours, and each has "
        "an end",
        ["tests/domain/correspondence/test_person_years.py"],
    ),
    "answers-around-claims": (
        "1,100 letters with answers at every moment around their claim, on both databases: none goes a second later",
        ["tests/activities/test_answers_around_the_claim.py"],
    ),
    "bundles": (
        "every byte of two bundles flipped, and every byte that counts altered and signed: each is found where it is; "
        "no alarm in 1,000 honest histories",
        [f"tests/api/bundles/test_{name}.py" for name in ("verify", "following_keys", "attacks")],
    ),
    "exports": (
        "200 generated histories as OCEL 2.0 and XES, loaded in pm4py: counts, order and times are the ledger's; forms "
        "of the standards in 40 times the histories",
        ["tests/api/exports"],
    ),
    "stored-laws": (
        "laws of what is stored, 40 times the examples: rows folded anew from the ledger, letters that are foreseen, "
        "and letters of people",
        ["tests/models/test_refolding.py", "tests/models/test_foreseen_law.py", "tests/models/test_letter_laws.py"],
    ),
    "vault": ("interrupted vault writes, 40 times the examples", ["tests/models/test_vault_interrupted.py"]),
}
NEEDED = {"log": "tests.domain.ledger.test_merkle_oracle", "exports": "tests.api.exports.test_pm4py"}
"""The tests that hold a proof against what others have made: where that is not here they are skipped, and it failed."""
HEAD = (
    "# Campaigns\n\nThe big proofs in the sizes that the issues name, run by `make campaign`. Each line is a run as it "
    "ended; `make test` runs small seeded forms of the same.\n\n"
    "| date | proof | commit | result | seconds | figures | machine |\n|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Result:
    """How a proof ended, in the words of its report."""

    passed: bool
    counts: str
    seconds: float
    figures: str


def main(arguments: list[str]) -> int:
    """Run the proofs that are asked for; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(PROOFS)}")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9), help="what chance begins with")
    parser.add_argument("--again", action="store_true", help="also what is recorded for this commit already")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(PROOFS):
        parser.error(f"there is no proof named {', '.join(sorted(unknown))}; there are: {', '.join(PROOFS)}")
    failed = 0
    for name in asked.names or PROOFS:
        if not asked.again and recorded(name, commit()):
            print(f"{name}: recorded for this commit already")
            continue
        result = run(name, asked.seed)
        record(name, result)
        failed += not result.passed
        print(f"{name}: {'passed' if result.passed else 'FAILED'}, {result.counts}, {result.seconds:.0f} s")
    return 1 if failed else 0


def run(name: str, seed: int) -> Result:
    """Run a proof in its full size, with this seed for what is chosen by hypothesis."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-o", "timeout=0", f"--hypothesis-seed={seed}", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", *options, *PROOFS[name][1], *_left_to_others(name)]
        environment = os.environ | {"TALKOOT_CAMPAIGN": "1"}
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        counts, figures = _told(report) if report.exists() else ("no report", "")
        lacks = lacking(name, report) if report.exists() else ()
    told = "; ".join(filter(None, (f"seed {seed}", figures)))
    return Result(code == 0 and not lacks, "; ".join((counts, *lacks)), time.monotonic() - began, told)


def _left_to_others(name: str) -> list[str]:
    """What lies within this proof's folders and is a proof of its own: nothing is run twice."""
    mine = PROOFS[name][1]
    others = [path for other, (_, paths) in PROOFS.items() if other != name for path in paths]
    return [f"--ignore={path}" for path in others if any(path.startswith(f"{folder}/") for folder in mine)]


def _told(report: Path) -> tuple[str, str]:
    """How many tests passed, and the figures they noted."""
    cases = list(ElementTree.parse(report).iter("testcase"))
    bad = sum(case.find(kind) is not None for case in cases for kind in ("failure", "error"))
    skipped = sum(case.find("skipped") is not None for case in cases)
    noted = [f"{p.get('name')} {p.get('value')}" for case in cases for p in case.iter("property")]
    return f"{len(cases) - bad - skipped} passed, {bad} failed, {skipped} skipped", "; ".join(noted)


def lacking(name: str, report: Path) -> tuple[str, ...]:
    """What a proof was to be held against and was not, each with its reason; nothing where all of it was there."""
    cases = [case for case in ElementTree.parse(report).iter("testcase") if case.get("classname") == NEEDED.get(name)]
    skips = [skip for case in cases if (skip := case.find("skipped")) is not None]
    reasons = {f"without what it is held against: {skip.get('message')}" for skip in skips}
    return tuple(sorted(reasons)) if cases or name not in NEEDED else (f"{NEEDED[name]} was not run",)


def record(name: str, result: Result) -> None:
    """Append a line to the page of results."""
    if not RESULTS.exists():
        RESULTS.write_text(HEAD, encoding="utf-8")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    cells = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        f"{name}: {PROOFS[name][0]}",
        commit(),
        result.counts if result.passed else f"**FAILED**: {result.counts}",
        f"{result.seconds:.0f}",
        result.figures.replace("|", "/"),
        machine,
    )
    with RESULTS.open("a", encoding="utf-8") as page:
        page.write(f"| {' | '.join(cells)} |\n")


def recorded(name: str, at: str) -> bool:
    """Whether the page holds a passed result of this proof at this commit."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return any(f"| {name}: " in line and f"| {at} |" in line and "**FAILED**" not in line for line in lines)


def commit() -> str:
    """The present commit, marked when the tree has changes of its own."""
    short = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    dirty = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "*.py"], cwd=ROOT, check=False).returncode
    return short.stdout.strip() + ("+" if dirty else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
