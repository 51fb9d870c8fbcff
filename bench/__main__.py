"""The measures: `make bench ARGS="throughput latency --pairs 5"`; without names, all.

Results are added to `docs/performance/results.jsonl`; `--report` makes `docs/performance.md` and its chart from them.
With `--quick` everything is small, for a test that everything runs: its figures mean nothing and are only printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

from bench import report, results
from bench.campaign import ROOT
from bench.measures import NAMES, Figures
from bench.peers import told
from bench.processes import load
from bench.sizes import Size


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for."""
    asked = _parser().parse_args(arguments)
    if unknown := set(asked.names) - set(NAMES):
        print(f"there is no measure named {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    if asked.peers:
        print(told())
        return 0
    full = Size(pairs=asked.pairs, opened=asked.opened, stored=asked.stored, listed=asked.listed)
    size, failed = Size.small() if asked.quick else full, list[str]()
    if asked.names or not asked.report:
        failed = [name for name in asked.names or NAMES if not _run(name, size)]
    if asked.report:
        report.write()
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(NAMES)}")
    parser.add_argument("--pairs", type=int, default=3, help="how often product and reference take turns")
    parser.add_argument("--quick", action="store_true", help="everything small; nothing is recorded")
    parser.add_argument("--report", action="store_true", help="make the page and the chart from what is recorded")
    parser.add_argument("--peers", action="store_true", help="what a comparison with other engines needs")
    for name, least in (("opened", "initiatives open"), ("stored", "ledger entries"), ("listed", "initiatives listed")):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size, name), help=least)
    return parser


def _run(name: str, size: Size) -> bool:
    """Run a measure in a process of its own, so that none leaves anything to the next; whether it came to its end."""
    before, began = load(), time.monotonic()
    command = [sys.executable, "-m", "bench.measures", name, json.dumps(asdict(size))]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{name}: ended with {done.returncode}", file=sys.stderr)
        return False
    figures: Figures = json.loads(done.stdout)
    seconds = time.monotonic() - began
    print(json.dumps({name: figures}), flush=True)
    if not size.quick:
        results.append(results.Result.now(name, figures, load=before, pairs=size.pairs, seconds=seconds))
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
